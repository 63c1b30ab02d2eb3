"""Agents in the office: put on the list, reached elsewhere, taken off duty, removed."""

from __future__ import annotations

import pytest

from db import duty
from db.agents import Agents, dial_target
from db.staff import Role
from ivr.desk.office.agents import STATES, TARGETS
from tests.desk.house import House
from tests.desk.visitor import Visitor

PAGE = "/desk/office/agents"


def agents(desk: House) -> Agents:
    return Agents(desk.database, desk.keyring)


def numbers(desk: House) -> list[str]:
    """Staff numbers in the order in which they are rung."""
    return [each.staff_number for each in agents(desk).all()]


def test_an_empty_list_says_what_to_do(operator: Visitor) -> None:
    page = operator.get(PAGE)
    assert "There are no agents yet." in page.text
    assert f'href="{PAGE}/new"' in page.html
    assert "names no groups" in page.text


def test_an_agent_is_put_on_the_list(grouped: House, operator: Visitor) -> None:
    page = operator.post(
        f"{PAGE}/new",
        staff_number="1001",
        name="李四",
        target="010 1234 5678",
        groups=["medical", "pension"],
        follow=True,
    )
    assert "Agent 1001 is on the list." in page.text
    assert "+861012345678" in page.text
    [entry] = agents(grouped).all()
    assert (entry.name, entry.target, entry.groups) == (
        "李四",
        "+861012345678",
        ("medical", "pension"),
    )
    assert "medical, en-US 1001" in page.text, "the city's groups say who serves them"
    assert grouped.line.disclosed == ["agents.add 1001"]


@pytest.mark.parametrize("target", ["110", "sip:nobody", "client:", "https://elsewhere.test"])
def test_what_cannot_be_dialled_is_refused_beside_its_field(
    desk: House, operator: Visitor, target: str
) -> None:
    page = operator.post(f"{PAGE}/new", staff_number="1001", name="李四", target=target)
    assert page.status == 422
    with pytest.raises(ValueError) as refused:
        dial_target(target)
    assert f'id="target-wrong" class="wrong">{refused.value}' in page.html.replace("&#39;", "'")
    assert numbers(desk) == []


def test_the_sentences_about_targets_are_translated(desk: House) -> None:
    chinese = desk.sign_in({Role.OPERATOR}, language="zh")
    said = set()
    for target in ("110", "sip:nobody", "client:"):
        with pytest.raises(ValueError) as refused:
            dial_target(target)
        said.add(str(refused.value))
        page = chinese.post(f"{PAGE}/new", staff_number="1", name="李四", target=target)
        assert str(refused.value) not in page.text
    with desk.app.test_request_context("/desk", headers={"Accept-Language": "en"}):
        assert {str(each) for each in TARGETS} == said


def test_a_number_that_is_taken_or_none(desk: House, operator: Visitor) -> None:
    desk.employ("1001")
    page = operator.post(f"{PAGE}/new", staff_number="1001", name="王五", target="client:w")
    assert page.status == 422
    assert "Somebody has this number" in page.text
    page = operator.post(f"{PAGE}/new", staff_number="10a", name="王五", target="client:w")
    assert "It is spoken to callers" in page.text
    assert numbers(desk) == ["1001"]


def test_an_agent_is_reached_elsewhere_and_serves_others(grouped: House, operator: Visitor) -> None:
    grouped.employ("1001")
    page = operator.get(f"{PAGE}/1001")
    assert 'value="sip:1001@desk.invalid"' in page.html
    page = operator.post(f"{PAGE}/1001", target="client:li", groups=["pension"], follow=True)
    assert "Agent 1001 is changed." in page.text
    [entry] = agents(grouped).all()
    assert (entry.target, entry.groups) == ("client:li", ("pension",))
    assert grouped.line.disclosed == ["agents.reach 1001", "agents.groups 1001"]
    page = operator.post(f"{PAGE}/1001", target="110", groups=["pension"])
    assert page.status == 422
    assert agents(grouped).all() == [entry]
    page = operator.post(f"{PAGE}/1001", target="client:li", groups=["none-such"])
    assert page.status == 422


def test_the_order_in_which_they_are_rung(desk: House, operator: Visitor) -> None:
    for number in ("1001", "1002", "1003"):
        desk.employ(number)
    operator.post(f"{PAGE}/1003/move/earlier")
    assert numbers(desk) == ["1001", "1003", "1002"]
    operator.post(f"{PAGE}/1001/move/later")
    assert numbers(desk) == ["1003", "1001", "1002"]
    operator.post(f"{PAGE}/1003/move/earlier")
    operator.post(f"{PAGE}/1002/move/later")
    assert numbers(desk) == ["1003", "1001", "1002"]
    assert operator.post(f"{PAGE}/1003/move/away").status == 404
    assert operator.post(f"{PAGE}/9/move/later").status == 404


def test_off_duty_and_on_again(desk: House, operator: Visitor) -> None:
    desk.employ("1001")
    [entry] = agents(desk).all()
    duties = duty.Duties(desk.database)
    duties.choose(entry.id, duty.READY, desk.now())
    page = operator.post(f"{PAGE}/1001/off", follow=True)
    assert "off duty" in page.text
    assert agents(desk).on_duty() == []
    page = operator.post(f"{PAGE}/1001/on", follow=True)
    assert [each.staff_number for each in agents(desk).on_duty()] == ["1001"]
    standing = duties.of(entry.id)
    assert standing is not None and standing.state == duty.AWAY, "until they say they are ready"
    assert desk.line.disclosed == ["agents.off 1001", "agents.on 1001"]


def test_who_has_a_caller_is_left_in_peace(desk: House, operator: Visitor) -> None:
    desk.employ("1001")
    [entry] = agents(desk).all()
    for state in (duty.OFFERED, duty.TALKING):
        with desk.database.write() as connection:
            duty.change(connection, entry.id, state, desk.now(), why="call")
        for what in ("off", "remove"):
            page = operator.post(f"{PAGE}/1001/{what}", follow=True)
            assert "They have a caller at this moment." in page.text
    assert [each.staff_number for each in agents(desk).on_duty()] == ["1001"]


def test_an_agent_is_removed_once_nobody_signs_in_as_them(desk: House, operator: Visitor) -> None:
    desk.account(Role.AGENT, agent="1001", name="li.si")
    page = operator.post(f"{PAGE}/1001/remove", follow=True)
    assert "The account li.si takes their calls: disable it first." in page.text
    assert numbers(desk) == ["1001"]
    desk.parts.accounts.disable("li.si", desk.now())
    page = operator.post(f"{PAGE}/1001/remove", follow=True)
    assert "Agent 1001 is removed." in page.text
    assert numbers(desk) == []
    assert operator.post(f"{PAGE}/1001/remove").status == 404
    assert operator.get(f"{PAGE}/1001").status == 404


def test_every_state_has_a_word() -> None:
    assert set(STATES) == set(duty.STATES)
