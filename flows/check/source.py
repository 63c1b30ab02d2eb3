"""What a step's source says: the phrases in it, and the steps it goes to.

Every ``say``, ``again`` and ``go`` names its phrase or step literally, so that both can be compared
with what is declared without running anything. What is not written out is found, too.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from flows.dialogue import RETURN


@dataclass(frozen=True)
class Said:
    """A phrase that some code says, with the names of the slots it fills."""

    phrase: str
    slots: frozenset[str]


@dataclass(frozen=True)
class Goes:
    """Where a step's functions go. ``own`` are the edges in its own function, ``all`` those in the
    functions it calls as well; ``chosen`` when some edge is only known in the call."""

    own: frozenset[str]
    all: frozenset[str]
    chosen: bool


@cache
def said_in(run: Callable[..., Any]) -> tuple[Said, ...]:
    """The phrases in a function, and in the functions of its module that it calls."""
    found = [
        _said(call)
        for function in _with_helpers(run)
        for call in _calls(function)
        if _name(call) in ("say", "again")
    ]
    return tuple(dict.fromkeys(found))


@cache
def goes_in(run: Callable[..., Any]) -> Goes:
    """Where a function goes, and the functions of its module that it calls."""
    functions = _with_helpers(run)
    edges = {function: [*map(_first, _gos(function))] for function in functions}
    everywhere = [edge for found in edges.values() for edge in found]
    return Goes(
        own=frozenset(filter(None, edges[run])),
        all=frozenset(filter(None, everywhere)),
        chosen="" in everywhere,
    )


def _with_helpers(run: Callable[..., Any]) -> list[Callable[..., Any]]:
    """A function and those of its module that it calls, directly or not."""
    functions = [run]
    for function in functions:
        for call in _calls(function):
            other = function.__globals__.get(_name(call))
            same_module = getattr(other, "__module__", None) == run.__module__
            if inspect.isfunction(other) and same_module and other not in functions:
                functions.append(other)
    return functions


def _calls(function: Callable[..., Any]) -> Iterator[ast.Call]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    body = next(node for node in tree.body if isinstance(node, ast.FunctionDef)).body
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                yield node


def _gos(function: Callable[..., Any]) -> Iterator[ast.Call]:
    names = {"go", "Go"}
    return (call for call in _calls(function) if _name(call) in names)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _first(call: ast.Call) -> str:
    """The text of the first argument; empty when it is not written out."""
    match call.args:
        case [ast.Constant(value=str(text)), *_]:
            return text
        case [ast.Name(id="RETURN"), *_]:
            return RETURN
        case _:
            return ""


def _said(call: ast.Call) -> Said:
    slots = {keyword.arg for keyword in call.keywords if keyword.arg and keyword.arg != "language"}
    return Said(_first(call), frozenset(slots))
