"""What a verified caller hears of their insurance, benefits, reimbursements and card."""

from __future__ import annotations

from datetime import date

import pytest

from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.calls.test_account import verified
from tests.plugins.line import Line
from tests.plugins.people import PROVIDER, Bill, Insured, Medical, Month, Paid, People, Person

AS_OF = date(2026, 3, 15)
MENU = "查询医保个人账户，请按一。"

# --- insurance -----------------------------------------------------------------------------------


def an_insured(people: People) -> Person:
    return people.someone(
        pension=Medical(45_678.90, AS_OF),
        insured=[
            Insured("unemployment", status="paused", months=12),
            Insured("employee-medical"),
        ],
    )


def test_insurances_and_the_pension_account(
    telephone: Telephone, people: People, line: Line
) -> None:
    call = verified(telephone, an_insured(people))
    call.hears("查询参保情况和养老账户，请按三。")
    call.press("3")
    call.hears(
        "截至二零二六年三月十五日，您的养老保险个人账户余额是四万五千六百七十八元九角。",
        "职工医保，正常参保。",
        "二零二零年一月一日参保，累计七十四个月。",
        "失业保险，暂停参保。",
        "二零二零年一月一日参保，累计十二个月。",
        "查询缴费记录，请按一。",
    )
    call.press("1")
    call.hears("没有查到您的缴费记录。")
    call.hangs_up()
    assert line.disclosed == ["insurance.enrolments"]


def test_insurances_in_english(telephone: Telephone, people: People) -> None:
    call = verified(telephone, an_insured(people), english=True)
    call.hears("For your insurances and pension account, press three.")
    call.press("3")
    call.hears(
        "As of March fifteenth, twenty twenty-six, the balance of your pension account is ",
        "employee medical insurance: active.",
        "You enrolled on January first, twenty twenty, seventy-four months in all.",
        "unemployment insurance: paused.",
        "For recent contributions, press one.",
    )
    call.hangs_up()


def test_whoever_is_insured_in_nothing_is_told_so(
    telephone: Telephone, people: People, line: Line
) -> None:
    call = verified(telephone, people.someone())
    call.press("3")
    call.hears("没有查到您的养老保险个人账户。", "没有查到您的参保记录。", "查询缴费记录，请按一。")
    call.does_not_hear("零元", "零个月")
    call.hangs_up()
    assert line.disclosed == []


# --- benefits and reimbursements -----------------------------------------------------------------

PENSIONS = (
    Paid(202603, 3000),
    Paid(202602, 3000, date(2026, 2, 15)),
    Paid(202601, 2940.5, date(2026, 1, 15)),
)
BILLS = (
    Bill(date(2026, 2, 20), 1200, "accepted", fund=840, personal=360),
    Bill(date(2026, 1, 9), 500.5, "paid", fund=350.35, personal=150.15),
    Bill(date(2025, 12, 1), 99.9),
)


def test_benefits_and_claims_page_by_page(telephone: Telephone, people: People, line: Line) -> None:
    call = verified(telephone, people.someone(benefits=PENSIONS, claims=BILLS))
    call.press("4")
    call.hears(
        "二零二六年三月的养老金：",
        "三千元，待发放。",
        "二零二六年二月的养老金：",
        "三千元，二零二六年二月十五日发放。",
        "二零二六年二月二十日就医，费用一千二百元。",
        "报销申请已受理，正在审核。",
        "二零二六年一月九日就医，费用五百元五角。",
        "报销申请已支付。",
        "基金支付三百五十元三角五分，个人承担一百五十元一角五分。",
        "听更早的待遇，请按一。",
        "听更早的报销，请按二。",
    )
    # What is under review is not settled.
    call.does_not_hear("八百四十元", "三百六十元", PROVIDER)
    call.press("2")
    call.hears(
        "二零二五年十二月一日就医，费用九十九元九角。",
        "报销申请已收到，等待受理。",
        "听更早的待遇，请按一。",
    )
    call.does_not_hear("基金支付", "听更早的报销")
    call.press("1")
    call.hears("二零二六年一月的养老金：", "两千九百四十元五角，二零二六年一月十五日发放。")
    call.does_not_hear("听更早的")
    call.press("*")
    call.hears("二零二六年三月的养老金：", "听更早的报销，请按二。")
    call.hangs_up()
    assert line.disclosed == [
        "benefits.latest",
        "benefits.claims",
        "benefits.payments",
        "benefits.latest",
    ]


