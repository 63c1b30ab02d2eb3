"""Why contributions changed, as far as the records tell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ivr.carrier.telephone import Telephone
from tests.calls.test_account import verified
from tests.plugins.people import Month, People

SIX, SEVEN = 202601, 202602


@pytest.mark.parametrize(
    ("months", "heard"),
    [
        ([Month(SIX), Month(SEVEN)], ["最近一年，缴费没有变化。"]),
        (
            [Month(SIX), Month(SEVEN, base=6500, employer=520, personal=130)],
            ["二零二六年二月起，您的缴费基数调整了。", "从六千元变为六千五百元。"],
        ),
        (
            [
                Month(SIX),
                Month(SIX, "unemployment", personal=30),
                Month(SEVEN),
                Month(SEVEN, "unemployment", base=7000, personal=35),
            ],
            ["二零二六年二月起，失业保险的缴费基数调整了。", "从六千元变为七千元。"],
        ),
        (
            [Month(SIX), Month(SEVEN, personal=140)],
            [
                "二零二六年二月起，职工医保的缴费基数没有变，个人缴费变了。",
                "从一百二十元变为一百四十元。",
            ],
        ),
        (
            [Month(SIX), Month(SEVEN), Month(SEVEN, "unemployment")],
            ["二零二六年二月起，开始缴纳失业保险。"],
        ),
        (
            [Month(SIX), Month(SIX, "unemployment"), Month(SEVEN)],
            ["二零二六年二月起，没有失业保险的缴费记录。"],
        ),
        ([Month(SIX), Month(SEVEN, status="owed")], ["二零二六年二月起，有欠缴。"]),
        ([Month(SIX, status="owed"), Month(SEVEN)], ["二零二六年二月起，不再欠缴。"]),
    ],
    ids=["nothing", "all bases", "one base", "a share", "began", "stopped", "owed", "settled"],
)
def test_what_changed(
    telephone: Telephone, people: People, months: Sequence[Month], heard: list[str]
) -> None:
    call = verified(telephone, people.someone(contributions=months))
    call.press("2")
    call.hears("为什么有变化")
    offer = next(heard for heard in call.heard if "为什么有变化" in heard)
    call.press("2" if "请按二" in offer else "1")
    call.hears(*heard, "反映漏缴，请按一。")
    call.hangs_up()


def test_the_newest_changes_come_first_and_not_too_many(
    telephone: Telephone, people: People
) -> None:
    months = [
        Month(period, base=6000 + nth * 100) for nth, period in enumerate(range(202501, 202513))
    ]
    call = verified(telephone, people.someone(contributions=months))
    call.press("2")
    call.hears("为什么有变化，请按二。")
    call.press("2")
    call.hears(
        "二零二五年十二月起，您的缴费基数调整了。",
        "从七千元变为七千一百元。",
        "二零二五年十一月起，您的缴费基数调整了。",
        "二零二五年十月起，您的缴费基数调整了。",
    )
    call.does_not_hear("二零二五年九月起")
    call.hangs_up()


def test_one_month_has_nothing_to_be_compared_with(telephone: Telephone, people: People) -> None:
    call = verified(telephone, people.someone(contributions=[Month(SIX)]))
    call.press("2")
    call.hears("二零二六年一月，缴费基数六千元。")
    call.does_not_hear("为什么有变化")
    call.hangs_up()
