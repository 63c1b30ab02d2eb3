"""A call that was cut off, and goes on: in every errand that can be gone on with."""

from __future__ import annotations

from dataclasses import dataclass

from flows.welcome import RESUMABLE
from ivr.carrier.telephone import TelephoneCall
from tests.calls.every.world import Scene, World, proves
from tests.plugins.people import Person

NUMBER = "+8613800300001"


@dataclass(frozen=True)
class Place:
    """An errand: the keys to it from the main menu, once proven, and what is heard there."""

    keys: str
    mandarin: str
    english: str
    login: bool = True


PLACES = {
    "account": Place("1", "查询医保个人账户，请按一。", "For your medical account, press one."),
    "medical": Place("11", "没有查到您的医保个人账户。", "There is no medical account on record"),
    "contributions": Place("12", "没有查到您的缴费记录。", "There are no contributions on record"),
    "insurance": Place("13", "没有查到您的参保记录。", "There is no insurance on record"),
    "benefits": Place(
        "14", "没有查到您的待遇发放记录。", "There are no benefit payments on record"
    ),
    "texts": Place("15", "短信只发到您登记的手机", "We text only to your registered mobile"),
    "statement": Place(
        "151", "没有查到您上年度的记录。", "nothing on record for you for last year."
    ),
    "card": Place(
        "2", "立即冻结社保卡，请按一。", "To freeze your card now, press one.", login=False
    ),
    "freeze": Place("21", "现在冻结，请按一。", "To freeze it now, press one."),
    "lift": Place("22", "没有查到被冻结的社保卡。", "We found no card that is frozen."),
    "cards": Place("23", "您的社保卡正常。", "Your card is active."),
    "pin": Place("24", "请输入现在的查询密码", "Enter your present PIN"),
    "forgot": Place(
        "25", "请输入十八位身份证号", "Enter your eighteen-digit ID number.", login=False
    ),
    "policy": Place("3", "异地就医，请按一。", "For care away from home, press one.", login=False),
    "message": Place("41", "请留言，我们会在", "Please leave a message.", login=False),
    "callback": Place("42", "我们会拨打您现在用的号码。", "We will call the number", login=False),
    "complaint": Place(
        "43", "其他投诉，请按三。", "For any other complaint, press three.", login=False
    ),
    "progress": Place(
        "44", "按编号查询，请按一。", "If you have its number, press one.", login=False
    ),
}


def every_errand_is_gone_on_with(world: World) -> None:
    """Half of them in Mandarin, then half in English, which the number has chosen by then. What
    was proven is proven again."""
    assert {*PLACES, "unfreeze"} == set(RESUMABLE)
    somebody = world.someone(mobile=True, cards=["active"])
    for nth, place in enumerate(PLACES.values()):
        in_english = nth >= len(PLACES) // 2
        words = place.english if in_english else place.mandarin
        cut = world.dial(NUMBER)
        if nth == len(PLACES) // 2:
            cut.press("8")
        if place.login:
            cut.press("1")
            proves(cut, somebody)
            cut.press("*")
        cut.type(place.keys)
        cut.hears(words)
        cut.hangs_up()

        call = world.dial(NUMBER)
        call.hears("You called a moment ago." if in_english else "您刚刚来过电话。")
        call.press("1")
        if place.login:
            proves(call, somebody)
        call.hears(words)
        call.hangs_up()
        world.line.passes(minutes=11)


def a_code_is_asked_for_again(world: World) -> None:
    somebody = world.someone(mobile=True, cards=["active"])
    call = world.dial(somebody.mobile)
    call.type(f"21{somebody.keys}1")
    call.hears("现在冻结，请按一。")
    call.press("1")
    call.hears("您的社保卡已冻结")
    call.press("12")
    lifts(world, call, somebody)
    call.hangs_up()
    call = world.dial(somebody.mobile)
    call.hears("继续刚才的业务，请按一。")
    call.press("1")
    lifts(world, call, somebody)
    call.press("1")
    call.hears("冻结已解除")
    call.hangs_up()


def lifts(world: World, call: TelephoneCall, somebody: Person) -> None:
    """To the question whether it shall be lifted."""
    proves(call, somebody)
    call.hears("请输入短信里的六位验证码。")
    call.type(world.code)
    call.hears("现在解除，请按一。")


SCENES: tuple[Scene, ...] = (every_errand_is_gone_on_with, a_code_is_asked_for_again)
