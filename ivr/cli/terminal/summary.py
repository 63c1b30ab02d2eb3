"""What is told of a call when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import func, select

from db.engine import Database
from db.models import Call, Event, Outgoing, Ticket
from db.outbox import TEXT
from ivr.carrier.telephone import TelephoneCall

_TURNS = {"voice", "action", "redirect", "fallback"}


def summary(call: TelephoneCall, database: Database | None) -> Iterator[str]:
    """Line by line: how long, how many turns, what was asked, which tickets, what was wrong.

    ``database`` is that of the line when it is ours; of another we know what we heard.
    """
    turns = sum(1 for fetch, _ in call.telephone.carrier.deliveries if fetch.purpose in _TURNS)
    yield f"{call.seconds:.0f} seconds, {turns} turns."
    if database is not None:
        sid = call.phone.call.sid
        if path := _path(database, sid):
            yield f"Way: {' > '.join(path)}."
        for number in _tickets(database, sid):
            yield f"Ticket {number}."
        if texts := _texts(database, sid):
            yield f"Text messages to the registered mobile: {texts}; flask outbox shows what waits."
    if not call.problems:
        yield "The carrier found nothing wrong."
    for problem in call.problems:
        yield f"The carrier would log {problem.level} {problem.code}: {problem.message}"


def _path(database: Database, sid: str) -> list[str]:
    """The flows the call went through."""
    steps = (
        select(Event.data)
        .join(Call, Call.id == Event.call_id)
        .where(Call.sid == sid, Event.kind == "turn")
        .order_by(Event.id)
    )
    with database.read() as connection:
        flows = [str(data["to"]).partition(".")[0] for data in connection.execute(steps).scalars()]
    return [flow for flow, _ in groupby(flows)]


def _texts(database: Database, sid: str) -> int:
    texts = (
        select(func.count())
        .select_from(Outgoing)
        .join(Call, Call.id == Outgoing.call_id)
        .where(Call.sid == sid, Outgoing.kind == TEXT)
    )
    with database.read() as connection:
        return connection.execute(texts).scalar_one()


def _tickets(database: Database, sid: str) -> list[str]:
    numbers = select(Ticket.number).join(Call, Call.id == Ticket.call_id).where(Call.sid == sid)
    with database.read() as connection:
        return list(connection.execute(numbers).scalars())
