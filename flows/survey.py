"""After the person one question, asked once: how it was. Nobody has to answer it."""

from __future__ import annotations

from db.survey import DISSATISFIED, FAIRLY, SATISFIED, score
from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say

flow = Flow("survey", patience="agent.after")

SUPERVISORS = "supervisor"
"""The group of agents, where the city has one."""


def has_supervisors(call: Call) -> bool:
    return SUPERVISORS in call.city.agents.groups


@flow.menu(
    Choice("survey.satisfied", to="satisfied"),
    Choice("survey.fairly", to="fairly"),
    Choice("survey.dissatisfied", to="dissatisfied"),
    level=False,
    once=True,
)
def survey(call: Call) -> Utterance:
    return say("survey.question")


@flow.step(to="agent.after")
def satisfied(call: Call) -> Utterance:
    call.also(score(call.id, SATISFIED))
    return say("survey.thanks")


@flow.step(to="agent.after")
def fairly(call: Call) -> Utterance:
    call.also(score(call.id, FAIRLY))
    return say("survey.thanks")


@flow.step(to="why")
def dissatisfied(call: Call) -> Utterance:
    call.also(score(call.id, DISSATISFIED))
    return say("survey.sorry")


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
