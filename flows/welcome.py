"""The top of the line: an announcement if there is one, the greeting, the caller's language, the
main menu."""

from __future__ import annotations

from collections.abc import Iterator

from flows.announcement import announced
from flows.call import Call
from flows.dialogue import Choice, Flow, Go, Utterance, go, say
from flows.policy import has_topics

flow = Flow("welcome")

RESUMABLE = (
    "account",
    "medical",
    "contributions",
    "insurance",
    "benefits",
    "texts",
    "statement",
    "card",
    "freeze",
    "lift",
    "unfreeze",
    "cards",
    "pin",
    "forgot",
    "policy",
    "message",
    "callback",
    "complaint",
    "progress",
)
"""Errands that a caller who was cut off is offered again."""


@flow.step(to=("menu", "cut_off", "returned"))
def greeting(call: Call) -> Go:
    """In the caller's language when it is known, else in each of two. Of more languages only the
    first is spoken at length: the others say how to have them."""
    languages = call.city.languages
    only_one = call.language_known or len(languages) > 2
    spoken = [call.language] if only_one else list(languages)
    greetings = [said for code in spoken for said in hello(call, code)]
    if call.placed:
        return go("returned", *greetings)
    greetings = [said for code in spoken for said in announced(call, code)] + greetings
    if call.resumable in RESUMABLE:
        call.memo["errand"] = call.resumable
        return go("cut_off", *greetings)
    return go("menu", *greetings, *other_languages(call))


@flow.menu(
    Choice("welcome.for_account", to="account"),
    Choice("welcome.for_card", to="card"),
    Choice("welcome.for_policy", to="policy", when=has_topics),
    Choice("welcome.for_contact", to="contact"),
    Choice("welcome.for_senior", to="senior"),
    quiet={"8": "other_language"},
)
def menu(call: Call) -> None:
    """The main menu. Key 0 needs no line here: it works everywhere, and the greeting says so."""


@flow.menu(
    Choice("welcome.go_on", to="go_on"),
    Choice("welcome.start_over", to="menu"),
    level=False,
)
def cut_off(call: Call) -> Utterance:
    return say("welcome.cut_off")


@flow.step(to=RESUMABLE)
def go_on(call: Call) -> Go:
    """The place is given back; the login never is."""
    return go(call.memo["errand"])


@flow.step(to="menu")
def other_language(call: Call) -> list[Utterance]:
    """Key 8 goes round the city's languages; the caller's next call begins in the chosen one."""
    languages = call.city.languages
    call.choose_language(languages[(languages.index(call.language) + 1) % len(languages)])
    # Of more than two languages this one has not greeted the caller yet.
    greetings = hello(call, call.language) if len(languages) > 2 else []
    news = announced(call, call.language)
    return [say("welcome.chosen"), *news, *greetings, *other_languages(call)]


def hello(call: Call, language: str) -> list[Utterance]:
    """The greeting in one language, with the name of the city where it has one."""
    number = call.city.number
    greeting = (
        say("welcome.greeting_of", city="city", line=number, language=language)
        if call.city.name
        else say("welcome.greeting", line=number, language=language)
    )
    return [greeting, say("welcome.notice", language=language)]


def other_languages(call: Call) -> Iterator[Utterance]:
    """How to have each other language, in its own words; key 8 goes round them."""
    here = call.city.languages.index(call.language)
    others = (*call.city.languages[here + 1 :], *call.city.languages[:here])
    for times, code in enumerate(others, 1):
        if times == 1:
            yield say("welcome.switch", language=code)
        else:
            yield say("welcome.switch_later", times=times, language=code)
