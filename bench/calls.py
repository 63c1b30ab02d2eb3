"""Calls made ready: each waits at the place where the measured turn begins, and is used once.

One caller walks through the whole conversation in process; where a turn to be measured comes next,
the call's row is copied, with another person, caller and name in each copy. So every request that
is sent later moves a call of its own, as in the field, and none is a repetition.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import Row, insert, select

from bench import people
from bench.wire import Prepared, WrongAnswerError, prepare
from db.engine import Database
from db.hasher import PinHasher
from db.models import Call
from db.secrets import PHONE, Keyring
from flows.dialogue import say
from flows.state import State
from ivr.audio.speech import Speech
from ivr.audio.voices import Voices
from ivr.line import Line

LANGUAGE = "zh-CN"
TURNS = ("menu", "identify", "pin", "balance", "contributions")
"""The turns that are measured, in the order of a call."""
_BATCH = 1000
_OWN = "/audio/said/"


@dataclass(frozen=True)
class Stage:
    """A turn of the conversation: what the ``nth`` person types, and what they hear then."""

    name: str
    keys: Callable[[int], str]
    said: Callable[[int], str]


def script(voices: Voices) -> list[Stage]:
    """The conversation that is measured: from the main menu to the balance, or contributions.

    What is heard is the words, or where a recording is played; of a caller's own recording it is
    only known that there is one.
    """

    def words(phrase: str, **slots: Any) -> str:
        text, spoken = voices.heard(say(phrase, **slots), LANGUAGE, Speech(""))
        return text if spoken or not text.startswith(_OWN) else _OWN

    def last_four(nth: int) -> str:
        return words("identify.ending", last_four=people.id_number(nth)[-4:])

    ask_number, ask_pin = words("identify.id_number"), words("identify.pin")
    account = words("account.for_medical", key=1)
    balance = words("medical.balance", balance=people.BALANCE, as_of=people.AS_OF)
    month = words("contributions.month", period=people.NEWEST, base=people.BASE)
    return [
        Stage("menu", lambda nth: "1", lambda nth: ask_number),
        Stage("identify", lambda nth: people.id_number(nth).replace("X", "*"), last_four),
        Stage("read_back", lambda nth: "1", lambda nth: ask_pin),
        Stage("pin", lambda nth: people.PIN, lambda nth: account),
        Stage("balance", lambda nth: "1", lambda nth: balance),
        Stage("back", lambda nth: "*", lambda nth: account),
        Stage("contributions", lambda nth: "2", lambda nth: month),
    ]


class Waiting:
    """The places of one database, from which calls are copied."""

    def __init__(self, app: Flask, database: Database, keyring: Keyring, population: int) -> None:
        self._database = database
        self._keyring = keyring
        self._stages = {stage.name: stage for stage in script(_voices(app))}
        self._population = population
        # Another person for each call, and the same one seldom: PINs are counted for each.
        self._people = (1 + nth % self._population for nth in count())
        self.caller = "CA" + secrets.token_hex(16)
        """The call that walked; it may be used for anything afterwards."""
        self._places = dict(self._walk(app))

    def _walk(self, app: Flask) -> Iterator[tuple[str, Row[Any]]]:
        client, sid, nth = app.test_client(), self.caller, self._population

        def send(path: str, said: str, keys: str = "") -> None:
            request = prepare(path, sid, people.mobile(nth), said, keys)
            head, _, body = request.request.partition(b"\r\n\r\n")
            headers = [
                (name, value)
                for name, value in (line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
            ]
            answer = client.post(path, data=body, headers=headers)
            if answer.status_code != 200 or request.expected not in answer.data:
                raise WrongAnswerError(f"{path} was not answered with the sentence expected")

        send("/voice", "")
        for stage in self._stages.values():
            with self._database.read() as connection:
                row = connection.execute(select(Call.__table__).where(Call.sid == sid)).one()
            if stage.name in TURNS:
                yield stage.name, row
            send(f"/voice/turn/{row.turn}/{LANGUAGE}", stage.said(nth), stage.keys(nth))

    @property
    def population(self) -> int:
        """How many people are on record, numbered from 1."""
        return self._population

    def make(self, turn: str, how_many: int) -> list[Prepared]:
        """Fresh calls that wait for ``turn``, as the requests that take it."""
        made: list[Prepared] = []
        rows: list[dict[str, Any]] = []
        stage, place = self._stages[turn], self._places[turn]
        path = f"/voice/turn/{place.turn}/{LANGUAGE}"
        state = State.load(self._keyring.decrypt(place.state, "calls.state"))
        for _ in range(how_many):
            nth, sid = next(self._people), "CA" + secrets.token_hex(16)
            rows.append({**place._asdict(), **self._own(nth, sid, place, state)})
            made.append(prepare(path, sid, people.mobile(nth), stage.said(nth), stage.keys(nth)))
        columns = [column.name for column in Call.__table__.columns if column.name != "id"]
        with self._database.write() as connection:
            for first in range(0, len(rows), _BATCH):
                batch = rows[first : first + _BATCH]
                connection.execute(
                    insert(Call), [{name: row[name] for name in columns} for row in batch]
                )
        return made

    def invite(self, population: int, hasher: PinHasher) -> None:
        """Put more people on record, up to ``population``; they call from now on."""
        first = self._population + 1
        people.settle(self._database, self._keyring, hasher, population, first)
        self._population = max(population, self._population)

    def _own(self, nth: int, sid: str, place: Row[Any], state: State) -> dict[str, Any]:
        """What differs between two callers who have come equally far."""
        if "identify" in state.memos and "id_number" in state.memos["identify"]:
            state.memos["identify"]["id_number"] = people.id_number(nth)
        return {
            "sid": sid,
            "ref": secrets.token_hex(8),
            "number": self._keyring.encrypt(people.mobile(nth), "calls.number"),
            "number_index": self._keyring.index(PHONE, people.mobile(nth)),
            "person_id": None if place.person_id is None else nth,
            "state": self._keyring.encrypt(state.dump(), "calls.state"),
        }

    def all_moved(self, requests: list[Prepared], turn: str) -> bool:
        """Whether each call of ``requests`` has moved by exactly one turn."""
        sids = {_sid(one) for one in requests}
        with self._database.read() as connection:
            moved = connection.execute(
                select(Call.sid).where(Call.turn == self._places[turn].turn + 1)
            ).scalars()
            return sids <= set(moved)


def _voices(app: Flask) -> Voices:
    line: Line = app.extensions["hotline"]
    return line.voices


def _sid(one: Prepared) -> str:
    _, _, rest = one.request.partition(b"CallSid=")
    return rest.partition(b"&")[0].decode()
