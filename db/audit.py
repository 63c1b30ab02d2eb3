"""The audit trail: every disclosure of a record, in a chain that shows when it was tampered with.

Each link's hash covers the link and, through a running state, all links before it:

    state(n) = HMAC(audit key, 1 | state(n - 1) | link n)        kept only at the chain's end
    hash(n)  = HMAC(audit key, 2 | state(n))                     kept with the link

With the key outside the database nobody who can write to it can make a link that fits: a link that
was changed, removed, put in or moved breaks the chain there. The states themselves are not stored,
so the last links cannot be cut off either: the end would need a state that nobody has any more.
What no chain inside a database can show is the whole database put back to an earlier day, chain
and all; against that stand the backups.

A link names the key it was made with. When a key leaves the list, rotation keeps its audit key,
encrypted, in ``audit_keys``.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from db.engine import Database
from db.models import Base
from db.prepared import Prepared
from db.secrets import Keyring, SecretsError

Progress = Callable[[int, int], None]
"""Called with how many links have been checked, and how many there are."""

BATCH = 1000
_as_text = json.JSONEncoder(sort_keys=True).encode
"""Of a link, for its hash: every byte of it counts for ever."""
KEY_CONTEXT = "audit_keys.value"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link at which the chain does not hold, counted from 1, and what is wrong."""

    link: int
    reason: str


class End(NamedTuple):
    """The end of the chain: how many links there are, and the state after the last."""

    last: int
    state: bytes


class Told(NamedTuple):
    """What is to be added to the chain.

    ``actor`` is ``caller`` or a staff number, ``what`` the name of what was told (never its
    value), ``proof`` on what they were believed.
    """

    at: datetime
    person_id: int
    call_id: int | None
    actor: str
    what: str
    proof: str


def link(keyring: Keyring, end: End, told: Told) -> dict[str, Any]:
    """The values of the link behind ``end``, and as ``end_last`` and ``end_state`` those of the end
    it makes. It may be added only where the end is still ``end``."""
    values = {"id": end.last + 1, **told._asdict(), "key_id": keyring.newest}
    key = keyring.audit_key()
    state = _state_after(key, end.state, values)
    return {
        **values,
        "hash": _shown(key, state),
        "end_last": end.last + 1,
        "end_state": state,
    }


def disclose(
    connection: Connection,
    keyring: Keyring,
    *,
    at: datetime,
    person_id: int,
    call_id: int | None,
    actor: str,
    what: str,
    proof: str,
) -> None:
    """Add a link (``Told``), inside the caller's transaction: told and written down, or neither.

    Until the transaction ends no other can add one.
    """
    found = _END.first(connection, {})
    if found is None:
        raise LookupError("the end of the audit chain is missing: nothing may be told")
    told = Told(at, person_id, call_id, actor, what, proof)
    added = link(keyring, End(*found), told)
    if connection.dialect.name == "postgresql":
        _ADD_AND_MOVE_END.execute(connection, added)
    else:
        _ADD.execute(connection, added)
        _MOVE_END.execute(connection, added)


def verify(database: Database, keyring: Keyring, progress: Progress | None = None) -> Broken | None:
    """The first broken, missing or reordered link, or ``None`` when the chain holds.

    Links may be added meanwhile. Raises ``SecretsError`` when a link was made with a key that is
    neither in the list nor kept: then nothing can be said.
    """
    with database.read() as connection:
        end = connection.execute(_WHOLE).one()
        if end.last is None:
            return Broken(0, "the end of the chain is missing")
        keys = _Keys(connection, keyring)
        state, checked = b"", 0
        for link in _links(connection, end.last):
            checked += 1
            if link["id"] != checked:
                return Broken(checked, "the link is missing")
            key = keys.of(link["key_id"])
            shown = link.pop("hash")
            state = _state_after(key, state, link)
            if not hmac.compare_digest(_shown(key, state), shown):
                return Broken(checked, "the link was changed, put in or moved")
            if progress is not None and checked % BATCH == 0:
                progress(checked, end.last)
    if checked < end.last:
        return Broken(checked + 1, "the link is missing")
    if end.newest > end.last:
        return Broken(end.last + 1, "the link was put in behind the end")
    if not hmac.compare_digest(state, end.hash):
        return Broken(checked + 1, "links were cut off at the end, or the end was changed")
    if progress is not None:
        progress(checked, end.last)
    return None


