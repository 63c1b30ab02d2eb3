"""A line of a few documents, to play journals against without an application."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from audio.recordings.wave import wav
from ivr.carrier.actions import Fetch, Response
from ivr.carrier.http import FetchFailure
from ivr.phone.handset import Handset
from ivr.phone.journal import Journal

BASE = "https://line.test"
SECRET = "0" * 32
HELLO = wav(b"\x80" * 12_000, "您好。")
"""A second and a half."""
MENU = (
    '<Gather numDigits="1" finishOnKey="" timeout="7" action="/voice/chosen">'
    f"<Play>{BASE}/audio/hello.wav</Play>"
    '<Say language="cmn-CN">输入号码，请按一。</Say>'
    '<Say language="en-US">To leave a message, press two.</Say>'
    '<Say language="en-US">For a person, press three.</Say></Gather><Hangup/>'
)
NUMBER = (
    '<Gather numDigits="18" finishOnKey="#" timeout="10" action="/voice">'
    '<Say language="cmn-CN">请输入号码。</Say></Gather><Hangup/>'
)
PERSON = (
    '<Dial timeout="20" action="/voice"><Number url="/voice/whisper">+861012345678</Number></Dial>'
)
DOCUMENTS = {
    "/voice": MENU,
    "/voice/chosen?1": NUMBER,
    "/voice/chosen?2": '<Record maxLength="60" timeout="5" finishOnKey="#" action="/voice"/>',
    "/voice/chosen?3": PERSON,
    "/voice/whisper": '<Gather numDigits="1" action="/voice/accept"><Say>Press 1.</Say></Gather>'
    "<Hangup/>",
    "/voice/accept": "",
}


class TinyLine:
    """Answers requests, and remembers them. ``failing`` makes it answer nothing."""

    def __init__(self) -> None:
        self.asked: list[Fetch] = []
        self.failing = False

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        """One request (``Server``)."""
        self.asked.append(fetch)
        if self.failing:
            raise FetchFailure("read-timeout")
        path = urlsplit(fetch.url).path
        if path.startswith("/audio/"):
            return Response(200, "audio/wav", HELLO, [("Content-Language", "zh-CN")])
        digits = fetch.form.get("Digits", "")
        body = DOCUMENTS.get(f"{path}?{digits}", DOCUMENTS.get(path, MENU))
        return Response(200, "text/xml", f"<Response>{body}</Response>".encode())


def journal() -> Journal:
    """A call that has not been dialled. It begins at a moment with many decimals, as they do."""
    return Journal(sid="CA" + "1" * 32, number="+8615400000001", began=1795324801.2345678)


def play(kept: Journal, line: TinyLine) -> Handset:
    """The handset of a journal."""
    return Handset(kept, line, BASE, SECRET)
