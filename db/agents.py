"""Who takes transferred calls. A transfer only ever dials a target from here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

import phonenumbers
from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    func,
    insert,
    outerjoin,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from db import duty
from db.engine import Database
from db.models import Agent, AgentGroup
from db.secrets import Keyring

_NUMBER = re.compile(r"[0-9()+ ./-]{5,32}")
_STAFF_NUMBER = re.compile(r"[0-9]{1,12}")
_SIP = re.compile(
    r"sips?:[A-Za-z0-9._+-]{1,64}@(?=.{1,253}(?::|;|$))[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
    r"(?::[0-9]{1,5})?(?:;transport=(?:udp|tcp|tls))?"
)
_CLIENT = re.compile(r"client:[A-Za-z0-9_.@-]{1,121}")
_NAME_CONTEXT, _TARGET_CONTEXT = "agents.name", "agents.target"


@dataclass(frozen=True, slots=True)
class AgentContact:
    """An agent who can be rung: ``target`` is E.164, ``sip:…`` or ``client:…``; ``groups`` are
    those of the city's profile."""

    id: int
    staff_number: str
    target: str = field(repr=False)
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AgentEntry:
    """An agent as operators see them. Agents are rung by ``position``, lowest first."""

    id: int
    staff_number: str
    name: str = field(repr=False)
    target: str = field(repr=False)
    position: int
    active: bool
    groups: tuple[str, ...] = ()


