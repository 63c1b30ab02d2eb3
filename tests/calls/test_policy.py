"""Rules and how-to: what is told, in which order, and its full text as a message."""

from __future__ import annotations

import pytest

from ivr.carrier.telephone import Telephone
from tests.plugins.line import Line
from tests.plugins.people import Medical, People

MOBILE = "+8613800138000"


def test_the_five_fields(telephone: Telephone) -> None:
    call = telephone.dial()
    call.press("3")
    call.hears_only(
        "门诊和住院报销，请按一。",
        "异地就医，请按二。",
        "参保缴费，请按三。",
        "医保个人账户能付什么，请按四。",
        "养老、失业、工伤、生育，请按五。",
        "重听请按九，返回请按星号，人工请按零。",
    )
    call.hangs_up()


def test_a_topic_is_told_with_its_version_and_its_law(telephone: Telephone, line: Line) -> None:
    call = telephone.dial()
    call.press("3")
    call.hears("人工请按零。")
    call.press("2")
    call.hears_only(
        "去外地看病，请先办理异地就医备案：可用国家医保服务平台，也可到医保窗口。"
        "备案后在已联网的定点医院出示社保卡或医保电子凭证，直接结算。"
        "支付范围按就医地，报销标准按本市规定。急诊抢救视同已备案。",
        "二零二六年一月一日版。",
        "依据社会保险法第二十九条。",
        "短信收取全文，请按一。",
        "听其他内容，请按二。",
    )
    call.press("9")
    call.hears("去外地看病，请先办理异地就医备案", "二零二六年一月一日版。")
    call.press("2")
    call.hears("门诊和住院报销，请按一。")
    call.hangs_up()
    assert line.disclosed == []


def test_several_topics_have_a_menu_and_star_comes_back_to_it(telephone: Telephone) -> None:
    call = telephone.dial()
    call.type("33")
    call.hears("职工参保缴费，请按一。", "灵活就业参保，请按二。", "居民医保和居民养老，请按三。")
    call.press("2")
    call.hears("没有雇工的个体工商户、非全日制从业人员和其他灵活就业人员")
    call.press("*")
    call.hears("职工参保缴费，请按一。")
    call.press("*")
    call.hears("门诊和住院报销，请按一。")
    call.press("5")
    call.hears(
        "养老金领取，请按一。", "失业保险金，请按二。", "工伤保险，请按三。", "生育待遇，请按四。"
    )
    call.hangs_up()


def test_the_same_in_english(telephone: Telephone) -> None:
    call = telephone.dial()
    call.type("83")
    call.hears("For outpatient and inpatient reimbursement, press one.")
    call.press("1")
    call.hears(
        "The threshold and the rate are set by the city.",
        "Version of January first, twenty twenty-six.",
        "of the Social Insurance Law.",
        "For the full text as a message, press one.",
    )
    call.hangs_up()


def test_the_full_text_goes_to_the_registered_mobile(
    telephone: Telephone, people: People, line: Line
) -> None:
    """Whoever is not known yet proves who they are on the way, and comes back to the topic."""
    somebody = people.someone(mobile=MOBILE)
    call = telephone.dial()
    call.type(f"321{somebody.keys}1{somebody.pin}#")
    call.hears("全文已用短信发到尾号八零零零的登记手机。", "听其他内容，请按一。")
    (text,) = line.texts
    assert text.person_id == somebody.id
    assert text.words.startswith("异地就医：\n1. 谁需要备案：")
    assert text.words.endswith("2026年1月1日版。依据社会保险法第二十九条。")
    call.type("11")
    call.hears("看门诊或住院，请在定点医院", "短信收取全文，请按一。")
    call.press("1")
    call.hears("全文已用短信发到尾号八零零零的登记手机。")
    assert line.texts[-1].words.startswith("门诊和住院报销：")
    call.press("2")
    call.hears("政策和办事指南，请按三。")
    call.hangs_up()


def test_without_a_registered_mobile_nothing_is_sent(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone()
    call = telephone.dial()
    call.type(f"321{somebody.keys}1{somebody.pin}#")
    call.hears("您没有登记手机，不能发短信。", "听其他内容，请按一。")
    call.type("12")
    call.hears("依据社会保险法第二十九条。")
    call.does_not_hear("短信收取全文")
    call.hangs_up()
    assert line.texts == []


def test_the_account_leads_to_what_it_may_pay_for(telephone: Telephone, people: People) -> None:
    somebody = people.someone(medical=Medical(120.5))
    call = telephone.dial()
    call.type(f"1{somebody.keys}1{somebody.pin}#1")
    call.hears("余额是一百二十元五角。", "账户可以付什么，请按一。")
    call.press("1")
    call.hears("医保个人账户可以支付您在定点医院和定点药店的个人承担费用")
    call.press("*")
    call.hears("余额是一百二十元五角。")
    call.hangs_up()


@pytest.mark.postgres
def test_a_leaflet_on_postgresql(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(mobile=MOBILE)
    call = telephone.dial()
    call.type(f"83511{somebody.keys}1{somebody.pin}#")
    call.hears("We have texted the full text to your registered mobile ending in")
    (text,) = line.texts
    assert text.language == "en-US"
    assert text.words.startswith("Drawing a pension:")
    assert "January 1, 2026" in text.words
    call.hangs_up()
