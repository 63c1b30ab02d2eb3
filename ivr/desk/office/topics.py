"""Topics: what the line explains, as it stands on the shelf, to be read and to be heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, abort, render_template, request
from flask_babel import lazy_gettext as _l

from audio.seconds import estimate
from flows.city import City
from flows.dialogue import Utterance
from flows.topics import Version
from flows.topics.version import VERSION_SECONDS
from ivr.desk.door import Desk, Role, needs
from ivr.line import Line

SOON = timedelta(days=60)
"""Before a version ends: time to write the next."""
FIELDS = {
    "reimbursement": _l("reimbursement"),
    "away": _l("care elsewhere"),
    "contributions": _l("contributions"),
    "account": _l("personal account"),
    "other": _l("other matters"),
}
STANDINGS = {
    "told": _l("told now"),
    "soon": _l("ends soon"),
    "expired": _l("expired"),
    "later": _l("not yet in force"),
    "older": _l("replaced by a newer one"),
}


@dataclass(frozen=True)
class Topic:
    """A version as a page shows it. ``standing`` is one of ``STANDINGS``."""

    version: Version
    standing: str
    seconds: dict[str, float]
    """By language: how long it takes to say."""

    @property
    def title(self) -> str:
        """In the first language of the city."""
        return self.version.content.text[next(iter(self.seconds))].title


@dataclass(frozen=True)
class Said:
    """A sentence of the line: its words, and where its sound is when it is recorded."""

    words: str
    sound: str


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The pages of topics."""
    line = desk.line
    city, topics = line.city, line.topics

    @routes.get("/topics")
    @needs(Role.OPERATOR)
    def topics_list() -> str:
        today = desk.clock().astimezone(city.tz).date()
        shelf = [
            topic(city, each, versions, today)
            for versions in topics.versions
            for each in reversed(versions)
        ]
        return render_template(
            "desk/office/topics.html",
            topics=[each for each in shelf if each.standing != "older"],
            older=[each for each in shelf if each.standing == "older"],
            spoken=city.languages,
            fields=FIELDS,
            standings=STANDINGS,
        )

    @routes.get("/topics/<name>")
    @needs(Role.OPERATOR)
    def topic_page(name: str) -> str:
        version = topics.get(name)
        versions = next((each for each in topics.versions if version in each), ())
        if version is None:
            abort(404)
        today = desk.clock().astimezone(city.tz).date()
        language = request.args.get("language", "")
        if language not in city.languages:
            language = city.languages[0]
        return render_template(
            "desk/office/topic.html",
            topic=topic(city, version, versions, today),
            wording=version.content.text[language],
            told=language,
            spoken=city.languages,
            said=said(line, version, language),
            fields=FIELDS,
            standings=STANDINGS,
        )


def topic(city: City, version: Version, versions: tuple[Version, ...], on: date) -> Topic:
    """A version and how it stands on a day."""
    seconds = {}
    for language in city.languages:
        wording = version.content.text[language]
        spoken = f"{wording.spoken} {wording.legal_basis}"
        seconds[language] = estimate(spoken, language) + VERSION_SECONDS
    return Topic(version, _standing(version, versions, on), seconds)


def said(line: Line, version: Version, language: str) -> list[Said]:
    """What a caller hears of a version, sentence by sentence, just as ``flows.policy`` says it."""
    utterances = (
        Utterance(version.phrase("spoken")),
        Utterance("policy.version", (("on", str(version.on)),)),
        Utterance(version.phrase("basis")),
    )
    found = []
    for each in utterances:
        words = line.book.words(each.phrase, dict(each.slots), language)
        heard = line.voices.heard(each, language, None)
        found.append(Said(words, "" if heard.language else heard.text))
    return found


def _standing(version: Version, versions: tuple[Version, ...], on: date) -> str:
    content = version.content
    told = next((each for each in reversed(versions) if each.holds(on)), None)
    if content.effective > on:
        return "later"
    if version is told:
        ends = content.expires
        return "soon" if ends is not None and ends - on <= SOON else "told"
    if versions[-1] is version:
        return "expired"
    return "older"
