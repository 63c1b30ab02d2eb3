"""The machines of a call and of a dialled leg. The two dictionaries are the machines.

A state is the CallStatus that the webhooks carry; an event that has no entry is a misuse.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Generic, TypeVar

from ivr.carrier.errors import CarrierMisuse


class CallState(StrEnum):
    """CallStatus of the caller's own call."""

    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"


class CallEvent(StrEnum):
    """What can happen to a call as a whole."""

    DIAL = "dial"
    PICK_UP = "pick up"
    PRESS = "press"
    SPEAK = "speak"
    UPDATE = "update"
    HANG_UP = "hang up"
    REJECT = "reject"
    REJECT_BUSY = "reject as busy"


class LegState(StrEnum):
    """CallStatus of a dialled leg; `joined` is reported as in-progress."""

    RINGING = "ringing"
    ANSWERED = "in-progress"
    JOINED = "joined"
    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"


class LegEvent(StrEnum):
    """What can happen to a dialled leg."""

    ANSWER = "answer"
    BUSY = "busy"
    FAIL = "fail"
    NO_ANSWER = "no answer"
    CANCEL = "cancel"
    JOIN = "join"
    PRESS = "press"
    HANG_UP = "hang up"


CALL: Final[Mapping[CallState, Mapping[CallEvent, CallState]]] = {
    CallState.QUEUED: {CallEvent.DIAL: CallState.RINGING},
    CallState.RINGING: {
        CallEvent.PICK_UP: CallState.IN_PROGRESS,
        CallEvent.PRESS: CallState.RINGING,
        CallEvent.SPEAK: CallState.RINGING,
        CallEvent.UPDATE: CallState.RINGING,
        CallEvent.HANG_UP: CallState.NO_ANSWER,
        CallEvent.REJECT: CallState.NO_ANSWER,
        CallEvent.REJECT_BUSY: CallState.BUSY,
    },
    CallState.IN_PROGRESS: {
        CallEvent.PRESS: CallState.IN_PROGRESS,
        CallEvent.SPEAK: CallState.IN_PROGRESS,
        CallEvent.UPDATE: CallState.IN_PROGRESS,
        CallEvent.HANG_UP: CallState.COMPLETED,
        CallEvent.REJECT: CallState.COMPLETED,  # too late to reject: it was answered
        CallEvent.REJECT_BUSY: CallState.COMPLETED,
    },
    CallState.COMPLETED: {},
    CallState.BUSY: {},
    CallState.NO_ANSWER: {},
}

LEG: Final[Mapping[LegState, Mapping[LegEvent, LegState]]] = {
    LegState.RINGING: {
        LegEvent.ANSWER: LegState.ANSWERED,
        LegEvent.BUSY: LegState.BUSY,
        LegEvent.FAIL: LegState.FAILED,
        LegEvent.NO_ANSWER: LegState.NO_ANSWER,
        LegEvent.CANCEL: LegState.CANCELED,
    },
    LegState.ANSWERED: {
        LegEvent.JOIN: LegState.JOINED,
        LegEvent.PRESS: LegState.ANSWERED,
        LegEvent.HANG_UP: LegState.COMPLETED,
        LegEvent.CANCEL: LegState.COMPLETED,
    },
    LegState.JOINED: {
        LegEvent.PRESS: LegState.JOINED,
        LegEvent.HANG_UP: LegState.COMPLETED,
        LegEvent.CANCEL: LegState.COMPLETED,
    },
    LegState.COMPLETED: {},
    LegState.BUSY: {},
    LegState.FAILED: {},
    LegState.NO_ANSWER: {},
    LegState.CANCELED: {},
}

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class Machine(Generic[S, E]):
    """A state and the table that moves it."""

    def __init__(self, what: str, table: Mapping[S, Mapping[E, S]], state: S) -> None:
        self.what = what
        self.table = table
        self.state = state

    def check(self, event: E) -> S:
        """The state that `event` would lead to; raises CarrierMisuse when it leads nowhere."""
        try:
            return self.table[self.state][event]
        except KeyError:
            raise CarrierMisuse(f"{self.what} is {self.state}: it cannot {event}") from None

    def move(self, event: E) -> None:
        """Take the step that `event` leads to."""
        self.state = self.check(event)

    @property
    def over(self) -> bool:
        """Whether nothing can happen any more."""
        return not self.table[self.state]
