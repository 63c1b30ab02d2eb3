"""Questions that more than one flow asks: an ID number, and a new PIN typed twice."""

from __future__ import annotations

from collections.abc import Callable

from db import idnumber
from flows.call import Call
from flows.dialogue import Again, Choice, Flow, Go, Utterance, again, go, say
from flows.digits import Digits

ID_NUMBER = Digits(15, 18, wait=10, star_is_x=True)
PIN = Digits(6, 8, wait=7)


def ask_id_number(flow: Flow, *, to: str) -> None:
    """Give ``flow`` the steps ``id_number`` and ``read_back``: the number is read back by its last
    four and is then in the flow's memo, as eighteen characters, when the call goes on to ``to``.
    """

    @flow.ask(
        ID_NUMBER,
        "identify.id_number",
        short="identify.id_number_short",
        wrong="identify.id_number_wrong",
        to="read_back",
    )
    def id_number(call: Call, typed: str) -> Go | Again:
        number = idnumber.parse(typed)
        if number is None or number.birth > call.now.date():
            return again("identify.id_number_wrong")
        call.memo["id_number"] = number.number
        return go("read_back")

    @flow.menu(
        Choice("identify.right", to=to),
        Choice("identify.retype", to="id_number"),
        level=False,
    )
    def read_back(call: Call) -> Utterance:
        return say("identify.ending", last_four=call.memo["id_number"][-4:])


def ask_new_pin(flow: Flow, id_number: Callable[[Call], str], *, to: str) -> None:
    """Give ``flow`` the steps ``new_pin`` and ``repeat_pin``: a PIN that the holder of the ID
    number may choose, typed twice, is then in the flow's memo when the call goes on to ``to``.

    A one-time PIN that is being replaced stands in the memo as ``issued``.
    """

    @flow.ask(
        PIN,
        "identify.new_pin",
        short="identify.new_pin_short",
        wrong="identify.pin_too_short",
        to="repeat_pin",
    )
    def new_pin(call: Call, typed: str) -> Go | Again:
        if typed == call.memo.get("issued"):
            return again("identify.pin_is_issued")
        problem = call.identity.new_pin_problem(id_number(call), typed)
        if problem is not None:
            return again("identify.pin_refused", reason=f"pin.{problem}")
        call.memo["new_pin"] = typed
        return go("repeat_pin")

    @flow.ask(
        PIN,
        "identify.repeat_pin",
        short="identify.repeat_pin_short",
        wrong="identify.pin_too_short",
        to=(to, "new_pin"),
    )
    def repeat_pin(call: Call, typed: str) -> Go:
        if typed != call.memo["new_pin"]:
            return go("new_pin", say("identify.pins_differ"))
        return go(to)
