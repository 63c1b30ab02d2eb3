"""Accounts of the desk, and the words on its pages."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
import segno
from flask.cli import with_appcontext

from db.passwords import Passwords
from db.staff import Accounts, Enrolment, Role
from ivr.line import line

NAMES = [role.value for role in Role]


@click.group("desk")
def desk_group() -> None:
    """The desk: who may sign in, and its words."""


def _accounts() -> Accounts:
    now = line()
    return Accounts(now.database, now.keyring, Passwords())


@desk_group.command("create-user")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(NAMES))
@click.option("--agent", metavar="STAFF_NUMBER", help="Whose calls they take: see agents list.")
@with_appcontext
def create_user(name: str, roles: tuple[str, ...], agent: str | None) -> None:
    """Make an account, and print once what its owner signs in with."""
    try:
        made = _accounts().create(name, [Role(role) for role in roles], _now(), agent=agent)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    _hand_over(made)


@desk_group.command("users")
@with_appcontext
def users() -> None:
    """List the accounts."""
    found = _accounts().all()
    if not found:
        click.echo("No accounts yet. Make one with: flask desk create-user NAME --role operator")
    for each in found:
        agent = f"  agent {each.staff_number}" if each.staff_number else ""
        off = "" if each.active else "  (disabled)"
        demo = "  (demo)" if each.demo else ""
        click.echo(f"{each.name:<20}{', '.join(sorted(each.roles))}{agent}{off}{demo}")


@desk_group.command("disable")
@click.argument("name")
@with_appcontext
def disable(name: str) -> None:
    """Let nobody in by an account any more; open sessions of it end."""
    if not _accounts().disable(name, _now()):
        raise click.ClickException(_missing(name))
    click.echo(f"{name} cannot sign in any more. To let them in again: flask desk reset {name}")


@desk_group.command("reset")
@click.argument("name")
@with_appcontext
def reset(name: str) -> None:
    """Give an account a new start password and a new second factor, and lift its lock."""
    made = _accounts().reset(name, _now())
    if made is None:
        raise click.ClickException(_missing(name))
    _hand_over(made)


@desk_group.command("words")
@click.argument("rooms", nargs=-1)
def words(rooms: tuple[str, ...]) -> None:
    """Find what the pages of ROOMS say, put it in their lists, compile what is translated.

    Without ROOMS, of every room.
    """
    from ivr.desk.shell.wordlists import wordlists

    left = 0
    for each in wordlists():
        if rooms and each.room.name not in rooms:
            continue
        each.update()
        for text in each.untranslated():
            left += 1
            click.echo(f"{each.name}: not translated: {text}")
    if left:
        click.echo(f"{left} to be translated, in translations/*/LC_MESSAGES/messages.po.")


def _hand_over(made: Enrolment) -> None:
    click.echo(f"\nUser name        {made.name}")
    click.echo(f"Start password   {made.password}   (to be changed at the first sign-in)")
    click.echo(f"Second factor    {made.secret}")
    click.echo(f"                 {made.uri}\n")
    # Left and right of it must be as light as the light of it, whatever the terminal's colours.
    segno.make(made.uri, error="l").terminal(out=sys.stdout, compact=True)
    click.echo("\nThis is shown once. Hand it over in person; whoever has it can sign in.")


def _missing(name: str) -> str:
    return f"there is no account {name}: see flask desk users"


def _now() -> datetime:
    return datetime.now(UTC)


COMMANDS = (desk_group,)
