"""The line is switched to overflow: a callback, or a message, and nobody waits."""

from __future__ import annotations

from datetime import timedelta

from db.switches import Switches
from tests.calls.every.world import Scene, World


def nobody_new_waits(world: World) -> None:
    switches = Switches(world.line.database)
    world.line.passes(seconds=10)
    switches.switch_on(world.line.now() + timedelta(hours=1), "chief", world.line.now())
    for key, words in (("1", "我们会拨打您现在用的号码。"), ("2", "请留言，我们会在")):
        call = world.dial()
        call.press("0")
        call.hears("暂时不能排队等待", "预约回拨，请按一。", "留言，请按二。")
        call.rings_nobody()
        call.press(key)
        call.hears(words)
        call.hangs_up()
    switches.switch_off("chief", world.line.now())
    world.line.passes(seconds=10)


SCENES: tuple[Scene, ...] = (nobody_new_waits,)
