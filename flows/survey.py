"""After the person one question, asked once: how it was. Nobody has to answer it."""

from __future__ import annotations

from collections.abc import Iterator

from db.survey import DISSATISFIED, FAIRLY, SATISFIED, score
from flows.call import Call
from flows.dialogue import Choice, Each, Flow, Go, Utterance, go, say

flow = Flow("survey", patience="agent.after")

SCORES = {"satisfied": SATISFIED, "fairly": FAIRLY, "dissatisfied": DISSATISFIED}
"""In the order in which they are offered."""
SUPERVISORS = "supervisor"
"""The group of agents, where the city has one."""


def has_supervisors(call: Call) -> bool:
    return SUPERVISORS in call.city.agents.groups


def scores(call: Call) -> Iterator[dict[str, str]]:
    return ({"score": f"score.{word}"} for word in SCORES)


@flow.menu(
    Choice("survey.for_score", to="scored", each=Each(scores, ("score",), len(SCORES))),
    level=False,
    once=True,
)
def survey(call: Call) -> Utterance:
    return say("survey.question")


@flow.step(to=("agent.after", "why"))
def scored(call: Call) -> Go:
    value = SCORES[str(call.picked["score"]).removeprefix("score.")]
    call.also(score(call.id, value))
    if value == DISSATISFIED:
        return go("why", say("survey.sorry"))
    return go("agent.after", say("survey.thanks"))


@flow.menu(
    Choice("survey.leave_message", to="complaint.service"),
    Choice("survey.for_supervisor", to="supervisor", when=has_supervisors),
    level=False,
    once=True,
)
def why(call: Call) -> None:
    """They may say why, or have somebody else mend it."""


@flow.step(to="agent")
def supervisor(call: Call) -> None:
    call.ask_for(SUPERVISORS)
