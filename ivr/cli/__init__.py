"""The operator's commands: ``flask …``. Each file is one group; ``--help`` says what it does.

A file is read when one of its commands is asked for: what commands need (spreadsheets, migrations,
a terminal) would nearly double the memory of a worker that answers calls, and the time in which a
command begins.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import DBAPIError

from db import revision
from db.engine import Database
from ivr.line import Line

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
        if cmd_name in _HOME and cmd_name not in self.commands:
            for command in import_module(f"{__name__}.{_HOME[cmd_name]}").COMMANDS:
                self.add_command(_in_sentences(command))
        return super().get_command(ctx, cmd_name)


def _in_sentences(command: click.Command) -> click.Command:
    """``command``, which says what to do about a database that is away or of another version."""
    invoke = command.invoke

    def asked(ctx: click.Context) -> Any:
        try:
            return invoke(ctx)
        except DBAPIError as error:
            line: Line = ctx.ensure_object(ScriptInfo).load_app().extensions["hotline"]
            if (cure := _cure(line.database)) is None:
                raise
            raise click.ClickException(cure) from error

    command.invoke = asked  # type: ignore[method-assign]
    return command


def _cure(database: Database) -> str | None:
    """What to do about a database that cannot be asked; None when it is as it should be."""
    try:
        if revision.is_current(database):
            return None
    except DBAPIError:
        return (
            "the database cannot be reached: look at DATABASE_URL, and whether the server runs "
            "(docs/operators.md)"
        )
    return "the database is not of this version of the line, or empty: run flask db upgrade"


def register(app: Flask) -> None:
    """Put the commands on the application."""
    app.cli = Commands(name=app.name)
