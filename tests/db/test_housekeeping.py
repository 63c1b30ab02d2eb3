"""What nobody needs any more goes, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from app import create_app
from db import housekeeping
from db.engine import Database
from db.housekeeping import Tidied, tidy
from db.models import Base, Code, PinAttempt
from db.secrets import Keyring
from ivr.settings import Settings
from tests.clock import Clock

DAY = timedelta(days=1)


def put_code(database: Database, at: datetime) -> None:
    row = {"call_id": 1, "record_index": b"r", "hash": b"h", "tries": 0}
    with database.write() as connection:
        connection.execute(insert(Code), {**row, "sent_at": at, "expires_at": at})


def put_attempt(database: Database, nth: int, at: datetime) -> None:
    row = {"call_id": nth, "turn": 1, "record_index": b"r", "outcome": "refused"}
    with database.write() as connection:
        connection.execute(insert(PinAttempt), {**row, "at": at})


def count(database: Database, model: type[Base]) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(model)).scalar_one()


def test_codes_go_after_a_day_and_tries_after_thirty(database: Database, clock: Clock) -> None:
    for days in (0, 0.9, 1.1, 29, 40):
        put_code(database, clock.now - days * DAY)
        put_attempt(database, round(days * 10), clock.now - days * DAY)
    assert tidy(database, clock.now) == Tidied(codes=3, attempts=1)
    assert (count(database, Code), count(database, PinAttempt)) == (2, 4)
    assert tidy(database, clock.now) == Tidied(codes=0, attempts=0)


def test_many_go_in_pieces(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "_PIECE", 2)
    for _ in range(5):
        put_code(database, clock.now - 2 * DAY)
    assert tidy(database, clock.now).codes == 5
    assert count(database, Code) == 0


def test_the_command_says_how_much_went(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings.read(
        _env_file=None,
        hotline_instance=tmp_path,
        database_url=sqlite_url,
        hotline_keys=Keyring.new_entry(),
        hotline_demo=False,
    )
    database = Database(sqlite_url)
    put_code(database, datetime(2026, 1, 1, tzinfo=UTC))
    run = create_app(settings).test_cli_runner().invoke(args=["db", "tidy"])
    assert run.exit_code == 0
    assert run.output.startswith("Removed: one-time codes 1, tries at PINs 0, ")
    assert count(database, Code) == 0
    database.dispose()
