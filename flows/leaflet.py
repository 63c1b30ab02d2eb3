"""The full text of a topic, as a text message to the registered mobile."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.policy import chosen
from flows.proof import Proof

flow = Flow("leaflet", needs=Proof.PIN)


@flow.menu(
    Choice("policy.for_other", to="policy"),
    Choice("leaflet.for_main_menu", to="welcome.menu"),
    level=False,
)
def send(call: Call) -> Utterance:
    version = chosen(call)
    if not call.mobile_ending:
        return say("engine.no_mobile")
    if version is None:
        return say("policy.none")
    call.text(
        Utterance(version.phrase("full")),
        say("policy.version", on=version.on),
        Utterance(version.phrase("basis")),
    )
    return say("leaflet.sent", mobile=call.mobile_ending)