def test_benefits_in_english(telephone: Telephone, people: People) -> None:
    call = verified(telephone, people.someone(benefits=PENSIONS, claims=BILLS), english=True)
    call.hears("For benefits and reimbursements, press four.")
    call.press("4")
    call.hears(
        "pension for March twenty twenty-six:",
        "three thousand yuan, not paid yet.",
        "three thousand yuan, paid on February fifteenth, twenty twenty-six.",
        "Treatment on February twentieth, twenty twenty-six: one thousand two hundred yuan.",
        "Your claim is accepted, under review.",
        "Your claim is paid out.",
        "The fund paid three hundred fifty yuan thirty-five fen; your share is ",
        "For earlier benefits, press one.",
        "For earlier claims, press two.",
    )
    call.hangs_up()


def test_a_benefit_without_a_word_of_its_own(telephone: Telephone, people: People) -> None:
    subsidy = Paid(202601, 600, date(2026, 1, 5), benefit="heating-subsidy")
    call = verified(telephone, people.someone(benefits=[subsidy]))
    call.press("4")
    call.hears("二零二六年一月的其他待遇：", "没有查到您的医疗费报销申请。")
    call.does_not_hear("没有查到您的待遇发放记录", "听更早的")
    call.hangs_up()


def test_no_benefits_and_no_claims(telephone: Telephone, people: People, line: Line) -> None:
    call = verified(telephone, people.someone())
    call.press("4")
    call.hears("没有查到您的待遇发放记录。", "没有查到您的医疗费报销申请。")
    call.does_not_hear("零元", "听更早的")
    call.hangs_up()
    assert line.disclosed == []


# --- the card ------------------------------------------------------------------------------------


def asks_for_the_card(telephone: Telephone, somebody: Person) -> TelephoneCall:
    call = telephone.dial()
    call.hears("社保卡挂失、密码，请按二。")
    call.type(f"23{somebody.keys}1{somebody.pin}#")
    return call


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("active", "您的社保卡正常。"),
        ("frozen", "您的社保卡已临时冻结。"),
        ("lost", "您的社保卡已挂失。"),
        ("in-production", "您的社保卡正在制作。"),
    ],
)
def test_the_card(
    telephone: Telephone, people: People, line: Line, status: str, words: str
) -> None:
    line.employs("+861082300001")
    call = asks_for_the_card(telephone, people.someone(cards=[status]))
    call.hears(words, "卡的其他问题，请按一转人工。")
    call.press("1")
    call.agent.answers()
    call.agent.hears("热线来电，业务是社保卡状态，接听请按一。")
    call.hangs_up()
    news = ["identify.news"] if status == "frozen" else []
    assert line.disclosed == [*news, "cards.status"]


def test_several_cards(telephone: Telephone, people: People) -> None:
    call = asks_for_the_card(telephone, people.someone(cards=["lost", "active", "lost"]))
    call.hears("您有三张社保卡。", "一张正常。", "一张已挂失。", "一张已挂失。")
    call.hangs_up()


def test_no_card(telephone: Telephone, people: People, line: Line) -> None:
    call = asks_for_the_card(telephone, people.someone())
    call.hears("没有查到您的社保卡。", "卡的其他问题，请按一转人工。")
    call.hangs_up()
    assert line.disclosed == []


def test_the_card_in_english(telephone: Telephone, people: People) -> None:
    somebody = people.someone(cards=["lost", "in-production"])
    call = telephone.dial()
    call.press("8")
    call.hears("For a lost card or your PIN, press two.")
    call.press("2")
    call.hears("For the status of your card, press three.")
    call.type(f"3{somebody.keys}1{somebody.pin}#")
    call.hears(
        "You have two cards.",
        "One is reported lost.",
        "One is being made.",
        "For a person and anything else about the card, press one.",
    )
    call.hangs_up()


