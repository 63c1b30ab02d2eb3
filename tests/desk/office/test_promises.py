"""The outbox in the office: what waits, what has failed, tried again or dropped."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from db import outbox
from db.models import Outgoing
from db.outbox import CALLBACK, TEXT, Outbox
from tests.desk.house import House
from tests.desk.visitor import Visitor

PAGE = "/desk/office/outbox"
SECRET = "your balance is 1234.05"


def promise(desk: House, kind: str = TEXT, *, failed: bool = False) -> int:
    """Something promised; gives its number."""
    with desk.database.write() as connection:
        number = len(connection.execute(select(Outgoing.id)).all()) + 1
        outbox.put(
            connection,
            desk.keyring,
            key=f"t/{number}",
            kind=kind,
            body={"text": SECRET},
            call_id=None,
            person_id=None,
            due_at=desk.now(),
            now=desk.now(),
        )
    if failed:
        box = Outbox(desk.database, desk.keyring)
        taken = box.take([kind], desk.now(), timedelta(seconds=1))
        assert taken is not None
        box.failed(taken, "no-mobile", desk.now())
    return number


def state(desk: House, number: int) -> str:
    with desk.database.read() as connection:
        wanted = select(Outgoing.state).where(Outgoing.id == number)
        return str(connection.execute(wanted).scalar_one())


def test_an_empty_outbox(operator: Visitor) -> None:
    assert "Nothing waits, and nothing has failed." in operator.get(PAGE).text


def test_what_waits_and_what_has_failed(desk: House, operator: Visitor) -> None:
    failed = promise(desk, failed=True)
    waiting = promise(desk, CALLBACK)
    page = operator.get(PAGE)
    assert "text message 0 1" in page.text
    assert "callback 1 0" in page.text
    assert "no-mobile" in page.text
    assert SECRET not in page.html
    assert "callback: waits for settings, TWILIO_ACCOUNT_SID, CALL_FROM." in page.text
    assert f"{PAGE}/{failed}/retry" in page.html
    assert f"{PAGE}/{waiting}/retry" not in page.html
    assert "1 promise has failed." in operator.get("/desk/office").text


def test_it_is_tried_again(desk: House, operator: Visitor) -> None:
    numbers = [promise(desk, failed=True) for _ in range(3)]
    page = operator.post(f"{PAGE}/{numbers[0]}/retry", follow=True)
    assert "1 promise will be tried again." in page.text
    assert [state(desk, each) for each in numbers] == ["waiting", "failed", "failed"]
    page = operator.post(f"{PAGE}/retry", follow=True)
    assert "2 promises will be tried again." in page.text
    page = operator.post(f"{PAGE}/retry", follow=True)
    assert "There is nothing that has failed" in page.text
    assert desk.line.disclosed == ["outbox.retry", "outbox.retry"]


def test_it_is_dropped(desk: House, operator: Visitor) -> None:
    number = promise(desk)
    page = operator.post(f"{PAGE}/{number}/drop", follow=True)
    assert "It is dropped, and never done." in page.text
    assert state(desk, number) == "dropped"
    assert operator.post(f"{PAGE}/{number}/drop").status == 404
    assert desk.line.disclosed == [f"outbox.drop {number}"]
