"""The account: what a verified caller asks about, page by page."""

from __future__ import annotations

from datetime import date

from tests.calls.every.world import Scene, World, proves
from tests.plugins.people import Bill, Insured, Medical, Month, Paid

USES = tuple((date(2026, 2, day), "spend", 10.0 + day) for day in range(1, 9))


def what_was_used_and_what_it_may_pay_for(world: World) -> None:
    somebody = world.someone(
        mobile=True, medical=Medical(100.5, entries=((date(2026, 2, 1), "credit", 80), *USES))
    )
    call = world.dial()
    call.press("1")
    call.hears("请输入十八位身份证号")
    call.type(somebody.keys)
    call.hears("正确请按一。")
    call.press("1")
    call.hears("请输入六位查询密码，按井号结束。")
    call.type(f"{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。", "发短信、听上年度对账单，请按五。")
    call.press("1")
    call.hears(
        "您的医保个人账户余额是一百元五角。",
        "二零二六年二月八日，使用十八元。",
        "不方便听请按七，改发短信。",
        "听更早的使用记录，请按一。",
        "账户可以付什么，请按二。",
    )
    call.press("1")
    call.hears("二零二六年二月六日，使用十六元。")
    call.press("1")
    call.hears("二零二六年二月二日，使用十二元。", "账户可以付什么，请按一。")
    call.press("1")
    call.hears("医保个人账户可以在定点药店买药。")
    call.press("*")
    call.hears("余额是一百元五角。")
    call.press("2")
    call.hears("医保个人账户可以在定点药店买药。", "听其他内容，请按二。")
    call.press("*")
    call.hears("余额是一百元五角。")
    call.press("7")
    call.hears("内容已用短信发到尾号", "要听语音请按七。")
    assert "100.5" in world.line.texts[-1].words
    call.press("7")
    call.hears("余额是一百元五角。")
    call.hangs_up()


def months_why_they_changed_and_which_is_missing(world: World) -> None:
    months = [Month(period, base=6000) for period in range(202507, 202513)]
    newest = [Month(202601, base=6500), Month(202601, "unemployment", base=6500, personal=30)]
    somebody = world.someone(contributions=[*months, *newest])
    call = world.dial_in_english()
    call.press("1")
    proves(call, somebody)
    call.press("2")
    call.hears(
        "January twenty twenty-six: contribution base six thousand five hundred yuan.",
        "For earlier months, press one.",
        "To hear each insurance, press two.",
        "To hear why it changed, press three.",
        "To report a missing month, press four.",
    )
    call.press("1")
    call.hears("October twenty twenty-five: contribution base six thousand yuan.")
    call.press("1")
    call.hears("July twenty twenty-five", "To report a missing month, press one.")
    call.press("1")
    call.hears("We will check it. Your case number is", "To go on with your account, press one.")
    call.press("1")
    call.hears("For your medical account, press one.")

    call.press("2")
    call.hears("To hear each insurance, press two.")
    call.press("2")
    call.hears(
        "By insurance, for January twenty twenty-six:",
        "unemployment insurance: contribution base six thousand five hundred yuan.",
    )
    call.press("1")
    call.hears("October twenty twenty-five")
    call.press("*")
    call.hears("To hear why it changed, press three.")
    call.press("2")
    call.hears("To report a missing month, press two.")
    call.press("2")
    call.hears("We will check it.", "For the main menu, press two.")
    call.press("2")
    call.hears("For your account, press one.")

    call.type("12")
    call.hears("To hear why it changed, press three.")
    call.press("3")
    call.hears(
        "In January twenty twenty-six your contribution base was adjusted.",
        "It went from six thousand yuan to six thousand five hundred yuan.",
    )
    call.press("1")
    call.hears("October twenty twenty-five")
    call.press("*")
    call.hears("To hear why it changed, press three.")
    call.press("3")
    call.hears("To report a missing month, press two.")
    call.press("2")
    call.hears("We will check it.")
    call.press("1")
    call.press("2")
    call.hears("To report a missing month, press four.")
    call.press("4")
    call.hears("We will check it.", "To end the call, press three.")
    call.press("3")
    call.hears("Thank you for calling. Goodbye.")
    call.is_over()
    assert [ticket.kind for ticket in world.line.tickets[-4:]] == ["verification"] * 4


