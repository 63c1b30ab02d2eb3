"""What a call tells the page: the carrier's actions, and the keys, as JSON.

Every happening has ``at``, seconds since the call began, and ``is``, its kind. ``leg`` is missing
where it is about the caller. Whom a transfer rings is not told: it is an agent's own number. A
sentence that is a recording of the line has its ``sound``, an address relative to the page.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from audio.languages import LANGUAGES
from ivr.carrier import actions
from ivr.carrier.actions import Action

Happening: TypeAlias = dict[str, Any]

HIDDEN = "•"
"""Stands for a key of a number."""
CODES = {language.say_code: code for code, language in LANGUAGES.items()}
"""What a Say calls a language, to what a browser calls it."""


def happening(action: Action, began: float, base_url: str) -> Happening | None:
    """The action as the page gets it; None for what is only the carrier's business."""
    match action:
        case actions.Answered():
            told: Happening = {"is": "answered"}
        case actions.Speak(text, language, _, leg, seconds):
            code = CODES.get(language, language)
            told = {"is": "said", "text": text, "language": code, "seconds": seconds, "leg": leg}
        case actions.PlayAudio(url, _, leg, seconds, words, code) if words:
            sound = url.removeprefix(f"{base_url}/")
            told = {"is": "said", "text": words, "language": code, "seconds": seconds, "leg": leg}
            told |= {"sound": sound}
        case actions.PlayAudio(_, _, leg, seconds):
            told = {"is": "sound", "seconds": seconds, "leg": leg}
        case actions.Fetch(url=url, purpose="media"):
            told = {"is": "loads", "sound": url.removeprefix(f"{base_url}/")}
        case actions.Interrupted(leg):
            told = {"is": "interrupted", "leg": leg}
        case actions.KeyDropped(_, leg):
            told = {"is": "dropped", "leg": leg}
        case actions.Listening(most, finish, timeout, until, leg):
            told = {"is": "listening", "most": most, "finish": finish, "timeout": timeout}
            told |= {"until": None if until is None else round(until - began, 3), "leg": leg}
        case actions.NotListening(leg):
            told = {"is": "deaf", "leg": leg}
        case actions.Recording(max_seconds, _):
            told = {"is": "recording", "most": max_seconds}
        case actions.Recorded(seconds, _, _):
            told = {"is": "recorded", "seconds": seconds}
        case actions.Ringing(leg, _, _):
            told = {"is": "ringing", "leg": leg}
        case actions.Joined(leg):
            told = {"is": "joined", "leg": leg}
        case actions.LegEnded(leg, status):
            told = {"is": "leg_ended", "leg": leg, "status": status}
        case actions.Queued(_, position):
            told = {"is": "queued", "position": position}
        case actions.Dequeued():
            told = {"is": "dequeued"}
        case actions.Ended(status, _):
            told = {"is": "ended", "status": status}
        case actions.Problem(code, message, level):
            told = {"is": "problem", "code": code, "message": message, "level": level}
        case _:
            return None
    return {name: value for name, value in told.items() if name != "leg" or value is not None}
