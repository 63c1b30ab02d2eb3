"""The only writer of TwiML.

It writes the portable core: absolute URLs, an explicit action, and a Redirect after each Gather
and Record as the way when nothing came. The frame of a document, which is the same whoever calls,
is written once by the twilio library and kept; what is said and the turn's number are put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote
from xml.sax.saxutils import escape

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from audio.languages import LANGUAGES
from audio.music import Music
from audio.phrases import PhraseBook
from flows.dialogue import Utterance
from flows.turns import (
    ForAgent,
    ForKeys,
    ForMoment,
    ForNothing,
    ForPerson,
    ForRecording,
    Turn,
    Wait,
)
from ivr.audio.speech import Speech
from ivr.audio.voices import Heard, Voices
from ivr.carriers import Carrier

_NUMBER = "0000000000"
"""Stands for the turn's number in a kept frame; no real turn has ten digits."""
_WORDS = "\ue000"
"""Stands for what is said in a kept frame; nobody can speak it."""
_MOST_KEPT = 2048
AT_A_TIME = 3
"""Parts of the music in a carrier's queue, which is left as soon as somebody takes the call. Where
the line must be asked whether somebody does, it is one."""
TAKE_SECONDS = 10
"""An agent's call waits so long for a caller who is not yet in their queue."""
LARGEST = 64 * 1024
"""Bytes of a document; a carrier refuses a larger one (Twilio: 11750)."""


class DocumentTooLargeError(ValueError):
    """A turn said more than a document may hold."""


class Written(NamedTuple):
    """A document, and what of it is played to this caller alone: to be saved with the turn."""

    document: str
    speech: bytes | None


