"""The agent's page and the caller's say to each other how the sound finds its way."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from db import duty, queue, talks
from db.housekeeping import tidy
from db.models import Call, QueueEntry
from db.talks import AGENT, CALLER, Talks
from tests.desk.house import House
from tests.desk.visitor import Visitor

PAGE = "0123456789abcdef"
HELLO = {"after": 0, "say": [{"kind": "hello", "of": PAGE}]}


def joined(desk: House, agent: Visitor) -> tuple[int, str]:
    """Somebody talks with the agent at the desk; gives the wait, and the carrier's name of the
    call."""
    caller = desk.telephone().dial()
    with desk.database.write() as connection:
        call_id, sid = connection.execute(select(Call.id, Call.sid)).one()
        join = queue.Queue(desk.database).join(
            call_id, topic="welcome", lane="", language="zh-CN", priority=0, mode="line"
        )
        join(connection, desk.now())
        entry = connection.execute(select(QueueEntry.id)).scalar_one()
        (who,) = [each.agent_id for each in duty.everybody(connection)]
        duty.change(connection, who, duty.READY, desk.now(), why="chosen")
        assert queue.offer(connection, entry, who, desk.now())
        assert queue.joined(connection, entry, desk.now())
    duty.Duties(desk.database).seen(who, desk.now())
    assert caller.transcript
    return entry, sid


def says(agent: Visitor, entry: int, body: object) -> tuple[int, object]:
    """What the desk answers to a message of the agent's page."""
    if not agent.token:
        agent.get("/desk/account")
    headers = {"X-CSRFToken": agent.token, "Referer": f"{agent.base}/desk"}
    answer = agent.client.post(
        f"/desk/talk/{entry}",
        data=json.dumps(body),
        headers=headers,
        content_type="application/json",
        base_url=agent.base,
    )
    return answer.status_code, answer.get_json(silent=True)


def test_each_side_hears_what_the_other_has_said_once(desk: House) -> None:
    agent = desk.sign_in(agent="1001")
    entry, sid = joined(desk, agent)
    kept = Talks(desk.database)
    assert says(agent, entry, HELLO) == (200, {"messages": []})
    talk = kept.of_call(sid)
    assert talk is not None
    assert (talk.entry_id, talk.staff_number, talk.talking, talk.at_desk) == (
        entry,
        "1001",
        True,
        True,
    )
    (hello,) = kept.heard(entry, CALLER, 0)
    assert json.loads(hello.body)["kind"] == "hello"
    assert kept.heard(entry, CALLER, hello.id) == []
    kept.say(entry, AGENT, '{"kind": "answer", "sdp": "v=0"}', desk.now())
    status, told = says(agent, entry, {"after": 0})
    assert status == 200
    assert isinstance(told, dict)
    assert [json.loads(each["body"])["sdp"] for each in told["messages"]] == ["v=0"]


def test_nobody_hears_a_talk_that_is_not_theirs(desk: House) -> None:
    agent = desk.sign_in(agent="1001")
    entry, _ = joined(desk, agent)
    other = desk.sign_in(agent="1002")
    assert says(other, entry, HELLO) == (200, {"over": True})
    assert says(agent, entry + 1, HELLO) == (200, {"over": True})
    assert Talks(desk.database).heard(entry, CALLER, 0) == []


@pytest.mark.parametrize(
    "body",
    [{}, {"after": -1}, {"say": [{"kind": "shout", "of": PAGE}]}, {"say": [{"kind": "hello"}]}, []],
)
def test_what_is_no_message_is_kept_by_nobody(desk: House, body: object) -> None:
    agent = desk.sign_in(agent="1001")
    entry, _ = joined(desk, agent)
    status, _ = says(agent, entry, body)
    assert status == (200 if body == {} else 400)
    assert Talks(desk.database).heard(entry, CALLER, 0) == []


def test_a_page_that_never_stops_is_not_listened_to(desk: House) -> None:
    agent = desk.sign_in(agent="1001")
    entry, _ = joined(desk, agent)
    for _ in range(talks.MOST):
        assert Talks(desk.database).say(entry, CALLER, "{}", desk.now())
    assert not Talks(desk.database).say(entry, CALLER, "{}", desk.now())


def test_who_hangs_up_at_the_desk_is_heard_no_more(desk: House) -> None:
    agent = desk.sign_in(agent="1001")
    entry, sid = joined(desk, agent)
    assert agent.post(f"/desk/talk/{entry}/hang-up").status == 204
    talk = Talks(desk.database).of_call(sid)
    assert talk is not None
    assert talk.let_go
    assert says(agent, entry, HELLO) == (200, {"over": True})


def test_messages_are_forgotten_when_no_call_can_go_on(desk: House) -> None:
    agent = desk.sign_in(agent="1001")
    entry, _ = joined(desk, agent)
    says(agent, entry, HELLO)
    assert tidy(desk.database, desk.now() + timedelta(hours=3)).signals == 0
    assert tidy(desk.database, desk.now() + timedelta(hours=5)).signals == 1
