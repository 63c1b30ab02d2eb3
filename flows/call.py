"""The call as a step sees it: who calls, what is known, and what shall be written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db.absent import Place
from db.agents import AgentContact
from db.announcements import Announced
from db.callbacks import Callbacks, Returned
from db.cards import CardStanding
from db.codes import Codes
from db.engine import Later
from db.hasher import HasherBusyError
from db.identity import Busy, Identity, Locked, Refused, Verified
from db.queue import CARRIER, LINE, OFFERED, Entry, Queue
from db.records import Records
from db.slots import Slots
from db.tickets import Tickets
from flows.city import City
from flows.dialogue import Moment, Recording, Utterance
from flows.proof import Proof
from flows.queue import estimate
from flows.queue.assign import Priority
from flows.queue.people import Contact
from flows.state import State
from flows.topics import Topics
from flows.writes import NewText, NewTicket, Writes

Outcome = Verified | Refused | Locked | Busy


@dataclass(frozen=True)
class Services:
    """What a conversation needs from below, put together once when the line starts."""

    city: City
    identity: Identity
    codes: Codes
    records_of: Callable[[int], Records]
    agents: Callable[[], Sequence[AgentContact]]
    new_ticket_number: Callable[[], str]
    new_code: Callable[[], str]
    """Four digits by which a callback is known to be the line's."""
    tickets: Tickets
    slots: Slots
    topics: Topics
    queue: Queue
    callbacks: Callbacks
    announced: Callable[[datetime], Mapping[str, Announced]] = lambda now: {}
    """What is announced at a moment, by language."""
    overflows: Callable[[datetime], bool] = lambda now: False
    """Whether more people ask for a person than may wait."""


