"""A line with a desk. Its clock is the line's: ``house.line.passes(minutes=31)`` turns it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from db.agents import Agents
from db.engine import Database
from db.secrets import Keyring
from db.staff import Enrolment, Role
from ivr.carrier.telephone import Telephone
from ivr.desk.door import Desk
from tests.desk.visitor import Visitor
from tests.plugins.line import BASE, Line
from tests.plugins.people import People


class _Templates(BytecodeCache):
    """Templates, compiled once for all the applications of the tests."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = _Templates()


class House:
    """The desk under test, and the line it belongs to."""

    def __init__(self, line: Line) -> None:
        self.line = line
        line.settings = line.settings.model_copy(update={"hotline_desk": True})
        self._accounts = 0

    @cached_property
    def app(self) -> Flask:
        """The application, with its desk."""
        made: Flask = self.line._create()
        made.jinja_env.bytecode_cache = _TEMPLATES
        return made

    @property
    def parts(self) -> Desk:
        """What the pages work with."""
        found: Desk = self.app.extensions["desk"]
        return found

    @property
    def database(self) -> Database:
        """The line's database."""
        return self.line.database

    @property
    def keyring(self) -> Keyring:
        """The line's keys."""
        return self.line.keyring

    @property
    def people(self) -> People:
        """Whoever is on record."""
        return self.line.people

    def now(self) -> datetime:
        """The moment it is."""
        return self.line.now()

    def telephone(self) -> Telephone:
        """A telephone to call the line with, as `telephone` in the tests of calls."""
        return self.line.new_telephone()

    def employ(self, staff_number: str, target: str = "sip:{0}@desk.invalid") -> None:
        """An agent of that staff number, unless there is one."""
        agents = Agents(self.database, self.keyring)
        if staff_number not in {each.staff_number for each in agents.all()}:
            agents.add(staff_number, "李四", target.format(staff_number))

    def account(self, *roles: Role, agent: str | None = None, name: str | None = None) -> Enrolment:
        """A new account with its start password."""
        self._accounts += 1
        if agent is not None:
            self.employ(agent)
        name = name or f"staff-{self._accounts}"
        return self.parts.accounts.create(name, roles, self.now(), agent=agent)

    def visitor(self) -> Visitor:
        """A browser that nobody has signed in."""
        return Visitor(self.app.test_client(), BASE)

    def sign_in(
        self,
        roles: Collection[Role] = (),
        agent: str | None = None,
        *,
        language: str = "en",
        name: str | None = None,
    ) -> Visitor:
        """A browser with somebody of these roles signed in; an agent has a staff number, 1001 for
        the first unless another is told. They have been here before: no password to change.

        The door itself has tests of its own (tests/desk/door); this opens a session without it.
        """
        token = self.open_session(roles, agent, language=language, name=name)
        visitor = self.visitor()
        visitor.client.set_cookie(
            "__Host-desk", token, domain="hotline.test", secure=True, httponly=True
        )
        return visitor

    def open_session(
        self,
        roles: Collection[Role] = (),
        agent: str | None = None,
        *,
        language: str = "en",
        name: str | None = None,
    ) -> str:
        """The token of a session as ``sign_in`` opens it."""
        wanted = set(roles) or {Role.AGENT}
        if Role.AGENT in wanted and agent is None:
            others = sum(each.agent_id is not None for each in self.parts.accounts.all())
            agent = str(1001 + others)
        made = self.account(*wanted, agent=agent, name=name)
        member = self.parts.accounts.find(made.name)
        assert member is not None
        self.parts.accounts.set_password(member, made.password, self.now())
        self.parts.accounts.set_language(member, language)
        return self.parts.sittings.open(member.id, self.now())