def insured_in_what_and_since_when(world: World) -> None:
    somebody = world.someone(
        pension=Medical(30_000), insured=[Insured("employee-pension")], contributions=[]
    )
    call = world.dial()
    call.press("1")
    proves(call, somebody)
    call.press("3")
    call.hears(
        "您的养老保险个人账户余额是三万元。",
        "职工养老保险，正常参保。",
        "二零二零年一月一日参保，累计七十四个月。",
        "查询缴费记录，请按一。",
    )
    call.press("1")
    call.hears("没有查到您的缴费记录。", "反映漏缴，请按一。")
    call.hangs_up()


def what_was_paid_out_and_what_became_of_bills(world: World) -> None:
    somebody = world.someone(
        benefits=[Paid(period, 3000, on=date(2026, 1, 15)) for period in range(202501, 202510)],
        claims=[Bill(date(2025, month, 1), 80) for month in range(1, 10)],
    )
    call = world.dial_in_english()
    call.press("1")
    proves(call, somebody)
    call.press("4")
    call.hears(
        "pension for September twenty twenty-five:",
        "Treatment on September first, twenty twenty-five: eighty yuan.",
        "Your claim is received, waiting to be accepted.",
        "For earlier benefits, press one.",
        "For earlier claims, press two.",
    )
    call.press("1")
    call.hears("pension for July twenty twenty-five:")
    call.press("1")
    call.hears("pension for April twenty twenty-five:")
    call.press("2")
    call.hears("Treatment on July first, twenty twenty-five")
    call.press("2")
    call.hears("Treatment on April first, twenty twenty-five")
    call.press("1")
    call.hears("pension for January twenty twenty-five:", "For earlier claims, press one.")
    call.press("*")
    call.hears("pension for September twenty twenty-five:")
    call.press("2")
    call.hears("Treatment on July first, twenty twenty-five")
    call.hangs_up()


def everything_as_a_text_message(world: World) -> None:
    somebody = world.someone(
        mobile=True,
        medical=Medical(100.5),
        insured=[Insured("employee-pension")],
        benefits=[Paid(202501, 3000)],
        contributions=[Month(202503), Month(202503, "unemployment", personal=30)],
    )
    call = world.dial()
    call.press("1")
    proves(call, somebody)
    call.press("5")
    call.hears("短信只发到您登记的手机，尾号", "听上年度对账单，请按一。")
    before = len(world.line.texts)
    for key, offer in (
        ("2", "发送医保个人账户，请按二。"),
        ("3", "发送缴费记录，请按三。"),
        ("4", "发送参保情况，请按四。"),
        ("5", "发送待遇和报销，请按五。"),
    ):
        call.hears(offer)
        call.press(key)
        call.hears("已发短信到尾号")
    words = [text.words for text in world.line.texts[before:]]
    for text, part in zip(words, ("100.5", "6000", "职工养老保险", "3000"), strict=True):
        assert part in text
    call.press("1")
    call.hears(
        "二零二五年一月到二零二五年十二月的对账单。",
        "单位共缴九百六十元，个人共缴一百五十元。",
        "分险种收听，请按一。",
    )
    call.press("1")
    call.hears("失业保险，缴费一个月。", "再听全年合计，请按一。")
    call.press("1")
    call.hears("二零二五年一月到二零二五年十二月的对账单。")
    call.press("*")
    call.hears("听上年度对账单，请按一。")
    call.hangs_up()

    call = world.dial_in_english()
    call.press("1")
    proves(call, world.someone())
    call.press("5")
    call.hears("There is no registered mobile to text to.", "last year's statement, press one.")
    call.does_not_hear("press two")
    call.press("1")
    call.hears("There is nothing on record for you for last year.")
    call.hangs_up()


SCENES: tuple[Scene, ...] = (
    what_was_used_and_what_it_may_pay_for,
    months_why_they_changed_and_which_is_missing,
    insured_in_what_and_since_when,
    what_was_paid_out_and_what_became_of_bills,
    everything_as_a_text_message,
)