class Writer:
    """Writes what the line does next as a document for one carrier.

    ``voices`` says what is played; by default the carrier's voice says everything.
    """

    def __init__(
        self,
        book: PhraseBook,
        base_url: str,
        carrier: Carrier,
        ring_seconds: int,
        voices: Voices | None = None,
        music: Music | None = None,
    ) -> None:
        self._book = book
        self._parts = music or Music()
        self._voices = voices or Voices(book)
        self._base = base_url
        self._carrier = carrier
        self._ring_seconds = ring_seconds
        self._kept = lru_cache(_MOST_KEPT)(self._frame)
        self._play = re.compile(rf"<Play>{re.escape(base_url)}(/[^<]*)</Play>")

    def write(
        self, turn: Turn, language: str, number: int, ref: str, *, queued: bool = False
    ) -> Written:
        """The document for ``turn``; the carrier will come back with turn ``number``.

        ``ref`` is our own name of the call, for the question to an agent and for what is played.
        ``queued``: it is heard in the carrier's queue, and comes back from there.
        Raises ``DocumentTooLargeError`` rather than write what no carrier would play.
        """
        speech = Speech(ref)
        heard = self._heard(turn.said, language, speech)
        document = self._document(heard, turn.wait, language, number, ref, queued)
        if len(document) > LARGEST // 4 and len(document.encode()) > LARGEST:
            raise DocumentTooLargeError(f"{len(document)} characters")
        return Written(document, speech.dump())

    def aloud(self, document: str, speech: Speech) -> str:
        """A document that ``write`` gave, with ``speech``, in the carrier's voice: for a carrier
        that could not play it. Raises ``LookupError`` when it holds a sound of nobody's."""
        return self._play.sub(lambda play: self._say(unquote(play[1]), speech), document)

    def _say(self, path: str, speech: Speech) -> str:
        sentence = speech.at(path) or self._voices.at(path)
        if sentence is None:
            raise LookupError("a document plays what is not there")
        response = VoiceResponse()
        self._speak(response, [self._voices.aloud(sentence)])
        return "".join(verb.to_xml(xml_declaration=False) for verb in response.verbs)

    def is_sound(self, url: str) -> bool:
        """Whether a URL is of something that we let the carrier play."""
        return url.startswith(f"{self._base}/audio/")

    def _heard(
        self, said: Iterable[Utterance], language: str, speech: Speech | None = None
    ) -> list[Heard]:
        """What is said, each utterance in its language, as it reaches the caller."""
        return [self._voices.heard(u, u.language or language, speech) for u in said]

    def _document(
        self,
        said: Sequence[Heard],
        wait: Wait,
        language: str,
        number: int,
        ref: str,
        queued: bool,
    ) -> str:
        if isinstance(wait, ForPerson):
            return self._compose(said, wait, language, str(number), ref)
        kept = self._kept(tuple(heard.language for heard in said), wait, language, queued)
        first, *others = (piece.replace(_NUMBER, str(number)) for piece in kept)
        document = [first]
        for heard, following in zip(said, others, strict=True):
            document += (escape(heard.text) if heard.language else heard.text, following)
        return "".join(document)

    def _frame(
        self, languages: tuple[str, ...], wait: Wait, language: str, queued: bool
    ) -> tuple[str, ...]:
        """The document around what is said in these languages, cut where it belongs."""
        words = [Heard(_WORDS, code) for code in languages]
        document = self._compose(words, wait, language, queued=queued)
        return tuple(document.split(_WORDS))

    def text(self, said: Iterable[Utterance], language: str) -> str:
        """What is said as a text message, each utterance in its language."""
        text = ""
        for u in said:
            # Latin sentences are set apart by a space, Chinese ones by their own signs.
            text += " " if text and text[-1].isascii() else ""
            text += self._book.text(u.phrase, dict(u.slots), u.language or language)
        return text

    def turn_url(self, number: int | str, language: str) -> str:
        """Where the carrier takes the next turn. The language is for answers without records."""
        return f"{self._base}/voice/turn/{number}/{language}"

    def wait_url(self, number: int | str, language: str) -> str:
        """The same for somebody who is in the carrier's queue."""
        return f"{self._base}/voice/wait/{number}/{language}"

    def enqueue(self, ref: str, number: int, language: str, stay: int) -> str:
        """A document that puts the call ``ref`` into a queue of its own at the carrier, where the
        answer of turn ``number`` is heard. So it is we who decide who is taken, not the queue.

        ``stay`` names this stay in the queue, of which the carrier tells the end.
        """
        response = VoiceResponse()
        response.enqueue(
            ref,
            action=self.left_url(stay, language),
            method="POST",
            wait_url=self.wait_url(number, language),
            wait_url_method="POST",
        )
        return str(response)

    def left_url(self, stay: int, language: str) -> str:
        """Where the carrier tells that a caller is out of its queue."""
        return f"{self._base}/voice/left/{stay}/{language}"

    def take_caller(
        self, ref: str, said: Iterable[Utterance], language: str, *, action: str, joining: str
    ) -> str:
        """For an agent's call: say something and take the call ``ref`` out of its queue. The caller
        hears ``joining`` first; ``action`` is told how it ended."""
        response = VoiceResponse()
        self._speak(response, self._heard(said, language))
        dial = Dial(action=action, method="POST", timeout=TAKE_SECONDS)
        dial.queue(ref, url=joining, method="POST")
        response.append(dial)
        return str(response)

    def speak(self, said: Iterable[Utterance], language: str) -> str:
        """Say something, and let the carrier go on with what it was doing."""
        response = VoiceResponse()
        self._speak(response, self._heard(said, language))
        return str(response)

    def leave(self) -> str:
        """A document that takes a caller out of the carrier's queue."""
        response = VoiceResponse()
        response.leave()
        return str(response)

    def _music(self, nth: int, count: int) -> list[str]:
        """The paths of so many parts of the music."""
        most = len(self._parts)
        first = nth * count
        return [
            f"/audio/music/{self._parts.version}/{(first + more) % most}.wav"
            for more in range(count)
        ]

    def play_music(self, then: str) -> str:
        """Music for a caller in line, asking nothing of the records; then go to ``then``."""
        response = VoiceResponse()
        for path in self._music(0, AT_A_TIME):
            response.play(self.url(path))
        response.redirect(then, method="POST")
        return str(response)

    def say_and_go(self, said: Iterable[Utterance], language: str, then: str) -> str:
        """Say something and go to ``then``."""
        response = VoiceResponse()
        self._speak(response, self._heard(said, language))
        response.redirect(then, method="POST")
        return str(response)

    def redirect(self, url: str) -> str:
        """A document that only leads elsewhere."""
        response = VoiceResponse()
        response.redirect(url, method="POST")
        return str(response)

    def _speak(self, verb: VoiceResponse | Gather, said: Iterable[Heard]) -> None:
        """Append what is said: words for the carrier's voice, or a sound of ours."""
        for text, code in said:
            if not code:
                verb.play(self._base + text)
                continue
            voice = self._carrier.voices.get(code)
            options = {"voice": voice} if voice else {}
            verb.say(text, language=LANGUAGES[code].say_code, **options)

    def url(self, path: str) -> str:
        """An absolute URL of the line."""
        return self._base + path

    def _compose(
        self,
        said: Sequence[Heard],
        wait: Wait,
        language: str,
        number: str = _NUMBER,
        ref: str = "",
        *,
        queued: bool = False,
    ) -> str:
        response = VoiceResponse()
        following = (self.wait_url if queued else self.turn_url)(number, language)
        match wait:
            case ForKeys(most, finish, seconds):
                gather = _gather(most, finish, seconds, following)
                self._speak(gather, said)
                response.append(gather)
                response.redirect(following, method="POST")
            case ForRecording(most_seconds):
                if said:
                    # Keys count while it is explained what to do, not only after the tone.
                    gather = _gather(1, "", 1, following)
                    self._speak(gather, said)
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
            case ForAgent(nth):
                # Keys count while music is played, and what comes next is asked for at its end.
                gather = _gather(1, "", 1, following)
                self._speak(gather, said)
                for path in self._music(nth, AT_A_TIME if queued else 1):
                    gather.play(self.url(path))
                response.append(gather)
                response.redirect(following, method="POST")
            case ForPerson(contact, topic):
                self._speak(response, said)
                dial = Dial(action=following, method="POST", timeout=self._ring_seconds)
                whisper = {}
                if self._carrier.whisper:
                    question = f"/voice/whisper/{ref}/{number}/{topic}"
                    whisper = {"url": self.url(question), "method": "POST"}
                self._target(dial, contact.target, whisper)
                response.append(dial)
            case ForMoment():
                self._speak(response, said)
                response.redirect(following, method="POST")
            case ForNothing():
                self._speak(response, said)
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
        self._speak(response, self._heard(said, language))
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
        self._speak(gather, self._heard(said, language))
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
        self._speak(response, self._heard(said, language))
        response.hangup()
        return str(response)


def _gather(most: int, finish: str, seconds: int, action: str) -> Gather:
    """Keys for ``action``, by POST: every carrier's default, which Telnyx will not have written."""
    return Gather(
        input="dtmf", num_digits=most, finish_on_key=finish, timeout=seconds, action=action
    )
