"""What the agent's pages work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from db.duty import Duties
from db.earlier import Earlier
from db.holder import Holders
from db.identity import Identity
from db.notes import Notes
from db.reveals import Reveals
from db.screen import Screens
from db.worklist import Worklist
from db.wrapup import WrapUps
from ivr.desk.agent.names import Names, names_of
from ivr.desk.door import Desk, current_staff
from ivr.desk.shell.words import language


@dataclass(frozen=True)
class Room:
    """The parts. ``dispatch`` brings callers and agents together, whoever lets it."""

    desk: Desk
    dispatch: Callable[[], None]
    duties: Duties
    wrapups: WrapUps
    screens: Screens
    earlier: Earlier
    notes: Notes
    reveals: Reveals
    holders: Holders
    identity: Identity
    worklist: Worklist
    names_in: Callable[[str], Names]

    @classmethod
    def of(cls, desk: Desk) -> Room:
        """The parts of a desk."""
        line = desk.line
        database, keyring = line.database, line.keyring
        screens = Screens(database, keyring)
        return cls(
            desk=desk,
            dispatch=line.dispatch,
            duties=Duties(database),
            wrapups=WrapUps(database),
            screens=screens,
            earlier=Earlier(database, screens),
            notes=Notes(database, keyring),
            reveals=Reveals(database, keyring),
            holders=Holders(database, keyring),
            identity=Identity(database, keyring, line.hasher),
            worklist=Worklist(database, keyring),
            names_in=names_of(line),
        )

    @property
    def names(self) -> Names:
        """The names in the language of whoever asks."""
        return self.names_in(language())

    @property
    def agent_id(self) -> int | None:
        """The agent whose account asks; None for a supervisor, or an agent who was removed."""
        return current_staff().agent_id

    def staff_number(self, agent_id: int | None) -> str | None:
        """What an agent is called; None for one who is not there any more."""
        found = (a.staff_number for a in self.duties.all() if a.agent_id == agent_id)
        return next(found, None)
