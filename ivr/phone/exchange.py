"""Calls by their token: opened, asked after, changed; each change exactly once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import phonenumbers
from pydantic import ValidationError

from db import messages, tickets
from db.engine import Database
from db.handsets import Handsets, StoredHandset, new_token, sid_of
from db.ringing import Expected, Rings
from db.secrets import Keyring
from db.talks import AGENT, CALLER, Message, Talks
from ivr import logs
from ivr.phone.acts import Agent, AgentPress, HangUp, Opening, PickingUp, Request
from ivr.phone.handset import Handset, JournalBroken
from ivr.phone.journal import Journal
from ivr.phone.summary import summary
from ivr.talk.messages import Exchange as Exchanged
from ivr.texting.handset import PREFIX

REGION = "CN"
MOST_AT_ONCE = 24
"""Calls in progress on all workers together."""
FORSAKEN = timedelta(minutes=3)
"""A page asks at least every half a minute; one that was silent for so long is gone."""
TOUCH_EVERY = timedelta(seconds=15)
MOST_SWEPT = 5
SOON = 1.0
"""Seconds after which a page may ask again for a text message that is on its way."""
MOST_TRIES = 3


class Refusal(Exception):  # noqa: N818 - it is an answer
    """What cannot be done; ``code`` names the sentence for it, ``status`` is HTTP's."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


