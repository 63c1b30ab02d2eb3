"""Whom the telephone calls: this line, in this process, or any application by its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import click
from sqlalchemy.exc import SQLAlchemyError

from db import revision
from db.calls import Calls
from ivr.carrier.http import Carrier, HttpServer, WsgiServer
from ivr.carrier.profiles import PROFILES, TWILIO
from ivr.carrier.telephone import Telephone
from ivr.line import Line

OTHER_LANGUAGE = "8"
"""The key that goes round the city's languages."""


@dataclass(frozen=True)
class Wishes:
    """What was asked for on the command line. ``key_seconds`` pass after each key."""

    caller: str
    profile: str | None
    typed_ahead: Literal["drop", "carry"]
    show_keys: bool
    key_seconds: float


def to_another(url: str, token: str, wishes: Wishes) -> Telephone:
    """A telephone to the application at ``url``; requests are signed with ``token``."""
    carrier = Carrier(HttpServer(), token, clock=datetime.now(UTC).timestamp())
    return _telephone(carrier, url, wishes)


def to_this_line(line: Line, wishes: Wishes) -> Telephone:
    """A telephone to this line, which then lives in the telephone's time.

    Raises ``ClickException`` when its database cannot be used.
    """
    try:
        ready = revision.is_current(line.database)
    except SQLAlchemyError:
        raise click.ClickException("DATABASE_URL: the database cannot be reached.") from None
    if not ready:
        raise click.ClickException("The database is not ready: run make run, or flask db upgrade.")
    profile = wishes.profile or line.settings.hotline_carrier
    changes = {"log_level": "ERROR", "hotline_carrier": profile}
    settings = line.settings.model_copy(update=changes)
    server = WsgiServer(lambda environ, start: app(environ, start))
    carrier = Carrier(server, settings.built_in_secret(), clock=datetime.now(UTC).timestamp())
    app = line.again(
        settings, lambda: datetime.fromtimestamp(round(carrier.switchboard.now, 3), UTC)
    )
    door = f"{settings.public_base_url}/voice"
    return _telephone(
        carrier,
        door,
        wishes,
        profile=PROFILES[profile],
        status_callback=f"{door}/status",
        fallback_url=f"{door}/fallback",
        fetch_media=True,
    )


def keys_to(line: Line, language: str, caller: str) -> str:
    """The keys that lead from the language this caller is greeted in to another.

    Raises ``BadParameter`` when the line does not speak it.
    """
    spoken = line.city.languages
    if language not in spoken:
        raise click.BadParameter(f"this line speaks {' and '.join(spoken)}", param_hint="--lang")
    known = Calls(line.database, line.keyring).language_of(caller)
    start = spoken.index(known) if known in spoken else 0
    return OTHER_LANGUAGE * ((spoken.index(language) - start) % len(spoken))


def _telephone(carrier: Carrier, url: str, wishes: Wishes, **options: Any) -> Telephone:
    profile = PROFILES[wishes.profile] if wishes.profile else TWILIO
    return Telephone(
        carrier,
        url,
        **{
            "number": wishes.caller,
            "profile": profile,
            "typed_ahead": wishes.typed_ahead,
            "key_seconds": wishes.key_seconds,
            "show_keys": wishes.show_keys,
            **options,
        },
    )
