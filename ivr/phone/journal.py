"""What is kept of a call: everything that was done, and every answer the line gave.

The carrier has no clock, no socket and no chance in it, so the same acts and answers lead to the
same call, to the last float. That is why a journal is enough, and why times are kept as the
lengths that were passed and never as moments.

Numbers that were typed are blotted out as soon as they are submitted: the answer to them is kept,
so they are not needed to play the call again. Of a recording only how long it is and what it says
is kept; the page fetches the sound itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, Field

from audio.recordings.g711 import RATE, SILENCE
from audio.recordings.wave import wav
from ivr.carrier.actions import Fetch, Response
from ivr.carrier.http import FetchFailure, Server
from ivr.carrier.retrieval import FailureKind
from ivr.carrier.sound import Sound
from ivr.phone.acts import Act, Press

_BESIDE: Final = frozenset({"status", "leg-status", "recording-status", "whisper", "media"})
"""Requests whose answers the caller does not hear."""


class Answer(BaseModel):
    """One answer of the line, or how it failed to give one.

    A recording has no body, but its ``samples``, how many they are, and its ``language``; the
    ``body`` are its words.
    """

    status: int = 0
    content_type: str | None = None
    body: str = ""
    failed: FailureKind | None = None
    samples: int | None = None
    language: str | None = None

    @classmethod
    def of(cls, given: Response) -> Answer:
        """What is kept of an answer."""
        sound = Sound.of(given)
        known = {"status": given.status, "content_type": given.content_type}
        if sound.seconds is None:
            return cls(**known, body=given.body.decode("utf-8", "replace"))
        samples = round(sound.seconds * RATE)
        return cls(**known, body=sound.words, samples=samples, language=sound.language)

    def response(self) -> Response:
        """The answer, to be played again: a recording as a silence that is as long."""
        if self.samples is None:
            return Response(self.status, self.content_type, self.body.encode())
        silence = wav(SILENCE * self.samples, self.body)
        headers = [("Content-Language", self.language or "")]
        return Response(self.status, self.content_type, silence, headers)


class Journal(BaseModel):
    """One call. ``began`` is POSIX seconds; ``sid`` the CallSid the line knows it by.

    ``callback``: the entry of the outbox for which the line has called; None when it was called.
    ``number`` is the telephone's own either way.
    """

    sid: str
    number: str
    began: float
    speed: float = 1.0
    callback: int | None = None
    acts: list[Act] = Field(default_factory=list)
    answers: list[Answer] = Field(default_factory=list)
    batch: int = 0

    @classmethod
    def load(cls, kept: bytes) -> Journal:
        """A journal as ``dump`` made it; ``ValueError`` for anything else."""
        return cls.model_validate_json(kept)

    def dump(self) -> bytes:
        """To be kept."""
        return self.model_dump_json(exclude_none=True).encode()

    def blot(self, place: int, finish_on_key: str) -> None:
        """Forget which key was pressed in act ``place``, but not that it was none that finishes."""
        self.acts[place] = Press(key="1" if finish_on_key == "0" else "0")


class Tape:
    """A server that gives the kept answers again, then asks the real one and keeps its answers.

    ``document`` is the last one it gave to the caller's ear.
    """

    def __init__(self, answers: list[Answer], server: Server) -> None:
        self.document = ""
        self._answers = answers
        self._server = server
        self._next = 0

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        """The next answer (``Server``)."""
        if self._next == len(self._answers):
            self._answers.append(self._ask(fetch, headers))
        answer = self._answers[self._next]
        self._next += 1
        if answer.failed is not None:
            raise FetchFailure(answer.failed)
        if fetch.purpose not in _BESIDE:
            self.document = answer.body
        return answer.response()

    def _ask(self, fetch: Fetch, headers: Mapping[str, str]) -> Answer:
        try:
            given = self._server.perform(fetch, headers)
        except FetchFailure as failure:
            return Answer(failed=failure.kind)
        return Answer.of(given)
