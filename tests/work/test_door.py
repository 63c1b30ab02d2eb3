"""The door at which a carrier reports, and the figures of what waits."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app import create_app
from db.engine import Database
from db.secrets import Keyring
from ivr.settings import Settings
from tests.clock import Clock
from tests.doors.conftest import BASE, TOKEN, Knock
from tests.work.conftest import Desk

KEYS = Keyring.new_entry()


@pytest.fixture
def served(sqlite_url: str, tmp_path: Any, clock: Clock) -> Flask:
    settings = Settings.read(
        _env_file=None,
        database_url=sqlite_url,
        public_base_url=BASE,
        twilio_auth_token=TOKEN,
        hotline_keys=KEYS,
        hotline_demo=False,
        hotline_instance=tmp_path,
    )
    return create_app(settings, clock=clock)


@pytest.fixture
def there(served: Flask, clock: Clock) -> Desk:
    line = served.extensions["hotline"]
    return Desk(line.database, line.keyring, clock)


def report(app: Flask, entry: int | None, **fields: str) -> int:
    query = "" if entry is None else f"?of={entry}"
    return Knock(app).raw(f"/message/status{query}", fields=fields).status_code


def test_a_report_reaches_its_message(served: Flask, there: Desk) -> None:
    entry = there.put()
    assert there.worker().carry_out() is not None
    sid = str(there.row(entry).carrier_sid)
    assert report(served, entry, MessageSid=sid, MessageStatus="delivered") == 204
    assert there.row(entry).state == "delivered"


def test_a_failure_keeps_the_carriers_code_and_nothing_else(served: Flask, there: Desk) -> None:
    entry = there.put()
    told = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30005"}
    assert report(served, entry, **told, ErrorMessage="no such number", To="+8613911112222") == 204
    assert there.row(entry).error == "carrier-30005"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"MessageSid": "SM1"},
        {"MessageSid": "SM1", "MessageStatus": "odd"},
        {"MessageSid": "", "MessageStatus": "sent"},
        {"MessageSid": "x" * 65, "MessageStatus": "sent"},
        {"MessageSid": "北京", "MessageStatus": "sent"},
    ],
)
def test_what_is_no_report_changes_nothing(
    served: Flask, there: Desk, fields: dict[str, str]
) -> None:
    entry = there.put()
    assert report(served, entry, **fields) == 204
    assert there.row(entry).state == "waiting"


@pytest.mark.parametrize("of", ["x", "", "-1", "9" * 30, "1 or 1"])
def test_a_name_that_is_none_of_ours_is_no_name(served: Flask, there: Desk, of: str) -> None:
    entry = there.put()
    fields = {"MessageSid": "SM1", "MessageStatus": "sent"}
    answer = Knock(served).raw(f"/message/status?of={of.replace(' ', '%20')}", fields=fields)
    assert answer.status_code == 204
    assert there.row(entry).state == "waiting"


def test_signed_but_nowhere(served: Flask) -> None:
    assert Knock(served).raw("/message/none").status_code == 404
    assert Knock(served).raw("/message/status", method="GET").status_code == 405


def figures(app: Flask) -> dict[str, float]:
    text = app.test_client().get("/metrics").get_data(as_text=True)
    lines = [line for line in text.splitlines() if line.startswith("hotline_outbox_")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_a_line_without_a_worker_shows_by_the_age_of_what_waits(
    served: Flask, there: Desk, clock: Clock
) -> None:
    assert set(figures(served).values()) == {0.0}
    there.put()
    there.put(due_in=3600)
    clock.turn(minutes=10)
    assert figures(served)['hotline_outbox_waiting{kind="text"}'] == 2
    assert figures(served)['hotline_outbox_oldest_seconds{kind="text"}'] == 600
    assert served.test_client().get("/readyz").status_code == 200
    taken = there.worker()
    taken.carry_out()
    assert figures(served)['hotline_outbox_waiting{kind="text"}'] == 1
    assert figures(served)['hotline_outbox_oldest_seconds{kind="text"}'] == 0


def test_figures_of_calls_are_there_without_a_database(tmp_path: Any, clock: Clock) -> None:
    settings = Settings.read(
        _env_file=None,
        database_url=f"sqlite:///{tmp_path}/none/none.db",
        hotline_keys=KEYS,
        hotline_demo=False,
        hotline_instance=tmp_path,
    )
    app = create_app(settings, clock=clock)
    text = app.test_client().get("/metrics").get_data(as_text=True)
    assert "hotline_turns_total" in text
    assert "hotline_outbox_waiting" not in text
    database: Database = app.extensions["hotline"].database
    database.dispose()
