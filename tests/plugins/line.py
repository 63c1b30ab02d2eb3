"""A whole line to be called, and every scenario three ways.

A test that asks for `telephone` (or `line`) is run once in each of `Line.ways` without knowing it:
plainly; with another worker for each webhook; with each webhook delivered twice. Each run begins
with an empty, migrated database. The calls must sound the same, and leave the same rows behind.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import select, text

from db import codes, tickets
from db.agents import Agents
from db.engine import Database
from db.models import Base, Disclosure, Event, Ticket
from db.secrets import Keyring
from flows.check import faults as find_faults
from flows.map import CallMap
from ivr.carrier import TWILIO, Profile
from ivr.carrier.http import Carrier
from ivr.carrier.telephone import Telephone, TelephoneCall
from ivr.settings import Settings
from tests.plugins.people import People
from tests.plugins.texts import Text, texts_of
from tests.plugins.ways import EVERY_WAY, PLAIN, Way, Workers
from tests.postgres import PostgresServer

CITY = Path(__file__).parent.parent / "cities" / "weekdays.toml"
BASE = "https://hotline.test"
TOKEN = "f" * 32
ACCOUNT = "AC" + "0" * 32
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 16, 10, 0, tzinfo=SHANGHAI)
"""A Monday morning in office hours."""
NAME = "李四"
_TEMPLATE = "hotline_template"
"""The migrated database that the fixture `postgres` makes."""
_DATABASES = count(1)
_COUNTS = text(
    " UNION ALL ".join(
        f"SELECT '{name}', count(*) FROM {name}"  # noqa: S608 - our own names
        for name in Base.metadata.tables
    )
)
"""Every table with the number of its rows."""
_FOUND: dict[Path, list[str]] = {}
_MAPS: dict[Path, CallMap] = {}

Rows = tuple[Counter[str], list[tuple[Any, ...]]]
Sound = list[tuple[str, str, str]]


class Line:
    """The line under test. Its clock is the carrier's: time passes while somebody is on a call."""

    def __init__(
        self,
        folder: Path,
        keys: str,
        new_database: Callable[[], str],
        *,
        typed_ahead: str = "drop",
        profile: Profile = TWILIO,
        city: Path = CITY,
        account: bool = False,
    ) -> None:
        self.profile = profile
        self.city = city
        self.account = account
        """Whether the line can place calls, by an account at its carrier."""
        self.ways: tuple[Way, ...] = EVERY_WAY
        self.way = PLAIN
        self.typed_ahead: Literal["drop", "carry"] = "carry" if typed_ahead == "carry" else "drop"
        self._folder = folder
        self._keys = keys
        self._new_database = new_database
        self._telephones: list[Telephone] = []
        self._ran: list[tuple[Way, list[Sound], Rows]] = []

    @contextmanager
    def open(self, way: Way) -> Iterator[None]:
        """The line with an empty database, carried one way; checked when the scenario is over."""
        self.way = way
        self._telephones = []
        self.start = MONDAY
        self.settings = Settings.read(
            _env_file=None,
            hotline_instance=self._folder,
            database_url=self._new_database(),
            hotline_keys=self._keys,
            hotline_demo=False,
            hotline_city=self.city,
            twilio_auth_token=(TOKEN,),
            hotline_carrier=self.profile.name,
            public_base_url=BASE,
            **({"twilio_account_sid": ACCOUNT, "call_from": "+8612333"} if self.account else {}),
            pin_memory_kib=8,
            pin_rounds=1,
            log_level="INFO",
        )
        self.keyring = Keyring.parse(self._keys)
        self.database = Database(self.settings.database_url)
        self.people = People(self.database, self.keyring)
        self.ticket_rng = random.Random(12333)
        self.code_rng = random.Random(12333)
        self._workers = Workers(self._create, fresh=way.fresh)
        # A POSIX clock, as a real carrier's; `it_is` moves it.
        self.carrier = Carrier(
            self._workers, TOKEN, deliver_twice=way.twice, clock=MONDAY.timestamp()
        )
        try:
            yield
            self._ran.append((way, self._sound(), self._rows()))
        finally:
            self._workers.close()
            self.database.dispose()

    def now(self) -> datetime:
        """The moment it is, to the millisecond: a float of seconds is no finer in our days."""
        return datetime.fromtimestamp(round(self.carrier.switchboard.now, 3), UTC)

    def it_is(self, text: str) -> None:
        """Let it become a date and time of the city, such as 2026-05-09 10:00; never the past."""
        wanted = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
        ahead = wanted.timestamp() - self.carrier.switchboard.now
        if ahead < 0:
            raise ValueError(f"{text} has passed: a scenario begins at {MONDAY}")
        self.carrier.advance(ahead)

    def passes(self, **span: float) -> None:
        """Let time pass between calls: `minutes=5`."""
        self.carrier.advance(timedelta(**span).total_seconds())

    def employs(self, *targets: str) -> None:
        """Agents 1001, 1002 …, rung in this order."""
        agents = Agents(self.database, self.keyring)
        for staff_number, target in enumerate(targets, 1001):
            agents.add(str(staff_number), NAME, target, now=self.now())

    def groups(self, staff_number: str, *groups: str) -> None:
        """Put an agent into groups of the city's profile."""
        assert Agents(self.database, self.keyring).regroup(staff_number, groups)

    def new_telephone(self, **options: Any) -> Telephone:
        """Another telephone on the same carrier."""
        telephone = Telephone(
            self.carrier,
            f"{BASE}/voice",
            status_callback=f"{BASE}/voice/status",
            fallback_url=f"{BASE}/voice/fallback",
            fetch_media=True,
            **{"typed_ahead": self.typed_ahead, "profile": self.profile, **options},
        )
        self._telephones.append(telephone)
        return telephone

    @property
    def tickets(self) -> list[Any]:
        """The tickets on record, oldest first."""
        with self.database.read() as connection:
            return list(connection.execute(select(Ticket.__table__).order_by(Ticket.id)))

    @property
    def texts(self) -> list[Text]:
        """The text messages queued, oldest first."""
        return texts_of(self.database, self.keyring)

    def events(self, kind: str) -> list[dict[str, Any]]:
        """What the events of a kind hold, oldest first."""
        with self.database.read() as connection:
            wanted = select(Event.data).where(Event.kind == kind).order_by(Event.id)
            return list(connection.execute(wanted).scalars())

    @property
    def disclosed(self) -> list[str]:
        """What the audit trail says was told, oldest first."""
        with self.database.read() as connection:
            wanted = select(Disclosure.what).order_by(Disclosure.id)
            return list(connection.execute(wanted).scalars())

    def check(self) -> None:
        """All runs sounded alike and left the same behind; the carrier found no fault."""
        (_, sound, rows), *others = self._ran
        for way, other_sound, other_rows in others:
            assert other_sound == sound, f"{way}: the calls sound different"
            assert other_rows == rows, f"{way}: other rows are left behind"

    def _create(self) -> Any:
        # Here, so that the tests of the lower floors run without the upper ones.
        from app import create_app

        app = create_app(self.settings, clock=self.now, flows=_MAPS.get(self.city))
        _MAPS[self.city] = app.extensions["hotline"].call_map
        return app

    @property
    def _calls(self) -> list[TelephoneCall]:
        return [call for telephone in self._telephones for call in telephone.calls]

    def _sound(self) -> list[Sound]:
        for call in self._calls:
            assert call.problems == [], str(call.transcript)
        return [
            [
                # Calls, and queues at the carrier, have names that are drawn by lot.
                (e.who, e.language, e.act if e.act in ("queue", "join") else e.heard_text)
                for e in call.transcript
            ]
            for call in self._calls
        ]

    def _rows(self) -> Rows:
        with self.database.read() as connection:
            counts = Counter({row[0]: row[1] for row in connection.execute(_COUNTS)})
            columns = (Event.call_id, Event.turn, Event.kind, Event.data)
            events = [tuple(row) for row in connection.execute(select(*columns).order_by(Event.id))]
        return counts, events


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a scenario in every way, where a line is called."""
    line = pyfuncitem.funcargs.get("line")
    if not isinstance(line, Line):
        return None
    wanted = pyfuncitem._fixtureinfo.argnames
    for way in line.ways:
        with line.open(way):
            fresh = {"telephone": line.new_telephone(), "people": line.people}
            try:
                pyfuncitem.obj(
                    **{**{n: pyfuncitem.funcargs[n] for n in wanted}, **_of(fresh, wanted)}
                )
            except Exception as error:
                error.add_note(f"carried this way: {way}")
                raise
    line.check()
    return True


def _of(fresh: dict[str, Any], wanted: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in fresh.items() if name in wanted}


@pytest.fixture
def line(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    sqlite_template: Path,
    keyring_text: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Line:
    """A line, on SQLite unless the test is marked `postgres`."""

    def new_sqlite() -> str:
        path = tmp_path / "line.db"
        for old in tmp_path.glob("line.db*"):
            old.unlink()
        shutil.copy(sqlite_template, path)
        return f"sqlite:///{path}"

    asked = getattr(request, "param", {})
    on_postgres = request.node.get_closest_marker("postgres") is not None
    new_database = request.getfixturevalue("new_postgres") if on_postgres else new_sqlite
    opened = Line(tmp_path, keyring_text, new_database, **asked)
    monkeypatch.setattr(tickets, "new_number", _numbers_of(opened, tickets.new_number))
    monkeypatch.setattr(tickets, "new_code", _numbers_of(opened, tickets.new_code))
    monkeypatch.setattr(codes, "draw", lambda: f"{opened.code_rng.randrange(10**6):06}")
    monkeypatch.setattr("flows.check.faults", lambda *given: _faults(opened.city, *given))
    return opened


def _faults(city: Path, *given: Any) -> list[str]:
    """What is wrong with a city's line: found once for all the workers that start."""
    if city not in _FOUND:
        _FOUND[city] = find_faults(*given)
    return _FOUND[city]


def _numbers_of(line: Line, new_number: Callable[[random.Random], str]) -> Callable[..., str]:
    """Ticket numbers that are the same in every run."""
    return lambda rng: new_number(line.ticket_rng)


@pytest.fixture
def new_postgres(postgres: PostgresServer) -> Iterator[Callable[[], str]]:
    """Makes empty, migrated PostgreSQL databases."""
    made: list[str] = []

    def create() -> str:
        made.append(f"line_{next(_DATABASES)}")
        admin.execute(f"CREATE DATABASE {made[-1]} TEMPLATE {_TEMPLATE} STRATEGY file_copy")
        return postgres.url(made[-1])

    with psycopg.connect(postgres.url("postgres"), autocommit=True) as admin:
        yield create
        for name in made:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def keyring_text() -> str:
    """The line's key, as HOTLINE_KEYS has it."""
    return Keyring.new_entry()


@pytest.fixture
def telephone(line: Line) -> None:
    """A telephone on the line; a new one for each way."""


@pytest.fixture
def people(line: Line) -> None:
    """Whoever is on record; nobody, when a scenario begins."""
