"""What is on record is shown for a reason, in this call, for ten minutes, and is audited."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from db import audit
from db.models import Disclosure, Event, Reveal
from db.staff import Role
from ivr.carrier.telephone import TelephoneCall
from tests.desk.agent.seat import NAME, REASON, Seat, identified
from tests.desk.house import House
from tests.plugins.people import Bill, Insured, Medical, Month, Paid, Person, id_number

MOBILE = "+8613900001234"
ALL = [
    "identity",
    "accounts",
    "contributions",
    "enrolments",
    "benefits",
    "claims",
    "cards",
]


def somebody_in(desk: House) -> Person:
    return desk.people.someone(
        mobile=MOBILE,
        medical=Medical(4321.09, entries=[(date(2026, 3, 1), "spend", 77.31)]),
        pension=Medical(99887.66),
        insured=[Insured("employee-medical", since=date(2026, 1, 1), months=2)],
        contributions=[Month(202602, base=6543), Month(202601, base=6543)],
        benefits=[Paid(202602, 1357.91, date(2026, 2, 20))],
        claims=[Bill(date(2026, 2, 3), 246.81, "paid", 200, 46.81)],
        cards=["active"],
    )


def joined(desk: House, agent: Seat, somebody: Person) -> TelephoneCall:
    """Somebody who has proven who they are, on the line with the agent."""
    call = identified(desk, somebody)
    agent.talks_to(call)
    return call


def by_agents(desk: House) -> list[tuple[str, str, str]]:
    """Links of the audit chain that an agent made."""
    with desk.database.read() as connection:
        wanted = select(Disclosure.actor, Disclosure.what, Disclosure.proof)
        rows = connection.execute(wanted.order_by(Disclosure.id)).all()
    return [(row.actor, row.what, row.proof) for row in rows if row.actor != "caller"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"parts": "identity"}, "nothing is shown without a reason"),
    ({"parts": "identity", "reason": "question"}, "nothing is shown without a reason"),
    ({"parts": "identity", "reason": "question", "words": "  "}, "without a reason"),
    ({"parts": "identity", "reason": "nosy", "words": "x"}, "Not a valid choice"),
    ({**REASON, "parts": "number"}, "'number' is not a valid choice"),
    (REASON, "Choose what you need."),
    ({**REASON, "parts": "identity", "words": "x" * 301}, "300"),
]


def test_without_a_reason_nothing_is_shown_and_nothing_written(desk: House, agent: Seat) -> None:
    somebody = somebody_in(desk)
    joined(desk, agent, somebody)
    entry = agent.entry
    for fields, said in REFUSED:
        page = agent.visitor.piece(f"{entry}/record", post=True, **fields)
        assert page.status == 422, fields
        assert said in page.text, fields
        assert NAME not in page.html
    page = agent.visitor.post(f"{entry}/record", **REFUSED[0][0])
    assert page.status == 422
    assert REFUSED[0][1] in page.text, "the whole page, without scripts"
    assert by_agents(desk) == []


def test_with_a_reason_it_is_shown_and_audited(desk: House, agent: Seat) -> None:
    somebody = somebody_in(desk)
    joined(desk, agent, somebody)
    page = agent.visitor.post(f"{agent.entry}/record", **REASON, parts=ALL, follow=True)
    shown = (
        NAME,
        somebody.id_number,
        MOBILE,
        "¥4,321.09",
        "¥77.31",
        "¥99,887.66",
        "¥6,543.00",
        "¥1,357.91",
        "¥246.81",
        "2026-02",
        "employee medical insurance",
        "active",
    )
    for value in shown:
        assert value in page.text, value
    assert by_agents(desk) == [("agent 1001", f"desk.{part}: question", "pin") for part in ALL]
    assert audit.verify(desk.database, desk.keyring) is None
    with desk.database.read() as connection:
        kept = connection.execute(select(Reveal.words, Reveal.reason)).first()
    assert kept is not None
    assert desk.keyring.decrypt_text(kept.words, "reveals.words") == REASON["words"]
    assert "shown to agent 1001" in page.text, "and it is told among what was told"


def test_only_what_was_asked_for_is_shown(desk: House, agent: Seat) -> None:
    somebody = somebody_in(desk)
    joined(desk, agent, somebody)
    page = agent.visitor.piece(f"{agent.entry}/record", post=True, **REASON, parts="accounts")
    assert "¥4,321.09" in page.text
    for other in (NAME, somebody.id_number, MOBILE, "¥1,357.91"):
        assert other not in page.html
    assert by_agents(desk) == [("agent 1001", "desk.accounts: question", "pin")]


def test_after_ten_minutes_it_is_masked_again(desk: House, agent: Seat) -> None:
    somebody = somebody_in(desk)
    call = joined(desk, agent, somebody)
    agent.visitor.post(f"{agent.entry}/record", **REASON, parts="identity")
    call.waits(599)
    assert NAME in agent.works().text
    call.waits(2)
    assert NAME not in agent.works().html
    assert NAME not in agent.visitor.piece(f"{agent.entry}/record").html


def test_it_ends_with_the_call(desk: House, agent: Seat) -> None:
    somebody = somebody_in(desk)
    call = joined(desk, agent, somebody)
    entry = agent.entry
    agent.visitor.post(f"{entry}/record", **REASON, parts="identity")
    call.agent.hangs_up()
    assert NAME in agent.works().text, "the wrap-up belongs to it"
    agent.visitor.post(f"{entry}/outcome", disposition="solved")
    assert NAME not in agent.works().html
    assert NAME not in agent.visitor.get(entry.replace("work", "today")).html
    assert agent.visitor.post(f"{entry}/record", **REASON, parts="identity").status == 404


def test_it_is_shown_to_whoever_asked_and_to_nobody_else(desk: House, agent: Seat) -> None:
    somebody = somebody_in(desk)
    call = joined(desk, agent, somebody)
    agent.visitor.post(f"{agent.entry}/record", **REASON, parts="identity")
    call.agent.hangs_up()
    agent.visitor.post(f"{agent.entry}/outcome", disposition="solved", then="break")
    call.press("1")
    call.hangs_up()
    other = Seat(desk, "1002", target="sip:desk-two@hotline.invalid")
    again = identified(desk, somebody)
    page = other.talks_to(again)
    assert NAME not in page.html


def test_somebody_is_looked_up_for_a_caller_nobody_knows(desk: House, agent: Seat) -> None:
    somebody = somebody_in(desk)
    agent.talks_to(desk.telephone().dial())
    fields: dict[str, Any] = {f"find-{name}": value for name, value in REASON.items()}
    fields |= {"find-parts": "identity", "find-id_number": f" {somebody.id_number.lower()} "}
    page = agent.visitor.post(f"{agent.entry}/find", **fields, follow=True)
    assert NAME in page.text
    assert "This is not proven to be the caller." in page.text
    assert by_agents(desk) == [("agent 1001", "desk.identity: question", "none")]
    assert somebody.id_number not in page.answer.request.url


def test_a_caller_who_is_looked_up_by_their_own_number_keeps_their_proof(
    desk: House, agent: Seat
) -> None:
    somebody = somebody_in(desk)
    joined(desk, agent, somebody)
    fields: dict[str, Any] = {f"find-{name}": value for name, value in REASON.items()}
    fields |= {"find-parts": "cards", "find-id_number": somebody.id_number}
    page = agent.visitor.piece(f"{agent.entry}/find", post=True, **fields)
    assert "not proven to be the caller" not in page.text
    assert by_agents(desk) == [("agent 1001", "desk.cards: question", "pin")]


def test_who_is_not_on_record_is_not_found_and_the_looking_is_written_down(
    desk: House, agent: Seat
) -> None:
    agent.talks_to(desk.telephone().dial())
    entry = agent.entry
    fields: dict[str, Any] = {f"find-{name}": value for name, value in REASON.items()}
    for number, said in (
        (id_number(500), "Nobody with this ID number is on record here."),
        ("990000198002290010", "This is no ID number"),
        ("", "Type the 18 characters"),
    ):
        fields |= {"find-parts": "identity", "find-id_number": number}
        page = agent.visitor.post(f"{entry}/find", **fields)
        assert page.status == 422
        assert said in page.text
        assert not number or number not in page.html
    assert by_agents(desk) == []
    with desk.database.read() as connection:
        found = connection.execute(select(Event.data).where(Event.kind == "sought")).all()
    assert [row.data for row in found] == [{"agent": "1001"}], "one was an ID number"


def test_an_auditor_reads_why(desk: House, agent: Seat) -> None:
    auditor = desk.sign_in({Role.AUDITOR})
    assert "Nothing was shown yet." in auditor.get("/desk/audit/reasons").text
    somebody = somebody_in(desk)
    joined(desk, agent, somebody)
    agent.visitor.post(f"{agent.entry}/record", **REASON, parts=["identity", "cards"])
    page = auditor.get("/desk/audit/reasons")
    assert page.text.count("asks about February") == 2
    assert page.text.count(f"••••{somebody.last_four}") == 2
    assert "The caller asks about it" in page.text
    assert NAME not in page.html
    assert somebody.id_number not in page.html
    assert agent.visitor.get("/desk/audit/reasons").status == 403
