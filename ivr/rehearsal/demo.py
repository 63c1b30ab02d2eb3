"""Yesterday at the demo's line, so that no page is empty: played at its first start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from db.agents import Agents
from db.demo.showcase import ShowcasePerson, showcase
from db.duty import AWAY, READY, Duties
from ivr.carrier.http import Carrier
from ivr.line import Line
from ivr.rehearsal.agents import at_the_telephone, away
from ivr.rehearsal.callers import caller
from ivr.rehearsal.day import Day, People
from ivr.rehearsal.server import Restartable

CALLS = 70
SEED = 12333
OPENS, HOURS = time(8, 30), 9
CALLERS = ("worker", "x", "missing", "owed", "pensioner", "no-account")
"""Of the people of the demo city: those who are the same when they have called."""
NUMBER = "+8615400001{:03}"


def rehearse(line: Line, day: date, done: Callable[[], None]) -> None:
    """Let the callers of ``day`` call, and the demo's agents answer. ``done``: after each of
    ``CALLS``. The agents are away when it is over."""
    begins = datetime.combine(day, OPENS, line.city.tz)
    moment: Callable[[], float] = begins.timestamp

    def clock() -> datetime:
        return datetime.fromtimestamp(round(moment(), 3), UTC)

    quiet = line.settings.model_copy(update={"log_level": "ERROR"})
    server = Restartable(lambda: line.again(quiet, clock))
    carrier = Carrier(server, line.settings.built_in_secret(), clock=begins.timestamp())
    moment = lambda: carrier.switchboard.now  # noqa: E731 (the clock is the carrier's from now on)
    people = [_who(each) for each in showcase().people if each.name in CALLERS and each.pin]
    today = Day(carrier, f"{line.settings.public_base_url}/voice", people, at_the_telephone, SEED)
    duties = Duties(line.database)
    agents = Agents(line.database, line.keyring).all()
    for nth, agent in enumerate(agents):
        duties.choose(agent.id, READY, clock())
        lunch = begins + timedelta(hours=3 + nth)
        today.comes(lunch.timestamp(), away(duties, agent.id, 1800, clock))
    for nth in range(CALLS):
        # Mornings are busier than afternoons.
        at = today.rng.triangular(0, HOURS, HOURS / 4)
        first = begins + timedelta(hours=at)
        today.comes(first.timestamp(), caller(today, NUMBER.format(nth % 61), done))
    try:
        today.run()
        carrier.advance(timedelta(minutes=10).total_seconds())
        for agent in agents:
            duties.choose(agent.id, AWAY, clock())
    finally:
        server.close()


def _who(person: ShowcasePerson) -> People:
    return People(person.id_number.replace("X", "*"), person.pin or "")
