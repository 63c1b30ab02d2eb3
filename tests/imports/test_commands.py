"""The commands an operator types: what they print, write and refuse."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select

from app import create_app
from db.demo import showcase
from db.engine import Database
from db.hasher import PinHasher
from db.models import Person, Pin
from db.secrets import ID_NUMBER, Keyring
from ivr.settings import Settings
from tests.db.people import id_number
from tests.imports.files import ADA, BEN, CHEAP, write_csv

_KEYS = Keyring.new_entry()


class Terminal:
    """Types commands into a line of its own."""

    def __init__(self, url: str, folder: Path, *, hotline_demo: bool = True) -> None:
        settings = Settings.read(
            database_url=url,
            hotline_keys=_KEYS,
            hotline_demo=hotline_demo,
            hotline_instance=folder,
            pin_memory_kib=CHEAP["memory_kib"],
            pin_rounds=CHEAP["time_cost"],
        )
        self._runner = create_app(settings).test_cli_runner()
        self.database = Database(url)
        self.folder = folder

    def type(self, *words: str | Path, answer: str | None = None) -> Result:
        """Run a command; ``answer`` is what is typed when it asks, or piped into it."""
        return self._runner.invoke(args=[str(word) for word in words], input=answer)

    def accepts(self, number: str, pin: str) -> bool:
        """Whether this PIN is in force for this ID number, as a one-time PIN."""
        keyring = Keyring.parse(_KEYS)
        of_person = Person.id_index == keyring.index(ID_NUMBER, number)
        with self.database.read() as connection:
            row = connection.execute(select(Pin.__table__).join(Person).where(of_person)).one()
        with PinHasher(**CHEAP).slot() as slot:
            return bool(row.one_time) and slot.verify(row.hash, keyring.pepper(row.key_id), pin)


@pytest.fixture
def terminal(sqlite_url: str, tmp_path: Path) -> Terminal:
    """Ada and Ben are on record."""
    made = Terminal(sqlite_url, tmp_path)
    result = made.type("import", "persons", write_csv(tmp_path / "persons.csv", "persons"))
    assert result.exit_code == 0, result.output
    return made


def test_import_counts_and_says_it_again(terminal: Terminal) -> None:
    path = write_csv(terminal.folder / "contributions.csv", "contributions")
    first = terminal.type("import", "contributions", path)
    assert "3 of 3 rows are loaded; 3 were new or different." in first.stdout
    again = terminal.type("import", "contributions", path)
    assert "This file was loaded already" in again.stdout
    assert (first.exit_code, again.exit_code) == (0, 0)


def test_import_says_loudly_what_it_rejected(terminal: Terminal) -> None:
    path = write_csv(terminal.folder / "pins.csv", "pins", [(ADA, "908172"), (BEN, "12345")])
    result = terminal.type("import", "pins", path)
    assert result.exit_code == 0
    assert "1 of 2 rows are loaded" in result.stdout
    assert "ATTENTION: 1 of 2 rows were REJECTED" in result.stderr
    assert "pins.csv.rejects.csv" in result.stderr
    for secret in (ADA, BEN, "908172", "12345"):
        assert secret not in result.output


def test_import_of_a_wrong_file_fails_with_a_sentence(terminal: Terminal) -> None:
    path = write_csv(terminal.folder / "a.csv", "persons", encoding="gb18030")
    result = terminal.type("import", "persons", path)
    assert result.exit_code == 1
    assert "a.csv: the file is not UTF-8" in result.stderr


def test_a_dry_run_loads_nothing(terminal: Terminal) -> None:
    path = write_csv(terminal.folder / "cards.csv", "cards")
    assert (
        "2 of 2 rows are good. Nothing was loaded"
        in terminal.type("import", "cards", path, "--dry-run").stdout
    )
    assert "2 were new" in terminal.type("import", "cards", path).stdout


def test_the_demo_is_refused_where_people_are_on_record(terminal: Terminal) -> None:
    with terminal.database.write() as connection:
        connection.exec_driver_sql("UPDATE persons SET insured_place = '110101'")
    result = terminal.type("demo")
    assert result.exit_code == 1
    assert "not of the demo" in result.stderr


def test_the_demo_says_whom_to_call_as(sqlite_url: str, tmp_path: Path) -> None:
    result = Terminal(sqlite_url, tmp_path).type("demo", "--people", "20", "--months", "3")
    assert result.exit_code == 0, result.output
    worker = showcase().worker
    assert f"{worker.id_number}  PIN {worker.pin}" in result.stdout


def test_one_pin_is_asked_for_and_shown(terminal: Terminal) -> None:
    result = terminal.type("pins", "issue", answer=f"{ADA}\n")
    assert result.exit_code == 0, result.output
    line = next(line for line in result.stdout.splitlines() if line.startswith("张三"))
    pin = line.split()[-1]
    assert terminal.accepts(ADA, pin)
    assert "1 one-time PINs are in force" in result.stderr


def test_pins_for_a_list_on_standard_input(terminal: Terminal) -> None:
    result = terminal.type("pins", "issue", "--id-number-file", "-", answer=f"{BEN}\n\n{ADA}\n")
    pins = dict(line.split()[-2:] for line in result.stdout.splitlines())
    assert list(pins) == [BEN, ADA]
    assert all(terminal.accepts(number, pin) for number, pin in pins.items())


def test_letters_for_everybody_without_a_pin(terminal: Terminal) -> None:
    terminal.type("pins", "issue", answer=f"{ADA}\n")
    out = terminal.folder / "letters.csv"
    result = terminal.type("pins", "issue", "--all-without", "--out", out)
    assert result.exit_code == 0, result.output
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with out.open(encoding="utf-8-sig", newline="") as file:
        titles, *rows = csv.reader(file)
    assert titles == ["name", "id_number", "pin"]
    assert [row[:2] for row in rows] == [["李四", BEN]]
    assert terminal.accepts(BEN, rows[0][2])
    assert rows[0][2] not in result.output
    again = terminal.type("pins", "issue", "--all-without", "--out", out)
    assert again.exit_code == 1
    assert "cannot be made: File exists" in again.stderr


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (f"{ADA}\n12345\n", "line 2 is not an ID number; no PIN was issued"),
        (f"{ADA}\n990000198002299999\n", "line 2 is not an ID number; no PIN was issued"),
        (f"{ADA}\n{id_number(3)}\n", "1 of 2 ID numbers are on nobody's record"),
    ],
)
def test_a_list_with_mistakes_issues_nothing(
    terminal: Terminal, answer: str, sentence: str
) -> None:
    result = terminal.type("pins", "issue", "--id-number-file", "-", answer=answer)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert ADA not in result.output
    with terminal.database.read() as connection:
        assert connection.execute(select(Pin.person_id)).all() == []


def test_one_way_of_choosing_people_at_a_time(terminal: Terminal) -> None:
    result = terminal.type("pins", "issue", "--all-without", "--id-number-file", "-", answer=ADA)
    assert result.exit_code == 2


def test_the_demo_is_for_the_demo(sqlite_url: str, tmp_path: Path) -> None:
    result = Terminal(sqlite_url, tmp_path, hotline_demo=False).type("demo")
    assert result.exit_code == 1
    assert "HOTLINE_DEMO is off" in result.stderr


def test_a_database_that_fails_shows_no_rows(terminal: Terminal) -> None:
    with terminal.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE staged_accounts")
    path = write_csv(terminal.folder / "accounts.csv", "accounts")
    result = terminal.type("import", "accounts", path)
    assert result.exit_code == 1
    assert "the database failed (OperationalError)" in result.stderr
    assert ADA not in result.output
