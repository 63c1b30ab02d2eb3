"""The top of the line: the greeting, the caller's language, the main menu."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Flow, Go, Utterance, go, say

flow = Flow("welcome")

RESUMABLE = (
    "account",
    "medical",
    "contributions",
    "insurance",
    "benefits",
    "card",
    "message",
)
"""Errands that a caller who was cut off is offered again."""


@flow.step(to=("menu", "cut_off"))
def greeting(call: Call) -> Go:
    """In the caller's language when it is known, else in each."""
    if call.language_known:
        greetings = [say("welcome.greeting")]
    else:
        greetings = [say("welcome.greeting", language=code) for code in call.city.languages]
    if call.resumable in RESUMABLE:
        call.memo["errand"] = call.resumable
        return go("cut_off", *greetings)
    return go("menu", *greetings, *other_languages(call))


@flow.menu(
    Choice("welcome.for_account", to="account"),
    Choice("welcome.for_card", to="card"),
    Choice("welcome.for_message", to="message"),
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
    return [say("welcome.chosen"), *other_languages(call)]


def other_languages(call: Call) -> list[Utterance]:
    """How to change the language, said in the language that key 8 leads to."""
    languages = call.city.languages
    following = languages[(languages.index(call.language) + 1) % len(languages)]
    return [] if following == call.language else [say("welcome.switch", language=following)]
