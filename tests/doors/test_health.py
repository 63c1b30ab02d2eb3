"""Whether the line is alive and ready, each part of it, and the figures it gives."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, table

from audio.phrases import PhraseBook
from audio.phrases.phrase import Phrase
from ivr import health
from tests.clock import Clock
from tests.db.people import add_person, id_number
from tests.doors.conftest import ROOT, AppOn, Knock

PARTS = ["database", "migrations", "keys", "phrases"]


def ready(app: Flask) -> tuple[int, dict[str, bool]]:
    found = app.test_client().get("/readyz")
    return found.status_code, found.get_json()


def test_a_line_that_can_take_calls_says_so(app_on: AppOn, database_url: str) -> None:
    app = app_on(database_url)
    assert ready(app) == (200, {"ready": True, **dict.fromkeys(PARTS, True)})
    assert app.test_client().get("/healthz").get_json() == {"alive": True}


def test_alive_asks_nobody(app_on: AppOn, tmp_path: Path) -> None:
    app = app_on(f"sqlite:///{tmp_path}/none/none.db")
    assert app.test_client().get("/healthz").status_code == 200


def _lacking(part: str) -> dict[str, bool]:
    return {"ready": False, **{each: each != part for each in PARTS}}


def test_without_a_database(app_on: AppOn, tmp_path: Path) -> None:
    app = app_on(f"sqlite:///{tmp_path}/none/none.db")
    assert ready(app) == (503, {**_lacking("database"), "migrations": False})


def test_without_its_migrations(line_app: Flask) -> None:
    with line_app.extensions["hotline"].database.write() as connection:
        connection.execute(delete(table("alembic_version")))
    assert ready(line_app) == (503, _lacking("migrations"))


def test_without_keys_that_work(line_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = line_app.extensions["hotline"].keyring
    monkeypatch.setattr(type(keyring), "encrypt", lambda *_: b"not what was put in")
    assert ready(line_app) == (503, _lacking("keys"))


def test_without_whole_phrases(line_app: Flask) -> None:
    line = line_app.extensions["hotline"]
    broken = PhraseBook({"zh-CN": {"a.b": Phrase.parse("a.b", "", "a.toml")}}, [])
    app = Flask("other")
    asked = health.blueprint(line.database, line.keyring, broken, ("zh-CN",), Clock())
    app.register_blueprint(asked)
    assert ready(app) == (503, _lacking("phrases"))


# --- figures -------------------------------------------------------------------------------------


Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def figures(app: Flask) -> Figures:
    found = app.test_client().get("/metrics")
    assert found.content_type.startswith("text/plain")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(found.text)
        for sample in family.samples
    }


def grown(app: Flask, name: str, before: Figures, **labels: str) -> float:
    key = (name, tuple(sorted(labels.items())))
    return figures(app).get(key, 0) - before.get(key, 0)


def test_turns_are_counted_by_flow_and_outcome_and_timed(line_app: Flask) -> None:
    before = figures(line_app)
    knock = Knock(line_app)
    top = knock.dial()
    knock.post(top.next, Digits="1")
    knock.post(top.next, Digits="1")
    turns = "hotline_turns_total"
    assert grown(line_app, turns, before, flow="welcome", outcome="ForKeys") == 1
    assert grown(line_app, turns, before, flow="identify", outcome="ForKeys") == 1
    assert grown(line_app, "hotline_turn_seconds_count", before, flow="identify") == 1
    assert grown(line_app, "hotline_turns_repeated_total", before) == 1


def test_pins_and_locks_are_counted_without_anybodys_name(line_app: Flask) -> None:
    line = line_app.extensions["hotline"]
    number = id_number(2)
    add_person(line.database, line.keyring, number, pin="274913")
    before = figures(line_app)

    def tries(*pins: str) -> None:
        knock = Knock(line_app)
        where = knock.dial().next
        for digits in ("1", number.replace("X", "*"), "1", *pins):
            where = knock.post(where, Digits=digits).next

    tries("274913")
    tries("111111", "111112")
    tries("111113", "111114", "111115")
    pins = "hotline_pin_outcomes_total"
    assert grown(line_app, pins, before, outcome="verified") == 1
    assert grown(line_app, pins, before, outcome="refused") == 4
    assert grown(line_app, pins, before, outcome="locked") == 1
    assert grown(line_app, "hotline_locks_total", before) == 1


def test_what_the_carrier_reports_is_counted_by_its_number(line_app: Flask) -> None:
    before = figures(line_app)
    knock = Knock(line_app)
    for code in ("11200", "11200", "13800000000", "x"):
        knock.raw("/voice/fallback", fields=knock.fields(ErrorCode=code))
    knock.raw("/voice/status", fields=knock.fields(ErrorCode="12300"))
    errors = "hotline_carrier_errors_total"
    assert grown(line_app, errors, before, code="11200") == 2
    assert grown(line_app, errors, before, code="12300") == 1
    assert grown(line_app, errors, before, code="other") == 2
    assert "13800000000" not in line_app.test_client().get("/metrics").text


def test_no_event_is_ever_dropped(line_app: Flask) -> None:
    assert figures(line_app)["hotline_events_dropped_total", ()] == 0


def test_strangers_and_failures_are_counted(line_app: Flask) -> None:
    before = figures(line_app)
    knock = Knock(line_app)
    knock.raw("/voice", token="other")
    knock.raw("/voice", fields={})
    knock.raw("/voice/none")
    assert grown(line_app, "hotline_forbidden_total", before) == 1
    assert grown(line_app, "hotline_faults_total", before, door="voice.voice") == 1
    assert grown(line_app, "hotline_faults_total", before, door="unknown") == 1


def test_labels_are_few_and_known() -> None:
    """A label with a value of its own for each call would fill the memory, or tell of a person."""
    labels = {
        (family.name, label)
        for family in REGISTRY.collect()
        if family.name.startswith("hotline_")
        for sample in family.samples
        for label in sample.labels
    }
    allowed = {"flow", "outcome", "door", "code", "status", "kind", "le"}
    assert {label for _, label in labels} <= allowed


def test_several_workers_give_one_set_of_figures(tmp_path: Path) -> None:
    count = "from ivr import metrics; metrics.TURNS.labels('welcome', 'ForKeys').inc()"
    tell = "from ivr import metrics; print(metrics.exposition().decode())"
    env = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for program in (count, count, tell):
        run = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
    found = re.search(r"^hotline_turns_total\{(.*)\} (.*)$", run.stdout, re.MULTILINE)
    assert found is not None
    assert (set(found[1].split(",")), found[2]) == (
        {'flow="welcome"', 'outcome="ForKeys"'},
        "2.0",
    )
