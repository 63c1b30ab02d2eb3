"""Phrases that are missing, misnamed, misfilled, too long, or said by nobody."""

from __future__ import annotations

from typing import Any

from flows.call import Call
from flows.dialogue import Flow, Utterance, say
from flows.map import CallMap
from tests.flows.broken.sound import Picture, line, to

LONG_ZH = "这句话说得太长了，" * 9
LONG_EN = "This goes on and on and on, " * 9
LONG_CHOICE = ("这个选项说得太长了，" * 4 + "请按{key:number}。", "Short, press {key:number}.")


def silent() -> CallMap:
    return line()


def shop() -> Flow:
    flow = Flow("shop")

    @flow.menu(to("welcome.menu"), to("welcome.menu"))
    def browse(call: Call) -> Utterance:
        return say("shop.price", amount=100)

    return flow


def selling() -> CallMap:
    return line(shop())


def unwritten() -> CallMap:
    flow = Flow("shop")
    phrase = "welcome" + ".hello"

    @flow.menu(to("welcome.menu"))
    def mumbles(call: Call) -> Utterance:
        return say(phrase)

    return line(flow)


def helped() -> CallMap:
    """What is said in a helper of the same module counts as said by the step."""
    flow = Flow("shop")

    @flow.menu(to("welcome.menu"))
    def asks(call: Call) -> Utterance:
        return told()

    return line(flow)


def told(**slots: Any) -> Utterance:
    return say("shop.told", **slots)


PRICE = {"shop.price": ("{amount:money}。", "{amount:money}.")}
PICTURES = {
    "a language without phrases": Picture(
        silent,
        ("yue-CN: the city speaks it, but there are no phrases in it.",),
        languages=("zh-CN", "en-US", "yue-CN"),
    ),
    "a phrase whose name is not written out": Picture(
        unwritten, ("shop.mumbles: says a phrase whose name is not written out; write it out.",)
    ),
    "a phrase no language has": Picture(
        selling, ("shop.browse: says 'shop.price', which no language has.",)
    ),
    "a phrase of the line's own that no language has": Picture(
        silent,
        ("the line: says 'engine.moment', which no language has.",),
        phrases={"engine.moment": (None, None)},
    ),
    "a phrase one language has": Picture(
        selling,
        ("shop.price is missing in en-US; add it to en-US/shop.toml.",),
        phrases={"shop.price": ("{amount:money}。", None)},
    ),
    "a slot that is not filled": Picture(
        selling,
        ("shop.browse: says 'shop.price' without its slot 'on'.",),
        phrases={"shop.price": ("{on:date}是{amount:money}。", "{amount:money} on {on:date}.")},
    ),
    "a slot that is not there": Picture(
        selling,
        ("shop.browse: says 'shop.price' with a slot 'amount' that it does not have.",),
        phrases={"shop.price": ("免费。", "Free.")},
    ),
    "a slot that a helper does not fill": Picture(
        helped,
        ("shop.asks: says 'shop.told' without its slot 'count'.",),
        phrases={"shop.told": ("{count:count}次。", "{count:count} times.")},
    ),
    "a speech that is too long": Picture(
        selling,
        (
            "shop.browse: 'shop.price' takes up to 23 s in zh-CN; at most 15 s are allowed.",
            "shop.browse: 'shop.price' takes up to 32 s in en-US; at most 15 s are allowed.",
        ),
        phrases={"shop.price": (LONG_ZH + "{amount:money}。", LONG_EN + "{amount:money}.")},
    ),
    "a choice that is too long": Picture(
        silent,
        (
            "welcome.menu: 'welcome.again' takes up to 11 s in zh-CN; at most 8 s are allowed.",
            "agent.nobody: 'welcome.again' takes up to 11 s in zh-CN; at most 8 s are allowed.",
        ),
        phrases={"welcome.again": LONG_CHOICE},
    ),
    "a speech of the line's own that is too long": Picture(
        silent,
        ("the line: 'engine.fault' takes up to 19 s in zh-CN; at most 15 s are allowed.",),
        phrases={"engine.fault": (LONG_ZH, "Short.")},
    ),
    "a menu no agent can be told of": Picture(
        selling,
        ("shop: an agent is told what a call is about; write term.topic.shop.",),
        phrases={**PRICE, "term.topic.shop": (None, None)},
    ),
    "a phrase nobody says": Picture(
        silent,
        ("shop.price: no step says this phrase; remove it from every language.",),
        phrases=PRICE,
    ),
}
