"""A worker that is killed in the middle loses nothing, and doubles only what it had in hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.work import prove

pytestmark = pytest.mark.long
MESSAGES = 60


def test_nothing_is_lost_when_workers_are_killed(sqlite_url: str, tmp_path: Path) -> None:
    _prove(sqlite_url, tmp_path, kills=2, threads=1)


@pytest.mark.postgres
def test_nor_where_several_work_at_once(postgres_url: str, tmp_path: Path) -> None:
    _prove(postgres_url, tmp_path, kills=1, threads=3)


def _prove(url: str, folder: Path, *, kills: int, threads: int) -> None:
    said: list[str] = []
    proof = prove(url, folder, MESSAGES, kills, threads, said.append)
    assert len(said) == kills
    assert proof.holds, str(proof)
    assert len(proof.in_flight) <= kills * threads
