"""What a flow asked for in a turn, as writes of the turn's own transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from db import outbox, tickets
from db.audit import Told
from db.calls import Calls, StoredCall, Write
from db.secrets import Keyring
from flows.call import Call
from flows.writes import NewText, NewTicket
from ivr.twiml import Writer
from ivr.work.fetch import is_kept


@dataclass(frozen=True)
class Writing:
    """Puts into the records, the audit trail and the outbox what a call's turn has asked for."""

    calls: Calls
    keyring: Keyring
    writer: Writer

    def of(self, call: Call, found: StoredCall, now: datetime) -> list[Write]:
        """The writes of one turn."""
        asked, writes = call.writes, list[Write]()
        writes += [partial(_at, write, now) for write in asked.also]
        if asked.language is not None:
            remember = self.calls.remember_language(found, asked.language)
            writes += [remember] if remember else []
        for ticket in asked.tickets:
            writes.append(partial(self._open, call, found, ticket, now))
        for nth, text in enumerate(asked.texts):
            writes.append(partial(self._queue, call, found, nth, text, now))
        return writes

    @staticmethod
    def told(call: Call, now: datetime) -> list[Told]:
        """What of somebody's records was told in the turn, for the audit trail."""
        return [
            Told(now, call.holder, call.id, "caller", what, call.proof.word)
            for what in call.writes.disclosures
        ]

    def _queue(
        self,
        call: Call,
        found: StoredCall,
        nth: int,
        text: NewText,
        now: datetime,
        connection: Connection,
    ) -> None:
        words = self.writer.text(text.said, call.language)
        outbox.put(
            connection,
            self.keyring,
            key=f"{found.ref}/{found.turn}/{nth}",
            kind="text",
            body={"text": words, "language": call.language},
            call_id=found.id,
            person_id=text.person_id,
            due_at=now,
            now=now,
        )

    def _open(
        self,
        call: Call,
        found: StoredCall,
        ticket: NewTicket,
        now: datetime,
        connection: Connection,
    ) -> None:
        recording = ticket.recording
        if recording is not None and is_kept(recording.url):
            outbox.put(
                connection,
                self.keyring,
                key=f"{outbox.FETCH}/{ticket.number}",
                kind=outbox.FETCH,
                body={
                    "ticket": ticket.number,
                    "url": recording.url,
                    "seconds": recording.seconds,
                },
                call_id=found.id,
                person_id=call.person_id,
                due_at=now,
                now=now,
            )
        tickets.open_ticket(
            connection,
            self.keyring,
            number=ticket.number,
            call_id=found.id,
            kind=ticket.kind,
            language=call.language,
            person_id=call.person_id,
            caller_number=self.calls.number_of(connection, found.id),
            recording_url=recording.url if recording else None,
            recording_seconds=recording.seconds if recording else None,
            opened_at=now,
            promised_on=ticket.promised_on,
            about=ticket.about,
            callback_at=ticket.callback_at,
            code=ticket.code,
        )


def _at(write: Callable[[Connection, datetime], None], now: datetime, on: Connection) -> None:
    write(on, now)
