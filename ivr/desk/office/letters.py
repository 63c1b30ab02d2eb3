"""One-time PINs for letters: who gets one is chosen and confirmed, and each is shown once.

The letters are the answer to the confirmation. They are kept nowhere, and in no address; a page
that is loaded again makes nothing, for the PINs of these people are newer than the choice.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from itsdangerous import BadData, URLSafeSerializer
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField

from db import deeds, idnumber, letters
from db.chores import LETTERS, Chores
from db.letters import Letter
from ivr.desk.door import Desk, Role, current_staff, needs
from ivr.desk.office.fields import choices
from ivr.desk.shell.words import LANGUAGES
from ivr.line import Line

MOST = 100
"""Letters at once: about two seconds of hashing. More are made by ``flask pins issue``."""
WITHIN = timedelta(minutes=15)
"""From choosing people to confirming them."""
_SHOWN = 20
_SOME = 10
_TITLES = {"id_number", "身份证号", "身份证号码", "公民身份号码", "社会保障号码", "证件号码"}


class Choice(FlaskForm):  # type: ignore[misc]
    """Who gets a letter."""

    who = RadioField(
        _l("Who gets one"),
        choices=choices(
            [
                ("without", _l("People on record who have no PIN")),
                ("file", _l("People of a file of ID numbers")),
            ]
        ),
        default="without",
    )
    file = FileField(
        _l("File of ID numbers"),
        description=_l("One a line, as text or as the first column of a CSV file in UTF-8."),
    )


class Confirmed(FlaskForm):  # type: ignore[misc]
    """Yes, these; and the language of their letters."""

    language = SelectField(_l("Language of the letters"), choices=choices(LANGUAGES.items()))


class UnreadableError(Exception):
    """The file of ID numbers cannot be used; the text is a sentence for whoever chose it."""


@dataclass(frozen=True)
class Chosen:
    """People who are to get a letter, and when they were chosen."""

    people: list[int]
    at: datetime


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The pages of letters."""
    line = desk.line
    chores = Chores(line.database, line.keyring)
    hasher = {
        "memory_kib": line.settings.pin_memory_kib,
        "time_cost": line.settings.pin_rounds,
    }

    def choosing(form: Choice) -> str:
        return render_template(
            "desk/office/letters.html",
            form=form,
            earlier=chores.latest(LETTERS, _SHOWN),
            most=MOST,
        )

    @routes.get("/letters")
    @needs(Role.OPERATOR)
    def letters_list() -> str:
        return choosing(Choice())

    @routes.post("/letters/choose")
    @needs(Role.OPERATOR, largest=256 * 1024)
    def letters_choose() -> str | tuple[str, int]:
        form = Choice()
        if not form.validate_on_submit():
            return choosing(form), 422
        more = False
        try:
            if form.who.data == "file":
                people = _people(line, form.file.data.read() if form.file.data else b"")
            else:
                people = letters.people_without_pin(line.database, MOST + 1)
                more, people = len(people) > MOST, people[:MOST]
        except UnreadableError as error:
            form.file.errors = [str(error)]
            return choosing(form), 422
        if not people:
            form.who.errors = [_("Everybody on record has a PIN already.")]
            return choosing(form), 422
        return render_template(
            "desk/office/letters_confirm.html",
            form=Confirmed(formdata=None),
            count=len(people),
            more=more,
            losing=len(letters.people_with_pin(line.database, people)),
            chosen=_sealed(Chosen(people, desk.clock())),
        )

    @routes.post("/letters")
    @needs(Role.OPERATOR)
    def letters_make() -> str | Response:
        form = Confirmed()
        chosen = _opened(request.form.get("chosen", ""), desk.clock())
        if chosen is None or not form.validate_on_submit():
            flash(_("The choice was too old. Nothing was made: choose again."), "warning")
            return redirect(url_for(".letters_list"), 303)
        if letters.people_issued_since(line.database, chosen.people, chosen.at):
            flash(
                _(
                    "Letters for these people were made just now and are not shown again. If they "
                    "were not printed, choose the people again: that makes the lost ones void."
                ),
                "warning",
            )
            return redirect(url_for(".letters_list"), 303)
        made: list[Letter] = []

        def deliver(some: Sequence[Letter]) -> None:
            deeds.note(
                line.database,
                line.keyring,
                "pin.letter",
                account_id=current_staff().id,
                at=desk.clock(),
                people=(letter.person_id for letter in some),
            )
            made.extend(some)

        now = desk.clock()
        letters.issue(line.database, line.keyring, hasher, chosen.people, deliver, now=now)
        outcome = {"letters": len(made)}
        chores.enter(LETTERS, now, by=current_staff().name, outcome=outcome)
        told = form.language.data
        with force_locale(told):
            body = render_template(
                "desk/office/letters_bodies.html",
                letters=made,
                number=line.city.number,
                told=told,
                on=now.astimezone(line.city.tz).date(),
            )
        # Rendered above by a template, which has escaped what is in it.
        page = Markup(body)  # noqa: S704
        return render_template("desk/office/letters_made.html", body=page, count=len(made))


def _people(line: Line, data: bytes) -> list[int]:
    """The people of a file. Mistakes are named by their line and never quoted."""
    numbers = list(dict.fromkeys(_numbers(data)))
    if not numbers:
        raise UnreadableError(_("Choose a file with an ID number a line."))
    if len(numbers) > MOST:
        raise UnreadableError(
            _("At most %(most)d at once: make smaller files, or use flask pins issue.", most=MOST)
        )
    found = letters.people_with_numbers(line.database, line.keyring, numbers)
    strangers = found.count(None)
    if strangers:
        raise UnreadableError(
            _(
                "%(count)d of these are on nobody's record: load persons first. Nothing was made.",
                count=strangers,
            )
        )
    return [person for person in found if person is not None]


def _numbers(data: bytes) -> Iterable[str]:
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableError(_("This is not a text in UTF-8. Save it as CSV UTF-8.")) from None
    numbers, wrong = [], []
    for place, row in enumerate(rows, start=1):
        text = row[0].strip() if row else ""
        if not text or (place == 1 and text.lower() in _TITLES):
            continue
        parsed = idnumber.parse(text)
        if parsed is None:
            wrong.append(str(place))
        else:
            numbers.append(parsed.number)
    if wrong:
        raise UnreadableError(
            _("No ID number in line %(lines)s. Nothing was made.", lines=", ".join(wrong[:_SOME]))
        )
    return numbers


def _signer() -> URLSafeSerializer:
    """Signs for this very account: what somebody else has chosen is not confirmed."""
    return URLSafeSerializer(
        current_app.secret_key or b"", salt=f"office.letters/{current_staff().id}"
    )


def _sealed(chosen: Chosen) -> str:
    """Rows of people and a moment: nothing that tells who they are."""
    return _signer().dumps([chosen.at.isoformat(), chosen.people])


def _opened(text: str, now: datetime) -> Chosen | None:
    try:
        at, people = _signer().loads(text)
    except BadData:
        return None
    chosen = Chosen(people, datetime.fromisoformat(at))
    return chosen if now - chosen.at < WITHIN else None
