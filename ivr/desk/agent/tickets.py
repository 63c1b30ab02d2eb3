"""What was promised and has to be done: messages, callbacks, complaints, checks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _

from db.kinds import TICKETS
from db.notes import LONGEST
from db.reveals import NUMBER, Asking, ReasonError
from db.tickets import DONE, OPEN
from db.voicemail import Voicemails
from db.worklist import RESULTS, Task
from ivr.desk.agent.forms import ShowNumber
from ivr.desk.agent.pages import Answer, Pages
from ivr.desk.agent.parts import Room
from ivr.desk.door import Role, current_staff, needs

SOON = timedelta(days=1)
"""Due today or tomorrow."""
_READERS = (Role.AGENT, Role.SUPERVISOR)


def add(routes: Blueprint, room: Room, pages: Pages) -> None:
    """The routes for it."""
    worklist, desk = room.worklist, room.desk
    voicemails = Voicemails(desk.line.database, desk.line.keyring)

    @routes.get("/tickets")
    @needs(*_READERS)
    def tickets() -> Answer:
        kind = request.args.get("kind") or None
        status = DONE if request.args.get("status") == DONE else OPEN
        page = max(request.args.get("page", 1, type=int), 1)
        mine = request.args.get("mine") == "yes"
        if kind is not None and kind not in TICKETS:
            abort(404)
        found, more = worklist.tasks(
            kind=kind, status=status, agent_id=room.agent_id if mine else None, page=page
        )
        today = desk.clock().astimezone(desk.line.city.tz).date()
        return pages.page(
            "desk/agent/tickets.html",
            tasks=found,
            more=more,
            number=page,
            kind=kind,
            status=status,
            mine=mine,
            counts=worklist.counts(today),
            soon=today + SOON,
        )

    @routes.get("/tickets/<number>")
    @needs(*_READERS)
    def ticket(number: str) -> Answer:
        return _page(_found(number))

    @routes.get("/tickets/<number>/sound")
    @needs(*_READERS)
    def sound(number: str) -> Answer:
        """The caller's recording, from our own storage."""
        task = _found(number)
        kept = voicemails.sound(task.number)
        if kept is None:
            abort(404)
        answer = Response(kept, mimetype="audio/wav")
        # A browser that may ask for parts can be moved to and fro in.
        return answer.make_conditional(request, accept_ranges=True, complete_length=len(kept))

    @routes.post("/tickets/<number>/take")
    @needs(Role.AGENT)
    def take(number: str) -> Answer:
        if not worklist.take(_found(number).number, _agent(), _who(), desk.clock()):
            flash(_("It is closed already."), "warning")
        return pages.elsewhere("desk.agent.ticket", number=number)

    @routes.post("/tickets/<number>/give-back")
    @needs(Role.AGENT)
    def give_back(number: str) -> Answer:
        worklist.give_back(_found(number).number, _agent(), _who(), desk.clock())
        return pages.elsewhere("desk.agent.ticket", number=number)

    @routes.post("/tickets/<number>/note")
    @needs(Role.AGENT)
    def ticket_note(number: str) -> Answer:
        text = request.form.get("text", "")
        if len(text) > LONGEST:
            abort(413)
        room.notes.write(_found(number).call_id, _agent(), text, desk.clock())
        flash(_("Your note is kept."), "success")
        return pages.elsewhere("desk.agent.ticket", number=number)

    @routes.post("/tickets/<number>/close")
    @needs(Role.AGENT)
    def close(number: str) -> Answer:
        result = request.form.get("result", "")
        if result not in RESULTS:
            flash(_("Choose what came of it."), "warning")
        elif worklist.close(_found(number).number, _agent(), result, _who(), desk.clock()):
            flash(_("Closed."), "success")
            return pages.elsewhere("desk.agent.tickets")
        else:
            flash(_("It is closed already."), "warning")
        return pages.elsewhere("desk.agent.ticket", number=number)

    @routes.post("/tickets/<number>/reopen")
    @needs(*_READERS)
    def reopen(number: str) -> Answer:
        if worklist.reopen(_found(number).number, _who(), desk.clock()):
            flash(_("Open again."), "success")
        return pages.elsewhere("desk.agent.ticket", number=number)

    @routes.post("/tickets/<number>/number")
    @needs(Role.AGENT)
    def show_number(number: str) -> Answer:
        """The number to answer to, for a reason."""
        task, form = _found(number), ShowNumber()
        if not form.validate_on_submit():
            return _page(task, form=form), 422
        asking = Asking(_agent(), _who(), task.call_id, form.reason.data, form.words.data)
        try:
            room.reveals.show(asking, task.person_id, [NUMBER], "", desk.clock())
        except ReasonError:
            form.words.errors = [_("Say why: nothing is shown without a reason.")]
            return _page(task, form=form), 422
        return pages.elsewhere("desk.agent.ticket", number=number)

    def _page(task: Task, **values: Any) -> str:
        agent_id, now = room.agent_id, desk.clock()
        caller = None
        if agent_id is not None:
            standing = room.reveals.standing(agent_id, task.call_id, now)
            if any(shown.part == NUMBER for shown in standing):
                caller = worklist.caller_number(task.number)
        person_id = task.person_id
        notes = room.notes.of_calls([task.call_id])
        return pages.page(
            "desk/agent/ticket.html",
            task=task,
            caller=caller,
            has_number=worklist.caller_number(task.number) is not None,
            ending=None if person_id is None else room.holders.ending(person_id),
            own_note=next((n.text for n in notes if n.agent_id == agent_id), ""),
            notes=[note for note in notes if note.agent_id != agent_id],
            history=worklist.history(task),
            sound=voicemails.standing(task.number),
            results=RESULTS,
            **{"form": ShowNumber(formdata=None), **values},
        )

    def _found(number: str) -> Task:
        task = worklist.find(number)
        if task is None:
            abort(404)
        return task

    def _agent() -> int:
        if room.agent_id is None:
            abort(403)
        return room.agent_id


def _who() -> str:
    staff = current_staff()
    return staff.staff_number or staff.name
