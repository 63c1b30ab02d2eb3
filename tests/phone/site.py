"""The real line with the demo city, on a port of this machine, for a browser to visit."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from app import create_app
from db import duty, migrate
from db.agents import Agents
from db.demo import fill
from ivr.demo import AGENTS
from ivr.line import Line
from ivr.settings import Settings
from ivr.work.run import worker
from ivr.work.worker import Worker

PEOPLE = 20
_SERVED: list[Flask] = []


def demo_settings(folder: Path, base_url: str, **more: object) -> Settings:
    """Settings of a demo of its own in ``folder``."""
    given: dict[str, object] = {
        "_env_file": None,
        "hotline_instance": folder,
        "public_base_url": base_url,
        "pin_memory_kib": 8,
        "pin_rounds": 1,
        "log_level": "ERROR",
    }
    return Settings.read(**{**given, **more})


def demo_app(settings: Settings) -> Flask:
    """The line with the demo city and its agents on record."""
    migrate.upgrade(settings.database_url)
    app = create_app(settings)
    line: Line = app.extensions["hotline"]
    today = datetime.now(UTC).date()
    fill(line.database, line.keyring, line.hasher, people=PEOPLE, seed=1, today=today)
    agents = Agents(line.database, line.keyring)
    for agent in AGENTS:
        agents.add(*agent, now=_now())
    return app


def worker_of(app: Flask) -> Worker:
    """Whoever carries out what is promised on this line."""
    line: Line = app.extensions["hotline"]
    return worker(line, _now)


def _now() -> datetime:
    return datetime.now(UTC)


def _carry_out(app: Flask, stop: threading.Event) -> None:
    somebody = worker_of(app)
    while not stop.wait(0.1):
        somebody.carry_out()


@contextmanager
def serving(folder: Path, **settings: object) -> Iterator[str]:
    """Serve a demo until the block ends; gives its base URL."""
    with serve(lambda base: demo_app(demo_settings(folder, base, **settings))) as (base, _):
        yield base


@contextmanager
def serve(made: Callable[[str], Flask]) -> Iterator[tuple[str, Flask]]:
    """Serve what is made for a base URL, with a worker beside it, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    app = made(base)
    _SERVED.append(app)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stop = threading.Event()
    carrying = threading.Thread(target=_carry_out, args=(app, stop), daemon=True)
    carrying.start()
    try:
        yield base, app
    finally:
        stop.set()
        carrying.join(10)
        server.shutdown()
        thread.join(10)
        server.server_close()
        _SERVED.remove(app)


def rested(*more: Flask) -> None:
    """Every agent of the demos that are served, and of ``more``, is at their telephone and ready:
    whoever did not answer in one test would rest through the next."""
    for app in (*_SERVED, *more):
        line: Line = app.extensions["hotline"]
        with line.database.write() as connection:
            for agent in duty.everybody(connection):
                duty.change(connection, agent.agent_id, duty.READY, _now(), why="chosen")
