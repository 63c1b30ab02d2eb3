"""A freeze is lifted by whoever shows the PIN and a code sent to the registered mobile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from audio.phrases import PhraseBook
from db import freezes as freezes_of
from db.models import Freeze, Pin
from flows.proof import Proof
from flows.tree import call_map
from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.calls.codes import another, last_code
from tests.plugins.line import Line
from tests.plugins.people import People, Person

MOBILE = "+8613900001234"
CODE_SENT = "验证码已发到尾号幺二三四的登记手机。"


def freezes(line: Line, somebody: Person) -> None:
    """Their cards, a day ago, from their own mobile."""
    since = line.now() - timedelta(days=1)
    begin = freezes_of.begin(somebody.id, since + timedelta(days=7), 99, "mobile")
    with line.database.write() as connection:
        begin(connection, since)


def asks_to_lift(
    telephone: Telephone, somebody: Person, caller: str = "+8613800000007"
) -> TelephoneCall:
    """From the greeting to the PIN, which is right."""
    call = telephone.dial(caller)
    call.press("2")
    call.hears("解除冻结，请按二。")
    call.type(f"2{somebody.keys}1{somebody.pin}#")
    return call


def is_frozen(line: Line) -> bool:
    with line.database.read() as connection:
        return connection.execute(select(Freeze.lifted_at)).scalar_one() is None


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_with_the_pin_and_a_code(
    telephone: Telephone, people: People, line: Line, where: str
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    call = asks_to_lift(telephone, somebody)
    call.hears("请注意：您的社保卡已冻结", CODE_SENT, "请输入短信里的六位验证码。")
    code = last_code(line)
    words = line.texts[-1].words
    assert words == (
        f"验证码{code}，用于解除社保卡冻结，十分钟内在本次通话中有效。"
        "工作人员绝不会向您索要验证码。"
    )
    call.does_not_hear(code)
    call.type(code)
    call.hears_only(
        "验证码正确。",
        "解除冻结后，您的社保卡马上可以使用。",
        "现在解除，请按一。",
        "不解除，请按二。",
    )
    assert is_frozen(line)
    call.press("1")
    call.hears("冻结已解除，您的社保卡可以使用了。", "已发短信到尾号幺二三四的登记手机。")
    call.press("1")
    call.hears("查询社保卡状态，请按三。")
    call.press("3")
    call.hears("您的社保卡正常。")
    call.hangs_up()
    assert line.database.dialect.startswith(where)
    assert not is_frozen(line)
    assert line.events("verified") == [{"proof": "pin"}, {"proof": "code"}]
    assert line.events("freeze_lifted") == [{}]
    assert "已在2026年3月16日10:0" in line.texts[-1].words


@pytest.mark.usefixtures("plain")
def test_in_english(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    call = telephone.dial("+8613800000007")
    call.type(f"822{somebody.keys}1{somebody.pin}#")
    call.hears("We have texted a code to your registered mobile ending in one two three four.")
    code = last_code(line)
    assert line.texts[-1].words == (
        f"Your code is {code}, to lift the freeze of your card. It is valid for ten minutes, in "
        "this call only. Our staff never ask for it."
    )
    call.type(code)
    call.hears("The code is right.", "To lift it now, press one.")
    call.press("1")
    call.hears("The freeze is lifted. Your card works again.")
    call.hangs_up()


@pytest.mark.usefixtures("plain")
def test_the_registered_mobile_alone_lifts_nothing(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    call = telephone.dial(MOBILE)
    call.type(f"22{somebody.keys}1")
    call.hears("请输入六位查询密码")
    call.hangs_up()
    assert is_frozen(line)


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("line", [{"typed_ahead": "carry"}], indirect=True)
def test_a_key_typed_ahead_lifts_nothing(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    call = asks_to_lift(telephone, somebody)
    call.hears(CODE_SENT)
    call.types_ahead(f"{last_code(line)}1")
    call.hears("现在解除，请按一。")
    call.waits(1)
    assert is_frozen(line)
    call.hangs_up()


@pytest.mark.usefixtures("plain")
def test_whoever_does_not_want_it_keeps_the_freeze(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    call = asks_to_lift(telephone, somebody)
    call.hears(CODE_SENT)
    call.type(last_code(line))
    call.hears("不解除，请按二。")
    call.press("2")
    call.hears("立即冻结社保卡，请按一。")
    call.hangs_up()
    assert is_frozen(line)


@pytest.mark.usefixtures("plain")
def test_what_is_not_frozen_needs_no_code(telephone: Telephone, people: People, line: Line) -> None:
    call = asks_to_lift(telephone, people.someone(cards=["active"], mobile=MOBILE))
    call.hears("没有查到被冻结的社保卡。", "回到社保卡菜单，请按一。")
    call.press("1")
    call.hears("立即冻结社保卡，请按一。")
    call.hangs_up()
    assert line.texts == []


@pytest.mark.usefixtures("plain")
def test_what_the_agency_froze_is_lifted_by_a_person(
    telephone: Telephone, people: People, line: Line
) -> None:
    line.employs("+861082300001")
    call = asks_to_lift(telephone, people.someone(cards=["frozen"], mobile=MOBILE))
    call.hears("您的社保卡是经办机构冻结的，要由工作人员解除。", "卡的其他问题，请按一转人工。")
    call.press("1")
    call.rings("+861082300001")
    call.hangs_up()
    assert line.texts == []


@pytest.mark.usefixtures("plain")
def test_without_a_registered_mobile_a_person_does_it(
    telephone: Telephone, people: People, line: Line
) -> None:
    line.employs("+861082300001")
    somebody = people.someone(cards=["active"])
    freezes(line, somebody)
    call = asks_to_lift(telephone, somebody)
    call.hears("这项业务要用登记手机核对身份，您没有登记手机。现在为您转人工。")
    call.rings("+861082300001")
    call.hangs_up()


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(("hours", "may"), [(23, False), (25, True)], ids=["a day", "later"])
def test_a_pin_that_a_code_has_just_reset_is_not_strengthened_by_another(
    telephone: Telephone, people: People, line: Line, hours: int, may: bool
) -> None:
    line.employs("+861082300001")
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    with line.database.write() as connection:
        connection.execute(update(Pin).values(reset_at=line.now()))
    line.passes(hours=hours)
    call = asks_to_lift(telephone, somebody)
    if may:
        call.hears(CODE_SENT)
    else:
        call.hears("您的密码刚用验证码重设过")
        call.rings("+861082300001")
        assert line.events("code_sent") == []
    call.hangs_up()


# --- the code ------------------------------------------------------------------------------------


def test_three_wrong_codes_lead_to_a_person(
    telephone: Telephone, people: People, line: Line
) -> None:
    line.employs("+861082300001")
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    call = asks_to_lift(telephone, somebody)
    call.hears(CODE_SENT)
    code = last_code(line)
    for _ in range(2):
        call.type(another(code))
        call.hears("验证码不对，或者已经失效。", "请输入短信里的六位验证码。")
    call.type(another(code))
    call.hears("验证码不对，或者已经失效。", "为了您的信息安全，现在为您转人工。")
    call.rings("+861082300001")
    call.agent.is_busy()
    call.press("1")
    call.hangs_up()
    assert is_frozen(line)
    assert line.events("code_refused") == [{}, {}, {}]


def test_a_code_is_sent_again_and_either_will_do(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    call = asks_to_lift(telephone, somebody)
    call.hears("没有收到，请按二再按井号重发。")
    first = last_code(line)
    call.type("2#")
    call.hears(CODE_SENT)
    assert line.events("code_sent") == [{}, {}]
    call.type(first)
    call.hears("验证码正确。")
    call.hangs_up()


@pytest.mark.usefixtures("plain")
def test_no_third_code_in_a_call(telephone: Telephone, people: People, line: Line) -> None:
    line.employs("+861082300001")
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    call = asks_to_lift(telephone, somebody)
    call.type("2#")
    call.hears(CODE_SENT)
    call.type("2#")
    call.hears("验证码发送次数已到上限。现在为您转人工。")
    call.rings("+861082300001")
    call.hangs_up()
    assert line.events("codes_used_up") == [{}]


@pytest.mark.usefixtures("plain")
def test_a_code_of_another_call_is_worth_nothing(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    first = asks_to_lift(telephone, somebody)
    first.hears(CODE_SENT)
    code = last_code(line)
    first.hangs_up()
    second = asks_to_lift(telephone, somebody, "+8613800000008")
    second.hears(CODE_SENT)
    second.type(code if code != last_code(line) else another(code))
    second.hears("验证码不对，或者已经失效。")
    second.hangs_up()


def test_a_lift_that_another_call_has_done_is_told(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    freezes(line, somebody)
    call = asks_to_lift(telephone, somebody)
    call.hears(CODE_SENT)
    call.type(last_code(line))
    call.hears("现在解除，请按一。")
    with line.database.write() as connection:
        connection.execute(update(Freeze).values(lifted_at=line.now()))
    call.press("1")
    call.hears("您的社保卡已经不在冻结中。")
    call.hangs_up()
    assert line.events("freeze_lifted") == []


def test_every_errand_that_needs_a_code_says_in_the_text_what_it_is_for() -> None:
    names = PhraseBook.load().names
    needing = [flow.name for flow in call_map().all_flows if flow.needs is Proof.CODE]
    assert needing
    for name in needing:
        assert f"term.code.{name}" in names
