"""The pages of the reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import format_date, format_time
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from db import reports
from db.reports import Sums
from db.traffic import of_day
from flows.dialogue import Queue
from ivr.desk.door import Desk, Role, needs
from ivr.desk.reports import export
from ivr.desk.reports.figures import FIGURES
from ivr.desk.reports.span import Span
from ivr.desk.shell import words
from ivr.desk.shell.navigation import Item
from ivr.map.wording import Wording

if TYPE_CHECKING:
    from ivr.desk.reports.plots import Plot

ITEMS: tuple[Item, ...] = (
    Item.to("desk.reports.overview", _l("Reports"), Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR),
)
READERS = (Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR)
NOT_ERRANDS = frozenset({"welcome", "identify", "code", "agent", "goodbye", "survey", "returned"})
"""Flows that are on the way to something."""
MARKED = 0.005
"""Of the calls that came to a step: fewer leavers are no mark on the map."""


def blueprint(desk: Desk) -> Blueprint:
    """The room's routes, below ``/desk/reports``."""
    line = desk.line
    routes = Blueprint(
        "reports",
        __name__,
        url_prefix="/reports",
        template_folder="templates",
        static_folder="static",
    )

    def asked() -> Span:
        return Span.asked(request.args, desk.clock().astimezone(line.city.tz).date())

    def read(span: Span) -> Mapping[date, Sums]:
        hours = reports.report(line.database, span.first, span.last, line.city.tz, desk.clock())
        # A moment is a date, too: the hour's.
        found: dict[date, Sums] = {}
        found.update(reports.by_day(hours) if span.by == "day" else hours.items())
        return found

    def wording() -> Wording:
        spoken = [code for code in line.city.languages if code.startswith(words.language())]
        return Wording(line.book, line.call_map, (spoken or list(line.city.languages))[0])

    @routes.get("")
    @needs(*READERS)
    def overview() -> str:
        span = asked()
        found = read(span)
        whole = reports.total(found.values())
        says = wording()
        errands = [
            (says.flow(name) or name, calls)
            for name, calls in whole.errands.most_common()
            if name not in NOT_ERRANDS
        ]
        return render_template(
            "desk/reports/overview.html",
            span=span,
            figures=FIGURES,
            whole=whole,
            found={_label(at): sums for at, sums in found.items()},
            errands=errands,
            plots=_plots(found),
        )

    @routes.get("/figures.<kind>")
    @needs(Role.SUPERVISOR, Role.OPERATOR)
    def exported(kind: str) -> Response:
        if kind not in export.TYPES:
            abort(404)
        span = asked()
        make = export.as_csv if kind == export.CSV else export.as_xlsx
        answer = Response(make(read(span)), content_type=export.TYPES[kind])
        answer.headers["Content-Disposition"] = f'attachment; filename="line_{span}.{kind}"'
        return answer

    @routes.get("/steps")
    @needs(*READERS)
    def steps() -> str:
        span = asked()
        traffic = of_day(line.database, span.last, line.city.tz)
        says = wording()
        rows = [
            (name, says.flow(name.partition(".")[0]), one)
            for name, one in traffic.items()
            if name in line.call_map.steps and _waits(name)
        ]
        rows.sort(key=lambda row: (-row[2].left, row[0]))
        return render_template("desk/reports/steps.html", span=span, rows=rows)

    def _waits(name: str) -> bool:
        return line.call_map.steps[name].waits

    @routes.get("/steps.svg")
    @needs(*READERS)
    def drawn() -> Response:
        # Here, as below: most workers never draw, and what draws is large.
        from ivr.map.draw import picture
        from ivr.map.picture import Mark

        traffic = of_day(line.database, asked().last, line.city.tz)
        marks = {
            name: Mark(f"{one.left} / {one.came}", one.left / one.came)
            for name, one in traffic.items()
            if one.came and one.left / one.came >= MARKED and _is_drop(name)
        }
        svg = picture(line.call_map, line.book, wording().language, marks)
        return Response(svg, mimetype="image/svg+xml")

    def _is_drop(name: str) -> bool:
        """Whoever leaves the queue has hung up waiting, or was answered: that is told elsewhere."""
        step = line.call_map.steps.get(name)
        return step is not None and not isinstance(step, Queue)

    return routes


def _label(at: date) -> str:
    if isinstance(at, datetime):
        return f"{format_date(at.date(), 'short', rebase=False)} {format_time(at, 'short')}"
    return str(format_date(at, "short", rebase=False))


def _hour(at: date) -> str:
    return str(format_time(at, "short")) if isinstance(at, datetime) else _label(at)


def _plots(found: Mapping[date, Sums]) -> list[Plot]:
    from ivr.desk.reports import plots

    if not found:
        return []
    days = len({at.toordinal() for at in found})
    labels = [_hour(at) if days == 1 else _label(at) for at in found]
    every = list(found.values())
    calls = [
        (_("Offered"), [s.calls for s in every]),
        (_("Contained"), [s.contained for s in every]),
        (_("Asked for a person"), [s.asked for s in every]),
    ]
    waits = [
        (_("Hold time, mean"), [s.mean_hold for s in every]),
        (_("Talk time, mean"), [s.mean_talk for s in every]),
    ]
    level = [
        (_("Answered within 15 s"), [_percent(s.service_level) for s in every]),
        (_("Abandoned, share"), [_percent(s.abandonment) for s in every]),
    ]
    scores = [
        (_("Satisfied"), [s.satisfied for s in every]),
        (_("Fairly satisfied"), [s.fairly for s in every]),
        (_("Dissatisfied"), [s.dissatisfied for s in every]),
    ]
    return [
        plots.bars(_("Calls"), labels, calls),
        plots.lines(_("Seconds"), labels, waits),
        plots.lines(_("Per cent"), labels, level),
        plots.bars(_("Satisfaction"), labels, scores),
    ]


def _percent(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 1)
