"""The accounts of the demo: one of each trade, with a password that everybody may know.

They open nothing where the demo is off (``db.door``), and a line with real people has none.
"""

from __future__ import annotations

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


def add_accounts(line: Line, accounts: Accounts, now: datetime) -> list[str]:
    """Add what is missing of the demo's accounts, for agents that are there; gives their names."""
    there = {agent.staff_number for agent in Agents(line.database, line.keyring).all()}
    names = []
    for name, agent, roles in _ACCOUNTS:
        if agent is not None and agent not in there:
            continue
        found = accounts.find(name)
        if found is None:
            accounts.create(name, roles, now, agent=agent, demo_password=PASSWORD)
        if found is None or found.demo:
            names.append(name)
    return names
