"""Goals are judged by the figures that were measured, and by nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench import report
from bench.goals import GOALS, judge

_SPREAD = {"median": 2.0, "low": 1.5, "high": 2.5}
_ROUTE = {"time": _SPREAD, "cpu": _SPREAD, "ms": _SPREAD, "p99_ms": 3.0}


def _results() -> dict[str, Any]:
    turns = ("menu", "identify", "pin", "balance", "contributions")
    return {
        **{f"{db}.sync.{turn}": _ROUTE for db in ("sqlite", "postgresql") for turn in turns},
        **{f"wall.{db}": _ROUTE for db in ("sqlite", "postgresql")},
        "sqlite.sync.pin_cpu_per_hash": {"median": 1.05, "low": 1.0, "high": 1.2},
        "sqlite.beside_peer": {"time": _SPREAD},
        "sqlite.open": {"p99_ms": 12.0},
        "memory.worker": {"ratio": 2.6},
        "memory.growth": {"ratio": 1.01},
        **{f"{db}.writers": {"failed": 0} for db in ("sqlite", "postgresql")},
        **{f"{db}.beside_pins": {"ratio": 2.9} for db in ("sqlite", "postgresql")},
        **{f"{db}.stall": {"p99_s": 4.1} for db in ("sqlite", "postgresql")},
        **{f"{db}.load": {"time": _SPREAD, "twice": _SPREAD} for db in ("sqlite", "postgresql")},
        **{f"{db}.people": {"ratio": 1.1} for db in ("sqlite", "postgresql")},
    }


def test_every_goal_speaks_of_a_figure_that_is_measured() -> None:
    assert {goal.figure for goal in GOALS} <= set(report.figures(_results()))


def test_a_goal_is_met_at_its_limit_and_missed_above() -> None:
    by_figure = {verdict.goal.figure: verdict.met for verdict in judge(report.figures(_results()))}
    assert by_figure["sqlite.sync.menu"] is False
    assert by_figure["sqlite.sync.identify"] is True
    assert by_figure["memory.worker"] is False
    assert judge({GOALS[0].figure: GOALS[0].limit})[0].met is True


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    assert {verdict.met for verdict in judge({})} == {None}


def test_results_are_kept_as_json_and_as_a_picture(tmp_path: Path) -> None:
    results = _results()
    scale = {name: results.pop(name) for name in list(results) if name.endswith(report.SCALE)}
    report.keep(scale, tmp_path)
    assert not (tmp_path / "turns.png").exists()
    report.keep(results, tmp_path)
    results |= scale
    kept = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert kept["results"] == results
    assert len(kept["goals"]) == len(GOALS)
    assert (tmp_path / "turns.png").read_bytes().startswith(b"\x89PNG")
