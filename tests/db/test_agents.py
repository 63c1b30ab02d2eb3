"""Agents: their order, and targets that may be dialled."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from db.agents import AgentContact, Agents, dial_target
from db.engine import Database
from db.models import Agent, AgentGroup
from db.secrets import Keyring


@pytest.fixture
def agents(database: Database, keyring: Keyring) -> Agents:
    return Agents(database, keyring)


def test_agents_are_rung_in_the_order_they_were_added(agents: Agents) -> None:
    second, first = agents.add("2002", "李四", "client:b"), agents.add("1001", "王五", "client:a")
    assert agents.on_duty() == [
        AgentContact(second.id, "2002", "client:b"),
        AgentContact(first.id, "1001", "client:a"),
    ]


def test_agents_are_in_groups_and_leave_them(agents: Agents, database: Database) -> None:
    entry = agents.add("2002", "李四", "client:b", ["pension", "card", "card"])
    agents.add("1001", "王五", "client:a")
    assert entry.groups == ("card", "pension")
    assert [a.groups for a in agents.on_duty()] == [{"card", "pension"}, set()]
    assert [(a.name, a.groups) for a in agents.all()] == [
        ("李四", ("card", "pension")),
        ("王五", ()),
    ]
    assert agents.regroup("1001", ["card"])
    assert agents.regroup("2002", [])
    assert not agents.regroup("3003", ["card"])
    assert [a.groups for a in agents.on_duty()] == [set(), {"card"}]
    assert agents.remove("1001")
    with database.read() as connection:
        assert connection.execute(select(AgentGroup)).all() == []


def test_an_agent_off_duty_is_listed_but_not_rung(agents: Agents, database: Database) -> None:
    entry = agents.add("2002", "李四", "client:b")
    with database.write() as connection:
        connection.execute(update(Agent).values(active=False))
    assert agents.on_duty() == []
    (listed,) = agents.all()
    assert (listed.name, listed.active, listed.id) == ("李四", False, entry.id)


def test_a_staff_number_belongs_to_one_agent(agents: Agents) -> None:
    agents.add("2002", "李四", "client:b")
    with pytest.raises(ValueError, match="staff number 2002 is taken: remove"):
        agents.add("2002", "王五", "client:a")
    assert agents.remove("2002")
    assert not agents.remove("2002")
    assert agents.add("2002", "王五", "client:a").target == "client:a"


def test_names_and_targets_are_encrypted_and_not_shown(agents: Agents, database: Database) -> None:
    entry = agents.add("2002", "李四", "13800138000")
    with database.read() as connection:
        row = connection.execute(select(Agent.name, Agent.target)).one()
    assert "李四".encode() not in row.name
    assert b"13800138000" not in row.target
    shown = f"{entry} {agents.on_duty()}"
    assert "李四" not in shown
    assert "138" not in shown


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("13800138000", "+8613800138000"),
        ("138 0013 8000", "+8613800138000"),
        ("(010) 6512-3456", "+861065123456"),
        ("+86 10 6512 3456", "+861065123456"),
        ("sip:desk.7@pbx.example.cn", "sip:desk.7@pbx.example.cn"),
        ("sip:7@10.0.0.5:5061;transport=tls", "sip:7@10.0.0.5:5061;transport=tls"),
        ("client:agent_07", "client:agent_07"),
    ],
)
def test_targets_that_may_be_dialled(typed: str, dialled: str) -> None:
    assert dial_target(typed) == dialled


@pytest.mark.parametrize(
    ("typed", "cure"),
    [
        ("", "telephone number that exists"),
        ("12333", "telephone number that exists"),
        ("1380013800", "telephone number that exists"),
        ("010 6512 3456 ext. 7", "telephone number that exists"),
        ("sip:desk", "sip:name@host"),
        ("sip:a@b.cn?Replaces=x", "sip:name@host"),
        ("sip:a@b.cn\nsip:c@d.cn", "sip:name@host"),
        ("sip:a b@c.cn", "sip:name@host"),
        ("client:!", "client:name"),
        ("client:a b", "client:name"),
        ("tel:+8613800138000x", "telephone number that exists"),
        ("http://example.cn", "telephone number that exists"),
    ],
)
def test_targets_that_may_not_be_dialled(typed: str, cure: str) -> None:
    with pytest.raises(ValueError, match=cure) as refused:
        dial_target(typed)
    assert not typed or typed not in str(refused.value)


@pytest.mark.parametrize(
    ("staff_number", "name", "target", "cure"),
    [
        ("", "李四", "client:b", "1 to 12 digits"),
        ("12a", "李四", "client:b", "1 to 12 digits"),
        ("1" * 13, "李四", "client:b", "1 to 12 digits"),
        ("１２", "李四", "client:b", "1 to 12 digits"),
        ("12", "  ", "client:b", "needs a name"),
        ("12", "李四", "12333", "number that exists"),
    ],
)
def test_who_cannot_be_rung_is_not_added(
    sqlite_url: str, keyring: Keyring, staff_number: str, name: str, target: str, cure: str
) -> None:
    agents = Agents(Database(sqlite_url), keyring)
    with pytest.raises(ValueError, match=cure):
        agents.add(staff_number, name, target)
    assert agents.all() == []
