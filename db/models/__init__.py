"""The tables of the hotline, in one place.

Money is whole fen (1 yuan = 100 fen). A *period* is a month as an integer, year * 100 + month
(202602). Moments are aware UTC. Whatever could name a person is either encrypted (AES-256-GCM,
``db.secrets``; columns of type ``LargeBinary`` whose comment says so) or a keyed blind index of it
(16 bytes), by which it can be found again without being readable.
"""

from db.models.audit import AuditHead, AuditKey, Disclosure
from db.models.base import Base, Moment, RowId
from db.models.calls import Agent, AgentGroup, Call, Caller, Event, Handset, Slot, Ticket
from db.models.chores import Chore
from db.models.desk import DoorEvent, Sitting, Staff, StaffRole
from db.models.imports import STAGED, Import, ImportLease
from db.models.insured import (
    Account,
    Benefit,
    Card,
    Claim,
    Contribution,
    Enrolment,
    Entry,
    Freeze,
    Horizon,
    Person,
    Pin,
)
from db.models.outbox import Outgoing
from db.models.proof import Code, Lock, PinAttempt
from db.models.queue import (
    Announcement,
    CallNote,
    DeskAct,
    Duty,
    DutyChange,
    QueueEntry,
    Reveal,
    Signal,
    Switch,
    Voicemail,
)

__all__ = [
    "STAGED",
    "Account",
    "Agent",
    "AgentGroup",
    "Announcement",
    "AuditHead",
    "AuditKey",
    "Base",
    "Benefit",
    "Call",
    "CallNote",
    "Caller",
    "Card",
    "Chore",
    "Claim",
    "Code",
    "Contribution",
    "DeskAct",
    "Disclosure",
    "DoorEvent",
    "Duty",
    "DutyChange",
    "Enrolment",
    "Entry",
    "Event",
    "Freeze",
    "Handset",
    "Horizon",
    "Import",
    "ImportLease",
    "Lock",
    "Moment",
    "Outgoing",
    "Person",
    "Pin",
    "PinAttempt",
    "QueueEntry",
    "Reveal",
    "RowId",
    "Signal",
    "Sitting",
    "Slot",
    "Staff",
    "StaffRole",
    "Switch",
    "Ticket",
    "Voicemail",
]