class Exchange:
    """All telephones of the browsers. ``rings``: the callbacks that ring them, where the line has
    nobody else to call. ``clock`` gives aware moments."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        handsets: Handsets,
        rings: Rings | None,
        talks: Talks,
        play: Callable[[Journal], Handset],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._handsets = handsets
        self._rings = rings
        self._talks = talks
        self._play = play
        self._clock = clock

    def open(self, opening: Opening) -> tuple[str, dict[str, Any]]:
        """Call. Gives the token, which is told once, and how the call is."""
        number, now = calling_number(opening.number), self._free_line()
        token = new_token()
        began = now.timestamp()
        journal = Journal(sid=sid_of(token), number=number, began=began, speed=opening.speed)
        return token, self._begin(token, journal, now)

    def expected(self, calls: list[str]) -> dict[str, Any]:
        """Of the calls with these tokens, those for which the line will call back, as
        ``expected``; and the one for which it rings just now as ``ringing``, or None."""
        booked = self._booked(calls)
        ringing = [token for token, each in booked.items() if each.ringing]
        return {"expected": list(booked), "ringing": ringing[0] if ringing else None}

    def answer(self, picking_up: PickingUp) -> tuple[str, dict[str, Any]]:
        """Pick up what rings for the call of a token. Gives a new token, and how the call is."""
        now = self._free_line()
        rings, ringing = self._ringing(picking_up.call)
        token = new_token()
        sid = sid_of(token)
        if not rings.answer(ringing, sid):
            raise Refusal("rings_no_more", 409)
        journal = Journal(
            sid=sid,
            number=rings.number(ringing),
            began=now.timestamp(),
            speed=picking_up.speed,
            callback=ringing.entry,
        )
        return token, self._begin(token, journal, now)

    def decline(self, call: str) -> None:
        """Decline what rings for the call of a token."""
        rings, ringing = self._ringing(call)
        rings.decline(ringing)

    def _booked(self, calls: list[str]) -> dict[str, Expected]:
        """The callbacks that were booked in the calls with these tokens, by token."""
        if self._rings is None or not calls:
            return {}
        tokens = {sid_of(token): token for token in calls}
        return {tokens[each.sid]: each for each in self._rings.expected(tokens)}

    def _ringing(self, call: str) -> tuple[Rings, Expected]:
        booked = self._booked([call]).get(call)
        if self._rings is None or booked is None or booked.ringing is None:
            raise Refusal("rings_no_more", 409)
        return self._rings, booked

    def _free_line(self) -> datetime:
        """The moment it is, if there is a line for another call."""
        now = self._clock()
        self._sweep(now)
        if self._handsets.busy(now - FORSAKEN) >= MOST_AT_ONCE:
            raise Refusal("all_lines_busy", 503)
        return now

    def _begin(self, token: str, journal: Journal, now: datetime) -> dict[str, Any]:
        handset = self._play(journal)
        handset.dial()
        self._handsets.add(token, handset.journal.dump(), handset.over, now)
        return self._view(handset, 0)

    def take(self, token: str, request: Request) -> dict[str, Any]:
        """Let time pass, do what is asked if it was not done yet, and tell how the call is."""
        for _ in range(MOST_TRIES):
            found = self._handsets.find(token)
            if found is None:
                raise Refusal("no_call", 404)
            now = self._clock()
            handset = self._replayed(found)
            if self._changed(handset, request, now):
                kept = self._handsets.save(found, handset.journal.dump(), handset.over, now)
            else:
                kept = True
                if not found.over and now - found.touched_at > TOUCH_EVERY:
                    self._handsets.touch(found, now)
            if kept:
                return self._view(handset, request.after)
        raise Refusal("try_again", 409)

    def _changed(self, handset: Handset, request: Request, now: datetime) -> bool:
        """Bring the call up to now and do what is new. False when there is nothing to keep."""
        if handset.over:
            return False
        before = len(handset.happened)
        handset.live_until(now.timestamp())
        self._attend(handset)
        fresh = request.batch == handset.journal.batch + 1
        if request.batch > handset.journal.batch and not fresh:
            raise Refusal("out_of_step", 409)
        if fresh:
            for act in request.acts:
                handset.do(act)
            handset.journal.batch = request.batch
            self._attend(handset)
        return fresh or len(handset.happened) > before

    def _attend(self, handset: Handset) -> None:
        """Do for an agent at the desk what they have done there: pick up what rings, and hang up.

        The telephone beside the page is for agents who have no desk.
        """
        talk = self._talks.of_call(handset.journal.sid)
        if handset.over or talk is None or not talk.at_desk:
            return
        if not talk.talking and handset.listens:
            handset.hurry()
        if leg := handset.ringing:
            handset.do(Agent(leg=leg, what="answer"))
            handset.do(AgentPress(leg=leg, key="1"))
        elif talk.let_go and (leg := handset.joined):
            handset.do(Agent(leg=leg, what="hang_up"))

    def talk(self, token: str, said: Exchanged) -> list[Message] | None:
        """What the agent's page has said to the caller's, and the other way round; None when they
        do not talk."""
        talk = self._talks.of_call(sid_of(token))
        if talk is None or not talk.talking or not talk.at_desk:
            return None
        now = self._clock()
        for each in said.say:
            self._talks.say(talk.entry_id, AGENT, each.model_dump_json(), now)
        return self._talks.heard(talk.entry_id, CALLER, said.after)

    def _replayed(self, found: StoredHandset) -> Handset:
        try:
            return self._play(Journal.load(found.journal))
        except (ValidationError, JournalBroken):
            logs.log.error("a call in a browser could not be played on", exc_info=True)
            self._handsets.forget(found)
            raise Refusal("no_call", 404) from None

    def _sweep(self, now: datetime) -> None:
        """Hang up for those who left their page, and forget what they heard."""
        for found in self._handsets.forsaken(now - FORSAKEN, MOST_SWEPT):
            if not found.over:
                try:
                    handset = self._replayed(found)
                except Refusal:
                    continue
                handset.do(HangUp())
            self._handsets.forget(found)

    def _view(self, handset: Handset, after: int) -> dict[str, Any]:
        view: dict[str, Any] = {
            "now": round(handset.now - handset.journal.began, 3),
            "next_in": handset.next_in,
            "batch": handset.journal.batch,
            "happened": handset.happened[after:],
            "over": handset.over,
        }
        sid = handset.journal.sid
        with self._database.read() as connection:
            texts, to_come = messages.of_call(connection, self._keyring, sid, PREFIX)
            opened = tickets.numbers_of(connection, sid) if handset.over else []
        view["texts"] = [asdict(text) for text in texts]
        view["texts_to_come"] = to_come
        talk = self._talks.of_call(sid) if handset.joined else None
        view["agent"] = talk.staff_number if talk and talk.at_desk else None
        soon = to_come or talk or self._talks.is_awaited(sid)
        if soon and view["next_in"] is not None:
            view["next_in"] = min(view["next_in"], SOON)
        if handset.over:
            view["summary"] = summary(handset.happened, handset.turns, opened)
        return view


def calling_number(typed: str) -> str:
    """E.164 of what was typed, empty for a withheld number; refuses what no telephone has."""
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        raise Refusal("bad_number", 400) from None
    if not phonenumbers.is_possible_number(number):
        raise Refusal("bad_number", 400)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
