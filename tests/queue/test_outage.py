"""The database goes while callers wait at the carrier, or while an agent's telephone rings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from db.calls import Calls
from db.leg import Legs
from ivr.carrier.actions import PlayAudio
from ivr.carrier.telephone import Telephone
from tests.plugins.line import Line
from tests.queue.office import FIRST, Office

pytestmark = pytest.mark.parametrize("line", [{"account": True}], indirect=True)


class Away:
    """The database, when nobody can read a call or an offer from it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def goes(self) -> None:
        for owner, name in ((Calls, "find"), (Legs, "find"), (Legs, "joining")):
            self._patch.setattr(owner, name, _fails)

    def comes_back(self) -> None:
        self._patch.undo()


def _fails(*_: object) -> None:
    raise OperationalError("SELECT 1", {}, Exception("the database is away"))


@pytest.fixture
def database_is() -> Callable[[], Away]:
    """Made anew in each test: what it undoes must be its own alone."""
    return lambda: Away(pytest.MonkeyPatch())


def test_who_waits_hears_music_and_is_joined_when_it_is_back(
    telephone: Telephone, plain: Line, database_is: Callable[[], Away]
) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    call.hears("马上为您接通")
    away = database_is()
    away.goes()
    before = len(call.phone.actions)
    telephone.passes(40)
    away.comes_back()
    heard = call.phone.actions[before:]
    assert any(isinstance(a, PlayAudio) and "/audio/music/" in a.url for a in heard)
    office.rings(FIRST).takes_it()
    call.hears("工号幺零零幺为您服务。")
    call.hangs_up()


def test_when_it_stays_away_the_caller_has_an_apology_and_a_person(
    telephone: Telephone, plain: Line, database_is: Callable[[], Away]
) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    call.hears("马上为您接通")
    away = database_is()
    away.goes()
    telephone.passes(115)
    call.hears("系统暂时出现故障。")
    call.waits(15)
    call.rings(FIRST)
    away.comes_back()
    assert office.phones == []
    call.hangs_up()


def test_who_has_talked_goes_on_when_it_is_back(
    telephone: Telephone, plain: Line, database_is: Callable[[], Away]
) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.takes_it()
    call.hears("为您服务")
    away = database_is()
    away.goes()
    original = plain.carrier.server.perform
    times = 0

    def back_after_two(*given: object) -> object:
        nonlocal times
        times += 1
        if times > 2:
            away.comes_back()
        return original(*given)  # type: ignore[arg-type]

    plain.carrier.server.perform = back_after_two  # type: ignore[method-assign, assignment]
    phone.hangs_up()
    call.hears("系统暂时出现故障。", "您对刚才的人工服务满意吗？")
    plain.carrier.server.perform = original  # type: ignore[method-assign]
    assert office.last.outcome == "served"
    call.hangs_up()


def test_an_agent_is_let_go_and_the_caller_waits_on(
    telephone: Telephone, plain: Line, database_is: Callable[[], Away]
) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    away = database_is()
    away.goes()
    phone.answers()
    phone.is_let_go()
    away.comes_back()
    call.is_going_on()
    office.passes(60)
    call.is_going_on()
    call.hangs_up()
