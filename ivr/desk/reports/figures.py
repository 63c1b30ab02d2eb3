"""Every figure of the reports: its name, what exactly it counts, and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from db.reports import Sums

Value = float | int | None


def count(value: Value) -> str:
    """A whole number."""
    return "—" if value is None else format_decimal(round(value))


def share(value: Value) -> str:
    """A part of something, as a percentage."""
    return "—" if value is None else format_percent(value, "0.0%")


def seconds(value: Value) -> str:
    """Minutes and seconds."""
    if value is None:
        return "—"
    minutes, rest = divmod(round(value), 60)
    return _("%(seconds)s s", seconds=rest) if not minutes else f"{minutes}:{rest:02}"


@dataclass(frozen=True, slots=True)
class Figure:
    """``key`` names the column of exports. ``of`` takes it from sums."""

    key: str
    name: LazyString
    means: LazyString
    of: Callable[[Sums], Value]
    write: Callable[[Value], str] = count


FIGURES = (
    Figure(
        "calls", _l("Offered"), _l("Calls that reached the line in this time."), lambda s: s.calls
    ),
    Figure(
        "contained",
        _l("Contained"),
        _l(
            "Calls in which nobody talked to an agent, and after which the same person (or the "
            "same number, where nobody was identified) did not call again within 72 hours."
        ),
        lambda s: s.contained,
    ),
    Figure(
        "containment",
        _l("Contained, share"),
        _l("Contained, of all calls offered."),
        lambda s: s.containment,
        share,
    ),
    Figure(
        "asked",
        _l("Asked for a person"),
        _l("Waits for a person, by key or because nothing else helped. Being handed on counts no "
           "second time."),
        lambda s: s.asked,
    ),
    Figure(
        "answered",
        _l("Answered"),
        _l("Of those who asked: who talked to an agent, on the line or called back."),
        lambda s: s.answered,
    ),
    Figure(
        "service_level",
        _l("Answered within 15 s"),
        _l("Of all who asked, those who talked within 15 seconds. The goal is 95 %."),
        lambda s: s.service_level,
        share,
    ),
    Figure(
        "abandoned",
        _l("Abandoned"),
        _l("Of those who asked: who hung up before an agent talked to them."),
        lambda s: s.abandoned,
    ),
    Figure(
        "abandonment",
        _l("Abandoned, share"),
        _l("Abandoned, of all who asked."),
        lambda s: s.abandonment,
        share,
    ),
    Figure(
        "turned",
        _l("Chose otherwise"),
        _l("Of those who asked: who took a message, a callback or another errand instead, or for "
           "whom nobody was on duty."),
        lambda s: s.turned,
    ),
    Figure(
        "overflowed",
        _l("Turned away"),
        _l("Calls in which somebody asked for a person while the line was switched to overflow. "
           "They are in none of the figures of those who asked."),
        lambda s: s.overflowed,
    ),
    Figure(
        "hold",
        _l("Hold time, mean"),
        _l("From asking to talking, of those who waited on the line."),
        lambda s: s.mean_hold,
        seconds,
    ),
    Figure(
        "called_back",
        _l("Called back"),
        _l("Callbacks in which somebody talked to an agent."),
        lambda s: s.called_back,
    ),
    Figure(
        "callback",
        _l("Callback time, mean"),
        _l("From asking to talking, of those who were called back. Nobody was on the line "
           "meanwhile."),
        lambda s: s.mean_callback,
        seconds,
    ),
    Figure(
        "talk",
        _l("Talk time, mean"),
        _l("From being joined to hanging up, of those who were answered."),
        lambda s: s.mean_talk,
        seconds,
    ),
    Figure(
        "satisfied", _l("Satisfied"), _l("Pressed 1 after talking to an agent."),
        lambda s: s.satisfied,
    ),
    Figure("fairly", _l("Fairly satisfied"), _l("Pressed 2."), lambda s: s.fairly),
    Figure("dissatisfied", _l("Dissatisfied"), _l("Pressed 3."), lambda s: s.dissatisfied),
    Figure(
        "locks",
        _l("PIN locks"),
        _l("Calls in which it was told that a record or a number is locked for too many wrong "
           "PINs."),
        lambda s: s.locks,
    ),
)  # fmt: skip
