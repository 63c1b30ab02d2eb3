"""The demo on its first start: a city of people to call as, and agents to be joined to."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

import click

from db import duty
from db.agents import Agents
from db.demo import NotADemoError, fill, showcase
from db.demo.present import is_present
from db.duty import Duties
from ivr.desk.door.demo import add_accounts
from ivr.desk.door.parts import Desk
from ivr.line import Line
from ivr.rehearsal.demo import CALLS, rehearse

PEOPLE = 200
SEED = 12333
AGENTS = (
    ("1023", "Desk one", "sip:desk-one@hotline.invalid"),
    ("1024", "Desk two", "sip:desk-two@hotline.invalid"),
)
"""A domain that cannot exist (RFC 2606): only our own carrier rings there."""


def first_call(line: Line, now: datetime) -> str:
    """Fill an empty database with the demo city; gives what to dial, in both languages.

    A database with real people stays as it is, and gives a sentence that says so.
    """
    if not is_present(line.database):
        try:
            _fill(line, now)
        except NotADemoError as error:
            return f"\n  No demo here: {error}.\n  Set HOTLINE_DEMO=off.\n"
    _at_their_telephones(line, now)
    worker = showcase().worker
    if line.settings.desk:
        add_accounts(line, Desk.of(line, lambda: now).accounts, now)
    return (
        "\n  A first call / 第一通电话\n"
        f"  ID number / 身份证号   {worker.id_number}\n"
        f"  PIN / 查询密码         {worker.pin}\n"
        "  Keys / 按键            1, the ID number, 1, the PIN and #, 1; then 0 for a person\n"
    )


def _fill(line: Line, now: datetime) -> None:
    with click.progressbar(length=PEOPLE, label="Demo city / 示范城市", file=sys.stderr) as bar:
        done = 0

        def show(people: int, _of: int) -> None:
            nonlocal done
            bar.update(people - done)
            done = people

        fill(
            line.database,
            line.keyring,
            line.hasher,
            people=PEOPLE,
            seed=SEED,
            today=now.astimezone(line.city.tz).date(),
            progress=show,
        )
    agents = Agents(line.database, line.keyring)
    if not agents.all():
        for agent in AGENTS:
            agents.add(*agent)
        _yesterday(line, now)


def _yesterday(line: Line, now: datetime) -> None:
    day = now.astimezone(line.city.tz).date() - timedelta(days=1)
    label = "Yesterday's calls / 昨日来电"
    with click.progressbar(length=CALLS, label=label, file=sys.stderr) as bar:
        rehearse(line, day, lambda: bar.update(1))


def _at_their_telephones(line: Line, now: datetime) -> None:
    """The first agent's telephone is beside the one in the browser, until somebody signs in at the
    desk for them; whoever did has closed the page when the line starts again."""
    duties = Duties(line.database)
    first = AGENTS[0][0]
    for agent in duties.all():
        if agent.staff_number == first and agent.state == duty.AWAY:
            duties.leave_desk(agent.agent_id)
            duties.choose(agent.agent_id, duty.READY, now)
