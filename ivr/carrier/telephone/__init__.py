"""A telephone with which a call reads like prose.

    telephone = Telephone(Carrier(WsgiServer(app), auth_token="…"), "https://hotline.test/voice")
    call = telephone.dial()
    call.hears("press 1")
    call.press("1")
    call.type("123456#")
    call.waits(7)
    call.agent.answers()
    call.hangs_up()
    assert telephone.problems == []

Whatever answers HTTP with TwiML can be called: a WSGI application in this process (`WsgiServer`)
or a real address (`HttpServer`). Time is the carrier's: it passes only while the caller listens,
types, speaks or waits, so a call of minutes is over in milliseconds, and an application that takes
its clock from `Telephone.now` lives in the same time.

What is not as it was said to be raises an AssertionError that shows the call so far.
"""

from ivr.carrier.telephone.agent import Agent
from ivr.carrier.telephone.box import Telephone
from ivr.carrier.telephone.call import TelephoneCall
from ivr.carrier.telephone.scenario import scenario
from ivr.carrier.telephone.transcript import Entry, Transcript

__all__ = ["Agent", "Entry", "Telephone", "TelephoneCall", "Transcript", "scenario"]
