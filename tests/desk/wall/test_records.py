"""Announcements, the switch and what is steered by hand, as they are kept, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import acts, duty, queue, steer
from db.announcements import KEPT, LONGEST, Announcements, Wanted
from db.engine import Database
from db.models import Agent, Call, QueueEntry
from db.switches import LONGEST as LONGEST_OVERFLOW
from db.switches import Switches
from tests.clock import Clock
from tests.desk.wall.moments import call_row, entry_row, put

HOUR = timedelta(hours=1)
TOLD = {"zh-CN": Wanted("停止服务。", b"sound"), "en-US": Wanted("Closed.")}


def test_an_announcement_is_heard_from_its_begin_to_its_end(
    database: Database, clock: Clock
) -> None:
    kept = Announcements(database)
    name = kept.add(TOLD, clock.now + HOUR, clock.now + 2 * HOUR, "chief", clock.now)
    heard = [bool(kept.heard(clock.now + minutes * HOUR / 60)) for minutes in (0, 59, 60, 119, 120)]
    assert heard == [False, False, True, True, False]
    (notice,) = kept.latest(9)
    assert (notice.name, notice.made_by, set(notice.told)) == (name, "chief", set(TOLD))
    assert notice.state(clock.now + 3 * HOUR) == "over"


def test_what_has_ended_is_never_heard_however_fresh_it_was_read(
    database: Database, clock: Clock
) -> None:
    kept = Announcements(database)
    end = clock.now + timedelta(seconds=1)
    kept.add(TOLD, clock.now, end, "chief", clock.now)
    assert kept.heard(clock.now)
    assert not kept.heard(end)


def test_another_worker_hears_of_it_within_seconds(database: Database, clock: Clock) -> None:
    one, other = Announcements(database), Announcements(database)
    assert not other.heard(clock.now)
    name = one.add(TOLD, clock.now, clock.now + HOUR, "chief", clock.now)
    assert one.heard(clock.now)
    assert not other.heard(clock.now)
    assert other.heard(clock.now + KEPT)
    one.stop(name, "chief", clock.now + KEPT)
    assert not other.heard(clock.now + 2 * KEPT)


def test_an_announcement_has_words_and_an_end(database: Database, clock: Clock) -> None:
    kept, now = Announcements(database), clock.now
    with pytest.raises(ValueError, match="at least one language"):
        kept.add({}, now, now + HOUR, "chief", now)
    for begin, end in ((now, now), (now - 2 * HOUR, now - HOUR), (now, now + LONGEST + HOUR)):
        with pytest.raises(ValueError, match="ends after it begins"):
            kept.add(TOLD, begin, end, "chief", now)
    assert kept.latest(9) == []


def test_a_sound_has_one_name(database: Database, clock: Clock) -> None:
    kept = Announcements(database)
    kept.add(TOLD, clock.now, clock.now + HOUR, "chief", clock.now)
    told = kept.heard(clock.now)
    assert told["en-US"].sound is None
    name = told["zh-CN"].sound
    assert name is not None
    found = kept.sound(name)
    assert found is not None
    assert (found.data, found.text, found.language) == (b"sound", "停止服务。", "zh-CN")
    assert kept.sound(name + "0") is None
    assert kept.sound("77-" + name.partition("-")[2]) is None


def test_overflow_ends_by_itself_and_is_never_without_an_end(
    database: Database, clock: Clock
) -> None:
    switches, now = Switches(database), clock.now
    assert switches.overflow(now) is None
    switches.switch_on(now + HOUR, "chief", now)
    switches.switch_on(now + 2 * HOUR, "deputy", now)
    found = switches.overflow(now + HOUR)
    assert found is not None
    assert found.made_by == "deputy"
    assert switches.overflow(now + 2 * HOUR) is None
    for until in (now, now - HOUR, now + LONGEST_OVERFLOW + HOUR):
        with pytest.raises(ValueError, match="within twelve hours"):
            switches.switch_on(until, "chief", now)
    assert [act.what for act in acts.latest(database, 9)] == ["overflow-on", "overflow-on"]


def test_who_waits_is_moved_and_hurried_and_who_talks_is_not(
    database: Database, clock: Clock
) -> None:
    now = clock.now
    put(database, Call, [call_row(n, now) for n in (1, 2, 3)])
    rows = [entry_row(n, now - n * HOUR, lane="pension") for n in (1, 2)]
    put(database, QueueEntry, [*rows, entry_row(3, now, state="talking")])
    assert [each.id for each in steer.waiting(database, 9)] == [2, 1]
    assert steer.hurry(database, 1, 40, "chief", now)
    assert not steer.hurry(database, 1, 20, "chief", now)
    assert [each.id for each in steer.waiting(database, 9)] == [1, 2]
    assert [each.id for each in steer.waiting(database, 1)] == [1]
    assert steer.reassign(database, 2, "chief", now, lane="english")
    for entry in (3, 99):
        assert not steer.reassign(database, entry, "chief", now, lane="")
        assert not steer.hurry(database, entry, 40, "chief", now)
    with database.read() as connection:
        assert [e.lane for e in queue.in_state(connection, queue.WAITING)] == ["english", "pension"]
    assert [a.about for a in acts.latest(database, 9)] == ["2 english", "1 40"]


def test_an_agent_who_is_sent_to_work_has_wrapped_up(database: Database, clock: Clock) -> None:
    now = clock.now
    row = {"staff_number": "1001", "name": b".", "target": b".", "position": 1, "active": True}
    put(database, Agent, [row])
    put(database, Call, [call_row(1, now)])
    put(database, QueueEntry, [entry_row(1, now, state="done", outcome="served", ended_at=now)])
    with database.write() as connection:
        duty.change(connection, 1, duty.WRAPUP, now, why="call", entry_id=1)
    assert steer.send(database, 1, duty.READY, "chief", now)
    with database.read() as connection:
        entry = queue.by_id(connection, 1)
    assert entry is not None
    assert entry.wrapped_at == now
    assert not steer.send(database, 2, duty.READY, "chief", now)
    with pytest.raises(ValueError, match="cannot be sent"):
        steer.send(database, 1, duty.TALKING, "chief", now)
    with pytest.raises(ValueError, match="acts are one of"), database.write() as connection:
        acts.note(connection, "chief", "listen-in", "1001", now)
