"""The line on one database, ready to be measured: people on record, calls waiting, servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import create_app
from bench import people
from bench.calls import Waiting
from bench.servers import HOTLINE, PLAIN, PRODUCTION, Server, serve
from bench.wire import BASE_URL, TOKEN
from db.engine import Database
from db.hasher import PinHasher
from db.secrets import Keyring
from ivr.settings import Settings

POPULATION = 2000
KINDS: Mapping[str, tuple[str, ...]] = {
    # The yardstick's kind of server, and the one the line is run with.
    "sync": (*PRODUCTION, "--worker-class", "sync", "--threads", "1", "--workers", "1"),
    "gthread": (*PRODUCTION, "--workers", "1"),
}


NULL_KINDS: Mapping[str, tuple[str, ...]] = {
    "sync": (*PLAIN, "--workers", "1"),
    "gthread": (*PLAIN, "--worker-class", "gthread", "--threads", "8", "--workers", "1"),
}
"""The null route under the same kinds of server, as gunicorn comes."""


@dataclass(frozen=True)
class Line:
    """A database of the line with its people and calls. ``environment`` is for its servers."""

    name: str
    environment: Mapping[str, str]
    waiting: Waiting
    hasher: PinHasher
    folder: Path

    @contextmanager
    def served(self, kind: str, options: tuple[str, ...]) -> Iterator[Server]:
        """The line under gunicorn."""
        name = f"{self.name}.{kind}"
        with serve(name, HOTLINE, options, self.environment, self.folder) as server:
            yield server


@contextmanager
def ready(name: str, url: str, folder: Path, population: int = POPULATION) -> Iterator[Line]:
    """Fill the migrated database at ``url`` with people, and lead a caller through the line."""
    keys = Keyring.new_entry()
    settings = Settings.read(
        database_url=url,
        hotline_keys=keys,
        twilio_auth_token=TOKEN,
        public_base_url=BASE_URL,
        hotline_demo=False,
        hotline_instance=folder / name,
        log_level="ERROR",
    )
    database, keyring = Database(url).for_long_work(), Keyring.parse(keys)
    hasher = PinHasher(memory_kib=settings.pin_memory_kib, time_cost=settings.pin_rounds)
    try:
        people.settle(database, keyring, hasher, population)
        yield Line(
            name,
            {
                "DATABASE_URL": url,
                "HOTLINE_KEYS": keys,
                "TWILIO_AUTH_TOKEN": TOKEN,
                "PUBLIC_BASE_URL": BASE_URL,
                "HOTLINE_DEMO": "off",
                "HOTLINE_INSTANCE": str(folder / name),
                "LOG_LEVEL": "INFO",
            },
            Waiting(create_app(settings), database, keyring, population),
            hasher,
            folder,
        )
    finally:
        database.dispose()
