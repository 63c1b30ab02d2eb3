"""The database goes, a step fails: the caller hears a sentence in their language, can have a
person, and goes on where they were when it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from db.agents import Agents
from db.engine import Database
from db.models import Event
from flows.call import Call
from flows.dialogue import Flow, Go, Utterance, go, say
from flows.map import CallMap
from flows.tree import call_map
from ivr.carrier.schema import Context
from ivr.line import Line
from tests.doors.conftest import BASE, AppOn, Knock, answer

SORRY = {
    "zh-CN": "系统暂时出现故障。重试请按一，转人工请按零。",
    "en-US": "Something went wrong on our side. To try again press one; for a person press zero.",
}
TARGETS = ["+8613800000001", "+8613800000002"]


@dataclass
class Outage:
    """Takes the database away from a running line, and gives it back."""

    app: Flask
    away: Callable[[], None]
    back: Callable[[], None]


def _file(database: Database) -> tuple[Callable[[], None], Callable[[], None]]:
    path = Path(str(database.url.database))
    kept = path.with_name("kept.db")

    def away() -> None:
        database.dispose()
        path.rename(kept)
        path.mkdir()

    def back() -> None:
        path.rmdir()
        kept.rename(path)

    return away, back


def _server(url: str) -> tuple[Callable[[], None], Callable[[], None]]:
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    elsewhere = url.replace(f"/{name}?", "/postgres?")

    def run(*statements: str) -> None:
        with psycopg.connect(elsewhere, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def away() -> None:
        run(
            f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608
        )

    return away, lambda: run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")


@pytest.fixture
def outage(app_on: AppOn, database_url: str) -> Iterator[Outage]:
    app = app_on(database_url)
    line: Line = app.extensions["hotline"]
    agents = Agents(line.database, line.keyring)
    for number, target in enumerate(TARGETS, 1001):
        agents.add(str(number), "小王", target)
    sqlite = line.database.dialect == "sqlite"
    away, back = _file(line.database) if sqlite else _server(database_url)
    yield Outage(app, away, back)


def test_in_mid_call_the_caller_is_apologised_to_in_their_language(outage: Outage) -> None:
    knock = Knock(outage.app)
    chinese = knock.dial().next
    outage.away()
    assert knock.post(chinese, Digits="8").words == [SORRY["zh-CN"]]
    outage.back()
    english = knock.post(f"{chinese}?again=1").next
    english = knock.post(english, Digits="8").next
    outage.away()
    sorry = knock.post(english, Digits="1")
    assert (sorry.words, sorry.languages) == ([SORRY["en-US"]], {"en-US"})
    outage.back()


def test_1_tries_again_and_the_call_goes_on_where_it_was(outage: Outage) -> None:
    knock = Knock(outage.app)
    top = knock.dial()
    outage.away()
    sorry = knock.post(top.next, Digits="1")
    again = knock.post(sorry.next, Digits="1")
    assert again.verbs == ["Redirect"]
    assert knock.post(again.next).words == [SORRY["zh-CN"]], "it is still away"
    outage.back()
    resumed = knock.post(again.next)
    assert resumed.words == top.words, "what the caller did meanwhile is asked for once more"
    asked = knock.post(resumed.next, Digits="1")
    assert "身份证号" in asked.words[0]


def test_0_rings_the_agents_who_were_last_known(outage: Outage) -> None:
    knock = Knock(outage.app)
    top = knock.dial()
    outage.away()
    ringing = knock.post(knock.post(top.next, Digits="1").next, Digits="0")
    assert ringing.verbs == ["Say", "Dial", "Redirect"]
    assert [number.text for number in ringing.xml.iter("Number")] == TARGETS
    outage.back()
    assert knock.post(ringing.next).words == top.words


def test_who_does_nothing_is_taken_to_a_person_and_at_last_let_go(outage: Outage) -> None:
    knock = Knock(outage.app)
    where = knock.dial().next
    outage.away()
    heard = []
    for _ in range(20):
        found = knock.post(where)
        heard += found.verbs
        if "Hangup" in found.verbs:
            break
        where = found.next
    outage.back()
    assert heard[-1] == "Hangup"
    assert heard.count("Gather") == 6
    assert heard.count("Dial") == 1


def test_a_new_call_without_a_database_is_answered(outage: Outage) -> None:
    outage.away()
    knock = Knock(outage.app)
    sorry = knock.dial()
    assert sorry.words == [SORRY["zh-CN"]]
    again = knock.post(sorry.next, Digits="1").next
    outage.back()
    assert knock.post(again).next == f"{BASE}/voice/turn/1/zh-CN", "and it begins"


def test_the_carriers_reports_are_taken_without_a_database(outage: Outage) -> None:
    knock = Knock(outage.app)
    knock.dial()
    outage.away()
    ended = knock.raw("/voice/status", fields=knock.fields(CallStatus="completed"))
    outage.back()
    assert ended.status_code == 204


def test_an_agent_who_picks_up_without_a_database_is_let_go(outage: Outage) -> None:
    knock = Knock(outage.app)
    knock.dial()
    outage.away()
    pressed = knock.raw("/voice/accept/0123456789abcdef/1", fields=knock.fields(Digits="1"))
    outage.back()
    assert answer(pressed, Context.WHISPER).verbs == ["Hangup"]


@pytest.mark.parametrize(
    ("failed", "language", "then"),
    [
        (f"{BASE}/voice/turn/4/en-US", "en-US", "1/en-US/4"),
        (f"{BASE}/voice/turn/12/zh-CN", "zh-CN", "1/zh-CN/12"),
        (f"{BASE}/voice/turn/4/fr-FR", "zh-CN", "1/zh-CN/4"),
        (f"{BASE}/voice/turn/4/en-US?again=2", "en-US", "3/en-US/4"),
        (f"{BASE}/voice/turn/4/en-US#rc=2", "en-US", "1/en-US/4"),
        (f"{BASE}/voice/fault/2/en-US/4", "en-US", "3/en-US/4"),
        (f"{BASE}/voice/turn/{'9' * 40}/en-US", "zh-CN", "1/zh-CN/0"),
        (f"{BASE}/voice", "zh-CN", "1/zh-CN/0"),
        ("", "zh-CN", "1/zh-CN/0"),
        ("x" * 20_000, "zh-CN", "1/zh-CN/0"),
    ],
)
def test_the_fallback_knows_language_and_turn_from_the_url_that_failed(
    app_on: AppOn, tmp_path: Path, failed: str, language: str, then: str
) -> None:
    """And it needs no database: here there never was one."""
    knock = Knock(app_on(f"sqlite:///{tmp_path}/none/none.db"))
    sorry = knock.post("/voice/fallback", ErrorCode="11200", ErrorUrl=failed)
    assert sorry.words == [SORRY[language]]
    assert sorry.next == f"{BASE}/voice/fault/{then}"


# --- a step that fails ---------------------------------------------------------------------------


def failing(how: Callable[[Call], Utterance]) -> CallMap:
    """The shipped line, in which key 5 leads to something that cannot be."""
    senior = Flow("senior")

    @senior.step(to=("agent", "welcome.menu"))
    def older(call: Call) -> Go:
        if call.turn:
            return go("welcome.menu", how(call))
        return go("agent", say("senior.slow"))

    whole = call_map()
    flows = {flow.name: flow for flow in whole.all_flows} | {"senior": senior}
    return CallMap(flows.values(), whole=whole)


def raises(call: Call) -> Utterance:
    call.note("half_done")
    raise RuntimeError("274913")


def unknown_slot(call: Call) -> Utterance:
    return Utterance("identify.ending", (("first_four", "2749"),))


def unknown_phrase(call: Call) -> Utterance:
    return Utterance("senior.none")


def wrong_kind(call: Call) -> Utterance:
    return Utterance("identify.ending", (("last_four", 2749),))


@pytest.mark.parametrize("how", [raises, unknown_slot, unknown_phrase, wrong_kind])
def test_a_step_that_fails_changes_nothing_and_the_call_goes_on(
    app_on: AppOn, sqlite_url: str, how: Callable[[Call], Utterance]
) -> None:
    app = app_on(sqlite_url, flows=failing(how))
    knock = Knock(app)
    top = knock.dial()
    assert knock.post(top.next, Digits="5").words == [SORRY["zh-CN"]]
    again = knock.post(f"{BASE}/voice/fault/1/zh-CN/1", Digits="1").next
    resumed = knock.post(again)
    assert resumed.words == top.words
    asked = knock.post(resumed.next, Digits="1")
    assert "身份证号" in asked.words[0]
    with app.extensions["hotline"].database.read() as connection:
        kinds = [row.kind for row in connection.execute(select(Event))]
    assert "half_done" not in kinds


@pytest.mark.parametrize("asked", ["webhook", "fallback"])
def test_whoever_the_line_has_called_still_hears_why(outage: Outage, asked: str) -> None:
    """Not the greeting of whoever calls: they have not."""
    knock = Knock(outage.app, number="+8612333")
    called = {"To": "+8613900000002"}
    outage.away()
    if asked == "webhook":
        sorry = knock.post("/voice/placed", **called)
    else:
        sorry = knock.post(
            "/voice/fallback", ErrorCode="11200", ErrorUrl=f"{BASE}/voice/placed", **called
        )
    assert sorry.words == [SORRY["zh-CN"]]
    again = knock.post(sorry.next, Digits="1", **called)
    assert again.verbs == ["Redirect"]
    sorry = knock.post(again.next, **called)
    assert sorry.words == [SORRY["zh-CN"]], "it is still away"
    again = knock.post("/voice/fallback", ErrorCode="11200", ErrorUrl=sorry.next, **called)
    again = knock.post(again.next, **called)
    outage.back()
    assert any("您预约了回拨" in words for words in knock.post(again.next, **called).words)
