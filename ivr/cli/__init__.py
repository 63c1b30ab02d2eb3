"""The operator's commands: ``flask …``. Each file is one group; ``--help`` says what it does.

They are read when one is asked for: what commands need (spreadsheets, migrations, a terminal) would
nearly double the memory of a worker that answers calls.
"""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup


class Commands(AppGroup):
    """The commands of the line, read at the first question for one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, sorted."""
        self._read()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        self._read()
        return super().get_command(ctx, cmd_name)

    def _read(self) -> None:
        from ivr.cli import audio, call, callbacks, city, desk, draw, operate, records, serve, work

        for room in (audio, call, callbacks, city, desk, draw, operate, records, serve, work):
            for command in room.COMMANDS:
                self.add_command(command)


def register(app: Flask) -> None:
    """Put the commands on the application."""
    app.cli = Commands(name=app.name)
