"""A worker, put together and run until it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from db import dialling, housekeeping
from db.agents import Agents
from db.leg import Legs
from db.outbox import CALLBACK, FETCH, HUSH, RING, TEXT, Outbox
from db.queue import Queue
from db.ringing import Rings
from db.voicemail import Voicemails
from ivr import logs
from ivr.line import Line
from ivr.queue.ringing import Hush, Ring
from ivr.texting import choose
from ivr.texting.handset import PREFIX
from ivr.work.bell import consumer, open_queue
from ivr.work.chores import FOLDER, Loads, doers
from ivr.work.errands import Callbacks, Errand, Texts
from ivr.work.fetch import Fetch
from ivr.work.worker import LEASE, Worker


def errands(line: Line, outbox: Outbox, clock: Callable[[], datetime]) -> dict[str, Errand]:
    """What this line can carry out, by kind; logs which settings are missing for the rest."""
    settings, database, keyring = line.settings, line.database, line.keyring
    base = settings.public_base_url
    found: dict[str, Errand] = {}
    if caller := choose.caller(settings, database):
        found[CALLBACK] = Callbacks(
            outbox,
            partial(dialling.wanted, database, keyring),
            caller,
            base,
            line.returns.refused,
            line.returns.put_off,
        )
    else:
        names = choose.missing_for_calls(settings)
        logs.log.warning("callbacks wait: a setting is missing", settings=names)
    if sender := choose.sender(settings, database):
        found[TEXT] = Texts(outbox, sender, base)
    else:
        names = choose.missing(settings)
        logs.log.warning("text messages wait: a setting is missing", settings=names)
    if legs := choose.leg_caller(settings):
        found[RING] = Ring(
            outbox,
            Legs(database),
            Queue(database),
            Agents(database, keyring),
            legs,
            base,
            line.city.agents.ring,
            line.dispatch,
            clock,
        )
        found[HUSH] = Hush(outbox, legs)
    if recordings := choose.recordings(settings):
        found[FETCH] = Fetch(outbox, Voicemails(database, keyring), recordings, clock)
    return found


def worker(line: Line, clock: Callable[[], datetime], lease: timedelta = LEASE) -> Worker:
    """Whoever carries out what this line has promised."""
    settings, database, keyring = line.settings, line.database, line.keyring
    outbox = Outbox(database, keyring)
    hasher = {"memory_kib": settings.pin_memory_kib, "time_cost": settings.pin_rounds}
    loads = Loads(database, keyring, hasher, settings.hotline_instance / FOLDER, clock)
    can = errands(line, outbox, clock)
    can |= doers(database, keyring, outbox, loads, clock, lease)

    def before() -> None:
        if choose.rings_browsers(settings):
            # A page that is closed cannot say that nobody has answered.
            Rings(database, keyring, clock, PREFIX, line.called).lapse()
        # Nobody need be on the line for somebody's time to come.
        line.dispatch()

    def forget() -> None:
        loads.forget()
        housekeeping.tidy(database, clock())

    return Worker(outbox, can, clock, lease, before, also_forget=forget)


def run(
    line: Line,
    *,
    threads: int,
    lease: timedelta = LEASE,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Carry out what is due, with so many threads, until SIGTERM or SIGINT."""
    somebody = worker(line, clock, lease)
    queue = open_queue(line.settings.database_url, line.settings.hotline_instance)
    try:
        consumer(queue, somebody, threads).run()
    finally:
        queue.storage.close()
        line.database.dispose()
