"""Plays a journal: to the moment at which it was left, and on from there."""

from __future__ import annotations

from typing import Final

from audio.seconds import estimate
from ivr.carrier import CarrierMisuse, Fetch, KeyDropped, Leg, Listening, NotListening
from ivr.carrier.http import Carrier, Phone, Server
from ivr.carrier.speech import default_audio_seconds, default_speech_seconds
from ivr.carrier.states import LegState
from ivr.phone.acts import (
    Act,
    Agent,
    AgentPress,
    Asked,
    Dial,
    HangUp,
    Hurry,
    Pace,
    Pass,
    Press,
    Speak,
)
from ivr.phone.happenings import CODES, HIDDEN, Happening, happening
from ivr.phone.journal import Journal, Tape
from ivr.phone.offers import offer

CALLED: Final = "12333"
WITHHELD: Final = "anonymous"
"""What carriers send as the number of a caller who does not show one."""
MOST_ACTS: Final = 1500
MOST_SECONDS: Final = 3600.0
"""A call that is longer, in either way, is cut off: a page that was left open."""
TURNS: Final = frozenset({"voice", "action", "redirect", "fallback"})


class JournalBroken(Exception):  # noqa: N818 - names what was found
    """The journal cannot be played: another version of the line has kept it."""


class Handset:
    """One call. ``base_url`` is where the line is; ``secret`` signs the carrier's requests."""

    def __init__(self, journal: Journal, server: Server, base_url: str, secret: str) -> None:
        self.journal = journal
        self.happened: list[Happening] = []
        self._speed = journal.speed
        self._number: list[int] = []
        self._listening: Listening | None = None
        self._stamped = 0
        self._base_url = base_url
        self._tape = Tape(journal.answers, server)
        self._carrier = Carrier(self._tape, secret, clock=journal.began)
        self._phone: Phone = self._carrier.place(
            **self._way(),
            call_sid=journal.sid,
            fallback_url=f"{base_url}/voice/fallback",
            speech_seconds=self._speech_seconds,
            audio_seconds=self._audio_seconds,
            fetch_media=True,
        )
        kept, journal.acts = journal.acts, []
        for act in kept:
            if not self._done(act):
                raise JournalBroken(f"an act that was done cannot be done again: {act.do}")

    def _way(self) -> dict[str, str]:
        """Who calls whom, and what is asked when it is picked up."""
        voice, own = f"{self._base_url}/voice", self.journal.number or WITHHELD
        status = f"{voice}/status"
        if self.journal.callback is None:
            return {"url": voice, "to": CALLED, "from_": own, "status_callback": status}
        return {
            "url": f"{voice}/placed",
            "to": own,
            "from_": CALLED,
            "direction": "outbound-api",
            "status_callback": f"{status}?of={self.journal.callback}",
        }

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        return self._phone.call.over

    @property
    def now(self) -> float:
        """The call's clock: POSIX seconds."""
        return self._phone.call.now

    @property
    def next_in(self) -> float | None:
        """Seconds until something happens by itself."""
        at = None if self.over else self._phone.call.next_event_at
        return None if at is None else max(0.0, at - self.now)

    @property
    def listens(self) -> bool:
        """Whether the line waits for keys, as it does while there is music."""
        return self._listening is not None

    @property
    def ringing(self) -> str | None:
        """The agent's telephone that rings, if one does."""
        return self._in_state(LegState.RINGING)

    @property
    def joined(self) -> str | None:
        """The agent's telephone the caller talks with, if they do."""
        return self._in_state(LegState.JOINED)

    def _in_state(self, state: LegState) -> str | None:
        return next((leg.name for leg in self._phone.legs if leg.state is state), None)

    @property
    def turns(self) -> int:
        """Documents the line was asked for, for the caller's ear."""
        asked = self._phone.actions
        return sum(isinstance(a, Fetch) and a.purpose in TURNS for a in asked)

    def dial(self) -> None:
        """Call, or pick up."""
        self._done(Dial())

    def live_until(self, now: float) -> None:
        """Let time pass up to ``now``, on the call's clock."""
        if not self.over and now > self.now:
            self._done(Pass(seconds=now - self.now))
            too_long = self.now - self.journal.began > MOST_SECONDS
            if not self.over and (too_long or len(self.journal.acts) > MOST_ACTS):
                self._done(HangUp())

    def hurry(self) -> None:
        """Do not wait for the end of the music."""
        self._done(Hurry())

    def do(self, act: Asked) -> None:
        """Do what the page asks. What has become impossible meanwhile is not done."""
        self._done(act)

    def _done(self, act: Act) -> bool:
        """Play one act and keep it in the journal; False if the call does not allow it now."""
        self.journal.acts.append(act)
        try:
            self._play(act)
        except CarrierMisuse:
            self.journal.acts.pop()
            return False
        return True

    def _play(self, act: Act) -> None:
        match act:
            case Dial():
                self._phone.dial()
            case Pass(seconds=seconds):
                self._pass(seconds)
            case Press(key=key):
                self._press(key)
            case Speak(seconds=seconds):
                self._phone.call.speak(seconds)
            case HangUp():
                self._phone.hang_up()
            case Agent(leg=name, what=what):
                leg = self._leg(name)
                {
                    "answer": leg.answer,
                    "busy": leg.busy,
                    "no_answer": leg.no_answer,
                    "hang_up": leg.hang_up,
                }[what]()
                self._phone.settle()
            case AgentPress(leg=name, key=key):
                self._leg(name).press(key)
                self._phone.settle()
            case Hurry():
                self._phone.call.update(f"{self._base_url}/voice/on")
                self._phone.settle()
            case Pace(speed=speed):
                self._speed = speed
        self._stamp()

    def _pass(self, seconds: float) -> None:
        """Let time pass in steps, so that what happens on the way has its own moment."""
        call, until = self._phone.call, self.now + seconds
        while not call.over and (at := call.next_event_at) is not None and at <= until:
            self._carrier.advance(max(0.0, at - self.now))
            self._stamp()
        self._carrier.advance(max(0.0, until - self.now))

    def _press(self, key: str) -> None:
        listening = self._listening
        for_menu = listening is not None and listening.num_digits == 1
        offered = self._offered(key) if for_menu else {}
        self._phone.call.press(key)
        if listening is not None and not for_menu and key != listening.finish_on_key:
            self._number.append(len(self.journal.acts) - 1)
        self._stamp()
        finishes = key == (listening.finish_on_key if listening else "#")
        self._tell({"is": "key", "key": key if for_menu or finishes else HIDDEN, **offered})
        self._phone.settle()

    def _offered(self, key: str) -> dict[str, str]:
        return offer(self._tape.document, key, self._phone.call.sounds)

    def _leg(self, name: str) -> Leg:
        for leg in self._phone.legs:
            if leg.name == name:
                return leg
        raise CarrierMisuse("nobody of this name was dialled")

    def _stamp(self) -> None:
        """Note the moment of what has just happened."""
        fresh = self._phone.actions[self._stamped :]
        self._stamped += len(fresh)
        for action in fresh:
            if isinstance(action, Listening) and action.leg is None:
                self._listening = action
            elif isinstance(action, NotListening) and action.leg is None:
                self._submitted()
            elif isinstance(action, KeyDropped) and action.leg is None and action.key != "#":
                self.journal.blot(len(self.journal.acts) - 1, "")
            if told := happening(action, self.journal.began, self._base_url):
                self._tell(told)

    def _submitted(self) -> None:
        finish = self._listening.finish_on_key if self._listening else ""
        for place in self._number:
            self.journal.blot(place, finish)
        self._number, self._listening = [], None

    def _tell(self, told: Happening) -> None:
        self.happened.append({"at": round(self.now - self.journal.began, 3), **told})

    def _speech_seconds(self, text: str, language: str) -> float:
        code = CODES.get(language)
        seconds = estimate(text, code) if code else default_speech_seconds(text, language)
        return max(0.05, seconds / self._speed)

    def _audio_seconds(self, url: str, seconds: float | None) -> float:
        return default_audio_seconds(url, seconds) / self._speed
