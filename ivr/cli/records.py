"""Records in: files of the agency, the demo city, and one-time PINs for letters."""

from __future__ import annotations

import csv
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import psycopg
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from db import idnumber, letters
from db.demo import NotADemoError, fill
from db.imports import KINDS, RefusedError, Report, load
from db.letters import Letter
from db.secrets import SecretsError
from ivr.line import Line, line


def _hasher_parameters(now: Line) -> dict[str, int]:
    return {"memory_kib": now.settings.pin_memory_kib, "time_cost": now.settings.pin_rounds}


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check every row; load nothing.")
@with_appcontext
def import_command(kind: str, file: Path, dry_run: bool) -> None:
    """Load a CSV or XLSX FILE of one KIND; docs/imports.md tells the columns.

    Good rows are loaded, all at once at the end; bad rows go to FILE.rejects.csv with line and
    reason. The same file again changes nothing; a load that was interrupted goes on where it was.
    """
    now = line()
    with _Progress() as bars:
        try:
            report = load(
                now.database,
                now.keyring,
                _hasher_parameters(now),
                kind,
                file,
                now=lambda: datetime.now(UTC),
                progress=bars.show,
                dry_run=dry_run,
            )
        except (RefusedError, SecretsError) as error:
            raise click.ClickException(f"{file.name}: {error}") from error
        except (DBAPIError, sqlite3.Error, psycopg.Error) as error:
            # Their text may quote rows.
            raise click.ClickException(
                f"the database failed ({type(error).__name__}). When it is well, and at the newest "
                "migration (flask db upgrade), load the file again: it goes on where it was"
            ) from None
    for sentence in _sentences(report):
        click.echo(sentence)
    if report.bad:
        click.secho(
            f"ATTENTION: {report.bad} of {report.lines} rows were REJECTED. They are in "
            f"{report.rejects_path}, with line and reason: mend them there and load that file. "
            "It holds personal data: delete it afterwards.",
            fg="red",
            err=True,
        )


def _sentences(report: Report) -> Iterator[str]:
    if report.already_loaded is not None:
        yield (
            f"This file was loaded already, on {report.already_loaded:%Y-%m-%d at %H:%M} UTC: "
            "nothing has changed."
        )
        return
    if report.resumed_from:
        yield f"An interrupted load went on behind {report.resumed_from} rows."
    if report.changed is None:
        yield f"{report.good} of {report.lines} rows are good. Nothing was loaded (--dry-run)."
    else:
        yield (
            f"{report.good} of {report.lines} rows are loaded; "
            f"{report.changed} were new or different."
        )


class _Progress(ExitStack):
    """A bar for each phase of a load."""

    _LABELS: Mapping[str, str] = {"read": "Reading", "load": "Checking", "merge": "Publishing"}

    def __init__(self) -> None:
        super().__init__()
        self._phase = ""
        self._done = 0
        self._step: Callable[[int], None] = lambda steps: None

    def show(self, phase: str, done: int, total: int) -> None:
        """See ``db.imports.Progress``."""
        if phase != self._phase:
            self.close()
            label = f"{self._LABELS[phase]:<10}"
            bar = click.progressbar(length=max(total, 1), label=label, file=sys.stderr)
            self._phase, self._done, self._step = phase, 0, self.enter_context(bar).update
        self._step(done - self._done)
        self._done = done


