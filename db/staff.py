"""Accounts of the desk: who there is, what they may, and their two secrets.

``db.door`` decides who comes in, ``db.sittings`` keeps who is in.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import pyotp
from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from db import door
from db.door import normal
from db.engine import Database
from db.models import Agent, Sitting, Staff, StaffRole
from db.passwords import Passwords
from db.secrets import Keyring

ISSUER = "12333 desk"
"""What an authenticator shows beside the account's name."""
TOTP, TOTP_NEXT = "staff.totp", "staff.totp_next"
_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""None that is mistaken for another when a start password is read from paper."""


class Role(StrEnum):
    """What somebody is to the desk; a person may be several."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """An account. ``staff_number`` is that of its agent, whom ``agent_id`` names."""

    id: int
    name: str
    roles: frozenset[Role]
    agent_id: int | None
    staff_number: str | None
    language: str | None
    active: bool
    must_change: bool
    demo: bool


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person needs to sign in for the first time; shown once, kept nowhere readable."""

    name: str
    password: str = field(repr=False)
    secret: str = field(repr=False)

    @property
    def uri(self) -> str:
        """What the QR code holds for an authenticator."""
        return totp_uri(self.secret, self.name)


class Accounts:
    """The accounts of the desk."""

    def __init__(self, database: Database, keyring: Keyring, passwords: Passwords) -> None:
        self._database = database
        self._keyring = keyring
        self._passwords = passwords

    def create(
        self,
        name: str,
        roles: Collection[Role],
        now: datetime,
        *,
        agent: str | None = None,
        by: str = door.COMMAND,
        demo_password: str | None = None,
    ) -> Enrolment:
        """A new account with a start password that must be changed; ``agent`` is a staff number.

        With ``demo_password`` it is an account of the demo: it opens nothing anywhere else, and
        its password stays. Raises ``ValueError`` with a sentence that says the cure.
        """
        name = normal(name)
        if not _NAME.fullmatch(name):
            raise ValueError(
                f"a user name is 2 to 32 of a-z, 0-9 and . _ -, and begins with a letter: {name!r}"
            )
        if not roles:
            raise ValueError(f"give {name} at least one role: {', '.join(Role)}")
        if (Role.AGENT in roles) != (agent is not None):
            raise ValueError("the role agent and the staff number of an agent go together")
        made = Enrolment(name, demo_password or start_password(), pyotp.random_base32())
        row = {
            "name": name,
            "password": self._passwords.hash(made.password),
            "totp": self._keyring.encrypt(made.secret, TOTP),
            "active": True,
            "must_change": demo_password is None,
            "demo": demo_password is not None,
            "created_at": now,
        }
        try:
            with self._database.write() as connection:
                row["agent_id"] = None if agent is None else _agent_of(connection, agent)
                staff_id = connection.execute(insert(Staff).returning(Staff.id), row).scalar_one()
                several = [{"staff_id": staff_id, "role": role} for role in sorted(set(roles))]
                connection.execute(insert(StaffRole), several)
                door.note(connection, self._keyring, name, staff_id, "created", by, now)
        except IntegrityError:
            raise ValueError(
                f"the user name {name} is taken, or agent {agent} has an account already: "
                "see flask desk users"
            ) from None
        return made

    def find(self, name: str) -> StaffMember | None:
        """The account of a user name, active or not."""
        return next(iter(self._read(_ALL.where(Staff.name == normal(name)))), None)

    def get(self, staff_id: int) -> StaffMember | None:
        """The account of an id, active or not."""
        return next(iter(self._read(_ALL.where(Staff.id == staff_id))), None)

    def all(self) -> list[StaffMember]:
        """Every account, by name."""
        return self._read(_ALL.order_by(Staff.name))

    def disable(self, name: str, now: datetime, *, by: str = door.COMMAND) -> bool:
        """Let nobody in by this account any more, and end its sessions; False: no such account."""
        return self._change(name, now, "disabled", by, {"active": False}) is not None

    def enable(self, name: str, now: datetime, *, by: str = door.COMMAND) -> bool:
        """Let them in again, by the secrets they had; False: no such account."""
        return self._change(name, now, "enabled", by, {"active": True}) is not None

    def reset(self, name: str, now: datetime, *, by: str = door.COMMAND) -> Enrolment | None:
        """A new start password and a new second factor; sessions end, locks are lifted, and a
        disabled account opens again. ``None``: no such account."""
        made = Enrolment(normal(name), start_password(), pyotp.random_base32())
        values = {
            "password": self._passwords.hash(made.password),
            "totp": self._keyring.encrypt(made.secret, TOTP),
            "totp_next": None,
            "totp_step": None,
            "must_change": True,
            "active": True,
            "demo": False,
        }
        return None if self._change(name, now, "reset", by, values) is None else made

    def set_password(self, member: StaffMember, password: str, now: datetime) -> None:
        """Their own new password, checked already; every session of theirs ends."""
        values = {"password": self._passwords.hash(password), "must_change": False}
        self._change(member.name, now, "password", member.name, values)

    def has_password(self, member: StaffMember, password: str) -> bool:
        """Whether it is the password they have now."""
        with self._database.read() as connection:
            wanted = select(Staff.password).where(Staff.id == member.id)
            return self._passwords.matches(connection.execute(wanted).scalar_one(), password)

    def set_language(self, member: StaffMember, language: str) -> None:
        """The language of their pages from now on."""
        with self._database.write() as connection:
            connection.execute(update(Staff).where(Staff.id == member.id).values(language=language))

    def set_roles(
        self, name: str, roles: Collection[Role], now: datetime, *, by: str = door.COMMAND
    ) -> bool:
        """These roles and no others, at once for open sessions too; False: no such account."""
        member = self.find(name)
        if member is None:
            return False
        with self._database.write() as connection:
            connection.execute(delete(StaffRole).where(StaffRole.staff_id == member.id))
            several = [{"staff_id": member.id, "role": role} for role in sorted(set(roles))]
            if several:
                connection.execute(insert(StaffRole), several)
            door.note(connection, self._keyring, member.name, member.id, "roles", by, now)
        return True

    def propose_totp(self, member: StaffMember) -> str:
        """A new second factor, in force when a code of it has been seen (``door.confirm_totp``)."""
        secret = pyotp.random_base32()
        with self._database.write() as connection:
            connection.execute(
                update(Staff)
                .where(Staff.id == member.id)
                .values(totp_next=self._keyring.encrypt(secret, TOTP_NEXT))
            )
        return secret

    def proposed_totp(self, member: StaffMember) -> str | None:
        """The second factor that waits to be confirmed."""
        with self._database.read() as connection:
            wanted = select(Staff.totp_next).where(Staff.id == member.id)
            kept = connection.execute(wanted).scalar_one()
        return None if kept is None else self._keyring.decrypt_text(kept, TOTP_NEXT)

    def _change(
        self, name: str, now: datetime, what: str, by: str, values: dict[str, Any]
    ) -> int | None:
        changed = update(Staff).where(Staff.name == normal(name)).values(values).returning(Staff.id)
        with self._database.write() as connection:
            staff_id = connection.execute(changed).scalar_one_or_none()
            if staff_id is not None:
                if what != "enabled":
                    connection.execute(delete(Sitting).where(Sitting.staff_id == staff_id))
                door.note(connection, self._keyring, normal(name), staff_id, what, by, now)
        return staff_id

    def _read(self, wanted: Any) -> list[StaffMember]:
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
            asked = _ROLES.where(StaffRole.staff_id.in_([row.id for row in rows]))
            roles = connection.execute(asked).all()
        return [member(row, [r.role for r in roles if r.staff_id == row.id]) for row in rows]


