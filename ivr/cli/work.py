"""What the line does after a turn: the worker, and a look into the outbox."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from db.outbox import CALLBACK, FETCH, TEXT, Entry, Outbox
from ivr.line import Line, line
from ivr.texting.choose import (
    missing,
    missing_for_calls,
    missing_for_recordings,
    rings_browsers,
)

MOST_SHOWN = 50


@click.command("work")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 32))
@click.option("--beside", type=int, hidden=True, help="Stop when this parent has gone.")
@with_appcontext
def work_command(threads: int, beside: int | None) -> None:
    """Send text messages and place calls, until it is stopped.

    Any number of workers may run, on any number of machines; each promise is kept by one of them.
    """
    from ivr.work.run import run

    if beside is not None:
        threading.Thread(target=_follow, args=(beside,), daemon=True).start()
    run(line(), threads=threads)


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


@click.group("outbox", invoke_without_command=True)
@click.pass_context
@with_appcontext
def outbox_group(context: click.Context) -> None:
    """What has been promised and not yet done: what waits, what has failed and why.

    Nothing is shown of what a message says or to whom it goes.
    """
    if context.invoked_subcommand is None:
        _list(line())


def _list(now: Line) -> None:
    outbox, moment = _outbox(now), datetime.now(UTC)
    standing = outbox.standing()
    for kind in standing:
        click.echo(f"{kind.kind}: {kind.waiting} waiting, {kind.failed} failed.")
    if not standing:
        click.echo("Nothing waits, and nothing has failed.")
    for entry in outbox.entries(MOST_SHOWN):
        click.echo(_row(entry, moment))
    waiting = {each.kind for each in standing if each.waiting}
    # The demo shows its messages itself, and rings its own telephone.
    if TEXT in waiting and not now.settings.hotline_demo and (names := missing(now.settings)):
        click.echo(f"Text messages wait for a setting: {', '.join(names)}.")
    if FETCH in waiting and (names := missing_for_recordings(now.settings)):
        click.echo(f"Recordings wait for a setting: {', '.join(names)}.")
    if CALLBACK in waiting:
        say_what_calls_wait_for(now)


def say_what_calls_wait_for(now: Line) -> None:
    """Which settings are missing for callbacks, if they are."""
    names = missing_for_calls(now.settings)
    if names and not rings_browsers(now.settings):
        click.echo(f"Callbacks wait for a setting, or for an agent: {', '.join(names)}.")


def _row(entry: Entry, now: datetime) -> str:
    age = _age((now - entry.created_at).total_seconds())
    due = (
        "" if entry.state == "failed" or entry.due_at <= now else f"  due {entry.due_at:%F %R} UTC"
    )
    why = f"  {entry.error}" if entry.error else ""
    return f"{entry.id:>8}  {entry.kind:<9}{entry.state:<9}{age:>6}  {entry.tries} tries{why}{due}"


def _age(seconds: float) -> str:
    for unit, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= unit:
            return f"{int(seconds // unit)} {name}"
    return f"{int(seconds)} s"


@outbox_group.command("retry")
@click.argument("entry_id", metavar="[ID]", type=int, required=False)
@click.option("--failed", "every", is_flag=True, help="All that has failed.")
@with_appcontext
def retry(entry_id: int | None, every: bool) -> None:
    """Let what has failed be tried again, from the first wait on."""
    if (entry_id is None) != every:
        raise click.UsageError("Name one ID, or --failed for all.")
    done = _outbox(line()).retry(datetime.now(UTC), entry_id)
    if entry_id is not None and not done:
        raise click.ClickException(f"{entry_id} has not failed: see flask outbox")
    line().wake()
    click.echo(f"{done} will be tried again.")


@outbox_group.command("drop")
@click.argument("entry_id", metavar="ID", type=int)
@with_appcontext
def drop(entry_id: int) -> None:
    """Never do this one: somebody has done it otherwise, or nobody wants it any more."""
    if not _outbox(line()).drop(entry_id, datetime.now(UTC)):
        raise click.ClickException(f"{entry_id} neither waits nor has failed: see flask outbox")
    click.echo(f"{entry_id} is dropped.")


def _outbox(now: Line) -> Outbox:
    return Outbox(now.database, now.keyring)


COMMANDS: tuple[click.Command, ...] = (work_command, outbox_group)
