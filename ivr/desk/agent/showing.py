"""Showing what is on record to the agent who has the caller on the line: for a reason, audited."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

from db import idnumber
from db.reveals import Asking, ReasonError
from ivr.desk.agent.forms import Find, Show
from ivr.desk.agent.pages import Answer, Pages, money, month
from ivr.desk.agent.parts import Room
from ivr.desk.agent.record import revealed
from ivr.desk.agent.screen import known
from ivr.desk.door import Role, current_staff, needs
from ivr.desk.door.gate import is_fragment


def add(routes: Blueprint, room: Room, pages: Pages) -> None:
    """The routes for it."""

    @routes.get("/work/<int:entry_id>/record")
    @needs(Role.AGENT, polled=True)
    def record(entry_id: int) -> Answer:
        """What may still be seen, for a page whose time is up."""
        return _piece(entry_id) if pages.open_now(entry_id) else ("", 204)

    @routes.post("/work/<int:entry_id>/record")
    @needs(Role.AGENT)
    def show(entry_id: int) -> Answer:
        form = Show()
        call_id, person_id, proof = _caller(entry_id)
        if person_id is None:
            abort(404)
        if form.validate_on_submit() and _shown(form, call_id, person_id, proof):
            return _done(entry_id)
        return _mistakes(entry_id, show=form)

    @routes.post("/work/<int:entry_id>/find")
    @needs(Role.AGENT)
    def find(entry_id: int) -> Answer:
        form = Find(prefix="find-")
        call_id, person_id, proof = _caller(entry_id)
        if not form.validate_on_submit():
            return _mistakes(entry_id, find=form)
        number = idnumber.parse(form.id_number.data)
        if number is None:
            form.id_number.errors = [_("This is no ID number: check each character.")]
            return _mistakes(entry_id, find=form)
        found = room.identity.person(number.number)
        if found is None:
            room.reveals.sought(_asking(form, call_id), room.desk.clock())
            form.id_number.errors = [_("Nobody with this ID number is on record here.")]
            return _mistakes(entry_id, find=form)
        # Whoever is looked for need not be who calls.
        if _shown(form, call_id, found.person_id, proof if found.person_id == person_id else ""):
            return _done(entry_id)
        return _mistakes(entry_id, find=form)

    def _caller(entry_id: int) -> tuple[int, int | None, str]:
        """The call, who it is from, and by what that is known; only while it is on screen."""
        entry = pages.own(entry_id)
        call = room.screens.call(entry.call_id) if pages.open_now(entry_id) else None
        if call is None:
            abort(404)
        return (call.call_id, *known(call))

    def _shown(form: Show, call_id: int, person_id: int, proof: str) -> bool:
        try:
            asking = _asking(form, call_id)
            room.reveals.show(asking, person_id, form.parts.data, proof, room.desk.clock())
        except ReasonError as error:
            field = getattr(form, error.missing)
            field.errors = [_("Say why: nothing is shown without a reason.")]
            return False
        return True

    def _done(entry_id: int) -> Answer:
        return _piece(entry_id) if is_fragment() else pages.elsewhere("desk.agent.work")

    def _mistakes(entry_id: int, **forms: Any) -> Answer:
        # What was typed is not sent back: an ID number stands in no page unasked.
        if "find" in forms:
            forms["find"].id_number.data = ""
        if is_fragment():
            return _piece(entry_id, **forms), 422
        return pages.work(422, **forms)

    def _piece(entry_id: int, **forms: Any) -> str:
        entry = pages.own(entry_id)
        call = room.screens.call(entry.call_id)
        if call is None:
            abort(404)
        person_id, proof = known(call)
        now = room.desk.clock()
        standing = room.reveals.standing(int(room.agent_id or 0), entry.call_id, now)
        values = {
            "entry": entry,
            "person_id": person_id,
            "proof": proof,
            "revealed": revealed(room, standing, now),
            "names": room.names,
            "now": now,
            "money": money,
            "month": month,
            "show": Show(formdata=None),
            "find": Find(formdata=None, prefix="find-"),
            **forms,
        }
        return render_template("desk/agent/record.html", **values)


def _asking(form: Show, call_id: int) -> Asking:
    staff = current_staff()
    return Asking(
        agent_id=int(staff.agent_id or 0),
        staff_number=str(staff.staff_number),
        call_id=call_id,
        reason=form.reason.data,
        words=form.words.data or "",
    )