def member(row: Any, roles: Collection[str]) -> StaffMember:
    """An account of a row that has ``COLUMNS``."""
    return StaffMember(
        row.id,
        row.name,
        frozenset(map(Role, roles)),
        row.agent_id,
        row.staff_number,
        row.language,
        row.active,
        row.must_change,
        row.demo,
    )


def start_password() -> str:
    """Sixteen letters in fours, to be changed at the first sign-in: 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def totp_uri(secret: str, name: str) -> str:
    """What the QR code of a second factor holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def _agent_of(connection: Connection, staff_number: str) -> int:
    found = connection.execute(_AGENT, {"wanted": staff_number}).scalar_one_or_none()
    if found is None:
        raise ValueError(f"there is no agent {staff_number}: add them first with flask agents add")
    return found


COLUMNS = (
    Staff.id,
    Staff.name,
    Staff.agent_id,
    Agent.staff_number,
    Staff.language,
    Staff.active,
    Staff.must_change,
    Staff.demo,
)
WITH_AGENT = Staff.__table__.outerjoin(Agent.__table__, Agent.id == Staff.agent_id)
_ALL = select(*COLUMNS).select_from(WITH_AGENT)
_ROLES = select(StaffRole.staff_id, StaffRole.role)
_AGENT = select(Agent.id).where(Agent.staff_number == bindparam("wanted"))
