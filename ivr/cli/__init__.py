"""The operator's commands: ``flask …``. Each file is one group; ``--help`` says what it does."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Put the commands on the application."""
    from ivr.cli import operate

    for command in operate.COMMANDS:
        app.cli.add_command(command)
