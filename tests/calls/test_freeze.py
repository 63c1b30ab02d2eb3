"""A lost card is frozen: who may, for how long, what is said and kept of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from db import freezes
from db.audit import verify
from db.models import Disclosure, Freeze
from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.plugins.line import Line
from tests.plugins.people import People, Person

BEGIN = freezes.begin
MOBILE = "+8613900001234"
UNTIL = "二零二六年三月二十三日上午十点"
CONFIRM = "冻结后，您的社保卡在七天内不能使用。"


def asks_to_freeze(telephone: Telephone, somebody: Person, caller: str = MOBILE) -> TelephoneCall:
    """From the greeting to the ID number, which is right."""
    call = telephone.dial(caller)
    call.press("2")
    call.hears("立即冻结社保卡，请按一。")
    call.press("1")
    call.hears("请输入十八位身份证号")
    call.type(somebody.keys)
    call.hears("正确请按一。")
    call.press("1")
    return call


def confirms(call: TelephoneCall) -> None:
    call.hears(CONFIRM, "现在冻结，请按一。")
    call.press("1")


def freezes_on(line: Line) -> list[Freeze]:
    with line.database.read() as connection:
        return list(connection.execute(select(Freeze.__table__).order_by(Freeze.id)))  # type: ignore[arg-type]


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_from_the_registered_mobile_no_pin_is_asked(
    telephone: Telephone, people: People, line: Line, where: str
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    call = asks_to_freeze(telephone, somebody)
    call.hears_only(CONFIRM, "现在冻结，请按一。", "不冻结，请按二。")
    call.press("1")
    call.hears_only(
        f"您的社保卡已冻结，到{UNTIL}自动解除。",
        "银行功能没有冻结，请拨打卡背面的银行电话挂失。",
        "已发短信到尾号幺二三四的登记手机。",
        "回到社保卡菜单，请按一。",
        "结束通话，请按二。",
    )
    call.press("2")
    call.hears("谢谢来电，再见。")
    call.is_over()
    assert line.database.dialect.startswith(where)
    (freeze,) = freezes_on(line)
    assert (freeze.person_id, freeze.proof, freeze.lifted_at) == (somebody.id, "mobile", None)
    assert freeze.until == datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
    assert line.events("frozen") == [{"proof": "mobile"}]
    (text,) = line.texts
    assert text.person_id == somebody.id
    assert text.words == (
        "您的社保卡已冻结，到2026年3月23日10:00自动解除。"
        "银行功能没有冻结，请拨打卡背面的银行电话挂失。如非本人操作，请致电本热线。"
    )


def test_from_another_number_the_pin_is_asked(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    call = asks_to_freeze(telephone, somebody, "+8613800000007")
    call.hears("请输入六位查询密码，按井号结束。")
    call.type(f"{somebody.pin}#")
    call.hears(CONFIRM)
    call.press("1")
    call.hears("您的社保卡已冻结", "已发短信到尾号幺二三四的登记手机。")
    call.hangs_up()
    assert [freeze.proof for freeze in freezes_on(line)] == ["pin"]


@pytest.mark.usefixtures("plain")
def test_without_a_mobile_nothing_is_texted(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"])
    call = asks_to_freeze(telephone, somebody)
    call.type(f"{somebody.pin}#")
    call.hears(CONFIRM)
    call.press("1")
    call.hears("您的社保卡已冻结")
    call.does_not_hear("已发短信")
    call.hangs_up()
    assert line.texts == []


@pytest.mark.usefixtures("plain")
def test_at_night_as_by_day(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    line.it_is("2026-03-22 03:07")
    call = asks_to_freeze(telephone, somebody)
    confirms(call)
    call.hears("您的社保卡已冻结，到二零二六年三月二十九日凌晨三点零七分自动解除。")
    call.hangs_up()


@pytest.mark.usefixtures("plain")
def test_in_english(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    call = telephone.dial(MOBILE)
    call.press("82")
    call.hears("To freeze your card now, press one.")
    call.type(f"1{somebody.keys}1")
    call.hears("Once frozen, your card cannot be used for seven days.", "press one")
    call.press("1")
    call.hears(
        "Your card is frozen. The freeze ends by itself at ten a.m. on March twenty-third, "
        "twenty twenty-six.",
        "Its bank function is not frozen",
    )
    call.hangs_up()
    assert line.texts[0].words == (
        "Your social security card is frozen. The freeze ends by itself at 10:00 a.m. on "
        "March 23, 2026. Its bank function is not frozen: call the bank at the number on the "
        "card. If this was not you, call this hotline."
    )


@pytest.mark.usefixtures("plain")
def test_whoever_does_not_want_it_is_back_at_the_menu(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    call = asks_to_freeze(telephone, somebody)
    call.hears("不冻结，请按二。")
    call.press("2")
    call.hears("立即冻结社保卡，请按一。")
    call.hangs_up()
    assert freezes_on(line) == []


@pytest.mark.parametrize("line", [{"typed_ahead": "carry"}], indirect=True)
def test_a_key_typed_ahead_freezes_nothing(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    call = telephone.dial(MOBILE)
    call.types_ahead(f"21{somebody.keys}111")
    call.hears("现在冻结，请按一。")
    call.waits(1)
    assert freezes_on(line) == []
    call.press("1")
    call.hears("您的社保卡已冻结")
    call.hangs_up()
    assert len(freezes_on(line)) == 1


def test_frozen_twice_is_frozen_once(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    call = asks_to_freeze(telephone, somebody)
    confirms(call)
    call.hears("您的社保卡已冻结")
    call.hangs_up()
    line.passes(days=1)
    call = asks_to_freeze(telephone, somebody)
    call.hears(
        "您的社保卡已在二零二六年三月十六日上午十点冻结。",
        f"冻结到{UNTIL}自动解除。",
        "解除冻结，请按一。",
    )
    call.hangs_up()
    assert len(freezes_on(line)) == 1
    assert len(line.texts) == 1
    assert line.disclosed == ["freeze.already"]
    with line.database.read() as connection:
        link = connection.execute(select(Disclosure.person_id, Disclosure.proof)).one()
    assert tuple(link) == (somebody.id, "mobile")
    assert verify(line.database, line.keyring) is None


def test_of_two_calls_that_confirm_one_freezes(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    first = asks_to_freeze(telephone, somebody)
    first.hears("现在冻结，请按一。")
    second = asks_to_freeze(telephone, somebody, "anonymous")
    second.type(f"{somebody.pin}#")
    confirms(second)
    second.hears("您的社保卡已冻结")
    first.hears("需要更多时间吗？请按一。")
    first.press("1")
    confirms(first)
    first.hears("您的社保卡已在二零二六年三月十六日上午十点冻结。")
    assert len(freezes_on(line)) == len(line.texts) == 1


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_two_calls_that_freeze_in_the_same_moment(
    telephone: Telephone,
    people: People,
    line: Line,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    """The other call's freeze is written after this one has looked and before it writes."""
    somebody = people.someone(cards=["active"], mobile=MOBILE)

    def begin(*given: object) -> object:
        if not freezes_on(line):
            with line.database.write() as connection:
                BEGIN(somebody.id, datetime(2026, 3, 20, tzinfo=UTC), 99, "pin")(
                    connection, line.now()
                )
        return BEGIN(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(freezes, "begin", begin)
    call = asks_to_freeze(telephone, somebody)
    confirms(call)
    call.hears("冻结到二零二六年三月二十日上午八点自动解除。")
    call.hangs_up()
    assert [freeze.call_id for freeze in freezes_on(line)] == [99]
    assert line.texts == []
    assert line.events("frozen") == []


@pytest.mark.usefixtures("plain")
def test_all_cards_are_frozen_and_an_import_frees_none(
    telephone: Telephone, people: People, line: Line
) -> None:
    """What the agency's file says of the cards stands elsewhere."""
    somebody = people.someone(cards=["active", "lost", "active"], mobile=MOBILE)
    call = asks_to_freeze(telephone, somebody)
    confirms(call)
    call.hears("您的社保卡已冻结")
    call.press("1")
    call.hears("查询社保卡状态，请按三。")
    call.type(f"3{somebody.keys}1{somebody.pin}#")
    call.hears(
        f"请注意：您的社保卡已冻结，到{UNTIL}自动解除。",
        "您有三张社保卡。",
        "一张已临时冻结。",
        "一张已挂失。",
        f"冻结到{UNTIL}自动解除。",
    )
    call.hangs_up()


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("cards", "words"),
    [
        ([], "没有查到可以冻结的社保卡。"),
        (["lost", "in-production"], "没有查到可以冻结的社保卡。"),
        (["frozen", "lost"], "您的社保卡已由经办机构冻结。"),
    ],
    ids=["no card", "none that works", "frozen by the agency"],
)
def test_what_cannot_be_frozen_is_for_a_person(
    telephone: Telephone, people: People, line: Line, cards: list[str], words: str
) -> None:
    line.employs("+861082300001")
    somebody = people.someone(cards=cards, mobile=MOBILE)
    call = asks_to_freeze(telephone, somebody)
    call.hears_only(words, "卡的其他问题，请按一转人工。", "回到社保卡菜单，请按二。")
    call.press("1")
    call.rings("+861082300001")
    call.hangs_up()
    assert freezes_on(line) == []