def test_a_call_cut_off_at_the_card_is_offered_its_place_back(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(cards=["active"])
    call = asks_for_the_card(telephone, somebody)
    call.hears("您的社保卡正常。")
    call.hangs_up()
    line.passes(minutes=2)
    again = telephone.dial()
    again.hears("继续刚才的业务，请按一。")
    again.type(f"1{somebody.keys}1{somebody.pin}#")
    again.hears("您的社保卡正常。")
    again.hangs_up()


# --- the first sentence --------------------------------------------------------------------------

REJECTED = Bill(date(2026, 2, 20), 1200, "rejected")
CLAIM_NEWS = "请注意：您二零二六年二月二十日就医的报销申请未通过审核。"
CARD_NEWS = "请注意：您的社保卡已临时冻结。"
OWED_NEWS = "请注意：您二零二六年一月的职工医保欠缴。"


@pytest.mark.parametrize(
    ("news", "owed", "cards", "claims"),
    [
        (OWED_NEWS, True, ["frozen"], [REJECTED]),
        (CARD_NEWS, False, ["active", "frozen"], [REJECTED]),
        (CLAIM_NEWS, False, ["active"], [Bill(date(2026, 3, 1), 80, "received"), REJECTED]),
        (None, False, ["lost"], [Bill(date(2025, 3, 16), 80, "rejected")]),
    ],
    ids=["a contribution", "a card", "a claim", "nothing"],
)
def test_the_news_that_matters_most_is_told_alone(
    telephone: Telephone,
    people: People,
    line: Line,
    news: str | None,
    owed: bool,
    cards: list[str],
    claims: list[Bill],
) -> None:
    months = [Month(202602), Month(202601, status="owed" if owed else "paid")]
    call = verified(
        telephone,
        people.someone(
            contributions=months, enrolled_since=date(2026, 1, 1), cards=cards, claims=claims
        ),
    )
    if news and "社保卡" not in news:
        call.hears(news, "需要核查，请按一。", "继续，请按二。")
        assert call.heard[0] == news
        call.press("2")
    else:
        call.hears(MENU)
        assert [*call.heard[: call.heard.index(MENU)]] == ([news] if news else [])
    call.hears(MENU)
    call.hangs_up()
    assert line.disclosed == (["identify.news"] if news else [])


@pytest.mark.parametrize(
    ("cards", "claims", "news"),
    [
        (["frozen"], [], "Please note: your card is frozen."),
        (
            [],
            [REJECTED],
            "Please note: your claim for treatment on February twentieth, twenty twenty-six is "
            "rejected.",
        ),
    ],
    ids=["a card", "a claim"],
)
def test_news_in_english(
    telephone: Telephone, people: People, cards: list[str], claims: list[Bill], news: str
) -> None:
    call = verified(telephone, people.someone(cards=cards, claims=claims), english=True)
    call.hears(news)
    if claims:
        call.hears("To have it checked, press one.", "To go on, press two.")
        call.press("2")
    call.hears("For your medical account, press one.")
    call.hangs_up()


@pytest.mark.postgres
def test_everything_on_postgresql(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(
        pension=Medical(45_678.90, AS_OF),
        insured=[Insured("employee-pension")],
        benefits=PENSIONS,
        claims=[*BILLS, REJECTED],
        cards=["active"],
    )
    call = verified(telephone, somebody)
    call.hears(CLAIM_NEWS)
    call.press("2")
    call.hears(MENU)
    call.press("3")
    call.hears("您的养老保险个人账户余额是四万五千六百七十八元九角。", "累计七十四个月。")
    call.press("*4")
    call.hears("三千元，待发放。", "报销申请未通过审核。", "听更早的报销，请按二。")
    call.press("2")
    call.hears("基金支付三百五十元三角五分，个人承担一百五十元一角五分。")
    call.press("***23")
    call.hears("您的社保卡正常。")
    call.hangs_up()
    assert line.disclosed == [
        "identify.news",
        "insurance.enrolments",
        "benefits.latest",
        "benefits.claims",
        "benefits.latest",
        "cards.status",
    ]
