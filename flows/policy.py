"""Rules and how-to: what is explained is an agency's own file, and the newest in force is told."""

from __future__ import annotations

from collections.abc import Iterator

from flows.call import Call
from flows.dialogue import Choice, Each, Flow, Go, Utterance, go, say
from flows.topics import Version

flow = Flow("policy")

MOST = 5


def has_topics(call: Call) -> bool:
    """Whether anything can be told today."""
    return bool(call.services.topics.told(call.now.date()))


def tells_of_account(call: Call) -> bool:
    """Whether it can be told what the medical account may pay for."""
    return bool(of_field(call, "account"))


def may_be_texted(call: Call) -> bool:
    """Whether a text message can be sent, or it is not known yet that it cannot."""
    return not call.verified or bool(call.mobile_ending)


def offered_fields(call: Call) -> Iterator[dict[str, str]]:
    return ({"field": f"field.{name}"} for name in call.services.topics.fields(call.now.date()))


def offered_topics(call: Call) -> Iterator[dict[str, str]]:
    return ({"title": version.title} for version in of_field(call, call.memo["field"]))


@flow.menu(Choice("policy.for_field", to="field", each=Each(offered_fields, ("field",), MOST)))
def menu(call: Call) -> Utterance | None:
    """What the question may be about."""
    return None if has_topics(call) else say("policy.none")


@flow.step(to=("topic", "topics"))
def field(call: Call) -> Go:
    return only_or_menu(call, call.picked["field"].removeprefix("field."))


@flow.step(to=("topic", "topics"))
def account(call: Call) -> Go:
    """What the medical account may pay for: the account itself leads here."""
    return only_or_menu(call, "account")


@flow.menu(Choice("policy.for_topic", to="topic", each=Each(offered_topics, ("title",), MOST)))
def topics(call: Call) -> Utterance | None:
    """The topics of a field, by their titles; a version can expire while somebody chooses."""
    return None if of_field(call, call.memo["field"]) else say("policy.none")


@flow.menu(
    Choice("policy.for_text", to="leaflet", when=may_be_texted),
    Choice("policy.for_other", to="menu"),
    level=False,
)
def topic(call: Call) -> Iterator[Utterance]:
    """The topic, how old it is, and by which law: content of its file, under names of its own."""
    version = chosen(call)
    if version is None:
        yield say("policy.none")
        return
    yield Utterance(version.phrase("spoken"))
    yield say("policy.version", on=version.on)
    yield Utterance(version.phrase("basis"))


def only_or_menu(call: Call, field: str) -> Go:
    """A field with one topic needs no menu."""
    call.memo["field"] = field
    found = of_field(call, field)
    if len(found) != 1:
        return go("topics")
    call.memo["picked"] = {"title": found[0].title}
    return go("topic")


def of_field(call: Call, field: str) -> list[Version]:
    return call.services.topics.in_field(field, call.now.date())


def chosen(call: Call) -> Version | None:
    """The topic chosen last in this call; None when it has been taken from the shelf meanwhile."""
    memo = call.state.memos.get(flow.name, {})
    return call.services.topics.get(memo["picked"]["title"].removeprefix("rule."))
