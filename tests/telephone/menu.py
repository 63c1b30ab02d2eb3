"""A small TwiML application to call: a menu, a number, a recording, a transfer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

from ivr.carrier.http import Carrier, WsgiServer
from ivr.carrier.telephone import Telephone

URL = "http://menu.test/voice"

PAGES = {
    "/voice": """
        <Gather numDigits="1" timeout="7" finishOnKey="" action="/chosen" method="POST">
          <Say>Welcome to the menu.</Say><Say>Press 1 for a number.</Say>
          <Say>Press 2 to speak.</Say><Say>Press 3 for a person.</Say>
        </Gather>
        <Redirect method="POST">/again</Redirect>""",
    "/again": """
        <Gather numDigits="1" timeout="7" finishOnKey="" action="/chosen" method="POST">
          <Say>Are you there?</Say>
        </Gather>
        <Say>Goodbye.</Say><Hangup/>""",
    "/chosen/1": """
        <Gather numDigits="6" timeout="5" finishOnKey="#" action="/number" method="POST">
          <Say>Enter your six digits.</Say>
        </Gather>""",
    "/chosen/2": """
        <Say>Speak now.</Say>
        <Record action="/recorded" method="POST" maxLength="30" timeout="5" finishOnKey="#"/>
        <Say>Nothing was said.</Say>""",
    "/chosen/3": """
        <Say>One moment.</Say>
        <Dial action="/dialled" method="POST">
          <Number url="/whisper">+861082300001</Number>
        </Dial>""",
    "/whisper": """
        <Gather numDigits="1" action="/accepted" method="POST"><Say>Will you take it?</Say></Gather>
        <Hangup/>""",
    "/accepted": "",
    "/dialled": "<Say>The person has gone.</Say><Hangup/>",
    "/recorded": "<Say>Kept.</Say><Hangup/>",
    "/broken": '<Say>Before.</Say><Gather numDigits="none"/>',
}


def menu(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The application."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    form = parse_qs(environ["wsgi.input"].read(length).decode())
    digits = form.get("Digits", [""])[0]
    path = environ["PATH_INFO"]
    if path == "/number":
        body = f"<Say>You entered {' '.join(digits)}.</Say><Hangup/>"
    elif path == "/chosen":
        body = PAGES.get(f"/chosen/{digits}", "<Redirect>/again</Redirect>")
    else:
        body = PAGES[path]
    start_response("200 OK", [("Content-Type", "text/xml")])
    return [f"<Response>{body}</Response>".encode()]


def new_telephone(path: str = "/voice", **options: object) -> Telephone:
    """A telephone to the menu."""
    carrier = Carrier(WsgiServer(menu), "t" * 32)
    return Telephone(carrier, f"http://menu.test{path}", **options)  # type: ignore[arg-type]