@click.command("demo")
@click.option("--people", type=click.IntRange(min=9), default=200, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other people.")
@click.option("--months", type=click.IntRange(2, 120), default=24, show_default=True)
@with_appcontext
def demo_command(people: int, seed: int, months: int) -> None:
    """Fill the database with a demo city; refused where real people are on record.

    A demo that is there is replaced. A person takes about 4 kB for each year of records.
    """
    now = line()
    if not now.settings.hotline_demo:
        raise click.ClickException("HOTLINE_DEMO is off: this line is for real people")
    today = datetime.now(UTC).astimezone(now.city.tz).date()
    with click.progressbar(length=people, label="Demo city", file=sys.stderr) as bar:
        try:
            cast = fill(
                now.database,
                now.keyring,
                now.hasher,
                people=people,
                seed=seed,
                today=today,
                months=months,
                progress=lambda done, of: bar.update(done - bar.pos),
            )
        except (NotADemoError, ValueError) as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{people} people live in the demo city. Call as one of these:")
    for person in cast.people:
        pin = "no PIN" if person.pin is None else f"PIN {person.pin}"
        click.echo(f"  {person.id_number}  {pin:<10}  {person.about}")


@click.group("pins")
def pins_group() -> None:
    """Query PINs."""


@pins_group.command("issue")
@click.option(
    "--id-number-file",
    type=click.File("r", encoding="utf-8-sig"),
    help="A file with one ID number a line; - reads them from standard input.",
)
@click.option("--all-without", is_flag=True, help="Everybody on record who has no PIN.")
@click.option(
    "--out",
    type=click.Path(exists=False, dir_okay=False, path_type=Path),
    help="A new CSV file for the letters, readable by you alone, instead of the terminal.",
)
@with_appcontext
def issue_command(
    id_number_file: Iterable[str] | None, all_without: bool, out: Path | None
) -> None:
    """Make one-time PINs, for letters or at a counter.

    Without an option one ID number is asked for; it never stands in the command, which other users
    of the machine can see. A person who has a PIN loses it.
    """
    if id_number_file is not None and all_without:
        raise click.UsageError("choose --id-number-file or --all-without, not both")
    now = line()
    if all_without:
        people = letters.people_without_pin(now.database)
    else:
        people = _people(now, _numbers(id_number_file))
    with _post(out) as deliver:
        issued = letters.issue(
            now.database,
            now.keyring,
            _hasher_parameters(now),
            people,
            deliver,
            now=datetime.now(UTC),
        )
    click.echo(
        f"{issued} one-time PINs are in force. Each must be replaced by its person's own at the "
        "first call; until then it does not run out. Issue again to void one.",
        err=True,
    )


def _numbers(file: Iterable[str] | None) -> list[str]:
    """ID numbers, checked. Mistakes are named by their line, never quoted."""
    asked = file is None
    entries = [click.prompt("ID number", hide_input=True)] if file is None else list(file)
    numbers, wrong = [], []
    for place, entry in enumerate(entries, start=1):
        if not entry.strip():
            continue
        parsed = idnumber.parse(entry)
        if parsed is None:
            wrong.append(str(place))
        else:
            numbers.append(parsed.number)
    if wrong:
        where = "this" if asked else f"line {', '.join(wrong[:20])}"
        raise click.ClickException(f"{where} is not an ID number; no PIN was issued")
    return list(dict.fromkeys(numbers))


def _people(now: Line, numbers: Sequence[str]) -> list[int]:
    found = letters.people_with_numbers(now.database, now.keyring, numbers)
    strangers = found.count(None)
    if strangers:
        raise click.ClickException(
            f"{strangers} of {len(numbers)} ID numbers are on nobody's record; no PIN was issued"
        )
    return [person for person in found if person is not None]


@contextmanager
def _post(out: Path | None) -> Iterator[Callable[[Sequence[Letter]], None]]:
    """Where letters go: the terminal, or a file that only its owner can read."""
    if out is None:
        yield _print
        return
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be made: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "id_number", "pin"])

        def write(some: Sequence[Letter]) -> None:
            writer.writerows((letter.name, letter.id_number, letter.pin) for letter in some)
            file.flush()
            os.fsync(file.fileno())

        yield write


def _print(some: Sequence[Letter]) -> None:
    for letter in some:
        click.echo(f"{letter.name}  {letter.id_number}  {letter.pin}")


COMMANDS: tuple[click.Command, ...] = (import_command, demo_command, pins_group)
