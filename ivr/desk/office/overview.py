"""The office's first page: what needs a hand today, each with the page where it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from db.agents import Agents
from db.chores import IMPORT, Chores
from db.outbox import Outbox
from ivr.desk.door import Desk, Role, needs
from ivr.desk.office import topics

_AHEAD = timedelta(days=60)
_RECENT = timedelta(days=7)
_LOADS = 20


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to be seen to: a sentence, and where."""

    text: str
    href: str


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The first page."""

    @routes.get("")
    @needs(Role.OPERATOR)
    def overview() -> str:
        matters = [*_people(desk), *_files(desk), *_texts(desk)]
        return render_template("desk/office/overview.html", matters=matters)


def _people(desk: Desk) -> Iterator[Matter]:
    agents = Agents(desk.line.database, desk.line.keyring).all()
    if not agents:
        text = _("There are no agents: callers who ask for a person can only leave a message.")
        yield Matter(text, url_for(".agents_list"))
    elif not any(each.active for each in agents):
        yield Matter(_("Every agent is off duty."), url_for(".agents_list"))
    groups = desk.line.city.agents.groups
    for name in groups:
        if agents and not any(each.active and name in each.groups for each in agents):
            text = _("The group %(name)s has nobody on duty.", name=name)
            yield Matter(text, url_for(".agents_list"))
    fresh = sum(1 for each in desk.accounts.all() if each.active and each.must_change)
    if fresh:
        text = ngettext(
            "%(num)d account waits for its first sign-in.",
            "%(num)d accounts wait for their first sign-in.",
            fresh,
        )
        yield Matter(text, url_for(".accounts_list"))


def _files(desk: Desk) -> Iterator[Matter]:
    now = desk.clock()
    for chore in Chores(desk.line.database, desk.line.keyring).latest(IMPORT, _LOADS):
        if chore.made_at < now - _RECENT:
            continue
        href = url_for(".load", chore_id=chore.id)
        if chore.state == "refused":
            yield Matter(_("The file %(name)s was refused.", name=chore.name), href)
        elif chore.state == "stopped":
            yield Matter(_("The load of %(name)s has stopped.", name=chore.name), href)
        elif chore.outcome.get("bad"):
            text = _("%(name)s has rows that were rejected.", name=chore.name)
            yield Matter(text, href)
    failed = sum(each.failed for each in Outbox(desk.line.database, desk.line.keyring).standing())
    if failed:
        text = ngettext("%(num)d promise has failed.", "%(num)d promises have failed.", failed)
        yield Matter(text, url_for(".promises"))


def _texts(desk: Desk) -> Iterator[Matter]:
    city = desk.line.city
    today = desk.clock().astimezone(city.tz).date()
    for number in sorted({today.year, (today + _AHEAD).year}):
        year = city.year(number)
        if year is None or year.provisional:
            text = _("The holidays of %(year)s are not sure.", year=number)
            yield Matter(text, url_for(".holidays"))
    left = 0
    for versions in desk.line.topics.versions:
        for version in versions:
            each = topics.topic(city, version, versions, today)
            href = url_for(".topic_page", name=version.id)
            if each.standing == "expired":
                yield Matter(_("The topic %(title)s has expired.", title=each.title), href)
            elif each.standing == "soon":
                yield Matter(_("The topic %(title)s ends soon.", title=each.title), href)
            left += each.standing in ("told", "soon") and bool(version.content.fill_in)
    if left:
        text = ngettext(
            "%(num)d topic leaves something to the city.",
            "%(num)d topics leave something to the city.",
            left,
        )
        yield Matter(text, url_for(".topics_list"))
