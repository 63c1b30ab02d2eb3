"""A line as small as a line can be, with nothing wrong in it; the gallery breaks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from audio.phrases import PhraseBook
from audio.phrases.phrase import Phrase
from flows.call import Call
from flows.dialogue import Choice, Flow, Go, Utterance, go, say
from flows.map import CallMap
from flows.queue.people import Ending

LANGUAGES = ("zh-CN", "en-US")

PHRASES: Mapping[str, tuple[str, str]] = {
    "engine.reserved": ("重听请按九。", "To hear it again press nine."),
    "engine.choose_again": ("请再选一次。", "Please choose again."),
    "engine.number_help": ("人工请按零。", "For a person press zero."),
    "engine.more_time": ("需要时间请按一。", "For more time press one."),
    "engine.to_person": ("现在转人工。", "To a person now."),
    "engine.moment": ("请稍候。", "One moment."),
    "engine.private": ("改发短信请按七。", "For a text press seven."),
    "engine.texted": ("已发到{mobile:digits}。", "Sent to {mobile:digits}."),
    "engine.no_mobile": ("没有登记手机。", "There is no mobile."),
    "engine.fault": ("出现故障。", "Something went wrong."),
    "engine.fault_end": ("请稍后再打来。", "Please call again."),
    "agent.whisper": ("来电事由：{topic:term}。", "A call about {topic:term}."),
    "returned.undone": ("没有打通，编号{ticket:digits}。", "Not reached, number {ticket:digits}."),
    "agent.joining": ("{staff:digits}号来了。", "Number {staff:digits} is here."),
    "agent.too_late": ("来电者已挂断。", "The caller has gone."),
    "agent.ringing": ("{staff:digits}号为您服务。", "Number {staff:digits} will help you."),
    "agent.nobody": ("暂时无人接听。", "Nobody is free."),
    "welcome.again": ("重试请按{key:number}。", "To try again press {key:number}."),
    "welcome.hello": ("您好。", "Hello."),
    "term.topic.welcome": ("咨询", "a question"),
    "term.topic.agent": ("人工", "a person"),
    "term.topic.shop": ("商店", "the shop"),
}
"""Name to (zh-CN, en-US)."""


def book(changes: Mapping[str, tuple[str | None, str | None]] | None = None) -> PhraseBook:
    """The phrases, some of them changed, added, or with ``None`` taken out."""
    texts = {**PHRASES, **(changes or {})}
    return PhraseBook(
        {
            code: {
                name: Phrase.parse(name, text, f"{code}/{name.partition('.')[0]}.toml")
                for name, both in texts.items()
                if (text := both[place]) is not None
            }
            for place, code in enumerate(LANGUAGES)
        },
        [],
    )


def agent() -> Flow:
    flow = Flow("agent", patience="nobody")

    @flow.queue(lambda call: None, announce="agent.ringing", to=("nobody",))
    def ring(call: Call, ending: Ending) -> Go:
        return go("nobody")

    @flow.menu(Choice("welcome.again", to="ring"), level=False)
    def nobody(call: Call) -> Utterance:
        return say("agent.nobody")

    return flow


def welcome(*more: Choice) -> Flow:
    flow = Flow("welcome")

    @flow.step(to="menu")
    def hello(call: Call) -> Utterance:
        return say("welcome.hello")

    @flow.menu(Choice("welcome.again", to="menu"), *more)
    def menu(call: Call) -> None:
        """Nothing to say beside the choices."""

    return flow


def to(edge: str) -> Choice:
    """A choice that leads to ``edge``."""
    return Choice("welcome.again", to=edge)


def line(*flows: Flow) -> CallMap:
    """The sound line, and ``flows``, each of which the top menu leads to."""
    return CallMap([welcome(*(to(flow.name) for flow in flows)), agent(), *flows])


@dataclass(frozen=True)
class Picture:
    """One broken line. ``sentences`` are all it is refused with, in order."""

    build: Callable[[], CallMap]
    sentences: tuple[str, ...]
    phrases: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    languages: Sequence[str] = LANGUAGES


def quiet(call: Call) -> None:
    """A step that says nothing."""
