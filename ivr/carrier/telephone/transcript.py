"""What was said and done on a call, second by second, for assertions and for people to read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ivr.carrier.actions import (
    Action,
    Ended,
    Interrupted,
    Joined,
    KeyDropped,
    LegEnded,
    PlayAudio,
    PlayDigits,
    Problem,
    Queued,
    Recorded,
    Recording,
    Ringing,
    Silence,
    Speak,
)

Who: TypeAlias = Literal["line", "caller", "agent", "carrier"]
SHOWN_KEYS: Final = 3
"""Keys of a longer number are shown up to here: it may be an ID number or a PIN."""
_ROUNDING: Final = 1e-6


@dataclass(slots=True)
class Entry:
    """One thing that was said or done.

    `second` counts from the start of the call. `ear` is None for the caller and the name of a
    dialled leg otherwise. `seconds` is how long it takes to be heard, `heard` how long it was heard
    when something stopped it. `keys` are the keys of a press. What the line says has the `act`
    "plays" when it is a recording that tells its words.
    """

    second: float
    who: Who
    language: str
    text: str
    ear: str | None = None
    seconds: float = 0.0
    heard: float | None = None
    keys: str = ""
    act: str = ""

    @property
    def ends(self) -> float:
        """When it was over."""
        return self.second + (self.seconds if self.heard is None else self.heard)

    def is_over(self, second: float) -> bool:
        """Whether it is over at `second`, give or take the rounding of clocks."""
        return self.ends <= second + _ROUNDING

    @property
    def heard_text(self) -> str:
        """As much of the text as was spoken before something stopped it, in proportion."""
        if self.heard is None or not self.seconds or self.heard >= self.seconds:
            return self.text
        return self.text[: int(len(self.text) * self.heard / self.seconds)]

    def __str__(self) -> str:
        text = self.text if self.heard_text == self.text else f"{self.heard_text}—"
        who = f"{self.who} ♪" if self.act == "plays" else self.who
        return f"{self.second:7.2f}  {who:<8}{text}"


class Transcript:
    """The entries of one call, in order. `show_keys` also shows numbers in full."""

    def __init__(self, *, show_keys: bool = False) -> None:
        self.entries: list[Entry] = []
        self.show_keys = show_keys
        self.recording = False
        self.started = 0.0
        self._sounding: dict[str | None, Entry | None] = {}
        self._until: dict[str | None, float] = {}

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __str__(self) -> str:
        return "\n".join(str(entry) for entry in self.entries)

    def sounding_until(self, ears: Iterable[str | None] | None = None) -> float:
        """When what can be heard now will have been heard, by these ears or by all."""
        chosen = self._until if ears is None else ears
        return max((self._until.get(ear, 0.0) for ear in chosen), default=0.0)

    def did(
        self, now: float, who: Who, act: str, text: str, keys: str = "", seconds: float = 0.0
    ) -> None:
        """The caller or an agent did something, or does it for so long."""
        entry = Entry(now - self.started, who, "", text, seconds=seconds, keys=keys, act=act)
        if keys:
            entry.text = f"presses {self.shown(keys)}"
        self.entries.append(entry)

    def shown(self, keys: str) -> str:
        """Keys as they may be shown."""
        if self.show_keys or len(keys) <= SHOWN_KEYS:
            return keys
        return keys[:SHOWN_KEYS] + "•" * (len(keys) - SHOWN_KEYS)

    def take(self, action: Action, now: float) -> None:
        """Note an action of the carrier that came at `now`."""
        match action:
            case Speak(text, language, _, leg, seconds):
                self._sounds(now, leg, seconds, Entry(0, "line", language, text))
            case PlayAudio(url, _, leg, seconds, words, language):
                told = words or f"[plays {url}]"
                entry = Entry(0, "line", language, told, act="plays" if words else "")
                self._sounds(now, leg, seconds or 0.0, entry)
            case PlayDigits(digits, leg, seconds):
                self._sounds(now, leg, seconds, Entry(0, "line", "", f"[tones {digits}]"))
            case Silence(seconds, leg):
                self._until[leg] = now + seconds
                self._sounding[leg] = None
            case Interrupted(leg):
                self._stop(leg, now)
            case KeyDropped(key):
                self._happened(now, f"nobody listens: key {key} is lost", "lost")
            case Recording():
                self.recording = True
                self._happened(now, "records", "record")
            case Recorded(seconds):
                self.recording = False
                self._happened(now, f"has recorded {seconds:g} seconds", "recorded")
            case Ringing(leg, target):
                self._until[leg] = now
                self._happened(now, f"rings {target}", "ring")
            case Joined(leg):
                self._happened(now, f"joins the caller and {leg}", "join")
            case LegEnded(leg, status):
                self._stop(leg, now)
                self._happened(now, f"{leg} ends: {status}", "leg-end")
            case Queued(queue, position):
                self._happened(now, f"queues the caller in {queue} at {position}", "queue")
            case Problem(code, message, level):
                self._happened(now, f"{level} {code}: {message}", "problem")
            case Ended(_, reason):
                self.recording = False
                for leg in list(self._until):
                    self._stop(leg, now)
                self._happened(now, f"the call is over: {reason}", "end")
            case _:
                pass

    def heard(self, since: int, ear: str | None, now: float) -> list[str]:
        """The sentences that an ear has heard from entry `since` on, to their end or to where they
        were stopped; the one that is being spoken is not among them."""
        said = (e for e in self.entries[since:] if e.who == "line" and e.ear == ear)
        second = now - self.started
        return [text for entry in said if entry.is_over(second) and (text := entry.heard_text)]

    def _sounds(self, now: float, ear: str | None, seconds: float, entry: Entry) -> None:
        entry.second, entry.ear, entry.seconds = now - self.started, ear, seconds
        self.entries.append(entry)
        self._sounding[ear] = entry
        self._until[ear] = now + seconds

    def _stop(self, ear: str | None, now: float) -> None:
        entry = self._sounding.pop(ear, None)
        if entry is not None and now < self._until.get(ear, 0.0):
            entry.heard = now - self.started - entry.second
        self._until[ear] = min(now, self._until.get(ear, 0.0))

    def _happened(self, now: float, text: str, act: str) -> None:
        self.entries.append(Entry(now - self.started, "carrier", "", text, act=act))
