"""What a worker makes of files and texts that never change: once for all the workers a test starts.

Thousands of workers are started here, many of them for a single webhook, and each would read the
same phrases, take apart the same routes and write the same statements. They share what they have
made of these, never a connection, a row or anything that a call has left behind.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule

from audio.phrases import PhraseBook
from audio.recordings import Recordings
from db import engine
from flows.city import City
from flows.topics import Topics

_STATEMENTS: dict[Any, Any] = {}
_ROUTES: dict[Any, Any] = {}


class KnownRule(Rule):
    """A route that is taken apart once, in whichever worker it is met first."""

    def compile(self) -> None:
        """As ever; or what came of it before."""
        assert self.map is not None
        defaults = tuple(sorted((self.defaults or {}).items()))
        name = (self.rule, self.subdomain, self.host, self.merge_slashes, defaults)
        if name not in _ROUTES:
            super().compile()
            made = (self._build.__func__, self._build_unknown.__func__)  # type: ignore[attr-defined]
            parts = (self._parts, self._trace, self._converters, frozenset(self.arguments))
            _ROUTES[name] = (parts, made)
            return
        parts, made = _ROUTES[name]
        self._parts, self._trace, self._converters = parts[:3]
        self.arguments = set(parts[3])
        self._build, self._build_unknown = (each.__get__(self, None) for each in made)


def pytest_configure() -> None:
    """Let every worker of this process know."""
    Flask.url_rule_class = KnownRule
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        # A text is found by the statement and by the object that stands for the database.
        dialect.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
        dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    shared = partial(create_engine, execution_options={"compiled_cache": _STATEMENTS})
    engine.create_engine = shared  # type: ignore[attr-defined]
    for kind, name, known in (
        (PhraseBook, "load", _usual),
        (PhraseBook, "with_phrases", _by_words),
        (Recordings, "load", _usual),
        (Topics, "load", _by_files),
        (Topics, "told_in", _by_words),
        (City, "load", _by_files),
    ):
        setattr(kind, name, known(getattr(kind, name)))


def _usual(load: Callable[..., Any]) -> Callable[..., Any]:
    """``load``, that reads what ships with the line once."""
    usual = cache(load)
    return lambda *folder: load(*folder) if folder else usual()


def _by_files(load: Callable[..., Any]) -> Callable[..., Any]:
    """``load``, that reads a file or a folder again when anything in it has changed."""
    known: dict[Any, Any] = {}

    def read(path: Path, *more: Any) -> Any:
        name = (_stamp(path), repr(more))
        if name not in known:
            known[name] = load(path, *more)
        return known[name]

    return read


def _stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    places = sorted(path.rglob("*")) if path.is_dir() else [path]
    found = ((place, place.stat()) for place in places if place.exists())
    return tuple((str(place), stat.st_mtime_ns, stat.st_size) for place, stat in found)


def _by_words(make: Callable[..., PhraseBook]) -> Callable[..., PhraseBook]:
    """``make``, that gives the same book again for the same words."""
    known: dict[Any, PhraseBook] = {}

    def read(*given: Any) -> PhraseBook:
        name = tuple(each if type(each) in (PhraseBook, Topics) else repr(each) for each in given)
        if name not in known:
            known[name] = make(*given)
        return known[name]

    return read
