"""The accounts of the demo: one of each trade, with a password that everybody may know.

They open nothing where the demo is off (``db.door``), and a line with real people has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from db.agents import Agents
from db.staff import Accounts, Role
from ivr.line import Line

PASSWORD = "this-is-a-demonstration"  # noqa: S105 - meant to be known
_ACCOUNTS: tuple[tuple[str, str | None, tuple[Role, ...]], ...] = (
    ("agent", "1023", (Role.AGENT,)),
    ("second", "1024", (Role.AGENT,)),
    ("supervisor", None, (Role.SUPERVISOR,)),
    ("operator", None, (Role.OPERATOR, Role.AUDITOR)),
)


def add_accounts(line: Line, accounts: Accounts, now: datetime) -> None:
    """Add what is missing of the demo's accounts, for agents that are there.

    An agent, or a name, that somebody else has stays theirs.
    """
    numbers = {agent.staff_number for agent in Agents(line.database, line.keyring).all()}
    taken = {each.staff_number for each in accounts.all()}
    for name, agent, roles in _ACCOUNTS:
        possible = agent is None or (agent in numbers and agent not in taken)
        if possible and accounts.find(name) is None:
            accounts.create(name, roles, now, agent=agent, demo_password=PASSWORD)


def told() -> Iterator[str]:
    """Who may sign in at the demo's desk, a line each."""
    for name, agent, roles in _ACCOUNTS:
        number = f" {agent}" if agent else ""
        yield f"    {name:<12} {', '.join(roles)}{number}"
    yield f"    password / 密码  {PASSWORD}"
    yield "    The page of the desk shows the codes, and signs in with one press."
