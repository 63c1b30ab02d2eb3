"""The proof that no message is lost: a worker that is killed in the middle, again and again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import func, insert, select

from bench import people
from bench.messaging import ACCOUNT, Messaging, messaging
from db import outbox
from db.engine import Database
from db.models import Outgoing, Person
from db.secrets import ID_NUMBER, PHONE, Keyring
from ivr.settings import ROOT, Settings

ANSWER_SECONDS = 0.01
"""What a message costs at the carrier: enough to be killed in the middle of it."""
LEASE_SECONDS = 2.0
PATIENCE_SECONDS = 120.0
KEYS = Keyring.new_entry()


@dataclass(frozen=True)
class Proof:
    """What came of it. ``doubled``: texts that were taken twice; ``in_flight``: those that a
    worker had in its hands when it was killed."""

    messages: int
    kills: int
    arrived: int
    doubled: frozenset[str]
    in_flight: frozenset[str]
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, and nothing doubled but what was in flight."""
        return self.arrived == self.messages and self.doubled <= self.in_flight

    def __str__(self) -> str:
        return (
            f"{self.messages} messages, {self.kills} kills: {self.arrived} arrived, "
            f"{len(self.doubled)} of them twice, each in flight at a kill: "
            f"{'it holds' if self.holds else 'IT DOES NOT HOLD'} ({self.seconds:.0f} s)"
        )


def prove(
    url: str, folder: Path, messages: int, kills: int, threads: int, say: Callable[[str], None]
) -> Proof:
    """Queue messages, kill the worker so often on the way, and count what arrived."""
    keyring, database = Keyring.parse(KEYS), Database(url)
    _queue(database, keyring, messages)
    begun = time.monotonic()
    in_flight: set[str] = set()
    with messaging(ANSWER_SECONDS) as carrier:
        command = [sys.executable, "-m", "bench.worker", str(threads), str(LEASE_SECONDS)]
        environment = _environment(url, folder, carrier)
        for kill in range(1, kills + 1):
            worker = subprocess.Popen(command, cwd=ROOT, env=environment)
            goal = messages * kill // (kills + 1)
            _wait(partial(_arrived, carrier, goal), worker)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            in_flight |= _in_flight(database, keyring)
            say(f"killed after {len(carrier.given)} messages")
        worker = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            _wait(lambda: _waiting(database) == 0, worker)
        finally:
            worker.terminate()
            worker.wait()
        doubled = frozenset(text for text, times in carrier.bodies.items() if times > 1)
        arrived = len(carrier.bodies)
    database.dispose()
    seconds = time.monotonic() - begun
    return Proof(messages, kills, arrived, doubled, frozenset(in_flight), seconds)


def _queue(database: Database, keyring: Keyring, messages: int) -> None:
    now, number, mobile = datetime.now(UTC), people.id_number(0), people.mobile(0)
    somebody = {
        "id_index": keyring.index(ID_NUMBER, number),
        "id_number": keyring.encrypt(number, "persons.id_number"),
        "name": keyring.encrypt("张三", "persons.name"),
        "mobile": keyring.encrypt(mobile, "persons.mobile"),
        "mobile_index": keyring.index(PHONE, mobile),
        "insured_place": "990000",
        "key_id": keyring.newest,
    }
    with database.write() as connection:
        added = insert(Person).returning(Person.id)
        person = connection.execute(added, somebody).scalar_one()
        for nth in range(messages):
            outbox.put(
                connection,
                keyring,
                key=f"work/{nth}",
                kind=outbox.TEXT,
                body={"text": f"message {nth}", "language": "en-US"},
                call_id=None,
                person_id=person,
                due_at=now,
                now=now,
            )


def _environment(url: str, folder: Path, carrier: Messaging) -> dict[str, str]:
    ours = {name.upper() for name in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name not in ours} | {
        "DATABASE_URL": url,
        "HOTLINE_INSTANCE": str(folder),
        "HOTLINE_KEYS": KEYS,
        "HOTLINE_DEMO": "off",
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": "0" * 32,
        "TWILIO_API_URL": carrier.url,
        "TEXT_FROM": "+8612333",
        "NO_PROXY": "127.0.0.1",
    }


def _wait(until: Callable[[], bool], worker: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not until():
        if worker.poll() is not None:
            raise RuntimeError(f"the worker ended by itself, with {worker.returncode}")
        if time.monotonic() > end:
            raise TimeoutError("the worker does not get on")
        time.sleep(0.005)


def _arrived(carrier: Messaging, messages: int) -> bool:
    return len(carrier.given) >= messages


def _waiting(database: Database) -> int:
    waiting = select(func.count()).select_from(Outgoing).where(Outgoing.state == "waiting")
    with database.read() as connection:
        return connection.execute(waiting).scalar_one()


def _in_flight(database: Database, keyring: Keyring) -> set[str]:
    taken = select(Outgoing.body).where(
        Outgoing.state == "waiting", Outgoing.taken_until.is_not(None)
    )
    with database.read() as connection:
        bodies = connection.execute(taken).scalars().all()
    return {json.loads(keyring.decrypt(body, outbox.BODY))["text"] for body in bodies}
