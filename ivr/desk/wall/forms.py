"""The form of an announcement: words for each language, perhaps recordings, begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateTimeLocalField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from audio.phrases.phrase import Phrase
from audio.recordings.upload import UploadRefused, Why, taken
from audio.seconds import estimate
from db.announcements import LONGEST, MOST_LETTERS, Wanted

MOST_SECONDS = 30
"""As long as a rule of the line may be told; keys are heard meanwhile."""
LARGEST = 2 * 1024 * 1024
"""Of all recordings together, in bytes."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_CHINESE = ("zh", "yue")
_NEEDED = InputRequired(_l("This is needed."))
_MINUTE = "%Y-%m-%dT%H:%M"


class Announce(FlaskForm):  # type: ignore[misc]
    """When it is heard; ``of`` adds a text and a recording for each language."""

    begins = DateTimeLocalField(_l("Begins"), [_NEEDED], format=_MINUTE)
    ends = DateTimeLocalField(_l("Ends"), [_NEEDED], format=_MINUTE)

    languages: Sequence[str] = ()
    now: datetime

    @classmethod
    def of(cls, languages: Sequence[str], names: Sequence[str], now: datetime) -> Announce:
        """The form for a city's languages, called ``names``; ``now`` is in its zone."""
        fields = {
            f"text_{nth}": TextAreaField(
                name, [_NEEDED, Length(max=MOST_LETTERS)], name=f"text-{code}"
            )
            for nth, (code, name) in enumerate(zip(languages, names, strict=True))
        }
        sounds = {
            f"sound_{nth}": FileField(
                _l("A recording of it, if you have one"), name=f"sound-{code}"
            )
            for nth, code in enumerate(languages)
        }
        form: Announce = type("Announce", (cls,), fields | sounds)()
        form.languages, form.now = languages, now
        return form

    def told(self) -> dict[str, Wanted]:
        """What shall be heard, by language, once the form was found right."""
        return self._told

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when to when, as moments."""
        zone = self.now.tzinfo
        return self.begins.data.replace(tzinfo=zone), self.ends.data.replace(tzinfo=zone)

    def validate(self, extra_validators: object = None) -> bool:
        """Whether it can be heard; what is wrong stands beside the field."""
        right: bool = super().validate(extra_validators)
        self._told: dict[str, Wanted] = {}
        for nth, code in enumerate(self.languages):
            text, sound = self[f"text_{nth}"], self[f"sound_{nth}"]
            words = " ".join((text.data or "").split())
            problem = wording(words, code) if not text.errors else None
            if problem:
                text.errors = [*text.errors, problem]
            try:
                recorded = _recording(sound, words)
            except UploadRefused as refused:
                sound.errors = [*sound.errors, _why(refused.why)]
                recorded = None
            right = right and not text.errors and not sound.errors
            self._told[code] = Wanted(words, recorded)
        return right

    def validate_ends(self, field: DateTimeLocalField) -> None:
        """It ends after it begins, later than now, within a week."""
        if self.begins.data is None or field.data is None:
            return
        begins, ends = self.span
        if ends <= begins:
            raise ValidationError(_("It must end after it begins."))
        if ends <= self.now:
            raise ValidationError(_("This moment has passed: nobody would hear it."))
        if ends - begins > LONGEST:
            raise ValidationError(
                _("At most %(days)d days: what lasts belongs into the greeting.", days=LONGEST.days)
            )


def wording(text: str, language: str) -> str | None:
    """Why a text cannot be left to a voice in a language; None when it can."""
    left = [sign for sign in dict.fromkeys(text) if _doubtful(sign)]
    if left:
        return str(_("Write in words how this is to be spoken: %(signs)s", signs=" ".join(left)))
    if (_HAN.search(text) is not None) != language.startswith(_CHINESE):
        return str(_("This is not in the language that is spoken here."))
    seconds = round(estimate(text, language))
    if seconds > MOST_SECONDS:
        told = _("That takes %(seconds)d seconds to say; at most %(most)d are listened to.")
        return str(told % {"seconds": seconds, "most": MOST_SECONDS})
    return None


def _doubtful(sign: str) -> bool:
    """Whether voices read a sign differently: the same rule as for phrases of the line."""
    return bool(Phrase.parse("announcement", f"x{sign}", "").problems())


def _recording(field: FileField, words: str) -> bytes | None:
    data = field.data.read() if field.data else b""
    return taken(data, words, MOST_SECONDS) if data else None


def _why(why: Why) -> str:
    cure = _("Save it as WAV: 8000 Hz, mono, 16 bit.")
    reasons = {
        Why.NOT_A_WAVE: _("This is no WAV file, or it is cut off."),
        Why.CHANNELS: _("This has more than one channel."),
        Why.RATE: _("This has another rate than 8000 samples a second."),
        Why.FORM: _("The samples are of a form that telephones do not play."),
        Why.EMPTY: _("There is no sound in it."),
        Why.LONG: _("It is longer than %(most)d seconds.", most=MOST_SECONDS),
    }
    return f"{reasons[why]} {cure}" if why not in (Why.EMPTY, Why.LONG) else str(reasons[why])
