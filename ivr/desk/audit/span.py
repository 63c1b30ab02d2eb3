"""From which day to which is looked: by the city's calendar, both days included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, ValidationError
from wtforms.validators import InputRequired

USUAL = timedelta(days=6)
_NEEDED = InputRequired(_l("This is needed."))


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment up to but not at another."""

    since: datetime
    until: datetime

    @classmethod
    def of(cls, first: date, last: date, zone: ZoneInfo) -> Span:
        """Whole days."""
        begin = datetime.combine(first, time(), zone)
        return cls(begin, datetime.combine(last + timedelta(days=1), time(), zone))


class Days(FlaskForm):  # type: ignore[misc]
    """A form that begins with two days."""

    first = DateField(_l("From"), [_NEEDED])
    last = DateField(_l("To"), [_NEEDED])

    def validate_last(self, field: Field) -> None:
        """Refuse a span that ends before it begins."""
        if self.first.data is not None and field.data < self.first.data:
            raise ValidationError(_("It lies before the first day: one of them is wrong."))

    def span(self, zone: ZoneInfo) -> Span:
        """What they mean, once they are valid."""
        return Span.of(self.first.data, self.last.data, zone)

    @classmethod
    def usual(cls, now: datetime, zone: ZoneInfo) -> dict[str, date]:
        """The last week."""
        today = now.astimezone(zone).date()
        return {"first": today - USUAL, "last": today}
