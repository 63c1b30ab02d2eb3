"""The operator's commands: ``flask …``. Each file is one group; ``--help`` says what it does."""

from __future__ import annotations

from flask import Flask

from ivr.cli import call, operate, records, serve


def register(app: Flask) -> None:
    """Put the commands on the application."""
    for room in (call, operate, records, serve):
        for command in room.COMMANDS:
            app.cli.add_command(command)
