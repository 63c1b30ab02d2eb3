"""An auditor, and a trail to look through."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db import audit
from db.staff import Role
from tests.desk.house import House
from tests.desk.visitor import Visitor

Disclose = Callable[..., None]


@pytest.fixture
def auditor(desk: House) -> Visitor:
    """Somebody who looks after the trail."""
    return desk.sign_in({Role.AUDITOR}, name="auditor")


@pytest.fixture
def disclose(desk: House) -> Disclose:
    """Adds a link to the trail, as of now."""

    def add(
        person_id: int,
        what: str,
        *,
        actor: str = "caller",
        call: int | None = None,
        proof: str = "pin",
    ) -> None:
        with desk.database.write() as connection:
            audit.disclose(
                connection,
                desk.keyring,
                at=desk.now(),
                person_id=person_id,
                call_id=call,
                actor=actor,
                what=what,
                proof=proof,
            )

    return add
