"""A worker that answers calls holds nothing that only commands and the browser's telephone need."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import ivr.cli
from db.secrets import Keyring
from ivr.cli import FILES
from ivr.settings import ROOT, Settings

HEAVY = {
    "aiohttp",
    "alembic",
    "chinese_calendar",
    "defusedxml",
    "flask_limiter",
    "holidays",
    "fpdf",
    "grandalf",
    "ivr.carrier",
    "ivr.map",
    "ivr.phone",
    "mako",
    "numpy",
    "openpyxl",
    "phonenumbers.geodata",
    "psycopg",
    "pygal",
    "pygments",
    "rectpack",
    "requests",
    "rich.console",
    "twilio.jwt",
    "twilio.rest",
}
NEEDED_BY_DESK = {"ivr.map", "psycopg"}
"""Words of the call map on its pages; what loading files may fail with."""
SERVE = """
import runpy, sys
from datetime import UTC, datetime
runpy.run_path("deploy/gunicorn.conf.py")
from app import create_app
# A year that the city's profile has; for another one a library of calendars is read.
create_app(clock=lambda: datetime(2026, 3, 16, tzinfo=UTC))
print(*sys.modules)
"""


@pytest.mark.parametrize(("desk", "allowed"), [("off", set()), ("on", NEEDED_BY_DESK)])
def test_a_worker_is_light(tmp_path: Path, desk: str, allowed: set[str]) -> None:
    unset = {name.upper() for name in Settings.model_fields}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {
        "DATABASE_URL": f"sqlite:///{tmp_path}/line.db",
        "HOTLINE_INSTANCE": str(tmp_path),
        "HOTLINE_KEYS": Keyring.new_entry(),
        "HOTLINE_DEMO": "off",
        "HOTLINE_DESK": desk,
        "HOTLINE_PHONE": "off",
        "PUBLIC_BASE_URL": "https://line.test",
        "TWILIO_AUTH_TOKEN": "0123456789abcdef",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
    }
    served = subprocess.run(
        [sys.executable, "-c", SERVE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = set(served.stdout.split())
    assert {"sqlalchemy", "twilio.twiml", "ivr.webhooks"} <= loaded
    assert not loaded & HEAVY - allowed


@pytest.mark.parametrize("file", FILES)
def test_commands_are_found_without_reading_every_file(file: str) -> None:
    """What the table says of a file is what the file has."""
    found = import_module(f"ivr.cli.{file}").COMMANDS
    assert tuple(command.name for command in found) == FILES[file]


def test_no_file_of_commands_is_forgotten() -> None:
    there = {path.stem for path in Path(ivr.cli.__path__[0]).glob("[!_]*.py")}
    assert there == set(FILES)
