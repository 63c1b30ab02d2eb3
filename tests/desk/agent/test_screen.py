"""What an agent sees of the caller, and what of nobody."""

from __future__ import annotations

from sqlalchemy import select

from db.models import CallNote
from tests.desk.agent.seat import NAME, Seat, identified
from tests.desk.house import House
from tests.plugins.people import Medical, Person

MOBILE = "+8613900001234"


def somebody_in(desk: House) -> Person:
    """Whose every value on record is told apart from whatever else stands on a page."""
    return desk.people.someone(mobile=MOBILE, medical=Medical(4321.09))


def test_who_calls_how_it_is_known_where_they_were_and_what_they_heard(
    desk: House, agent: Seat
) -> None:
    somebody = somebody_in(desk)
    call = identified(desk, somebody)
    call.press("1")
    call.hears("余额")
    page = agent.talks_to(call)
    assert f"••••{somebody.last_four}" in page.text
    assert "by ID number and PIN" in page.text
    assert "About a medical account" in page.text
    _, _, rest = page.text.partition("The way through the menu")
    path, _, told = rest.partition("What was told of the record")
    for step in ("Enter your eighteen-digit ID number", "an account", "a medical account"):
        assert step in path
    assert "a medical account" in told.partition("Calls before")[0]


def test_nobody_known_is_served_as_well(desk: House, agent: Seat) -> None:
    page = agent.talks_to(desk.telephone().dial())
    assert "ID number not known" in page.text
    assert "not identified" in page.text
    assert "Nothing yet." in page.text
    assert "Show what is on record of the caller" not in page.text


def test_the_registered_mobile_is_a_hint_and_said_to_be_one(desk: House, agent: Seat) -> None:
    somebody = somebody_in(desk)
    call = desk.line.new_telephone(number=MOBILE).dial()
    call.type(f"21{somebody.keys}")
    call.press("1")
    page = agent.talks_to(call)
    assert "calls from the registered mobile; nothing more is proven" in page.text
    assert f"••••{somebody.last_four}" in page.text


def test_earlier_calls_come_with_their_notes_and_promises(desk: House, agent: Seat) -> None:
    first = desk.telephone().dial()
    agent.talks_to(first)
    agent.visitor.post(f"{agent.entry}/note", text="wants a form <sent>")
    first.agent.hangs_up()
    agent.visitor.post(f"{agent.entry}/outcome", disposition="callback")
    first.hangs_up()
    message = desk.telephone().dial()
    message.type("41")
    message.speaks(5)
    message.hangs_up()
    (ticket,) = desk.line.tickets
    page = agent.talks_to(desk.telephone().dial())
    _, _, before = page.text.partition("Calls before")
    assert "wants a form <sent>" in before
    assert "Agent 1001: talked, We call back" in before
    assert "wants a form &lt;sent&gt;" in page.html
    assert ticket.number in page.text.partition("What was promised and is open")[2]


def test_the_calls_of_a_person_are_found_whatever_telephone_they_use(
    desk: House, agent: Seat
) -> None:
    somebody = somebody_in(desk)
    first = identified(desk, somebody)
    first.press("1")
    first.hears("余额")
    agent.talks_to(first)
    agent.visitor.post(f"{agent.entry}/note", text="from home")
    first.agent.hangs_up()
    agent.visitor.post(f"{agent.entry}/outcome", disposition="solved")
    first.hangs_up()
    call = desk.line.new_telephone(number="+8613811112222").dial()
    call.type(f"1{somebody.keys}1{somebody.pin}#")
    call.hears("查询医保个人账户")
    assert "from home" in agent.talks_to(call).text


def test_it_speaks_the_language_of_whoever_reads_it(desk: House) -> None:
    agent = Seat(desk, "1001", language="zh")
    somebody = somebody_in(desk)
    call = identified(desk, somebody)
    call.press("1")
    call.hears("余额")
    page = agent.talks_to(call)
    assert "医保个人账户" in page.text
    assert "普通话" in page.text


def test_every_page_is_masked(desk: House, agent: Seat) -> None:
    somebody = somebody_in(desk)
    call = identified(desk, somebody)
    call.press("1")
    call.hears("余额")
    agent.talks_to(call)
    message = desk.telephone().dial()
    message.type("41")
    message.speaks(5)
    message.hangs_up()
    (ticket,) = desk.line.tickets
    entry = agent.entry.rpartition("/")[2]
    pages = [
        agent.visitor.get(path)
        for path in (
            "/desk/work",
            "/desk/work/look",
            f"/desk/work/{entry}/record",
            "/desk/tickets",
            f"/desk/tickets/{ticket.number}",
            "/desk/knowledge",
            "/desk/today",
            f"/desk/today/{entry}",
        )
    ]
    assert [page.status for page in pages] == [200] * len(pages)
    for page in pages:
        for secret in (somebody.id_number, NAME, MOBILE, MOBILE[3:], "4321.09", "4,321.09"):
            assert secret not in page.html
    assert all(somebody.id_number not in str(page.headers) for page in pages)


def test_a_call_is_seen_by_its_agent_only(desk: House, agent: Seat) -> None:
    agent.talks_to(desk.telephone().dial())
    entry = agent.entry
    other = Seat(desk, "1002")
    assert other.visitor.get(entry.replace("work", "today")).status == 404
    assert other.visitor.get(f"{entry}/record").status in (204, 404)
    for path in ("note", "outcome", "record", "find"):
        assert other.visitor.post(f"{entry}/{path}", text="x", disposition="solved").status == 404


def test_a_note_is_kept_encrypted_and_may_be_emptied(desk: House, agent: Seat) -> None:
    agent.talks_to(desk.telephone().dial())
    entry = agent.entry
    assert "Kept at" in agent.visitor.piece(f"{entry}/note", post=True, text="call again").text
    with desk.database.read() as connection:
        (kept,) = connection.execute(select(CallNote.text)).scalars()
    assert b"call again" not in kept
    assert desk.keyring.decrypt_text(kept, "call_notes.text") == "call again"
    assert "call again" in agent.works().text
    assert agent.visitor.post(f"{entry}/note", text="x" * 4001).status == 413
    agent.visitor.post(f"{entry}/note", text="  ")
    assert "call again" not in agent.works().text
