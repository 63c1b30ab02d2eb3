"""The last place of a callback slot, wanted by several calls at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from db.engine import Database
from db.models import QueueEntry, Slot, Ticket
from tests.doors.conftest import Answer, AppOn, Knock
from tests.plugins.line import CITY

CALLERS = 6
CAPACITY = 2
"""Of the city that tests call."""


def test_each_caller_gets_a_place_of_their_own(app_on: AppOn, database_url: str) -> None:
    """All have heard that half past ten is free, and all confirm at once: as many as there are
    places get one, the others are told that it has gone and are offered the next."""
    app = app_on(database_url, hotline_city=CITY)
    knocks = [Knock(app, number=f"+861390000{nth:04}") for nth in range(CALLERS)]
    confirmations = [sure(knock) for knock in knocks]
    ready = Barrier(CALLERS)

    def confirm(nth: int) -> Answer:
        ready.wait()
        return knocks[nth].post(confirmations[nth], Digits="1")

    with ThreadPoolExecutor(CALLERS) as pool:
        answers = list(pool.map(confirm, range(CALLERS)))
    booked = [answer for answer in answers if "已经约好" in answer.words[0]]
    gone = [answer for answer in answers if "刚刚约满" in answer.words[0]]
    assert (len(booked), len(gone)) == (CAPACITY, CALLERS - CAPACITY)
    assert all("上午十一点，请按一。" in answer.words[2] for answer in gone)
    database: Database = app.extensions["hotline"].database
    with database.read() as connection:
        assert connection.execute(select(Slot.taken)).scalars().all() == [CAPACITY]
        assert len(connection.execute(select(Ticket.id)).all()) == CAPACITY
        assert len(connection.execute(select(QueueEntry.id)).all()) == CAPACITY


def sure(knock: Knock) -> str:
    """Ask for the first time that is offered, a Monday in March at half past ten; gives where to
    confirm it."""
    where = knock.dial().next
    for key in "421":
        answer = knock.post(where, Digits=key)
        where = answer.next
    assert answer.words[0] == "星期一，二零二六年三月十六日上午十点半。"
    return where
