"""Fields that forms of the office have in common."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

NEEDED = InputRequired(_l("This is needed."))


def choices(named: Iterable[tuple[str, str | LazyString]]) -> list[SelectChoice]:
    """What may be chosen: values with the words for them."""
    return [SelectChoice(value=value, label=label) for value, label in named]


class SelectMultipleCheckboxField(SelectMultipleField):  # type: ignore[misc]
    """Several of a few, each with a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
