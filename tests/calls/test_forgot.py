"""A forgotten PIN: a code to the registered mobile, and nobody learns who is on record."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, select

from db.models import Pin
from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.calls.codes import another, last_code
from tests.calls.test_pin_change import knows
from tests.plugins.line import Line
from tests.plugins.people import PIN, People, Person, id_number

MOBILE = "+8613900001234"
NEW = "739146"
SENT = "如果这个身份证号有登记手机，验证码已经发到那部手机。"
STRANGER = id_number(400)
"""An ID number that nobody on record has."""


def forgets(telephone: Telephone, keys: str, caller: str = "+8613800000007") -> TelephoneCall:
    """From the greeting to the code."""
    call = telephone.dial(caller)
    call.press("2")
    call.hears("忘记密码，请按五。")
    call.press("5")
    call.hears("请输入十八位身份证号")
    call.type(keys)
    call.hears("正确请按一。")
    call.press("1")
    call.listens_out()
    return call


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_code_and_a_new_pin(telephone: Telephone, people: People, line: Line, where: str) -> None:
    somebody = people.someone(mobile=MOBILE, cards=["frozen"])
    call = forgets(telephone, somebody.keys)
    call.hears(SENT, "请输入短信里的六位验证码。")
    call.does_not_hear("幺二三四")
    code = last_code(line)
    assert line.texts[0].person_id == somebody.id
    assert line.texts[0].words.startswith(f"验证码{code}，用于重设查询密码")
    call.type(code)
    call.hears("验证码正确。", "请输入六到八位新密码")
    call.type("345678#")
    call.hears("它是连续的数字")
    call.type(f"{NEW}#")
    call.hears("请再输一次新密码")
    call.type(f"{NEW}#")
    call.hears("新密码将代替旧密码。", "现在启用新密码，请按一。")
    assert line.events("verified") == []
    call.press("1")
    call.hears("新密码已设置。", "请注意：您的社保卡已临时冻结。", "查询医保、社保账户，请按一。")
    call.press("1")
    call.hears("查询医保个人账户，请按一。")
    call.hangs_up()
    assert line.database.dialect.startswith(where)
    assert line.events("pin_reset") == [{}]
    assert "您的查询密码已在2026年3月16日" in line.texts[1].words
    with line.database.read() as connection:
        assert connection.execute(select(Pin.reset_at)).scalar_one() is not None
    assert not knows(telephone, somebody, PIN)
    assert knows(telephone, somebody, NEW)


@pytest.mark.usefixtures("plain")
def test_in_english(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(mobile=MOBILE)
    call = telephone.dial()
    call.type(f"825{somebody.keys}1")
    call.hears("If a mobile is registered with this ID number, a code is on its way to it.")
    call.type(last_code(line))
    call.hears("The code is right.", "Enter a new PIN of six to eight digits")
    call.type(f"{NEW}#{NEW}#")
    call.hears("To use the new PIN from now on, press one.")
    call.press("1")
    call.hears("Your new PIN is set.", "For your account, press one.")
    call.hangs_up()


def test_from_the_question_for_the_pin_and_on_to_what_was_wanted(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(mobile=MOBILE)
    call = telephone.dial()
    call.type(f"1{somebody.keys}1111222#")
    call.hears("忘记密码，请按三再按井号。")
    call.type("3#")
    call.hears("请输入十八位身份证号")
    call.type(f"{somebody.keys}1")
    call.hears(SENT)
    call.type(f"{last_code(line)}{NEW}#{NEW}#")
    call.hears("现在启用新密码，请按一。")
    call.press("1")
    call.hears("新密码已设置。", "查询医保个人账户，请按一。")
    call.hangs_up()


@pytest.mark.usefixtures("plain")
def test_a_reset_pin_stays_one_when_it_is_changed(
    telephone: Telephone, people: People, line: Line
) -> None:
    """Else whoever holds the mobile could make its code count twice."""
    somebody = people.someone(mobile=MOBILE)
    call = forgets(telephone, somebody.keys)
    call.type(f"{last_code(line)}{NEW}#{NEW}#")
    call.hears("现在启用新密码，请按一。")
    call.press("1")
    call.hears("新密码已设置。")
    call.press("24")
    call.type(f"{NEW}#{PIN}#{PIN}#")
    call.hears("现在启用新密码，请按一。")
    call.press("1")
    call.hears("新密码已设置。")
    call.hangs_up()
    with line.database.read() as connection:
        assert connection.execute(select(Pin.reset_at)).scalar_one() is not None


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("line", [{"typed_ahead": "carry"}], indirect=True)
def test_a_key_typed_ahead_replaces_nothing(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(mobile=MOBILE)
    call = forgets(telephone, somebody.keys)
    call.types_ahead(f"{last_code(line)}{NEW}#{NEW}#1")
    call.hears("现在启用新密码，请按一。")
    call.waits(1)
    call.press("2")
    call.hears("忘记密码，请按五。")
    call.hangs_up()
    assert knows(telephone, somebody, PIN)


def everybody(people: People) -> dict[str, Person]:
    """Whom nobody may tell apart by calling."""
    return {
        "with a mobile": people.someone(mobile=MOBILE),
        "without a mobile": people.someone(),
        "unknown": Person(0, STRANGER, PIN),
    }


def test_known_and_unknown_numbers_sound_alike(
    telephone: Telephone, people: People, plain: Line
) -> None:
    """To the third wrong code, and when no more are sent."""
    sounds = {}
    for nth, (who, somebody) in enumerate(everybody(people).items()):
        said = sounds[who] = list[tuple[str, str]]()
        for times in range(3):
            call = forgets(telephone, somebody.keys, f"+86138000001{nth}{times}")
            call.type("2#")
            call.listens_out()
            if times < 2:
                for _ in range(3):
                    call.type("111111")
                    call.listens_out()
            call.hangs_up()
            said += [(e.who, e.heard_text) for e in call.transcript if "尾号" not in e.text]
    first, *others = sounds.values()
    assert others == [first, first]
    heard = "".join(text for _, text in first)
    assert "验证码不对" in heard
    assert "验证码发送次数已到上限。" in heard


def test_known_and_unknown_numbers_take_the_same_statements(
    telephone: Telephone, people: People, plain: Line
) -> None:
    """When a code is sent, but for the message itself, and when one is refused."""
    statements: list[str] = []

    def note(on: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        # Another line may be served beside this one, for the tests of its pages.
        ours = on.engine.url == plain.database.url
        if ours and not statement.startswith("INSERT INTO outbox"):
            statements.append(statement)

    taken: dict[str, list[str]] = {}
    callers = everybody(people)
    for who, somebody in callers.items():
        call = telephone.dial("anonymous")
        call.type(f"25{somebody.keys}")
        call.hears("正确请按一。")
        event.listen(Engine, "before_cursor_execute", note)
        call.press("1")
        call.hears(SENT)
        call.type("111111")
        call.hears("验证码不对，或者已经失效。")
        event.remove(Engine, "before_cursor_execute", note)
        call.hangs_up()
        taken[who], statements = statements, []
    assert any("codes" in statement for statement in taken["unknown"])
    assert taken["unknown"] == taken["without a mobile"] == taken["with a mobile"]


def test_the_limits_of_a_record_hold_from_everywhere(
    telephone: Telephone, people: People, plain: Line
) -> None:
    somebody = people.someone(mobile=MOBILE)
    for nth in range(5):
        call = forgets(telephone, somebody.keys, f"+8613800000{nth:03}")
        call.hears(SENT)
        call.hangs_up()
    call = forgets(telephone, somebody.keys, "anonymous")
    call.hears("验证码发送次数已到上限。现在为您转人工。")
    call.hangs_up()
    assert len(plain.texts) == 5
    plain.passes(hours=25)
    call = forgets(telephone, somebody.keys)
    call.hears(SENT)
    call.hangs_up()


def test_one_number_cannot_flood_many_mobiles(
    telephone: Telephone, people: People, plain: Line
) -> None:
    for _ in range(5):
        call = forgets(telephone, people.someone(mobile=MOBILE).keys)
        call.hears(SENT)
        call.hangs_up()
        plain.passes(minutes=11)
    call = forgets(telephone, people.someone(mobile=MOBILE).keys)
    call.hears("验证码发送次数已到上限。现在为您转人工。")
    call.hangs_up()
    assert len(plain.texts) == 5


@pytest.mark.usefixtures("plain")
def test_a_code_for_one_number_opens_no_other(
    telephone: Telephone, people: People, line: Line
) -> None:
    """Two numbers in one call: the code of the first is worth nothing for the second."""
    own, other = people.someone(mobile=MOBILE), people.someone(mobile="+8613900005678")
    call = forgets(telephone, own.keys)
    code = last_code(line)
    call.type("0#")
    call.hears("工作人员都在忙。", "留言，请按一。")
    call.press("*")
    call.type(f"5{other.keys}1")
    call.hears(SENT)
    call.type(code if code != last_code(line) else another(code))
    call.hears("验证码不对，或者已经失效。")
    call.hangs_up()
