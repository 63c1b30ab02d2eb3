"""An operator, and whoever does what they have asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.staff import Role
from ivr.work.run import worker
from ivr.work.worker import Carried, Worker
from tests.desk.house import House
from tests.desk.visitor import Visitor
from tests.plugins.line import CITY

GROUPS = """
[agents.groups]
medical = ["medical", "en-US"]
pension = ["insurance"]
"""


@pytest.fixture
def grouped(desk: House, tmp_path: Path) -> House:
    """The city has groups of agents."""
    profile = tmp_path / "grouped.toml"
    profile.write_text(CITY.read_text("utf-8") + GROUPS, "utf-8")
    settings = desk.line.settings.model_copy(update={"hotline_city": profile})
    desk.line.settings = settings
    return desk


@pytest.fixture
def operator(desk: House) -> Visitor:
    """Somebody who looks after the line."""
    return desk.sign_in({Role.OPERATOR}, name="operator")


def a_worker(desk: House) -> Worker:
    """A worker of the line, as `flask work` puts it together."""
    return worker(desk.parts.line, desk.now)


@pytest.fixture
def work(desk: House) -> Callable[[], list[Carried]]:
    """Lets a worker do what is due; gives what it did."""

    def do() -> list[Carried]:
        done = []
        somebody = a_worker(desk)
        while (carried := somebody.carry_out()) is not None:
            done.append(carried)
        return done

    return do
