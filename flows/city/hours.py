"""Times of day, and when a person answers."""

from __future__ import annotations

import re
from datetime import time
from enum import Enum
from itertools import pairwise
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    WithJsonSchema,
    model_serializer,
)

from flows.city.entry import Entry


class Day(Enum):
    """What kind of day a date is, after holidays and make-up workdays."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class Span(BaseModel):
    """A stretch of a day, from ``start`` to ``end``; ``end`` None is midnight."""

    model_config = ConfigDict(frozen=True)
    start: time
    end: time | None

    def covers(self, moment: time) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)

    @model_serializer
    def __str__(self) -> str:
        end = f"{self.end:%H:%M}" if self.end else "24:00"
        return f"{self.start:%H:%M}-{end}"


def _span(text: Any) -> Any:
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if found is None or found["end"] <= found["start"]:
        raise ValueError(f'"{text}" is no span of a day; write it as "08:30-12:00"')
    end = None if found["end"] == "24:00" else time.fromisoformat(found["end"])
    return Span(start=time.fromisoformat(found["start"]), end=end)


def _in_order(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    for before, after in pairwise(spans):
        if before.end is None or after.start < before.end:
            raise ValueError("spans of a day must follow each other without overlapping")
    return spans


_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_SPAN = re.compile(f"(?P<start>{_TIME})-(?P<end>{_TIME}|24:00)")
_AS_WRITTEN = WithJsonSchema(
    {"type": "string", "pattern": f"^{_TIME}-({_TIME}|24:00)$", "examples": ["08:30-12:00"]}
)
Spans = Annotated[
    tuple[Annotated[Span, BeforeValidator(_span), _AS_WRITTEN], ...], AfterValidator(_in_order)
]


class Hours(Entry):
    """When a person answers, for each kind of day: spans such as "08:30-12:00"; [] is closed."""

    workday: Spans
    weekend: Spans
    holiday: Spans

    def of(self, day: Day) -> Spans:
        spans: Spans = getattr(self, day.value)
        return spans