@dataclass(frozen=True)
class Wait:
    """How a caller stands in line: how many are ``ahead``, and after how many ``minutes`` they are
    likely served; None when nobody can say. ``on_duty``: agents who are there. ``offered``: one of
    them is asked to take the call just now."""

    ahead: int
    minutes: int | None
    on_duty: int
    offered: bool = False


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
    proven: Proof = Proof.NONE
    """How surely ``person_id`` is known."""
    needed: Proof = Proof.NONE
    """How surely whoever waits for the running flow needs to know who calls."""
    resumable: str | None = None
    placed: bool = False
    """The line has called, at the time that was booked."""
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
    def picked(self) -> dict[str, Any]:
        """Of several things offered in the running flow, the one chosen last (``Each``)."""
        picked: dict[str, Any] = self.memo["picked"]
        return picked

    @property
    def city(self) -> City:
        return self.services.city

    @property
    def came_from(self) -> str:
        """The flow of the menu that was left last, where the caller knows what it is about."""
        return self.state.trail[-1].partition(".")[0] if self.state.trail else ""

    @property
    def verified(self) -> bool:
        """Whether the caller's records may be told."""
        return self.person_id is not None

    @property
    def proof(self) -> Proof:
        """How surely it is known who calls."""
        if self.person_id is None:
            return Proof.NONE if self.state.holder is None else Proof.MOBILE
        return self.proven

    @property
    def holder(self) -> int:
        """Whose cards may be protected: the verified caller, or who has the calling number."""
        holder = self.state.holder if self.person_id is None else self.person_id
        if holder is None:
            raise PermissionError("somebody was asked for before it was known who calls")
        return holder

    @property
    def records(self) -> Records:
        """The verified caller's records. What a step says after reading them is audited."""
        if self.person_id is None or self.proven < Proof.PIN:
            raise PermissionError("records were asked for before the caller was verified")
        self.looked = True
        return self.services.records_of(self.person_id)

    @property
    def cards(self) -> list[CardStanding]:
        """The holder's cards, for whoever protects them. Told, they are audited as records are."""
        self.looked = True
        return self.services.records_of(self.holder).cards(self.now)

    @property
    def identity(self) -> Identity:
        return self.services.identity

    @property
    def codes(self) -> Codes:
        return self.services.codes

    @property
    def errand(self) -> str:
        """The flow that waits for the running one to prove who calls; empty when none does."""
        return self.state.returns[-1].partition(".")[0] if self.state.returns else ""

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

    def recognise(self, id_number: str) -> bool:
        """Whether the call comes from the mobile registered with the ID number. If so, that is
        proven (``Proof.MOBILE``) and no more."""
        found = self.identity.registered(id_number, self.number_index)
        if found is None:
            return False
        self.state.holder, self.state.mobile = found
        self.note("recognised")
        return True

    def replace_pin(self, person_id: int, pin: str, *, reset: bool = False) -> None:
        """Set the person's own PIN, with the turn. ``reset``: the old one was forgotten."""
        try:
            self.also(self.identity.replace_pin(person_id, pin, reset=reset))
        except HasherBusyError:
            raise Moment from None
        self.note("pin_replaced")

    def also(self, write: Later) -> None:
        """Write something with the turn, or not at all."""
        self.writes.also.append(write)

    def choose_language(self, language: str) -> None:
        """Speak ``language`` from here on, and first at this number's next call."""
        self.language = language
        self.writes.language = language
        self.note("language", language=language)

    def verify(self, person_id: int, proof: Proof, mobile_ending: str | None = None) -> None:
        """From here on the call is known to be this person's, by ``proof``.

        ``mobile_ending``: the last four digits of their registered mobile, when there is one.
        """
        self.person_id, self.proven = person_id, proof
        # Not another's, whom the calling number had made known before.
        self.state.mobile = mobile_ending or ""
        self.writes.verified = True
        self.note("verified", proof=proof.word)

    @property
    def mobile_ending(self) -> str:
        """The last four digits of the registered mobile; empty when there is none."""
        return self.state.mobile

    def text(self, *said: Utterance, to: int | None = None) -> None:
        """Send ``said`` as one text message to the registered mobile, after the turn is saved.

        There must be one (``mobile_ending``): it is the only number anything is ever sent to.
        ``to``: a person who has one, when the caller is not known to be them.
        """
        if to is None and not self.mobile_ending:
            raise LookupError("a text message was asked for without a registered mobile")
        self.writes.texts.append(NewText(self.holder if to is None else to, said))
        self.note("text", pieces=len(said))

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

    def open_ticket(
        self,
        kind: str,
        recording: Recording | None,
        promised_on: date,
        *,
        about: str | None = None,
        callback_at: datetime | None = None,
        code: str | None = None,
    ) -> str:
        """Promise an answer by a date; gives the ticket's number, to be spoken. ``code`` is what
        the line will say when it calls back."""
        number = self.services.new_ticket_number()
        ticket = NewTicket(number, kind, recording, promised_on, about, callback_at, code)
        self.writes.tickets.append(ticket)
        self.note("ticket", about=kind)
        return number

    # --- waiting for a person ----------------------------------------------------------------

    @property
    def waiting(self) -> Entry | None:
        """The caller's wait for a person, when it is not over."""
        return self.services.queue.entry(self.id)

    @property
    def wait(self) -> Wait:
        """How the caller stands in line, or would stand who begins to wait now."""
        kept = self.waiting
        lane, priority, since = (
            (kept.lane, kept.priority, kept.entered_at)
            if kept is not None
            else (self.lane, self.state.priority, self.now)
        )
        found = self.services.queue.standing(lane, priority, since, self.now)
        handling = estimate.handling_seconds(found.measured, found.mean)
        minutes = estimate.minutes(found.ahead, found.on_duty, handling)
        offered = kept is not None and kept.state == OFFERED
        return Wait(found.ahead, minutes, found.on_duty, offered)

    @property
    def lane(self) -> str:
        """The groups of agents that are wanted: for what it is about, and for the language; or the
        one that was asked for."""
        if self.state.group:
            return self.state.group
        groups = self.city.agents
        wanted = {*groups.groups_for(self.came_from)[:1], *groups.groups_for(self.language)[:1]}
        return ",".join(sorted(wanted))

    def hurry(self, priority: Priority) -> None:
        """Be served before those of a lower priority, from here on."""
        self.state.priority = max(self.state.priority, priority)

    @property
    def turned_away(self) -> bool:
        """Whether there is no room in line now; seniors and who was promised a call always wait."""
        return self.state.priority <= Priority.ORDINARY and self.services.overflows(self.now)

    def join_queue(self) -> None:
        """Begin to wait for a person, with the turn; whoever was handed on waits for whom their
        agent named."""
        last = self.services.queue.last(self.id)
        handed = last.handed_to if last is not None else None
        kind, _, whom = (handed or "").partition(":")
        if handed is not None:
            self.hurry(Priority.HANDED)
        mode = CARRIER if self.state.queues else LINE
        join = self.services.queue.join(
            self.id,
            topic=last.topic if last is not None and handed else self.came_from,
            lane=whom if kind == "lane" else self.lane,
            language=self.language,
            priority=self.state.priority,
            mode=mode,
            wanted_id=int(whom) if kind == "agent" else None,
            before_id=last.id if last is not None and handed else None,
        )
        # Who is called back, or has kept their place, has one already.
        self.also(self.services.callbacks.go_on(self.id, mode, join))
        self.writes.for_worker |= mode == CARRIER

    def ask_for(self, group: str) -> None:
        """Want this group of agents from here on, as somebody who is handed on to it; none with an
        empty name."""
        self.state.group = group
        if group:
            self.hurry(Priority.HANDED)

    @property
    def returned(self) -> Returned | None:
        """What the line has called about; None in a call that came in."""
        return self.services.callbacks.of(self.id)

    @property
    def may_be_called(self) -> bool:
        """Whether it is known where: the number is shown, or it is known whose it is."""
        return self.number_index is not None or (self.verified and bool(self.mobile_ending))

    @property
    def place(self) -> Place:
        """Where this caller stands in the queue when they are not on the line."""
        found = self.waiting
        if found is None:
            return Place(self.came_from, self.lane, self.language, Priority.RETURNED)
        priority = max(found.priority, Priority.RETURNED)
        return Place(found.topic, found.lane, found.language, priority)

    def agent(self, agent_id: int | None) -> Contact | None:
        """Where an agent is reached; None for one who is not on duty any more."""
        found = next((a for a in self.services.agents() if a.id == agent_id), None)
        return None if found is None else Contact(found.staff_number, found.target)

    # --- writing down ------------------------------------------------------------------------

    def note(self, kind: str, **data: Any) -> None:
        """Append an event. Never anything about the person: keys of a number, amounts, names."""
        self.writes.notes.append((kind, data))
