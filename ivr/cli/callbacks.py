"""Callbacks that were promised: which there are, and one of them now."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from db import absent
from db.absent import Promised
from ivr.cli.work import say_what_calls_wait_for
from ivr.line import Line, line

MOST_SHOWN = 50
STATES = {
    "waiting": "waiting",
    "offered": "offered",
    "calling": "called",
    "talking": "talks",
    "done": "given up",
}
"""Of the queue, as they are shown."""


@click.group("callbacks", invoke_without_command=True)
@click.pass_context
@with_appcontext
def callbacks_group(context: click.Context) -> None:
    """Who waits to be called back: by ticket, with the time that was promised.

    Nothing is shown of whom a callback goes to.
    """
    if context.invoked_subcommand is None:
        _list(line())


def _list(now: Line) -> None:
    promised = absent.promised(now.database, MOST_SHOWN)
    for each in promised:
        click.echo(_row(each, now))
    if not promised:
        click.echo("Nobody waits to be called back.")
        return
    say_what_calls_wait_for(now)


def _row(each: Promised, now: Line) -> str:
    due = each.due_at.astimezone(now.city.tz)
    return f"{each.ticket}  {due:%F %R}  {STATES[each.state]:<9}tried {each.tries} times"


@callbacks_group.command("now")
@click.argument("ticket", required=False)
@with_appcontext
def call_now(ticket: str | None) -> None:
    """Call back as soon as an agent is free, whoever holds TICKET; without one, whoever is next.

    Also whom the line had given up: it rings three times again.
    """
    now, moment = line(), datetime.now(UTC)
    if ticket is None:
        waiting = [p for p in absent.promised(now.database, MOST_SHOWN) if p.state == "waiting"]
        if not waiting:
            raise click.ClickException("nobody waits to be called back: see flask callbacks")
        ticket = waiting[0].ticket
    if not absent.call_now(now.database, ticket, moment):
        raise click.ClickException(
            f"{ticket} is no callback that waits or was given up: see flask callbacks"
        )
    now.dispatch()
    click.echo(f"{ticket} is called as soon as an agent is free.")
    say_what_calls_wait_for(now)


COMMANDS = (callbacks_group,)
