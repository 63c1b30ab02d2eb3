"""The forms of the agent's pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from db.reveals import LONGEST_WORDS, NUMBER
from ivr.desk.agent.wording import PARTS, REASONS

_REASON = InputRequired(_l("Say why: nothing is shown without a reason."))


def _reasons() -> list[SelectChoice]:
    return [
        SelectChoice(value="", label=_l("Choose a reason")),
        *(SelectChoice(value=name, label=word) for name, word in REASONS.items()),
    ]


class Show(FlaskForm):  # type: ignore[misc]
    """Why something on record is to be shown, and what."""

    reason = SelectField(_l("Reason"), [_REASON], choices=_reasons)
    words = StringField(
        _l("In your own words"),
        [_REASON, Length(max=LONGEST_WORDS)],
        description=_l("Kept with the reveal, for those who check them. Name nobody."),
    )
    parts = SelectMultipleField(
        _l("What"),
        [InputRequired(_l("Choose what you need."))],
        choices=[
            SelectChoice(value=name, label=word) for name, word in PARTS.items() if name != NUMBER
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class Find(Show):
    """Who is looked for, when it is not known who calls."""

    id_number = StringField(
        _l("ID number"),
        [InputRequired(_l("Type the 18 characters of the ID number.")), Length(max=32)],
    )


class ShowNumber(FlaskForm):  # type: ignore[misc]
    """Why the calling number of a ticket is to be shown."""

    reason = SelectField(_l("Reason"), [_REASON], choices=_reasons)
    words = StringField(_l("In your own words"), [_REASON, Length(max=LONGEST_WORDS)])
