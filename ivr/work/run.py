"""A worker, put together and run until it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from db import callbacks
from db.engine import Database
from db.outbox import CALLBACK, TEXT, Outbox
from db.ringing import Rings
from db.secrets import Keyring
from ivr import logs
from ivr.settings import Settings
from ivr.texting import choose
from ivr.texting.handset import PREFIX
from ivr.work.bell import consumer, open_queue
from ivr.work.chores import FOLDER, Loads, doers
from ivr.work.errands import Callbacks, Errand, Texts
from ivr.work.worker import LEASE, Worker


def errands(
    settings: Settings,
    database: Database,
    keyring: Keyring,
    outbox: Outbox,
    clock: Callable[[], datetime],
) -> dict[str, Errand]:
    """What this line can carry out, by kind; logs which settings are missing for the rest."""
    found: dict[str, Errand] = {}
    if caller := choose.caller(settings, database):
        wanted = partial(callbacks.wanted, database, keyring)
        base = settings.public_base_url
        found[CALLBACK] = Callbacks(outbox, wanted, caller, base, clock)
    else:
        names = choose.missing_for_calls(settings)
        logs.log.warning("callbacks wait: a setting is missing", settings=names)
    if sender := choose.sender(settings, database):
        found[TEXT] = Texts(outbox, sender, settings.public_base_url)
    else:
        names = choose.missing(settings)
        logs.log.warning("text messages wait: a setting is missing", settings=names)
    return found


def worker(
    settings: Settings,
    database: Database,
    keyring: Keyring,
    clock: Callable[[], datetime],
    lease: timedelta = LEASE,
) -> Worker:
    """Whoever carries out what this line has promised."""
    outbox = Outbox(database, keyring)
    hasher = {"memory_kib": settings.pin_memory_kib, "time_cost": settings.pin_rounds}
    loads = Loads(database, keyring, hasher, settings.hotline_instance / FOLDER, clock)
    can = errands(settings, database, keyring, outbox, clock)
    can |= doers(database, keyring, outbox, loads, clock, lease)
    forget = loads.forget
    if not choose.rings_browsers(settings):
        return Worker(outbox, can, clock, lease, also_forget=forget)
    # A page that is closed cannot say that nobody has answered.
    lapse = Rings(database, keyring, clock, PREFIX).lapse
    return Worker(outbox, can, clock, lease, lapse, also_forget=forget)


def run(
    settings: Settings,
    database: Database,
    keyring: Keyring,
    *,
    threads: int,
    lease: timedelta = LEASE,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Carry out what is due, with so many threads, until SIGTERM or SIGINT."""
    somebody = worker(settings, database, keyring, clock, lease)
    queue = open_queue(settings.database_url, settings.hotline_instance)
    try:
        consumer(queue, somebody, threads).run()
    finally:
        queue.storage.close()
        database.dispose()
