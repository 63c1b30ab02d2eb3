"""Searching the audit trail, and taking it out as CSV.

An ID number is typed into a form that is posted, looked for by its blind index, and forgotten: the
pages that follow carry the number of the record, and show the last four.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, IntegerField, StringField, ValidationError
from wtforms.validators import Length, NumberRange, Optional, Regexp

from db import deeds, idnumber
from db.staff import StaffMember
from db.trail import Link, Search, Trail
from ivr.desk.audit.span import Days
from ivr.desk.door import Desk, Role, current_staff, needs

PAGE = 50
_LARGEST_ID = 2**53
_COLUMNS = ("link", "at", "actor", "what", "record", "id_number_ends_in", "call", "proof")
CALLER = "caller"


class Wanted(Days):
    """What is looked for."""

    actor = StringField(
        _l("By whom"),
        [Optional(), Length(max=64)],
        description=_l("caller, a staff number, or the user name of an account."),
    )
    what = StringField(
        _l("What was told or done"),
        [Optional(), Length(max=80)],
        description=_l("How it begins, such as medical, contributions, desk, pin.letter."),
    )
    id_number = StringField(
        _l("ID number of the person"),
        [Optional(), Length(max=32)],
        description=_l("It is looked for and not kept; that you looked is in the trail."),
    )
    call = IntegerField(_l("Number of the call"), [Optional(), NumberRange(1, _LARGEST_ID)])
    person = HiddenField(validators=[Optional(), Regexp("[0-9]{1,15}$")])
    before = HiddenField(validators=[Optional(), Regexp("[0-9]{1,15}$")])

    def validate_id_number(self, field: Field) -> None:
        """Refuse what is no ID number, without saying it again."""
        if idnumber.parse(field.data) is None:
            field.data = ""
            raise ValidationError(_("This is no ID number: its length or last character is wrong."))


class Actors:
    """Whom the trail means: accounts have a number there, for their names may change."""

    def __init__(self, accounts: Iterable[StaffMember]) -> None:
        self._accounts = list(accounts)

    def meant(self, text: str) -> tuple[str, ...]:
        """The names under which the trail knows somebody; none for no one in particular."""
        text = text.strip()
        if not text:
            return ()
        if text.isdecimal():
            return (text, f"agent {text}")
        account = next((each for each in self._accounts if each.name == text.lower()), None)
        if account is None:
            return (text,)
        own = (deeds.actor(account.id),)
        number = account.staff_number
        return (*own, number, f"agent {number}") if number else own

    def told(self, actor: str) -> str:
        """An actor of the trail in words."""
        account = next((each for each in self._accounts if deeds.actor(each.id) == actor), None)
        number = actor.removeprefix("agent ")
        told: str = actor
        if actor == CALLER:
            told = _("the caller")
        elif account is not None:
            told = account.name
        elif number.isdecimal():
            told = _("agent %(number)s", number=number)
        return told


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The pages of the trail."""
    line = desk.line
    trail = Trail(line.database, line.keyring)
    zone = line.city.tz

    def note(what: str, person_id: int = deeds.NOBODY) -> None:
        deeds.note(
            line.database,
            line.keyring,
            what,
            account_id=current_staff().id,
            at=desk.clock(),
            people=(person_id,),
        )

    def search_of(form: Wanted, actors: Actors) -> Search | None:
        """What the form asks for; None when it is of somebody who is not on record."""
        span = form.span(zone)
        found = Search(
            span.since,
            span.until,
            actors.meant(form.actor.data or ""),
            (form.what.data or "").strip(),
            int(form.person.data) if form.person.data else None,
            form.call.data,
        )
        number = idnumber.parse(form.id_number.data or "")
        if number is None:
            return found
        person_id = trail.person(number.number)
        form.id_number.data = ""
        if person_id is None:
            form.id_number.errors = [_("Nobody on record has this ID number.")]
            return None
        form.person.data = str(person_id)
        note("trail.search", person_id)
        return replace(found, person_id=person_id)

    def page(form: Wanted, links: list[Link], actors: Actors, status: int = 200) -> Any:
        shown = links[:PAGE]
        person = form.person.data or ""
        body = render_template(
            "desk/audit/trail.html",
            form=form,
            links=shown,
            older=shown[-1].id if len(links) > PAGE else None,
            actors=actors,
            ending=trail.ending(int(person)) if person.isdecimal() else None,
        )
        return body, status

    @routes.get("")
    @needs(Role.AUDITOR)
    def search() -> Any:
        actors = Actors(desk.accounts.all())
        usual: dict[str, Any] = Wanted.usual(desk.clock(), zone)
        # Other pages lead here by what is nobody's secret; a person never stands in an address.
        asked = request.args.get("call", "")
        usual["call"] = int(asked) if asked.isdecimal() and len(asked) < 16 else None
        if usual["call"]:
            usual["first"] = date(2000, 1, 1)
        form = Wanted(data=usual, formdata=None)
        span = form.span(zone)
        found = Search(span.since, span.until, call_id=usual["call"])
        return page(form, trail.newest(found, PAGE + 1), actors)

    @routes.post("")
    @needs(Role.AUDITOR)
    def searched() -> Any:
        actors = Actors(desk.accounts.all())
        form = Wanted()
        wanted = search_of(form, actors) if form.validate_on_submit() else None
        if wanted is None:
            return page(form, [], actors, 422)
        before = int(form.before.data) if form.before.data else None
        return page(form, trail.newest(wanted, PAGE + 1, before), actors)

    @routes.post("/trail.csv")
    @needs(Role.AUDITOR)
    def export() -> Any:
        actors = Actors(desk.accounts.all())
        form = Wanted()
        wanted = search_of(form, actors) if form.validate_on_submit() else None
        if wanted is None:
            return page(form, [], actors, 422)
        note("trail.export", wanted.person_id or deeds.NOBODY)
        answer = Response(_csv(trail.all(wanted), actors), mimetype="text/csv")
        name = f"trail-{form.first.data}-{form.last.data}.csv"
        answer.headers.set("Content-Disposition", "attachment", filename=name)
        return answer


def _csv(links: Iterable[Link], actors: Actors) -> Iterator[str]:
    """The links as rows, a little at a time; moments in UTC."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    sheet.write("\ufeff")
    writer.writerow(_COLUMNS)
    for each in links:
        writer.writerow(
            [
                each.id,
                each.at.isoformat(),
                actors.told(each.actor),
                each.what,
                each.person_id or "",
                each.ending or "",
                each.call_id or "",
                each.proof,
            ]
        )
        if sheet.tell() > 1 << 16:
            yield sheet.getvalue()
            sheet.seek(0)
            sheet.truncate()
    yield sheet.getvalue()
