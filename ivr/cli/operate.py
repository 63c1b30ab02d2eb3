"""Checking the line and looking after its database, keys, agents and audit."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from db import audit, migrate
from db.agents import Agents
from db.engine import Database
from db.secrets import Keyring
from ivr.line import line


@click.command("check")
@with_appcontext
def check_command() -> None:
    """Check the call map, the phrases and the city's profile.

    A broken one refuses to start anything, this command too: each fault is a sentence.
    """
    now = line()
    steps = len(now.call_map.steps)
    click.echo(
        f"{len(now.call_map.flows)} flows, {steps} steps, "
        f"{sum(1 for _ in now.call_map.edges())} edges, {len(now.book.names)} phrases in "
        f"{' and '.join(now.book.languages)}: nothing wrong."
    )


@click.group("db")
def db_group() -> None:
    """The database."""


@db_group.command("upgrade")
@with_appcontext
def upgrade() -> None:
    """Bring the database to the newest migration."""
    migrate.upgrade(line().settings.database_url)
    click.echo("The database is at the newest migration.")


@click.group("keys")
def keys_group() -> None:
    """Encryption keys."""


@keys_group.command("new")
def new_key() -> None:
    """Print a new key, to be put in front of HOTLINE_KEYS."""
    click.echo(Keyring.new_entry())


@click.group("audit")
def audit_group() -> None:
    """The trail of what was told to whom."""


@audit_group.command("verify")
@with_appcontext
def verify() -> None:
    """Follow the chain from its first link; exit 1 at the first that is broken."""
    database: Database = line().database
    broken = audit.verify(database, line().keyring)
    if broken is not None:
        raise click.ClickException(str(broken))
    click.echo("Every link holds.")


@click.group("agents")
def agents_group() -> None:
    """Who takes transferred calls."""


@agents_group.command("list")
@with_appcontext
def list_agents() -> None:
    """List the agents in the order in which they are rung."""
    for agent in Agents(line().database, line().keyring).all():
        click.echo(agent)


COMMANDS: list[click.Command] = [check_command, db_group, keys_group, audit_group, agents_group]
