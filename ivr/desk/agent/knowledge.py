"""The rules that callers ask about, found by a word in either language, to be read to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from flows.topics import Topics, Version
from ivr.desk.agent.names import SPOKEN
from ivr.desk.agent.pages import Answer, Pages
from ivr.desk.agent.parts import Room
from ivr.desk.door import Role, needs
from ivr.desk.door.gate import is_fragment
from ivr.desk.shell.words import language

LONGEST = 60
"""Characters of what is looked for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A topic as it is read out. ``holds``: in force; else expired, or not yet begun."""

    version: Version
    holds: bool


def rules(topics: Topics, wanted: str, on: date) -> list[Rule]:
    """The topics in which every word of ``wanted`` stands, in either language; those in force
    first. All of them when nothing is wanted."""
    words = wanted.casefold().split()
    found = [
        Rule(version, version.holds(on))
        for version in topics.newest(on)
        if all(word in _text(version) for word in words)
    ]
    return sorted(found, key=lambda rule: not rule.holds)


def _text(version: Version) -> str:
    wordings = version.content.text.values()
    return " ".join(
        " ".join((w.title, w.spoken, w.legal_basis, w.full)) for w in wordings
    ).casefold()


def add(routes: Blueprint, room: Room, pages: Pages) -> None:
    """The route for it."""
    desk = room.desk

    @routes.get("/knowledge")
    @needs(Role.AGENT, Role.SUPERVISOR)
    def knowledge() -> Answer:
        wanted = request.args.get("words", "").strip()[:LONGEST]
        on = desk.clock().astimezone(desk.line.city.tz).date()
        codes = desk.line.city.languages
        own = SPOKEN.get(language(), codes[0])
        values: dict[str, Any] = {
            "rules": rules(desk.line.topics, wanted, on),
            "wanted": wanted,
            # The page's language first: the agent's own.
            "codes": sorted(codes, key=lambda code: (code != own, code)),
        }
        if is_fragment():
            return render_template("desk/agent/found.html", **values, **pages.words())
        return pages.page("desk/agent/knowledge.html", **values)
