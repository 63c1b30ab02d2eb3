"""The words that records use for their kinds and states, as imports and phrases have them."""

from __future__ import annotations

SCHEMES = (
    "employee-medical",
    "resident-medical",
    "employee-pension",
    "resident-pension",
    "unemployment",
    "work-injury",
    "maternity",
)
"""Insurances, in the order in which they are spoken."""

ACCOUNTS = ("medical", "pension")

ENTRY_KINDS = ("credit", "spend", "interest", "adjustment")
"""Movements of an account. All but ``spend`` add to it; an adjustment may be negative."""

CONTRIBUTION_STATUSES = ("paid", "owed")
ENROLMENT_STATUSES = ("active", "paused", "ended")
CLAIM_STATUSES = ("received", "accepted", "paid", "rejected")
CARD_STATUSES = ("active", "frozen", "lost", "in-production")

TICKETS = ("message", "complaint", "callback", "verification")
"""What a caller may be promised an answer to."""
TICKET_STATUSES = ("open", "done")

MONTHLY_SCHEMES = (
    "employee-medical",
    "employee-pension",
    "unemployment",
    "work-injury",
    "maternity",
)
"""Insurances an employer pays into every month: one month without is a gap."""

PENSION_BENEFIT = "pension"
"""Who receives this has retired and owes no contributions."""

BENEFITS = (
    PENSION_BENEFIT,
    "medical-reimbursement",
    "unemployment",
    "work-injury",
    "maternity-allowance",
    "sickness-allowance",
    "survivors",
    "funeral-grant",
    "other",
)
"""What a person may be paid; what has no name of its own is ``other``."""
