"""A small application on a real address, and a whole line with one person on record."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from werkzeug.serving import make_server

from db.agents import Agents
from db.engine import Database
from db.secrets import Keyring
from ivr.settings import Settings
from tests.plugins.people import Medical, People, Person
from tests.telephone.menu import menu


class Office(NamedTuple):
    """A line, whom it knows, and the settings it was made by."""

    app: Flask
    somebody: Person
    settings: Settings


@pytest.fixture
def office(sqlite_url: str, keyring_text: str, tmp_path: Path) -> Iterator[Office]:
    """A line that never closes, with an account on record and an agent."""
    from app import create_app

    settings = Settings.read(
        _env_file=None,
        hotline_instance=tmp_path,
        database_url=sqlite_url,
        hotline_keys=keyring_text,
        hotline_demo=False,
        public_base_url="https://office.test",
        pin_memory_kib=8,
        pin_rounds=1,
    )
    keyring = Keyring.parse(keyring_text)
    database = Database(sqlite_url)
    somebody = People(database, keyring).someone(medical=Medical(1200.05))
    agents = Agents(database, keyring)
    agents.add("1001", "李四", "+861082300001", now=datetime.now(UTC))
    app = create_app(settings)
    yield Office(app, somebody, settings)
    app.extensions["hotline"].database.dispose()
    database.dispose()


@pytest.fixture
def menu_url() -> Iterator[str]:
    """The address of the small application, served by a real server."""
    server = make_server("127.0.0.1", 0, menu, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/voice"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
