"""When something fails, the line still speaks, and a person is still to be had.

Nothing here touches the database. The language comes from the URL of the turn that failed, the
agents' numbers from the last time they could be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from time import monotonic

from db.agents import AgentContact
from flows.dialogue import say
from ivr.twiml import Writer

_TURN = re.compile(
    r"/voice/(?:turn/(?P<turn>[0-9]{1,9})/(?P<language>[A-Za-z-]{2,12})(?:\?again=(?P<times>[0-9]))?"
    r"|(?P<placed>placed)(?:\?(?:of=[0-9]{1,18}|again=(?P<picked_up>[0-9])))?"
    r"|fault/(?P<tried>[0-9])/(?P<spoken>[A-Za-z-]{2,12})/(?P<failed>[0-9]{1,9}|placed))(?:[#]|$)"
)
_LEFT = re.compile(
    r"/voice/left/(?P<stay>[0-9]{1,9})/(?P<language>[A-Za-z-]{2,12})"
    r"(?:\?was=(?P<result>[a-z-]{1,32})&again=(?P<times>[0-9]))?(?:[#]|$)"
)
PLACED = "placed"
"""Stands for the number of the first turn of a call that the line has placed: whoever picked up
must still hear why."""
_WAIT = 7
KEEP_SECONDS = 60
MOST_TIMES = 6
"""Apologies in a row before the line gives up on a caller who does nothing."""
PERSON_AFTER = 3
"""Apologies in a row before a caller is taken to a person unasked."""


class LastKnown:
    """The agents, remembered, so that they can be rung while the database is away."""

    def __init__(self, read: Callable[[], Sequence[AgentContact]]) -> None:
        self._read = read
        self._agents: Sequence[AgentContact] = ()
        self._stale = 0.0

    def __call__(self) -> Sequence[AgentContact]:
        """Who is on duty now; raises when it cannot be read."""
        self._agents = self._read()
        self._stale = monotonic() + KEEP_SECONDS
        return self._agents

    def keep(self) -> None:
        """Look again when it was long ago, in a turn that has the database anyway."""
        if monotonic() >= self._stale:
            self()

    def whatever(self) -> Sequence[AgentContact]:
        """Who was on duty when it was last known."""
        return self._agents


class Faults:
    """Answers without records."""

    def __init__(self, writer: Writer, agents: LastKnown, languages: Sequence[str]) -> None:
        self._writer = writer
        self._agents = agents
        self._languages = languages

    def spoken(self, language: str, number: int | str, times: int = 1) -> str:
        """An apology for turn ``number`` (or ``PLACED``), which failed ``times`` times: once more,
        or a person."""
        language = self._known(language)
        if times > MOST_TIMES:
            return self._writer.hang_up([say("engine.fault_end")], language)
        answer = self._writer.url(f"/voice/fault/{times}/{language}/{number}")
        return self._writer.ask_key([say("engine.fault")], language, answer, _WAIT, then=answer)

    def in_line(self, language: str, number: int, times: int) -> str:
        """For turn ``number`` of a caller in the carrier's queue, where a person is waited for
        anyway: music, and once more; when it does not get better, out of the queue."""
        if times > PERSON_AFTER:
            return self._writer.leave()
        language = self._known(language)
        again = f"{self._writer.wait_url(number, language)}?again={times}"
        return self._writer.play_music(again)

    def out_of_line(self, language: str, stay: int, result: str, times: int) -> str:
        """For a caller whose stay in the carrier's queue is over, with ``result``: an apology, and
        once more; when it does not get better, a person."""
        language = self._known(language)
        if times > MOST_TIMES:
            return self._writer.hang_up([say("engine.fault_end")], language)
        again = f"{self._writer.left_url(stay, language)}?was={result}&again={times}"
        if times == PERSON_AFTER:
            return self._ring_all(language, again)
        return self._writer.say_and_go([say("engine.fault")], language, again)

    def _ring_all(self, language: str, then: str) -> str:
        targets = [agent.target for agent in self._agents.whatever()]
        return self._writer.ring_all([say("engine.to_person")], targets, language, then)

    def answer(self, key: str, times: int, language: str, number: int | str) -> str:
        """After the apology: a person for 0, and unasked after a while; else the turn again."""
        language = self._known(language)
        first = self._writer.url(f"/voice/{PLACED}") if number == PLACED else None
        again = f"{first or self._writer.turn_url(number, language)}?again={times}"
        if key == "0" or times == PERSON_AFTER:
            return self._ring_all(language, again)
        return self._writer.redirect(again)

    def apology(self, failed_url: str) -> str:
        """An apology when all that is known is the URL the carrier could not use."""
        if left := _LEFT.search(failed_url):
            result, times = left["result"] or "other", int(left["times"] or 0) + 1
            return self.out_of_line(left["language"], int(left["stay"]), result, times)
        found = _TURN.search(failed_url)
        if found is None:
            return self.spoken("", 0)
        language = found["language"] or found["spoken"] or ""
        times = int(found["times"] or found["picked_up"] or found["tried"] or 0)
        number = found["turn"] or found["placed"] or found["failed"]
        return self.spoken(language, number, times + 1)

    def _known(self, language: str) -> str:
        return language if language in self._languages else self._languages[0]
