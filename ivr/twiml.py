"""The only writer of TwiML.

It writes the portable core: absolute URLs, an explicit action, and a Redirect after each Gather
and Record as the way when nothing came. The frame of a document, which is the same whoever calls,
is written once by the twilio library and kept; the words and the turn's number are put in.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from audio.languages import LANGUAGES
from audio.phrases import PhraseBook
from flows.dialogue import Utterance
from flows.turns import (
    ForKeys,
    ForMoment,
    ForNothing,
    ForPerson,
    ForRecording,
    Turn,
    Wait,
)
from ivr.carriers import Carrier

_NUMBER = "0000000000"
"""Stands for the turn's number in a kept frame; no real turn has ten digits."""
_WORDS = "\ue000"
"""Stands for the words of an utterance in a kept frame; nobody can speak it."""
_MOST_KEPT = 2048
LARGEST = 64 * 1024
"""Bytes of a document; a carrier refuses a larger one (Twilio: 11750)."""


class DocumentTooLargeError(ValueError):
    """A turn said more than a document may hold."""


class Writer:
    """Writes what the line does next as a document for one carrier."""

    def __init__(
        self, book: PhraseBook, base_url: str, carrier: Carrier, ring_seconds: int
    ) -> None:
        self._book = book
        self._base = base_url
        self._carrier = carrier
        self._ring_seconds = ring_seconds
        self._kept = lru_cache(_MOST_KEPT)(self._frame)

    def write(self, turn: Turn, language: str, number: int, ref: str) -> str:
        """The document for ``turn``; the carrier will come back with turn ``number``.

        ``ref`` is our own name of the call, for the question to an agent. Raises
        ``DocumentTooLargeError`` rather than write what no carrier would play.
        """
        document = self._document(turn, language, number, ref)
        if len(document) > LARGEST // 4 and len(document.encode()) > LARGEST:
            raise DocumentTooLargeError(f"{len(document)} characters")
        return document

    def _document(self, turn: Turn, language: str, number: int, ref: str) -> str:
        if isinstance(turn.wait, ForPerson):
            return self._compose(turn.said, turn.wait, language, str(number), ref)
        languages = tuple(utterance.language or language for utterance in turn.said)
        kept = self._kept(languages, turn.wait, language)
        first, *others = (piece.replace(_NUMBER, str(number)) for piece in kept)
        document = [first]
        for utterance, code, following in zip(turn.said, languages, others, strict=True):
            document += (escape(self._words(utterance, code)), following)
        return "".join(document)

    def _frame(self, languages: tuple[str, ...], wait: Wait, language: str) -> tuple[str, ...]:
        """The document around utterances in these languages, cut where their words belong."""
        said = [Utterance("", (), code) for code in languages]
        document = self._compose(tuple(said), wait, language)
        return tuple(document.split(_WORDS))

    def _words(self, utterance: Utterance, language: str) -> str:
        if not utterance.phrase:
            return _WORDS
        return self._book.words(utterance.phrase, dict(utterance.slots), language)

    def text(self, said: Iterable[Utterance], language: str) -> str:
        """What is said as a text message, each utterance in its language."""
        return "".join(
            self._book.text(u.phrase, dict(u.slots), u.language or language) for u in said
        )

    def turn_url(self, number: int | str, language: str) -> str:
        """Where the carrier takes the next turn. The language is for answers without records."""
        return f"{self._base}/voice/turn/{number}/{language}"

    def redirect(self, url: str) -> str:
        """A document that only leads elsewhere."""
        response = VoiceResponse()
        response.redirect(url, method="POST")
        return str(response)

    def speak(self, verb: VoiceResponse | Gather, said: Iterable[Utterance], language: str) -> None:
        """Append what is said, each utterance in its language."""
        for utterance in said:
            code = utterance.language or language
            words = self._words(utterance, code)
            voice = self._carrier.voices.get(code)
            options = {"voice": voice} if voice else {}
            verb.say(words, language=LANGUAGES[code].say_code, **options)

    def url(self, path: str) -> str:
        """An absolute URL of the line."""
        return self._base + path

    def _compose(
        self,
        said: tuple[Utterance, ...],
        wait: Wait,
        language: str,
        number: str = _NUMBER,
        ref: str = "",
    ) -> str:
        response = VoiceResponse()
        following = self.turn_url(number, language)
        match wait:
            case ForKeys(most, finish, seconds):
                gather = _gather(most, finish, seconds, following)
                self.speak(gather, said, language)
                response.append(gather)
                response.redirect(following, method="POST")
            case ForRecording(most_seconds):
                if said:
                    # Keys count while it is explained what to do, not only after the tone.
                    gather = _gather(1, "", 1, following)
                    self.speak(gather, said, language)
                    response.append(gather)
                response.record(
                    action=following,
                    method="POST",
                    max_length=most_seconds,
                    timeout=5,
                    finish_on_key="0*#",
                    play_beep=True,
                )
                response.redirect(following, method="POST")
            case ForPerson(contact, topic):
                self.speak(response, said, language)
                dial = Dial(action=following, method="POST", timeout=self._ring_seconds)
                whisper = {}
                if self._carrier.whisper:
                    question = f"/voice/whisper/{ref}/{number}/{topic}"
                    whisper = {"url": self.url(question), "method": "POST"}
                self._target(dial, contact.target, whisper)
                response.append(dial)
            case ForMoment():
                self.speak(response, said, language)
                response.redirect(following, method="POST")
            case ForNothing():
                self.speak(response, said, language)
                response.hangup()
        return str(response)

    @staticmethod
    def _target(dial: Dial, target: str, whisper: dict[str, str]) -> None:
        if target.startswith("sip:"):
            dial.sip(target, **whisper)
        elif target.startswith("client:"):
            dial.client(target.removeprefix("client:"), **whisper)
        else:
            dial.number(target, **whisper)

    def ring_all(
        self, said: Iterable[Utterance], targets: Iterable[str], language: str, then: str
    ) -> str:
        """Ring all ``targets`` at once, asking nothing of the records; then go to ``then``."""
        response = VoiceResponse()
        self.speak(response, said, language)
        dial = Dial(timeout=self._ring_seconds)
        for target in targets:
            self._target(dial, target, {})
        if dial.verbs:
            response.append(dial)
        response.redirect(then, method="POST")
        return str(response)

    def ask_key(
        self, said: Iterable[Utterance], language: str, action: str, seconds: int, then: str
    ) -> str:
        """Wait for one key, for ``action``; without one go to ``then``, or hang up if empty."""
        response = VoiceResponse()
        gather = _gather(1, "", seconds, action)
        self.speak(gather, said, language)
        response.append(gather)
        if then:
            response.redirect(then, method="POST")
        else:
            response.hangup()
        return str(response)

    def nothing(self) -> str:
        """An empty document: the carrier goes on with what it was doing."""
        return str(VoiceResponse())

    def hang_up(self, said: Iterable[Utterance], language: str) -> str:
        """Say something and end the call."""
        response = VoiceResponse()
        self.speak(response, said, language)
        response.hangup()
        return str(response)


def _gather(most: int, finish: str, seconds: int, action: str) -> Gather:
    """Keys for ``action``, by POST: every carrier's default, which Telnyx will not have written."""
    return Gather(
        input="dtmf", num_digits=most, finish_on_key=finish, timeout=seconds, action=action
    )
