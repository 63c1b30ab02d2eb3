"""Rendering the agent's pages: each with the agent's state on top."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import abort, render_template, request
from flask_babel import format_currency
from werkzeug.wrappers import Response

from db import queue
from db.duty import ON_DUTY
from db.queue import Entry
from ivr.desk.agent import wording
from ivr.desk.agent.forms import Find, Show
from ivr.desk.agent.live import ASKED, KEPT, TALKING, Live, look
from ivr.desk.agent.names import spoken_language
from ivr.desk.agent.parts import Room
from ivr.desk.agent.reach import Reach, reach
from ivr.desk.agent.screen import screen
from ivr.desk.agent.softphone import allow
from ivr.desk.door.gate import go, is_fragment
from ivr.desk.shell.words import language

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Pages:
    """Makes the pages of one room."""

    room: Room

    def page(self, template: str, **values: Any) -> str:
        """A page, with the agent's state on top if who asks is an agent on duty."""
        live = look(self.room)
        return render_template(template, **self._values(live, "other"), **values)

    def work(self, status: int = 200, **forms: Any) -> tuple[str, int]:
        """The page of work; ``forms`` are those that came back with mistakes."""
        live = look(self.room)
        values = {**self._values(live, "work"), **self._screen(live), **forms}
        return render_template("desk/agent/work.html", **values), status

    def live(self, live: Live) -> str:
        """The agent's state alone, as htmx renews it; with the screen when another one is due."""
        page = "work" if request.values.get("page") == "work" else "other"
        values = self._values(live, page)
        other = page == "work" and request.values.get("entry", "") != live.shown
        if other:
            values |= self._screen(live)
        return render_template("desk/agent/live.html", **values, with_screen=other)

    def here(self) -> Answer:
        """The answer to something the agent has done, where they have done it."""
        if not is_fragment():
            return self.elsewhere("desk.agent.work")
        live = look(self.room)
        if live is None:
            return self.elsewhere("desk.agent.work")
        return self.live(live)

    def elsewhere(self, endpoint: str, **values: str) -> Answer:
        """Another page, for browsers with scripts and without."""
        return go(endpoint, **values) or Response(status=204)

    def words(self) -> dict[str, Any]:
        """What every page and piece tells with."""
        line = self.room.desk.line
        return {
            "names": self.room.names,
            "words": wording,
            "spoken_in": lambda code: spoken_language(code, language()),
            "today": self.room.desk.clock().astimezone(line.city.tz).date(),
        }

    def own(self, entry_id: int) -> Entry:
        """A wait that whoever asks has taken; else there is no such page."""
        with self.room.desk.line.database.read() as connection:
            entry = queue.by_id(connection, entry_id)
        mine = entry is not None and entry.agent_id == self.room.agent_id
        if entry is None or not mine or entry.accepted_at is None:
            abort(404)
        return entry

    def open_now(self, entry_id: int) -> bool:
        """Whether it is the call whoever asks has on their screen at this moment."""
        live = look(self.room)
        return bool(live and live.on_screen and live.entry and live.entry.id == entry_id)

    def _screen(self, live: Live | None) -> dict[str, Any]:
        seen = None
        if live is not None and live.on_screen and live.entry is not None:
            seen = screen(self.room, live.entry, live.agent.agent_id, open_now=True)
        return {
            "screen": seen,
            "show": Show(formdata=None),
            "find": Find(formdata=None, prefix="find-"),
            "money": money,
            "month": month,
        }

    def _values(self, live: Live | None, page: str) -> dict[str, Any]:
        reached = None if live is None else reach(self.room.desk, live.agent.agent_id)
        line = self.room.desk.line
        return {
            "live": live,
            "page": page,
            "reached": reached,
            "softphone": self._softphone(reached),
            # Our own carrier's telephone is a page, too: the two can hear each other.
            "voice": line.settings.phone and live is not None and live.by_line,
            "dispositions": wording.DISPOSITIONS,
            "colleagues": self.colleagues(live),
            "groups": list(line.city.agents.groups),
            "asked_note": self._asked_note(live),
            "staff_number": self.room.staff_number,
            **self.words(),
        }

    def _asked_note(self, live: Live | None) -> str:
        """What whoever asks to take over has written about the caller."""
        if live is None or live.kind not in (ASKED, KEPT) or live.entry is None:
            return ""
        return self.room.notes.own(live.entry.call_id, int(live.entry.agent_id or 0))

    def _softphone(self, reached: Reach | None) -> bool:
        return allow(self.room.desk.line.settings, reached)

    def colleagues(self, live: Live | None) -> list[Any]:
        """Who a caller can be handed to: agents on duty."""
        if live is None or live.kind != TALKING:
            return []
        mine = live.agent.agent_id
        return [a for a in self.room.duties.all() if a.state in ON_DUTY and a.agent_id != mine]


def money(fen: int | None) -> str:
    """An amount as it is written."""
    return "—" if fen is None else str(format_currency(Decimal(fen) / 100, "CNY"))


def month(period: int) -> str:
    """A period as it is written: 2026-02."""
    return f"{period // 100}-{period % 100:02}"


__all__ = ["Answer", "Pages", "money", "month"]
