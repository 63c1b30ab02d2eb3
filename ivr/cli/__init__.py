"""The operator's commands: ``flask …``. Each file is one group; ``--help`` says what it does.

A file is read when one of its commands is asked for: what commands need (spreadsheets, migrations,
a terminal) would nearly double the memory of a worker that answers calls, and the time in which a
command begins.
"""

from __future__ import annotations

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

FILES = {
    "audio": ("audio",),
    "call": ("call",),
    "callbacks": ("callbacks",),
    "city": ("city",),
    "desk": ("desk",),
    "draw": ("map", "keycard"),
    "operate": ("check", "db", "keys", "audit", "agents"),
    "records": ("import", "demo", "pins"),
    "serve": ("serve",),
    "work": ("work", "outbox"),
}
"""The commands of each file, in the order of its ``COMMANDS``."""
_HOME = {command: file for file, commands in FILES.items() for command in commands}


class Commands(AppGroup):
    """The commands of the line, each read at the first question for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, sorted."""
        return sorted({*super().list_commands(ctx), *_HOME})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name in _HOME:
            for command in import_module(f"{__name__}.{_HOME[cmd_name]}").COMMANDS:
                self.add_command(command)
        return super().get_command(ctx, cmd_name)


def register(app: Flask) -> None:
    """Put the commands on the application."""
    app.cli = Commands(name=app.name)
