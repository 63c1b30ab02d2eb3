"""What is said of a call when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audio.languages import LANGUAGES
from ivr.phone.happenings import HIDDEN, Happening

RESERVED = "90*#"
"""Keys that mean the same everywhere; the page has words of its own for them."""
_ENDINGS = "。．.!！?？ "


def summary(happened: Sequence[Happening], turns: int, tickets: Sequence[str]) -> dict[str, Any]:
    """Of a whole call, as JSON.

    ``seconds``; ``turns``, documents played; ``chosen``, the menu keys with the sentence that
    offered each, empty where it was not heard; ``person``, whether one was reached; ``talked``,
    seconds with them; ``tickets``, numbers that were spoken; ``recorded``, seconds that were kept.
    """
    joined = [each["at"] for each in happened if each["is"] == "joined"]
    return {
        "seconds": round(happened[-1]["at"]) if happened else 0,
        "turns": turns,
        "chosen": _chosen(happened),
        "person": bool(joined),
        "talked": round(_talked(happened)),
        "recorded": round(sum(e["seconds"] for e in happened if e["is"] == "recorded")),
        "tickets": list(tickets),
    }


def _chosen(happened: Sequence[Happening]) -> list[dict[str, str]]:
    """Each menu key with the sentence that offered it."""
    chosen: list[dict[str, str]] = []
    heard: list[Happening] = []
    for each in happened:
        if each["is"] == "said" and "leg" not in each:
            heard.append(each)
        elif each["is"] == "key":
            key = each["key"]
            if key not in (HIDDEN, "#"):
                offer = None if key in RESERVED else _offer(key, heard)
                words = offer["text"] if offer else ""
                language = offer["language"] if offer else ""
                chosen.append({"key": key, "words": words, "language": language})
            heard = []
    return chosen


def _offer(key: str, heard: Sequence[Happening]) -> Happening | None:
    """The sentence that ended in the name of the key, the last one if there are several."""
    for said in reversed(heard):
        language = LANGUAGES.get(said["language"])
        if language and said["text"].rstrip(_ENDINGS).endswith(language.number(int(key))):
            return said
    return None


def _talked(happened: Sequence[Happening]) -> float:
    """Seconds between being joined to somebody and the end of that."""
    total, since = 0.0, None
    for each in happened:
        if each["is"] == "joined":
            since = each["at"]
        elif since is not None and each["is"] in ("leg_ended", "ended"):
            total, since = total + each["at"] - since, None
    return total
