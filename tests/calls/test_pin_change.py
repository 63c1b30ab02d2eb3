"""The PIN is changed: who may, what is refused, and that a key must say so."""

from __future__ import annotations

import pytest

from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.plugins.line import Line
from tests.plugins.people import PIN, People, Person

MOBILE = "+8613900001234"
NEW, WRONG = "739146", "804271"


def asks_to_change(telephone: Telephone, somebody: Person) -> TelephoneCall:
    """From the greeting to the old PIN, which is yet to be given again."""
    call = telephone.dial()
    call.press("2")
    call.hears("更改查询密码，请按四。")
    call.type(f"4{somebody.keys}1{somebody.pin}#")
    call.hears("请输入现在的查询密码，按井号结束。")
    return call


def gives_new(call: TelephoneCall) -> None:
    """The old PIN, and a new one twice."""
    call.type(f"{PIN}#")
    call.hears("请输入六到八位新密码，按井号结束。")
    call.type(f"{NEW}#")
    call.hears("请再输一次新密码，按井号结束。")
    call.type(f"{NEW}#")
    call.hears("新密码将代替旧密码。", "现在启用新密码，请按一。", "不更改，请按二。")


def knows(telephone: Telephone, somebody: Person, pin: str) -> bool:
    call = telephone.dial("+8613800000099")
    call.type(f"1{somebody.keys}1{pin}#")
    call.listens_out()
    known = "查询医保个人账户，请按一。" in call.heard
    call.hangs_up()
    return known


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_the_new_one_replaces_the_old_one(
    telephone: Telephone, people: People, line: Line, where: str
) -> None:
    somebody = people.someone(mobile=MOBILE)
    call = asks_to_change(telephone, somebody)
    gives_new(call)
    assert line.events("pin_replaced") == []
    call.press("1")
    call.hears_only("新密码已设置。", "回到社保卡菜单，请按一。", "结束通话，请按二。")
    call.hangs_up()
    assert line.database.dialect.startswith(where)
    assert line.events("pin_replaced") == [{}]
    (text,) = line.texts
    assert text.words == (
        "您的查询密码已在2026年3月16日10:00更改。如非本人操作，请立即致电本热线。"
    )
    assert not knows(telephone, somebody, PIN)
    assert knows(telephone, somebody, NEW)


@pytest.mark.usefixtures("plain")
def test_in_english(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(mobile=MOBILE)
    call = telephone.dial()
    call.type(f"824{somebody.keys}1{PIN}#")
    call.hears("Enter your present PIN, then press pound.")
    call.type(f"{PIN}#{NEW}#{NEW}#")
    call.hears("The new PIN will replace the old one.", "To use the new PIN from now on, press one")
    call.press("1")
    call.hears("Your new PIN is set.")
    call.hangs_up()
    assert line.texts[0].words.startswith("Your PIN was changed at 10:0")


@pytest.mark.parametrize("line", [{"typed_ahead": "carry"}], indirect=True)
def test_a_key_typed_ahead_changes_nothing(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone()
    call = asks_to_change(telephone, somebody)
    call.types_ahead(f"{PIN}#{NEW}#{NEW}#1")
    call.hears("现在启用新密码，请按一。")
    call.waits(1)
    assert line.events("pin_replaced") == []
    call.press("2")
    call.hears("更改查询密码，请按四。")
    call.hangs_up()
    assert knows(telephone, somebody, PIN)


@pytest.mark.usefixtures("plain")
def test_a_telephone_that_changed_hands_changes_no_pin(
    telephone: Telephone, people: People, line: Line
) -> None:
    line.employs("+861082300001")
    somebody = people.someone()
    call = asks_to_change(telephone, somebody)
    for _ in range(2):
        call.type(f"{WRONG}#")
        call.hears("密码不对。", "请输入现在的查询密码，按井号结束。")
    call.type(f"{WRONG}#")
    call.hears("密码不对。", "为了您的信息安全，现在为您转人工。")
    call.rings("+861082300001")
    call.hangs_up()
    assert line.events("refused") == [{}, {}, {}]


@pytest.mark.usefixtures("plain")
def test_wrong_old_pins_lock_the_record(telephone: Telephone, people: People, line: Line) -> None:
    """They are tries like any other; a right one before, from elsewhere, forgives none."""
    somebody = people.someone()
    for caller in ("+8613800000011", "+8613800000012"):
        call = telephone.dial(caller)
        call.type(f"24{somebody.keys}1{somebody.pin}#{WRONG}#{WRONG}#")
        call.hears("密码不对。")
        call.hangs_up()
    call = asks_to_change(telephone, somebody)
    call.type(f"{WRONG}#")
    call.hears("电话查询已暂停", "查询医保、社保账户，请按一。")
    call.hangs_up()
    assert line.events("locked") == [{}]


@pytest.mark.usefixtures("plain")
def test_a_new_pin_is_refused_with_its_reason(telephone: Telephone, people: People) -> None:
    call = asks_to_change(telephone, people.someone())
    call.type(f"{PIN}#")
    call.type("345678#")
    call.hears("这个密码不能用，因为它是连续的数字，请换一个。")
    call.type(f"{NEW}#")
    call.type(f"{WRONG}#")
    call.hears("两次输入不一样，请重新设置。", "请输入六到八位新密码")
    call.hangs_up()
