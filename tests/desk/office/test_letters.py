"""One-time PINs for letters: chosen, confirmed, shown once, in the trail, and nowhere else."""

from __future__ import annotations

import io
import re

from sqlalchemy import select

from db import pins
from db.identity import Identity, Verified
from db.models import Disclosure, Pin
from db.staff import Role
from flows.city import City
from tests.db.people import CHEAP, id_number
from tests.desk.house import House
from tests.desk.visitor import Page, Visitor

PAGE = "/desk/office/letters"
_CHOSEN = re.compile(r'name="chosen" value="([^"]+)"')
_PIN = re.compile(r'<p class="pin">(\d{3}) (\d+)</p>')


def chosen(page: Page) -> str:
    """The choice that a page of confirmation carries."""
    found = _CHOSEN.search(page.html)
    assert found is not None, page.text
    return found[1]


def made(page: Page) -> list[str]:
    """The PINs of the letters on a page."""
    return ["".join(each) for each in _PIN.findall(page.html)]


def choose(visitor: Visitor, text: str, name: str = "people.txt") -> Page:
    """Choose the people of a file."""
    data = io.BytesIO(text.encode())
    return visitor.post(f"{PAGE}/choose", who="file", file=(data, name))


def kept(desk: House) -> dict[int, bool]:
    """Who has a PIN, and whether it is a one-time PIN."""
    with desk.database.read() as connection:
        rows = connection.execute(select(Pin.person_id, Pin.one_time)).all()
    return {row.person_id: row.one_time for row in rows}


def test_everybody_without_one_gets_a_letter(desk: House, operator: Visitor) -> None:
    without = [desk.people.someone(pin=None) for _ in range(2)]
    having = desk.people.someone(pin="482913")
    page = operator.post(f"{PAGE}/choose", who="without")
    assert "Make 2 letters?" in page.text
    assert kept(desk) == {having.id: False}, "nothing is done before it is confirmed"
    page = operator.post(PAGE, chosen=chosen(page), language="en")
    assert page.status == 200
    assert page.headers["Cache-Control"] == "no-store"
    letters = made(page)
    assert len(letters) == 2
    assert f"ID number ending in {without[0].id_number[-4:]}" in page.text
    assert without[0].id_number not in page.html
    assert kept(desk) == {each.id: True for each in without} | {having.id: False}
    for person, pin in zip(without, letters, strict=True):
        assert pins.problem(person.id_number, pin) is None
        assert opens(desk, person.id_number, pin)
    links = told(desk)
    account = desk.parts.accounts.find("operator")
    assert account is not None
    assert links == [("pin.letter", each.id, f"account {account.id}") for each in without]
    assert "operator 2" in operator.get(PAGE).text, "who made how many is kept"


def opens(desk: House, number: str, pin: str) -> bool:
    """Whether a letter's PIN opens the line, once."""

    found = Identity(desk.database, desk.keyring, CHEAP).check(
        id_number=number, pin=pin, number_index=None, call_id=1, turn=int(pin), now=desk.now()
    )
    return isinstance(found, Verified) and found.one_time


def told(desk: House) -> list[tuple[str, int, str]]:
    """What the trail has."""
    columns = (Disclosure.what, Disclosure.person_id, Disclosure.actor)
    with desk.database.read() as connection:
        rows = connection.execute(select(*columns).order_by(Disclosure.id))
        return [(row.what, row.person_id, row.actor) for row in rows]


def test_a_page_loaded_again_makes_nothing(desk: House, operator: Visitor) -> None:
    desk.people.someone(pin=None)
    page = operator.post(f"{PAGE}/choose", who="without")
    desk.line.passes(seconds=5)
    first = operator.post(PAGE, chosen=chosen(page), language="zh")
    assert len(made(first)) == 1
    again = operator.post(PAGE, chosen=chosen(page), language="zh", follow=True)
    assert made(again) == []
    assert "are not shown again" in again.text
    assert len(told(desk)) == 1


def test_people_of_a_file(desk: House, operator: Visitor) -> None:
    having = desk.people.someone(pin="482913")
    desk.people.someone(pin=None)
    page = choose(operator, f"\ufeffid_number,name\r\n{having.id_number},张三\r\n", "p.csv")
    assert "Make 1 letter?" in page.text
    assert "1 person has a PIN and loses it" in page.text
    assert having.id_number not in page.html
    page = operator.post(PAGE, chosen=chosen(page), language="en")
    [pin] = made(page)
    assert opens(desk, having.id_number, pin)
    assert kept(desk) == {having.id: True}, "and nobody else"


def test_what_is_wrong_with_a_file_is_named_by_its_line(desk: House, operator: Visitor) -> None:
    somebody = desk.people.someone(pin=None)
    wrong = somebody.id_number[:-1] + ("0" if somebody.id_number[-1] != "0" else "1")
    page = choose(operator, f"{somebody.id_number}\n{wrong}\n\nnobody\n")
    assert page.status == 422
    assert "No ID number in line 2, 4." in page.text
    assert wrong not in page.html
    page = choose(operator, f"{somebody.id_number}\n{id_number(900)}\n")
    assert "1 of these are on nobody" in page.text
    assert "Choose a file" in choose(operator, "").text
    page = operator.post(f"{PAGE}/choose", who="file", file=(io.BytesIO(b"\xff\xfe1"), "p.txt"))
    assert "not a text in UTF-8" in page.text
    many = "\n".join(id_number(nth) for nth in range(101))
    assert "At most 100 at once" in choose(operator, many).text
    assert kept(desk) == {}


def test_a_large_town_is_done_a_hundred_at_a_time(desk: House, operator: Visitor) -> None:
    for _ in range(103):
        desk.people.someone(pin=None)
    page = operator.post(f"{PAGE}/choose", who="without")
    assert "Make 100 letters?" in page.text
    assert "Others have no PIN either" in page.text
    assert len(made(operator.post(PAGE, chosen=chosen(page), language="zh"))) == 100
    page = operator.post(f"{PAGE}/choose", who="without")
    assert "Make 3 letters?" in page.text
    assert "Others have no PIN either" not in page.text


def test_nobody_is_left_without(desk: House, operator: Visitor) -> None:
    page = operator.post(f"{PAGE}/choose", who="without")
    assert page.status == 422
    assert "Everybody on record has a PIN already." in page.text
    assert "No letters were made here yet." in page.text


def test_a_choice_is_its_own_s_and_for_a_while(desk: House, operator: Visitor) -> None:
    desk.people.someone(pin=None)
    choice = chosen(operator.post(f"{PAGE}/choose", who="without"))
    other = desk.sign_in({Role.OPERATOR})
    for visitor, what in ((other, choice), (operator, choice[:-2]), (operator, "")):
        page = visitor.post(PAGE, chosen=what, language="zh", follow=True)
        assert "Nothing was made: choose again." in page.text
    desk.line.passes(minutes=16)
    page = operator.post(PAGE, chosen=choice, language="zh", follow=True)
    assert "Nothing was made: choose again." in page.text
    assert kept(desk) == {}


def test_a_letter_is_in_the_language_of_its_receiver(desk: House, operator: Visitor) -> None:
    desk.people.someone(pin=None)
    page = operator.post(f"{PAGE}/choose", who="without")
    page = operator.post(PAGE, chosen=chosen(page), language="zh")
    assert "Print them now" in page.text
    assert '<article class="letter" lang="zh-CN">' in page.html
    assert "查询密码" in page.text
    number = City.load(desk.line.settings.hotline_city).number
    assert number in page.text
