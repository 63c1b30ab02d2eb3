"""After the person: how it was, why not better, and nobody who insists on an answer."""

from __future__ import annotations

from db import handing, queue
from ivr.carrier.telephone import TelephoneCall
from tests.calls.every.callbacks import joined
from tests.calls.every.world import DESK, Scene, World


def served(world: World) -> TelephoneCall:
    """Somebody has talked to the agent, who has hung up."""
    call = joined(world)
    call.agent.hangs_up()
    call.hears("您对刚才的人工服务满意吗？", "一般，请按二。", "不满意，请按三。")
    return call


def why_in_a_message(world: World) -> None:
    call = served(world)
    call.press("3")
    call.hears("很抱歉没有让您满意。", "留言说明原因，请按一。", "请主管接听，请按二。")
    call.press("1")
    call.hears("请留言，我们会在")
    call.speaks(5)
    call.press("#")
    call.hears("投诉已收到，编号")
    call.hangs_up()
    assert world.line.tickets[-1].about == "service"


def a_supervisor(world: World) -> None:
    call = served(world)
    world.agents_are_back()
    call.type("32")
    call.rings(DESK)
    call.hangs_up()


def handed_on(world: World) -> None:
    """The agent has somebody else go on, and the caller is in line again."""
    call = joined(world)
    line = world.line
    with line.database.write() as connection:
        (talk,) = queue.in_state(connection, queue.TALKING)
        assert handing.hand_on(connection, talk.id, "lane:supervisor", line.now())
    call.agent.hangs_up()
    call.hears("您排在第一位。")
    call.hangs_up()


SCENES: tuple[Scene, ...] = (why_in_a_message, a_supervisor, handed_on)
