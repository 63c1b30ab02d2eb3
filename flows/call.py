"""The call as a step sees it: who calls, what is known, and what shall be written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db.agents import AgentContact
from db.hasher import HasherBusyError
from db.identity import Busy, Identity, Locked, Refused, Verified
from db.records import Records
from flows.city import City
from flows.dialogue import Moment, Recording
from flows.state import State

Outcome = Verified | Refused | Locked | Busy


@dataclass(frozen=True)
class Services:
    """What a conversation needs from below, put together once when the line starts."""

    city: City
    identity: Identity
    records_of: Callable[[int], Records]
    agents: Callable[[], Sequence[AgentContact]]
    new_ticket_number: Callable[[], str]


@dataclass(frozen=True)
class NewTicket:
    """A promise to be written with the turn."""

    number: str
    kind: str
    recording: Recording | None
    promised_on: date


@dataclass
class Writes:
    """What the turn saves together with the call's new place, or not at all."""

    verified: tuple[int, str] | None = None
    disclosures: list[str] = field(default_factory=list)
    tickets: list[NewTicket] = field(default_factory=list)
    pin: Callable[..., None] | None = None
    language: str | None = None
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@dataclass
class Call:
    """One turn's view of a call. Steps read from it and ask of it; only the engine moves it.

    ``now`` is in the city's zone. ``resumable`` names the errand of a call from the same number
    that was cut off a few minutes ago.
    """

    id: int
    turn: int
    now: datetime
    language: str
    services: Services
    state: State
    number_index: bytes | None = None
    person_id: int | None = None
    proof: str = ""
    resumable: str | None = None
    language_known: bool = False
    elapsed: float = 60.0
    """Seconds since the last answer was given: less than a second means keys typed ahead."""
    kept: bytes = b""
    """The state as it was read, to go back to; dumped anew when it was not read."""
    flow: str = ""
    writes: Writes = field(default_factory=Writes)
    looked: bool = False
    """Whether the running step read the caller's records; what it says is then a disclosure."""

    @property
    def memo(self) -> dict[str, Any]:
        """What the running flow remembers until it is entered anew."""
        return self.state.memos.setdefault(self.flow, {})

    @property
    def city(self) -> City:
        return self.services.city

    @property
    def verified(self) -> bool:
        return self.person_id is not None

    @property
    def records(self) -> Records:
        """The verified caller's records. What a step says after reading them is audited."""
        if self.person_id is None:
            raise PermissionError("records were asked for before the caller was verified")
        self.looked = True
        return self.services.records_of(self.person_id)

    @property
    def identity(self) -> Identity:
        return self.services.identity

    def prove(self, id_number: str, pin: str) -> Outcome:
        """Ask whether the PIN belongs to the ID number: once for this turn, however often it is
        repeated. Raises nothing about the person; ``Busy`` when too many ask at once."""
        return self.identity.check(
            id_number=id_number,
            pin=pin,
            number_index=self.number_index,
            call_id=self.id,
            turn=self.turn,
            now=self.now,
        )

    def replace_pin(self, person_id: int, pin: str) -> None:
        """Set the person's own PIN, with the turn."""
        try:
            self.writes.pin = self.identity.replace_pin(person_id, pin)
        except HasherBusyError:
            raise Moment from None
        self.note("pin_replaced")

    def choose_language(self, language: str) -> None:
        """Speak ``language`` from here on, and first at this number's next call."""
        self.language = language
        self.writes.language = language
        self.note("language", language=language)

    def verify(self, person_id: int, proof: str) -> None:
        """From here on the call is known to be this person's, by ``proof``."""
        self.person_id = person_id
        self.proof = proof
        self.writes.verified = (person_id, proof)
        self.note("verified", proof=proof)

    @property
    def refusals(self) -> int:
        """PINs refused in this call, whatever was done in between."""
        return self.state.refusals

    def refuse(self) -> int:
        """Count a refused PIN; gives how many there were in this call."""
        self.state.refusals += 1
        self.note("refused")
        return self.state.refusals

    def slow_down(self) -> None:
        """Long waits and every result twice, for the rest of the call."""
        self.state.slow = True
        self.note("slow")

    def open_ticket(self, kind: str, recording: Recording | None, promised_on: date) -> str:
        """Promise an answer by a date; gives the ticket's number, to be spoken."""
        number = self.services.new_ticket_number()
        self.writes.tickets.append(NewTicket(number, kind, recording, promised_on))
        self.note("ticket", about=kind)
        return number

    def note(self, kind: str, **data: Any) -> None:
        """Append an event. Never anything about the person: keys of a number, amounts, names."""
        self.writes.notes.append((kind, data))