class Agents:
    """The agents of the line."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def on_duty(self) -> list[AgentContact]:
        """Who is rung for a caller, in this order."""
        with self._database.read() as connection:
            rows = connection.execute(_ON_DUTY).all()
        return [
            AgentContact(
                row.id, row.staff_number, self._read(row.target, _TARGET_CONTEXT), frozenset(groups)
            )
            for row, groups in _with_groups(rows)
        ]

    def all(self) -> list[AgentEntry]:
        """Every agent, in the order they are rung, those off duty too."""
        with self._database.read() as connection:
            rows = connection.execute(_ALL).all()
        return [
            AgentEntry(
                id=row.id,
                staff_number=row.staff_number,
                name=self._read(row.name, _NAME_CONTEXT),
                target=self._read(row.target, _TARGET_CONTEXT),
                position=row.position,
                active=row.active,
                groups=groups,
            )
            for row, groups in _with_groups(rows)
        ]

    def target(self, staff_number: str) -> str | None:
        """Where an agent is reached; None when there is none of that number on duty."""
        on_duty = (each for each in self.on_duty() if each.staff_number == staff_number)
        return next((each.target for each in on_duty), None)

    def add(
        self,
        staff_number: str,
        name: str,
        target: str,
        groups: Collection[str] = (),
        *,
        now: datetime | None = None,
    ) -> AgentEntry:
        """Put an agent at the end of the order, in groups of the city's profile.

        ``now``: they are ready from this moment on; else they say so at the desk.

        Raises ``ValueError`` with a sentence that says the cure: the target cannot be dialled, the
        staff number is not digits or is somebody else's.
        """
        if not _STAFF_NUMBER.fullmatch(staff_number):
            raise ValueError("a staff number is spoken to callers: write 1 to 12 digits")
        if not name.strip():
            raise ValueError("an agent needs a name")
        dialled = dial_target(target)
        row = {
            "staff_number": staff_number,
            "name": self._keyring.encrypt(name.strip(), _NAME_CONTEXT),
            "target": self._keyring.encrypt(dialled, _TARGET_CONTEXT),
            "active": True,
        }
        try:
            with self._database.write() as connection:
                position = connection.execute(_NEXT_POSITION).scalar_one()
                added = insert(Agent).returning(Agent.id)
                agent_id = connection.execute(added, {**row, "position": position}).scalar_one()
                _join(connection, agent_id, groups)
                if now is not None:
                    duty.change(connection, agent_id, duty.READY, now, why="chosen")
        except IntegrityError:
            raise ValueError(
                f"the staff number {staff_number} is taken: remove that agent first"
            ) from None
        own = tuple(sorted(set(groups)))
        return AgentEntry(agent_id, staff_number, name.strip(), dialled, position, True, own)

    def regroup(self, staff_number: str, groups: Collection[str]) -> bool:
        """Put an agent into these groups and no others; False when there is no such agent."""
        with self._database.write() as connection:
            agent_id = connection.execute(_FIND, {"wanted": staff_number}).scalar_one_or_none()
            if agent_id is None:
                return False
            connection.execute(_LEAVE, {"agent": agent_id})
            _join(connection, agent_id, groups)
        return True

    def reach(self, staff_number: str, target: str) -> bool:
        """Ring an agent at ``target`` from now on; False when there is no such agent.

        Raises ``ValueError`` as ``add`` does.
        """
        sealed = self._keyring.encrypt(dial_target(target), _TARGET_CONTEXT)
        changed = update(Agent).where(Agent.staff_number == staff_number).values(target=sealed)
        with self._database.write() as connection:
            return connection.execute(changed).rowcount == 1

    def set_active(self, staff_number: str, active: bool, now: datetime) -> bool:
        """Take an agent off duty altogether, or let them be on it again; False when there is no
        such agent. Who is let on duty again is away until they say that they are ready."""
        with self._database.write() as connection:
            agent_id = connection.execute(_FIND, {"wanted": staff_number}).scalar_one_or_none()
            if agent_id is None:
                return False
            connection.execute(update(Agent).where(Agent.id == agent_id).values(active=active))
            if not active:
                duty.change(connection, agent_id, duty.AWAY, now, why="removed")
        return True

    def move(self, staff_number: str, places: int) -> bool:
        """Ring an agent so many places later, or earlier where it is negative; False when there is
        no such agent."""
        with self._database.write() as connection:
            order = list(connection.execute(_NUMBERS_IN_ORDER).scalars())
            if staff_number not in order:
                return False
            at = order.index(staff_number)
            order.insert(max(0, at + places), order.pop(at))
            for position, number in enumerate(order, 1):
                placed = update(Agent).where(Agent.staff_number == number)
                connection.execute(placed.values(position=position))
        return True

    def remove(self, staff_number: str) -> bool:
        """Take an agent out; False when there is none of that staff number."""
        with self._database.write() as connection:
            gone = connection.execute(_REMOVE, {"wanted": staff_number})
        return gone.rowcount == 1

    def _read(self, value: bytes, context: str) -> str:
        return self._keyring.decrypt_text(value, context)


def dial_target(text: str) -> str:
    """A target a transfer may dial: a number as E.164, or ``sip:…`` or ``client:…`` unchanged.

    Numbers without a country code are Chinese. Raises ``ValueError`` with the cure.
    """
    text = text.strip()
    scheme = text.partition(":")[0].lower() if ":" in text else ""
    if scheme in ("sip", "sips"):
        if not _SIP.fullmatch(text):
            raise ValueError(
                "a SIP target reads sip:name@host, with :port and ;transport=tls at will"
            )
        return text
    if scheme == "client":
        if not _CLIENT.fullmatch(text):
            raise ValueError("a client target reads client:name, of letters, digits and _ . @ -")
        return text
    try:
        # phonenumbers finds a number in nearly any text; a target is nothing but one.
        number = phonenumbers.parse(text, "CN") if _NUMBER.fullmatch(text) else None
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValueError(
            "a target is a telephone number that exists, with its area code (010 1234 5678 or "
            "+86 10 1234 5678), or sip:name@host, or client:name"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _with_groups(rows: Iterable[Any]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Each agent once, of rows that name one of their groups each."""
    for _, several in groupby(rows, key=attrgetter("id")):
        first, *others = several
        yield first, tuple(row.group for row in (first, *others) if row.group is not None)


def _join(connection: Connection, agent_id: int, groups: Collection[str]) -> None:
    for name in sorted(set(groups)):
        connection.execute(insert(AgentGroup), {"agent_id": agent_id, "name": name})


_ORDER = (Agent.position, Agent.id, AgentGroup.name)
_GROUPS = outerjoin(Agent, AgentGroup, AgentGroup.agent_id == Agent.id)
_GROUP = AgentGroup.name.label("group")
_ON_DUTY = (
    select(Agent.id, Agent.staff_number, Agent.target, _GROUP)
    .select_from(_GROUPS)
    .where(Agent.active)
    .order_by(*_ORDER)
)
_ALL = (
    select(
        Agent.id,
        Agent.staff_number,
        Agent.name.label("name"),
        Agent.target,
        Agent.position,
        Agent.active,
        _GROUP,
    )
    .select_from(_GROUPS)
    .order_by(*_ORDER)
)
_FIND = select(Agent.id).where(Agent.staff_number == bindparam("wanted"))
_NUMBERS_IN_ORDER = select(Agent.staff_number).order_by(Agent.position, Agent.id)
_LEAVE = delete(AgentGroup).where(AgentGroup.agent_id == bindparam("agent"))
_NEXT_POSITION = select(func.coalesce(func.max(Agent.position), 0) + 1)
_REMOVE = delete(Agent).where(Agent.staff_number == bindparam("wanted"))
