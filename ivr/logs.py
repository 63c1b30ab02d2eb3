"""Structured logs: one JSON object a line, with our own name of the call and nothing of a person.

What may be logged is decided here, not by whoever logs: exceptions keep their type and the lines
of code they came through, while their texts, which may quote what a caller typed, are left out.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger("hotline")


def _where(exc_info: Any) -> list[str]:
    """The lines of code an exception came through, without its words."""
    error = exc_info if isinstance(exc_info, BaseException) else sys.exc_info()[1]
    if error is None:
        return []
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"{frame.filename}:{frame.lineno} {frame.name}")
    if error.__cause__ is not None:
        lines += ["caused by", *_where(error.__cause__)]
    return lines


def _without_words(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if event.pop("exc_info", None):
        event["error"] = _where(sys.exc_info()[1])
    return event


class _Bare(logging.Formatter):
    """Other libraries' records, in the same shape; an exception loses its words here too."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[1] is not None:
            event["error"] = _where(record.exc_info[1])
        return str(structlog.processors.JSONRenderer(ensure_ascii=False)(None, "", event))


def configure(level: str) -> None:
    """Write to standard error from here on."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Bare())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
