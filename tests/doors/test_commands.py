"""An operator's command that cannot ask the database says what to do, and shows no trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import create_app
from db import migrate
from db.secrets import Keyring
from ivr.settings import Settings

COMMANDS = (["outbox"], ["agents", "list"], ["audit", "verify"], ["callbacks"])


def ask(url: str, folder: Path, *command: str) -> tuple[int, str]:
    settings = Settings.read(
        database_url=url,
        hotline_keys=Keyring.new_entry(),
        hotline_instance=folder,
        hotline_demo=False,
        twilio_auth_token="0123456789abcdef0123456789abcdef",
        public_base_url="https://line.example.org",
    )
    asked = create_app(settings).test_cli_runner().invoke(args=command)
    return asked.exit_code, asked.output


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_without_tables(tmp_path: Path, command: list[str]) -> None:
    code, said = ask(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path, *command)
    assert code == 1
    assert said.endswith(
        "Error: the database is not of this version of the line, or empty: run flask db upgrade\n"
    )
    assert "Traceback" not in said


def test_the_cure_cures(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    migrate.upgrade(url)
    assert ask(url, tmp_path, "agents", "list")[0] == 0


def test_a_database_that_is_away(tmp_path: Path) -> None:
    code, said = ask("postgresql://nobody@127.0.0.1:1/none", tmp_path, "outbox")
    assert code == 1
    assert said.splitlines()[-1].startswith("Error: the database cannot be reached: look at")
    assert "Traceback" not in said
