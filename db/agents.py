"""Who takes transferred calls. A transfer only ever dials a target from here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import phonenumbers
from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from db.engine import Database
from db.models import Agent
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
    """An agent who can be rung: ``target`` is E.164, ``sip:…`` or ``client:…``."""

    id: int
    staff_number: str
    target: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AgentEntry:
    """An agent as operators see them. Agents are rung by ``position``, lowest first."""

    id: int
    staff_number: str
    name: str = field(repr=False)
    target: str = field(repr=False)
    position: int
    active: bool


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
            AgentContact(row.id, row.staff_number, self._read(row.target, _TARGET_CONTEXT))
            for row in rows
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
            )
            for row in rows
        ]

    def add(self, staff_number: str, name: str, target: str) -> AgentEntry:
        """Put an agent at the end of the order.

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
        except IntegrityError:
            raise ValueError(
                f"the staff number {staff_number} is taken: remove that agent first"
            ) from None
        return AgentEntry(agent_id, staff_number, name.strip(), dialled, position, True)

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


_ORDER = (Agent.position, Agent.id)
_ON_DUTY = select(Agent.id, Agent.staff_number, Agent.target).where(Agent.active).order_by(*_ORDER)
_ALL = select(
    Agent.id, Agent.staff_number, Agent.name, Agent.target, Agent.position, Agent.active
).order_by(*_ORDER)
_NEXT_POSITION = select(func.coalesce(func.max(Agent.position), 0) + 1)
_REMOVE = delete(Agent).where(Agent.staff_number == bindparam("wanted"))
