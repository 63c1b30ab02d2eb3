"""How long the session of whoever asks lasts."""

from __future__ import annotations

from ivr.desk.door.parts import now
from ivr.desk.door.roles import seat


def seconds_left() -> int:
    """Until the session of who asks ends, if they do nothing more. Told as a span and not as a
    moment: the clock of a browser may be wrong."""
    found = seat()
    return 0 if found is None else max(int((found.until - now()).total_seconds()), 0)
