"""What is said of a call when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivr.phone.happenings import HIDDEN, Happening


def summary(happened: Sequence[Happening], turns: int, tickets: Sequence[str]) -> dict[str, Any]:
    """Of a whole call, as JSON.

    ``seconds``; ``turns``, documents played; ``chosen``, the menu keys, with the sentence that
    offered each; ``person``, whether one was reached; ``talked``, seconds with them; ``recorded``,
    seconds that were kept; ``tickets``, the numbers of those that were opened.
    """
    keys = [e for e in happened if e["is"] == "key" and e["key"] not in (HIDDEN, "#")]
    return {
        "seconds": int(happened[-1]["at"]) if happened else 0,
        "turns": turns,
        "chosen": [{k: e[k] for k in ("key", "words", "language") if k in e} for e in keys],
        "person": any(each["is"] == "joined" for each in happened),
        "talked": int(_talked(happened)),
        "recorded": int(sum(e["seconds"] for e in happened if e["is"] == "recorded")),
        "tickets": list(tickets),
    }


def _talked(happened: Sequence[Happening]) -> float:
    """Seconds between being joined to somebody and the end of that."""
    total, since = 0.0, None
    for each in happened:
        if each["is"] == "joined":
            since = each["at"]
        elif since is not None and each["is"] in ("leg_ended", "ended"):
            total, since = total + each["at"] - since, None
    return total
