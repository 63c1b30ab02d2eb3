"""The forms of the door."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from db.passwords import LONGEST, SHORTEST, weakness
from ivr.desk.door.roles import current_staff

_NEEDED = InputRequired(_l("This is needed."))


class SignIn(FlaskForm):  # type: ignore[misc]
    """Name, password and code at once: which of them was wrong is nobody's business."""

    name = StringField(_l("User name"), [_NEEDED, Length(max=64)])
    password = PasswordField(_l("Password"), [_NEEDED, Length(max=LONGEST)])
    code = StringField(_l("Code of your authenticator"), [_NEEDED, Length(max=12)])


class NewPassword(FlaskForm):  # type: ignore[misc]
    """Another password for one's own account."""

    old = PasswordField(_l("Password until now"), [_NEEDED, Length(max=LONGEST)])
    new = PasswordField(
        _l("New password"),
        [_NEEDED],
        description=_l(
            "At least %(least)d characters; several words in a row are good.", least=SHORTEST
        ),
    )
    again = PasswordField(_l("New password once more"), [_NEEDED])

    def validate_new(self, field: Field) -> None:
        """Refuse a weak one, with the reason."""
        reason = weakness(field.data, current_staff().name)
        if reason is not None:
            raise ValidationError(_reasons()[reason])
        if field.data == self.old.data:
            raise ValidationError(_("This is the password you have. Choose another."))

    def validate_again(self, field: Field) -> None:
        """Refuse a slip of the finger."""
        if field.data != self.new.data:
            raise ValidationError(_("The two are not the same."))


class ConfirmFactor(FlaskForm):  # type: ignore[misc]
    """The first code of a new second factor."""

    code = StringField(_l("Code that the authenticator shows now"), [_NEEDED, Length(max=12)])


def _reasons() -> dict[str, str]:
    return {
        "short": _("Too short: take at least %(least)d characters.", least=SHORTEST),
        "long": _("Too long: take at most %(most)d characters.", most=LONGEST),
        "name": _("It contains your user name: take something else."),
        "easy": _("Too easy to guess: it is common, or a pattern. Add words nobody expects."),
    }
