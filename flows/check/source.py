"""What a step's source says: the phrases in it, and the steps it goes to.

Every ``say``, ``again`` and ``go`` names its phrase or step literally, so that both can be compared
with what is declared without running anything. What is not written out is found, too.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

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


class _Called(NamedTuple):
    """One call in a function's source: of what, with which first argument and which keywords.
    The name and the argument are empty when they are not written out."""

    name: str
    first: str
    keywords: frozenset[str]


@cache
def said_in(run: Callable[..., Any]) -> tuple[Said, ...]:
    """The phrases in a function, and in the functions of its module that it calls."""
    found = [
        Said(call.first, call.keywords - {"language"})
        for function in _with_helpers(run)
        for call in _calls(function)
        if call.name in ("say", "again")
    ]
    return tuple(dict.fromkeys(found))


@cache
def goes_in(run: Callable[..., Any]) -> Goes:
    """Where a function goes, and the functions of its module that it calls."""
    functions = _with_helpers(run)
    edges = {
        function: [call.first for call in _calls(function) if call.name in ("go", "Go")]
        for function in functions
    }
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
            other = function.__globals__.get(call.name)
            same_module = getattr(other, "__module__", None) == run.__module__
            if inspect.isfunction(other) and same_module and other not in functions:
                functions.append(other)
    return functions


@cache
def _calls(function: Callable[..., Any]) -> tuple[_Called, ...]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    body = next(node for node in tree.body if isinstance(node, ast.FunctionDef)).body
    return tuple(
        _Called(
            node.func.id if isinstance(node.func, ast.Name) else "",
            _first(node),
            frozenset(keyword.arg for keyword in node.keywords if keyword.arg),
        )
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
    )


def _first(call: ast.Call) -> str:
    """The text of the first argument; empty when it is not written out."""
    match call.args:
        case [ast.Constant(value=str(text)), *_]:
            return text
        case [ast.Name(id="RETURN"), *_]:
            return RETURN
        case _:
            return ""