def keep_key(connection: Connection, keyring: Keyring, key_id: str) -> None:
    """Keep the audit key of a key that is about to leave the list, encrypted with the newest."""
    kept = connection.execute(_KEPT_KEY, {"key": key_id}).first()
    if kept is None:
        value = keyring.encrypt(keyring.audit_key(key_id), KEY_CONTEXT)
        connection.execute(insert(_KEYS), {"key_id": key_id, "value": value})


class _Keys:
    """Audit keys by id: from the list, or kept from before."""

    def __init__(self, connection: Connection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring
        self._known = {key_id: keyring.audit_key(key_id) for key_id in keyring.ids}

    def of(self, key_id: str) -> bytes:
        if key_id not in self._known:
            kept = self._connection.execute(_KEPT_KEY, {"key": key_id}).first()
            if kept is None:
                raise SecretsError(
                    f"the audit trail has links of the key {key_id}, which is neither in "
                    "HOTLINE_KEYS nor kept: put it back at the end of the list"
                )
            self._known[key_id] = self._keyring.decrypt(kept.value, KEY_CONTEXT)
        return self._known[key_id]


def _links(connection: Connection, last: int) -> Iterator[dict[str, Any]]:
    done = 0
    while done < last:
        page = connection.execute(_PAGE, {"done": done, "last": last}).mappings().all()
        if not page:
            return
        yield from map(dict, page)
        done = page[-1]["id"]


def _state_after(key: bytes, state: bytes, link: dict[str, Any]) -> bytes:
    text = _as_text({**link, "at": link["at"].astimezone(UTC).isoformat()})
    return hmac.digest(key, b"\x01" + state + text.encode(), "sha256")


def _shown(key: bytes, state: bytes) -> bytes:
    return hmac.digest(key, b"\x02" + state, "sha256")


LINKS: Table = Base.metadata.tables["disclosures"]
HEAD: Table = Base.metadata.tables["audit_head"]
_KEYS: Table = Base.metadata.tables["audit_keys"]

# SQLite has one writer at a time and knows no FOR UPDATE; SQLAlchemy leaves it out there.
_END = Prepared(select(HEAD.c.last, HEAD.c.hash).where(HEAD.c.id == 1).with_for_update())
_ADDED = insert(LINKS).values({c.name: bindparam(c.name) for c in LINKS.c}).inline()
_END_MOVED = (
    update(HEAD)
    .where(HEAD.c.id == 1)
    .values(last=bindparam("end_last"), hash=bindparam("end_state"))
)
_ADD, _MOVE_END = Prepared(_ADDED), Prepared(_END_MOVED)
# On PostgreSQL a way there and back costs more than the work.
_ADD_AND_MOVE_END = Prepared(_END_MOVED.add_cte(_ADDED.cte("added")))
# One statement, so that the end and the newest link are of the same moment.
_WHOLE = select(
    select(HEAD.c.last).where(HEAD.c.id == 1).scalar_subquery().label("last"),
    select(HEAD.c.hash).where(HEAD.c.id == 1).scalar_subquery().label("hash"),
    func.coalesce(select(func.max(LINKS.c.id)).scalar_subquery(), 0).label("newest"),
)
_PAGE = (
    select(LINKS)
    .where(LINKS.c.id > bindparam("done"), LINKS.c.id <= bindparam("last"))
    .order_by(LINKS.c.id)
    .limit(BATCH)
)
_KEPT_KEY = select(_KEYS.c.value).where(_KEYS.c.key_id == bindparam("key"))
