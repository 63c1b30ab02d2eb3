"""Files of records: handed in here, loaded by a worker, and how far it has come.

The page may be closed and the line restarted meanwhile: the file lies in ``instance/``, and what is
to be done with it is in the outbox.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import PurePath

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field, SelectField, ValidationError

from db import deeds
from db.chores import IMPORT, Chores, Standing
from db.imports import KINDS, ledger
from db.imports.vocabulary import COLUMNS
from ivr.desk.door import Desk, Role, current_staff, needs
from ivr.desk.office.fields import NEEDED, choices
from ivr.desk.office.keeping import SUFFIXES, keep, rejects_of
from ivr.desk.office.kinds import KIND_NAMES
from ivr.desk.shell.words import language
from ivr.work.chores import FOLDER, KEPT

LARGEST = 256 * 1024 * 1024
"""Of a file handed in here, in bytes; a larger one is loaded by ``flask import``."""
_FORM = 64 * 1024
_SHOWN = 50
_LONGEST_NAME = 120
PHASES = {
    "": _l("Waiting for a worker"),
    "read": _l("Reading the file"),
    "load": _l("Checking each row"),
    "merge": _l("Publishing: from now on callers hear it"),
}


class Handed(FlaskForm):  # type: ignore[misc]
    """A file of records."""

    kind = SelectField(_l("Kind of records"), [NEEDED], choices=choices(KIND_NAMES.items()))
    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file."))],
        description=_l(
            "CSV in UTF-8 or XLSX, at most %(most)d MB, with a header row.", most=LARGEST >> 20
        ),
    )

    def validate_file(self, field: Field) -> None:
        """Refuse what is not of a kind that can be read, by its name; the worker looks inside."""
        if self.suffix not in SUFFIXES:
            raise ValidationError(
                _("This is neither a .csv nor an .xlsx file. Open it and save it as one.")
            )

    @property
    def suffix(self) -> str:
        """The ending of the file's name."""
        return PurePath(self.file.data.filename or "").suffix.lower()


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The pages of files."""
    line = desk.line
    chores = Chores(line.database, line.keyring)
    folder = line.settings.hotline_instance / FOLDER

    def found(chore_id: int) -> Standing:
        chore = chores.get(chore_id)
        if chore is None or chore.kind != IMPORT:
            abort(404)
        return chore

    def note(what: str) -> None:
        account = current_staff().id
        deeds.note(line.database, line.keyring, what, account_id=account, at=desk.clock())

    def show(chore: Standing, template: str) -> str:
        rejects = rejects_of(folder, chore.file)
        already = chore.outcome.get("already_loaded")
        return render_template(
            template,
            chore=chore,
            rejects=rejects if chore.state == "done" else None,
            already=datetime.fromisoformat(already) if already else None,
            kinds=KIND_NAMES,
            phases=PHASES,
            days=KEPT.days,
        )

    @routes.get("/imports")
    @needs(Role.OPERATOR)
    def loads() -> str:
        return page(Handed())

    def page(form: Handed) -> str:
        return render_template(
            "desk/office/loads.html",
            form=form,
            earlier=chores.latest(IMPORT, _SHOWN),
            newest=ledger.newest(line.database),
            kinds=KIND_NAMES,
        )

    @routes.post("/imports")
    @needs(Role.OPERATOR, largest=LARGEST + _FORM)
    def load_file() -> AnyResponse | tuple[str, int]:
        form = Handed()
        if not form.validate_on_submit():
            return page(form), 422
        name = PurePath(form.file.data.filename.replace("\\", "/")).name[-_LONGEST_NAME:]
        kind = form.kind.data
        file = keep(folder, form.file.data.stream, form.suffix)
        chore_id = chores.ask(
            IMPORT, desk.clock(), by=current_staff().name, about=kind, name=name, file=file
        )
        note(f"records.load {kind}")
        line.wake()
        return redirect(url_for(".load", chore_id=chore_id), 303)

    @routes.get("/imports/<int:chore_id>")
    @needs(Role.OPERATOR)
    def load(chore_id: int) -> str:
        return show(found(chore_id), "desk/office/load.html")

    @routes.get("/imports/<int:chore_id>/progress")
    @needs(Role.OPERATOR, polled=True)
    def load_progress(chore_id: int) -> str:
        return show(found(chore_id), "desk/office/load_progress.html")

    @routes.post("/imports/<int:chore_id>/again")
    @needs(Role.OPERATOR)
    def load_again(chore_id: int) -> AnyResponse:
        chore = found(chore_id)
        if chore.state == "stopped":
            chores.again(chore, desk.clock())
            line.wake()
        return redirect(url_for(".load", chore_id=chore_id), 303)

    @routes.get("/imports/<int:chore_id>/rejects.csv")
    @needs(Role.OPERATOR)
    def rejects(chore_id: int) -> AnyResponse:
        chore = found(chore_id)
        path = rejects_of(folder, chore.file)
        if path is None or chore.state != "done":
            abort(404)
        note(f"records.rejects {chore.about}")
        name = f"{chore.about}-{chore_id}-rejects.csv"
        return send_file(
            path.absolute(), mimetype="text/csv", as_attachment=True, download_name=name
        )

    @routes.post("/imports/<int:chore_id>/rejects/delete")
    @needs(Role.OPERATOR)
    def rejects_delete(chore_id: int) -> AnyResponse:
        path = rejects_of(folder, found(chore_id).file)
        if path is not None:
            path.unlink(missing_ok=True)
            flash(_("The reject file is deleted."), "success")
        return redirect(url_for(".load", chore_id=chore_id), 303)

    @routes.get("/imports/columns/<kind>.csv")
    @needs(Role.OPERATOR)
    def columns(kind: str) -> Response:
        if kind not in KINDS:
            abort(404)
        names = KINDS[kind].columns
        if language() == "zh":
            names = tuple(COLUMNS[name][0] for name in names)
        sheet = io.StringIO()
        csv.writer(sheet).writerow(names)
        answer = Response("\ufeff" + sheet.getvalue(), mimetype="text/csv")
        answer.headers.set("Content-Disposition", "attachment", filename=f"{kind}.csv")
        return answer
