"""What the line waits for, in words, with the seconds that are left."""

from __future__ import annotations

from ivr.carrier.actions import (
    Action,
    Ended,
    Joined,
    LegEnded,
    Listening,
    NotListening,
    Queued,
    Recorded,
    Recording,
    Ringing,
)
from ivr.carrier.states import LegState
from ivr.carrier.telephone import TelephoneCall


class Waiting:
    """Watches a call. ``words`` is empty when there is nothing that could be done."""

    def __init__(self, call: TelephoneCall) -> None:
        self._call = call
        self._seen = 0
        self._words = ""
        self._until: float | None = None

    def words(self) -> str:
        """What is waited for now."""
        actions = self._call.phone.actions
        for action in actions[self._seen :]:
            self._take(action)
        self._seen = len(actions)
        legs = self._call.phone.legs
        if legs and legs[-1].state is LegState.ANSWERED:
            return "the agent is asked: keys are the agent's, h hangs up"
        if self._until is None or not self._words:
            return self._words
        return f"{self._words} · {max(0.0, self._until - self._call.telephone.now):.0f} s"

    def _take(self, action: Action) -> None:
        now = self._call.telephone.now
        match action:
            case Listening(most, finish, _, until, None):
                keys = "a key" if most == 1 else f"up to {most} keys" if most else "keys"
                self._set(f"{keys}, {finish} ends" if finish else keys, until)
            case Recording(seconds):
                self._set("recording: s speaks five seconds, # ends", now + seconds)
            case Ringing(_, target):
                self._set(f"rings {target}: a answers, b busy, n no answer", None)
            case Joined():
                self._set("you speak with the agent: h the agent hangs up, q you hang up", None)
            case Queued(_, position):
                self._set(f"in the queue at {position}", None)
            case NotListening(None) | Recorded() | LegEnded() | Ended():
                self._set("", None)
            case _:
                pass

    def _set(self, words: str, until: float | None) -> None:
        self._words, self._until = words, until
