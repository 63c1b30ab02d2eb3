"""Callers see an import whole or not at all, and one load of a kind runs at a time."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from db.engine import Database
from db.imports import KINDS, RefusedError
from db.models import Account, ImportLease
from tests.imports.files import ADA, BEN, Loading, write_csv

OLD = [(ADA, "medical", "1.00", "2026-01-31"), (BEN, "medical", "1.00", "2026-01-31")]
NEW = [(ADA, "medical", "2.00", "2026-02-28"), (BEN, "medical", "2.00", "2026-02-28")]


def test_nothing_is_visible_before_the_end(loading: Loading) -> None:
    loading.rows("accounts", OLD, "old")
    path = write_csv(loading.folder / "new.csv", "accounts", NEW)
    seen: list[tuple[str, int, list[int]]] = []

    def look(phase: str, done: int, total: int) -> None:
        caller = Database(loading.database.url.render_as_string(hide_password=False))
        with caller.read() as connection:
            staged = KINDS["accounts"].staged
            waiting = connection.scalar(select(func.count()).select_from(staged))
            balances = sorted(connection.scalars(select(Account.balance)))
        caller.dispose()
        seen.append((f"{phase} {done > 0}", waiting or 0, balances))

    loading.load("accounts", path, progress=look)

    assert seen == [
        ("read True", 0, [100, 100]),
        ("load True", 2, [100, 100]),
        ("merge False", 2, [100, 100]),
        ("merge True", 0, [200, 200]),
    ]


def test_a_second_load_of_a_kind_is_told_to_wait(loading: Loading) -> None:
    path = write_csv(loading.folder / "new.csv", "accounts", NEW)
    sentences: list[str] = []

    def interfere(phase: str, done: int, total: int) -> None:
        if phase == "load":
            with pytest.raises(RefusedError) as caught:
                loading.rows("accounts", OLD, "old")
            sentences.append(str(caught.value))
            assert loading.rows("cards").good == 2, "other kinds are free"

    assert loading.load("accounts", path, progress=interfere).changed == 2
    assert sentences == [
        "another load of accounts is running: try again when it is done. If it died, its turn "
        "ends at 02:02:00 UTC"
    ]
    assert loading.rows("accounts", OLD, "old").changed == 2
    assert loading.table(ImportLease) == []


def test_a_load_that_slept_too_long_writes_nothing(loading: Loading) -> None:
    path = write_csv(loading.folder / "new.csv", "accounts", NEW)

    def take_over(phase: str, done: int, total: int) -> None:
        if phase == "load":
            with loading.database.write() as connection:
                connection.execute(update(ImportLease).values(holder="another"))

    with pytest.raises(RefusedError, match="another took its place"):
        loading.load("accounts", path, progress=take_over)
    assert loading.table(Account) == []
    assert [lease.holder for lease in loading.table(ImportLease)] == ["another"]
