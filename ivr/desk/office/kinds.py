"""The nine kinds of files, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

KIND_NAMES = {
    "persons": _l("persons"),
    "enrolments": _l("enrolments"),
    "accounts": _l("accounts with balances"),
    "entries": _l("movements of accounts"),
    "contributions": _l("contributions"),
    "benefits": _l("benefits"),
    "claims": _l("claims"),
    "cards": _l("cards"),
    "pins": _l("PINs chosen elsewhere"),
}
