"""Announcements: what callers hear first, from one moment to another, in every language.

Of several that are on, the newest is heard. Whatever ends at a moment is not heard from then on:
what is kept in memory for a few seconds are the words, never whether it is time for them.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, update

from db import acts
from db.engine import Database
from db.models import Announcement, Base

LONGEST = timedelta(days=7)
"""From begin to end: what lasts is for the greeting, not for an emergency."""
KEPT = timedelta(seconds=5)
"""How long a worker believes what it has read: a call's first turn costs no statement more."""
MOST_LETTERS = 400


@dataclass(frozen=True, slots=True)
class Announced:
    """What is heard in one language. ``sound`` names a recording of ``text`` (``Sound.name``)."""

    text: str
    sound: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be heard in one language: words, and perhaps a recording of them (a WAVE file of
    8 kHz µ-law)."""

    text: str
    sound: bytes | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording, with the words in it, for a carrier that cannot play it."""

    language: str
    text: str
    data: bytes
    version: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One announcement as it is seen at the desk; ``told`` is by language."""

    name: str
    begins_at: datetime
    ends_at: datetime
    made_at: datetime
    made_by: str
    stopped_by: str | None
    told: Mapping[str, Announced]

    def state(self, now: datetime) -> str:
        """``coming``, ``on``, ``over`` or ``stopped``."""
        if now >= self.ends_at:
            return "over" if self.stopped_by is None else "stopped"
        return "on" if now >= self.begins_at else "coming"


class Announcements:
    """The announcements of the line."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[datetime, tuple[Notice, ...]] | None = None
        self._sounds = lru_cache(maxsize=8)(self._read_sound)

    def heard(self, now: datetime) -> Mapping[str, Announced]:
        """What is heard at ``now``, by language; nearly always nothing."""
        known = self._known
        if known is None or not timedelta() <= now - known[0] < KEPT:
            known = self._known = (now, tuple(self._not_over(now)))
        notice = next((each for each in known[1] if each.state(now) == "on"), None)
        return {} if notice is None else notice.told

    def add(
        self,
        told: Mapping[str, Wanted],
        begins_at: datetime,
        ends_at: datetime,
        by: str,
        now: datetime,
    ) -> str:
        """Announce ``told``, by language, from ``begins_at`` on; gives the announcement's name.

        Raises ``ValueError`` when it has no language, no time, or lasts longer than ``LONGEST``.
        """
        if not told:
            raise ValueError("an announcement needs words in at least one language")
        if not begins_at < ends_at or ends_at <= now or ends_at - begins_at > LONGEST:
            raise ValueError(f"an announcement ends after it begins, at most {LONGEST.days} days")
        name = secrets.token_hex(8)
        common = {
            "notice": name,
            "begins_at": begins_at,
            "ends_at": ends_at,
            "made_at": now,
            "made_by": by,
        }
        rows = [
            {
                **common,
                "language": language,
                "text": each.text,
                "sound": each.sound,
                "version": _version(each.sound),
            }
            for language, each in told.items()
        ]
        with self._database.write() as connection:
            connection.execute(insert(Announcement), rows)
            acts.note(connection, by, "announce", name, now)
        self._known = None
        return name

    def stop(self, name: str, by: str, now: datetime) -> bool:
        """End an announcement now; False when it is over already, or there is none."""
        with self._database.write() as connection:
            told = {"wanted": name, "now": now, "by": by}
            stopped = connection.execute(_STOP, told).rowcount > 0
            if stopped:
                acts.note(connection, by, "announce-stop", name, now)
        self._known = None
        return stopped

    def latest(self, most: int) -> list[Notice]:
        """The last so many, the newest first, those that are over too."""
        with self._database.read() as connection:
            names = list(connection.execute(_LATEST, {"most": most}).scalars())
            return _notices(connection.execute(_OF, {"names": names}).all()) if names else []

    def sound(self, name: str) -> Sound | None:
        """The recording that ``Announced.sound`` names; None for any other name."""
        row_id, _, version = name.partition("-")
        if not row_id.isdecimal() or len(row_id) > 18:
            return None
        try:
            found = self._sounds(int(row_id))
        except LookupError:
            return None
        return found if found.version == version else None

    def _read_sound(self, row_id: int) -> Sound:
        with self._database.read() as connection:
            row = connection.execute(_SOUND, {"row": row_id}).first()
        if row is None or row.sound is None:
            # Raised and not given, for what is given is remembered.
            raise LookupError(row_id)
        return Sound(row.language, row.text, row.sound, row.version)

    def _not_over(self, now: datetime) -> list[Notice]:
        with self._database.read() as connection:
            return _notices(connection.execute(_NOT_OVER, {"now": now}).all())


def _notices(rows: Iterable[Any]) -> list[Notice]:
    """The announcements that rows of the newest first are of, the newest first."""
    found: dict[str, Notice] = {}
    for row in rows:
        told = {row.language: _announced(row)}
        if row.notice in found:
            told |= found[row.notice].told
        found[row.notice] = Notice(
            row.notice, row.begins_at, row.ends_at, row.made_at, row.made_by, row.stopped_by, told
        )
    return list(found.values())


def _announced(row: Any) -> Announced:
    return Announced(row.text, f"{row.id}-{row.version}" if row.version else None)


def _version(sound: bytes | None) -> str | None:
    return None if sound is None else hashlib.sha256(sound).hexdigest()[:16]


_ANNOUNCEMENTS: Table = Base.metadata.tables["announcements"]
_ROWS = select(
    Announcement.id,
    Announcement.notice,
    Announcement.language,
    Announcement.text,
    Announcement.version,
    Announcement.begins_at,
    Announcement.ends_at,
    Announcement.made_at,
    Announcement.made_by,
    Announcement.stopped_by,
).order_by(Announcement.id.desc())
_NOT_OVER = _ROWS.where(Announcement.ends_at > bindparam("now"))
_OF = _ROWS.where(Announcement.notice.in_(bindparam("names", expanding=True)))
_LATEST = (
    select(Announcement.notice)
    .group_by(Announcement.notice)
    .order_by(func.max(Announcement.id).desc())
    .limit(bindparam("most"))
)
_SOUND = select(
    Announcement.language, Announcement.text, Announcement.sound, Announcement.version
).where(Announcement.id == bindparam("row"))
_STOP = (
    update(_ANNOUNCEMENTS)
    .where(
        _ANNOUNCEMENTS.c.notice == bindparam("wanted"), _ANNOUNCEMENTS.c.ends_at > bindparam("now")
    )
    .values(ends_at=bindparam("now"), stopped_by=bindparam("by"))
)
