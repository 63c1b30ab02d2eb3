"""The tables of the hotline, in one place.

Money is whole fen (1 yuan = 100 fen). A *period* is a month as an integer, year * 100 + month
(202602). Moments are aware UTC. Whatever could name a person is either encrypted (AES-256-GCM,
``db.secrets``; columns of type ``LargeBinary`` whose comment says so) or a keyed blind index of it
(16 bytes), by which it can be found again without being readable.
"""

from db.models.audit import AuditHead, AuditKey, Disclosure
from db.models.base import Base, Moment, RowId
from db.models.calls import Agent, Call, Caller, Event, Handset, Ticket
from db.models.imports import STAGED, Import, ImportLease
from db.models.insured import (
    Account,
    Benefit,
    Card,
    Claim,
    Contribution,
    Enrolment,
    Entry,
    Horizon,
    Person,
    Pin,
)
from db.models.proof import Lock, PinAttempt

__all__ = [
    "STAGED",
    "Account",
    "Agent",
    "AuditHead",
    "AuditKey",
    "Base",
    "Benefit",
    "Call",
    "Caller",
    "Card",
    "Claim",
    "Contribution",
    "Disclosure",
    "Enrolment",
    "Entry",
    "Event",
    "Handset",
    "Horizon",
    "Import",
    "ImportLease",
    "Lock",
    "Moment",
    "Person",
    "Pin",
    "PinAttempt",
    "RowId",
    "Ticket",
]