def test_a_calling_number_is_no_proof_for_records(telephone: Telephone, people: People) -> None:
    """Who was recognised by their mobile alone is still asked for the PIN before records."""
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    call = asks_to_freeze(telephone, somebody)
    call.hears(CONFIRM)
    call.press("**1")
    call.hears("请输入十八位身份证号")
    call.hangs_up()


@pytest.mark.usefixtures("plain")
def test_another_person_who_proves_themselves_has_their_own_mobile(
    telephone: Telephone, people: People, line: Line
) -> None:
    """The mobile of whoever was recognised first never gets, or names, what is another's."""
    recognised = people.someone(cards=["active"], mobile=MOBILE)
    other = people.someone(cards=["active"], pin="804271")
    call = asks_to_freeze(telephone, recognised)
    call.hears(CONFIRM)
    call.press("*3")
    call.type(f"{other.keys}1{other.pin}#")
    call.hears("您的社保卡正常。")
    call.press("7")
    call.hears("您没有登记手机，不能发短信。")
    call.hangs_up()
    assert line.texts == []


# --- the first sentence --------------------------------------------------------------------------


def put_freeze(line: Line, somebody: Person, until: datetime) -> None:
    row = {
        "person_id": somebody.id,
        "since": line.now(),
        "until": until,
        "call_id": 1,
        "proof": "pin",
    }
    with line.database.write() as connection:
        connection.execute(insert(Freeze), row)


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("until", "news"),
    [
        (
            "2026-03-17T01:59Z",
            "请注意：您的社保卡冻结将在二零二六年三月十七日上午九点五十九分自动解除。",
        ),
        ("2026-03-18T02:00Z", "请注意：您的社保卡已冻结，到二零二六年三月十八日上午十点自动解除。"),
        ("2026-03-16T01:00Z", ""),
    ],
    ids=["ends within a day", "ends later", "is over"],
)
def test_a_freeze_is_news(
    telephone: Telephone, people: People, line: Line, until: str, news: str
) -> None:
    somebody = people.someone(cards=["active"])
    put_freeze(line, somebody, datetime.fromisoformat(until))
    call = telephone.dial()
    call.type(f"1{somebody.keys}1")
    call.hears("请输入六位查询密码")
    call.type(f"{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。")
    assert call.heard[0] == (news or "查询医保个人账户，请按一。")
    call.hangs_up()


@pytest.mark.usefixtures("plain")
def test_an_ended_freeze_can_be_followed_by_another(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"], mobile=MOBILE)
    put_freeze(line, somebody, datetime(2026, 3, 16, 2, 1, tzinfo=UTC))
    line.passes(minutes=5)
    call = asks_to_freeze(telephone, somebody)
    confirms(call)
    call.hears("您的社保卡已冻结")
    call.hangs_up()
    past, present = freezes_on(line)
    assert past.lifted_at == past.until
    assert present.lifted_at is None
