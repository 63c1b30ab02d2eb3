"""Which room may import which: the contracts of pyproject.toml hold, and are able not to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from importlinter import api
from importlinter.application import use_cases

ROOT = Path(__file__).parents[2]
PROFILE = ROOT / "pyproject.toml"
NAMES = [
    contract["name"]
    for contract in tomllib.loads(PROFILE.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
]

FORBIDDEN_IMPORTS = {
    "db/upstairs.py": "import flows\n",
    "db/web.py": "import flask\n",
    "db/aside.py": "import audio\n",
    "flows/carrier.py": "import twilio\n",
    "audio/sql.py": "import sqlalchemy\n",
    "ivr/wiring.py": "import app\n",
}
"""One import against each contract, and one against each clause of the floors."""


@contextmanager
def looking_at(folder: Path) -> Iterator[None]:
    """import-linter imports what it reads: it must find the packages of ``folder``."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def test_the_floors_hold() -> None:
    with looking_at(ROOT):
        contracts = api.read_configuration(str(PROFILE))["contracts_options"]
        assert [contract["name"] for contract in contracts] == NAMES
        assert use_cases.lint_imports(str(PROFILE), cache_dir=None, is_debug_mode=True)


def _verdicts(folder: Path) -> tuple[int, str]:
    """Run the linter over a house of its own, in a process of its own."""
    shutil.copy(PROFILE, folder)
    program = "from importlinter.cli import lint_imports_command as c; c()"
    run = subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return run.returncode, run.stdout


def _house(folder: Path, files: dict[str, str]) -> None:
    for room in ("ivr", "flows", "db", "audio"):
        (folder / room).mkdir()
        (folder / room / "__init__.py").touch()
    (folder / "app.py").touch()
    for path, text in files.items():
        (folder / path).write_text(text)


def _broken(output: str, names: Sequence[str]) -> set[str]:
    return {name for name in names if f"{name} BROKEN" in output}


def test_a_house_without_forbidden_imports_stands(tmp_path: Path) -> None:
    _house(tmp_path, {"flows/script.py": "import db\nimport audio\n"})
    code, output = _verdicts(tmp_path)
    assert (code, _broken(output, NAMES)) == (0, set())


def test_every_contract_can_be_broken(tmp_path: Path) -> None:
    _house(tmp_path, FORBIDDEN_IMPORTS)
    code, output = _verdicts(tmp_path)
    assert code == 1
    assert _broken(output, NAMES) == set(NAMES)
    for told in ("db.upstairs -> flows", "db.aside -> audio"):
        assert told in output


@pytest.mark.parametrize("room", ["ivr", "flows", "db", "audio"])
def test_every_room_is_looked_at(room: str) -> None:
    packages = api.read_configuration(str(PROFILE))["session_options"]["root_packages"]
    assert room in packages
    assert (ROOT / room / "__init__.py").exists()
