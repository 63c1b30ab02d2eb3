"""Checking the line and looking after its database, keys, agents and audit."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from db import audit, housekeeping, migrate, rotation
from db.agents import Agents
from db.duty import CHOSEN, Duties
from db.secrets import Keyring
from flows import check
from ivr.line import Line, line


@click.command("check")
@with_appcontext
def check_command() -> None:
    """Check the call map, the phrases and the city's profile.

    A broken one refuses to start anything, this command too: each fault is a sentence.
    """
    report(line())


def report(now: Line) -> None:
    """Say what the line consists of, what takes longest to say, and what is not sure."""
    edges = sum(1 for _ in now.call_map.edges())
    click.echo(
        f"{len(now.call_map.flows)} flows, {len(now.call_map.steps)} steps, {edges} edges, "
        f"{len(now.book.names)} phrases in {' and '.join(now.city.languages)}: nothing wrong."
    )
    longest = check.longest(now.call_map, now.book, now.city.languages)
    for language, (phrase, seconds) in longest.items():
        click.echo(f"The longest speech in {language} is {phrase}: up to {seconds:.0f} s.")
    moment = datetime.now(UTC)
    for doubt in now.city.doubts(moment):
        click.echo(doubt)
    for remark in now.topics.remarks(moment.astimezone(now.city.tz).date()):
        click.echo(remark)
    if now.city.voices == "recorded":
        for doubt in now.voices.doubts(now.city.languages):
            click.echo(doubt)


@click.group("db")
def db_group() -> None:
    """The database."""


@db_group.command("upgrade")
@with_appcontext
def upgrade() -> None:
    """Bring the database to the newest migration."""
    migrate.upgrade(line().settings.database_url)
    click.echo("The database is at the newest migration.")


@db_group.command("tidy")
@with_appcontext
def tidy() -> None:
    """Remove what nobody needs any more. The worker does it every night; the line may be open."""
    patient = line().database.for_long_work()
    removed = housekeeping.tidy(patient, datetime.now(UTC))
    patient.dispose()
    click.echo(
        f"Removed: one-time codes {removed.codes}, tries at PINs {removed.attempts}, "
        f"what happened at the desk's door {removed.door}, messages between browsers "
        f"{removed.signals}."
    )


@click.group("keys")
def keys_group() -> None:
    """Keys for what is stored."""


@keys_group.command("new")
def new_key() -> None:
    """Print a new key, to be put in front of HOTLINE_KEYS."""
    click.echo(Keyring.new_entry())


@keys_group.command("rotate")
@with_appcontext
def rotate_keys() -> None:
    """Encrypt everything with the first key of HOTLINE_KEYS, while the line is open.

    Before: put the new key at the end, restart every worker, move it to the front, restart again.
    Stopped at any moment, it goes on where it was.
    """
    done = 0
    with click.progressbar(length=1, label="Rotating", file=sys.stderr) as bar:

        def show(rows: int, of: int) -> None:
            nonlocal done
            bar.length = of
            bar.update(rows - done)
            done = rows

        report = rotation.rotate(line().database, line().keyring, show)
    click.echo(f"{report.rows} rows were encrypted anew.")
    if report.values_left:
        click.echo(
            f"{report.values_left} values were written with an older key meanwhile: a worker still "
            "has the old order. Restart every worker, then rotate again."
        )
    for key_id, pins in report.pins_left.items():
        click.echo(f"{pins} PINs still need the key {key_id}; each moves when it is next used.")
    if report.finished:
        click.echo("In a day the older keys can be taken out of HOTLINE_KEYS.")


@click.group("audit")
def audit_group() -> None:
    """The trail of what was told to whom."""


@audit_group.command("verify")
@with_appcontext
def verify() -> None:
    """Follow the chain from its first link; exit 1 at the first that is broken."""
    broken = audit.verify(line().database, line().keyring)
    if broken is not None:
        raise click.ClickException(f"link {broken.link}: {broken.reason}")
    click.echo("Every link holds.")


@click.group("agents")
def agents_group() -> None:
    """Who takes transferred calls."""


def _agents() -> Agents:
    return Agents(line().database, line().keyring)


@agents_group.command("list")
@with_appcontext
def list_agents() -> None:
    """List the agents in the order in which they are rung."""
    entries = _agents().all()
    if not entries:
        click.echo("No agents yet. Add one with: flask agents add STAFF_NUMBER NAME TARGET")
    for entry in entries:
        groups = "".join(f"  [{name}]" for name in entry.groups)
        duty = "" if entry.active else "  (off duty)"
        click.echo(
            f"{entry.position:>3}  {entry.staff_number:<12}{entry.target:<32}{entry.name}"
            f"{groups}{duty}"
        )


@agents_group.command("add")
@click.argument("staff_number")
@click.argument("name")
@click.argument("target")
@click.option("--group", "groups", multiple=True, help="A group of the city's profile; repeatable.")
@with_appcontext
def add_agent(staff_number: str, name: str, target: str, groups: tuple[str, ...]) -> None:
    """Add an agent, who is called when a caller is theirs.

    STAFF_NUMBER is spoken to the caller. TARGET is a telephone number (+86...), sip:name@host, or
    client:name for an agent in a browser. Callers with an errand of the agent's group are offered
    to the group first. Whoever has a telephone is ready from now on; an agent in a browser, when
    they say so at the desk.
    """
    _known_groups(groups)
    now = None if target.strip().lower().startswith("client:") else datetime.now(UTC)
    try:
        entry = _agents().add(staff_number, name, target, groups, now=now)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Agent {entry.staff_number} is rung at {entry.target}.")


@agents_group.command("group")
@click.argument("staff_number")
@click.argument("groups", nargs=-1)
@with_appcontext
def group_agent(staff_number: str, groups: tuple[str, ...]) -> None:
    """Put an agent into GROUPS of the city's profile, and into no others."""
    _known_groups(groups)
    if not _agents().regroup(staff_number, groups):
        raise click.ClickException(f"there is no agent with the staff number {staff_number}")
    click.echo(f"Agent {staff_number} is in {', '.join(groups) or 'no group'}.")


def _known_groups(groups: tuple[str, ...]) -> None:
    known = line().city.agents.groups
    for name in groups:
        if name not in known:
            have = f"it has {', '.join(known)}" if known else "it has none"
            raise click.ClickException(f'the city\'s profile has no group "{name}": {have}')


@agents_group.command("duty")
@click.argument("staff_number")
@click.argument("state", type=click.Choice(CHOSEN))
@with_appcontext
def agent_duty(staff_number: str, state: str) -> None:
    """Say for an agent without a page of the desk that they are ready, on a break, or away."""
    duties = Duties(line().database)
    found = next((each for each in duties.all() if each.staff_number == staff_number), None)
    if found is None:
        raise click.ClickException(f"there is no agent with the staff number {staff_number}")
    if not duties.choose(found.agent_id, state, datetime.now(UTC)):
        raise click.ClickException(f"agent {staff_number} has a caller just now: try again later")
    line().dispatch()
    click.echo(f"Agent {staff_number} is {'on a break' if state == 'break' else state}.")


@agents_group.command("remove")
@click.argument("staff_number")
@with_appcontext
def remove_agent(staff_number: str) -> None:
    """Take an agent out of the line."""
    if not _agents().remove(staff_number):
        raise click.ClickException(f"there is no agent with the staff number {staff_number}")
    click.echo(f"Agent {staff_number} is rung no more.")


COMMANDS: tuple[click.Command, ...] = (
    check_command,
    db_group,
    keys_group,
    audit_group,
    agents_group,
)
