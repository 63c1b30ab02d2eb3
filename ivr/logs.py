"""Structured logs: one JSON object a line, with our own name of the call and nothing of a person.

What may be logged is decided here, not by whoever logs: exceptions keep their type and the lines
of code they came through, while their texts, which may quote what a caller typed, are left out.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any

import orjson
import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger("hotline")


def _where(error: BaseException | None) -> list[str]:
    """The lines of code an exception came through, without its words."""
    if error is None:
        return []
    lines = [_name(error)]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"{frame.filename}:{frame.lineno} {frame.name}")
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [*lines, "after", *_where(before)] if before is not None else lines


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _raised(exc_info: Any) -> BaseException | None:
    """The exception that ``exc_info`` means: itself, the second of three, or the one at hand."""
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return exc_info[1] if isinstance(exc_info[1], BaseException) else None
    return sys.exc_info()[1] if exc_info else None


def _wordless(value: Any) -> Any:
    return _name(value) if isinstance(value, BaseException) else value


def _without_words(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if error := _raised(event.pop("exc_info", None)):
        event["error"] = _where(error)
    return {key: _wordless(value) for key, value in event.items()}


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """A record whose exceptions have lost their words, whichever library's handler prints it."""
    record = logging.LogRecord(*args, **kwargs)
    record.msg = _wordless(record.msg)
    if isinstance(record.args, tuple):
        record.args = tuple(map(_wordless, record.args))
    if error := _raised(record.exc_info):
        # A formatter takes this text when it is there, instead of making its own.
        record.exc_text = "\n  ".join(_where(error))
    return record


def _line(event: Any, default: Callable[[Any], Any] = repr) -> str:
    return orjson.dumps(event, default=default, option=orjson.OPT_NON_STR_KEYS).decode()


class _Bare(logging.Formatter):
    """Other libraries' records, in the same shape; an exception loses its words here too."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if error := _raised(record.exc_info):
            event["error"] = _where(error)
        return _line(event)


def configure(level: str) -> None:
    """Write to standard error from here on, our own records and those of all libraries.

    A person at a terminal gets lines to read; everything else gets one JSON object a line."""
    at_a_terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            structlog.dev.ConsoleRenderer()
            if at_a_terminal
            else structlog.processors.JSONRenderer(serializer=_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    global log
    # Bound now: the lazy one would be put together anew for each line.
    log = structlog.get_logger("hotline").bind()
    logging.setLogRecordFactory(_record)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Bare())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
