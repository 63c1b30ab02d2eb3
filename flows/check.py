"""What can be wrong with a call map, found without a call. Each fault is one sentence.

What a step says is read from its source: every ``say`` and ``again`` names its phrase literally,
so that phrase and slots can be compared with what the languages have.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from audio.phrases import PhraseBook
from flows.dialogue import PERSON, RETURN, Ask, Connect, End, Flow, Menu, Pass, Record, Step
from flows.map import CallMap

MOST_CHOICES = 5
MOST_LEVELS = 3
MOST_PROMPT_SECONDS = 15.0
MOST_CHOICE_SECONDS = 8.0
RESERVED = ("0", "9", "*", "#")
ENGINE_PHRASES = {
    "engine.reserved": (),
    "engine.choose_again": (),
    "engine.number_help": (),
    "engine.more_time": (),
    "engine.to_person": (),
    "engine.moment": (),
    "engine.fault": (),
    "engine.fault_end": (),
    "agent.whisper": ("topic",),
}
"""Phrases said by the line itself, with their slots."""
TERMS = "term."


@dataclass(frozen=True)
class Said:
    """A phrase that some code says, with the names of the slots it fills."""

    phrase: str
    slots: frozenset[str]


def faults(call_map: CallMap, book: PhraseBook, languages: Sequence[str]) -> list[str]:
    """Everything that is wrong, in the order of the flows; nothing when the line may open."""
    found = [*_shape(call_map)]
    if not found:
        found += _ways(call_map)
    return [*found, *_speech(call_map, book, languages)]


# --- shape: names, edges, keys -------------------------------------------------------------------


def _shape(call_map: CallMap) -> Iterator[str]:
    names = [flow.name for flow in call_map.all_flows]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name}: two flows have this name; give one of them another."
    for needed in (call_map.start_flow, PERSON):
        if needed not in call_map.flows:
            yield f"{needed}: there is no such flow, and the line cannot do without it."
    if call_map.start_flow in call_map.flows and call_map.top not in call_map.steps:
        yield f"{call_map.top}: there is no such menu, and * leads there from the top."
    for flow in call_map.all_flows:
        yield from _flow_shape(call_map, flow)


def _flow_shape(call_map: CallMap, flow: Flow) -> Iterator[str]:
    if not flow.steps:
        yield f"{flow.name}: the flow has no step; write its first one."
    names = [step.name for step in flow.steps]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{flow.name}.{name}: two steps have this name; give one of them another."
    if flow.needs is not None and flow.needs not in call_map.flows:
        yield f"{flow.name}: needs the flow {flow.needs!r}, which does not exist."
    elif flow.needs is not None and not _returns(call_map.flows[flow.needs]):
        yield f"{flow.name}: needs the flow {flow.needs!r}, which never returns."
    if call_map.find(flow.name, flow.patience) in (None, RETURN):
        yield f"{flow.name}: patience leads to {flow.patience!r}, which does not exist."
    for step in flow.steps:
        yield from _step_shape(call_map, step)


def _step_shape(call_map: CallMap, step: Step) -> Iterator[str]:
    name = step.full_name
    for edge in dict.fromkeys(step.edges):
        if call_map.find(step.flow, edge) is None:
            yield f"{name}: leads to {edge!r}, which does not exist."
        if edge in call_map.flows and f"{step.flow}.{edge}" in call_map.steps:
            yield f"{name}: {edge!r} is a step here and also a flow; rename the step."
    if isinstance(step, Menu):
        if len(step.choices) > MOST_CHOICES:
            yield (
                f"{name}: offers {len(step.choices)} choices; a caller can hold at most "
                f"{MOST_CHOICES}."
            )
        for key in step.quiet:
            if key in RESERVED or key not in "12345678":
                yield f"{name}: key {key} is reserved on the whole line; take another."
            elif int(key) <= len(step.choices):
                yield f"{name}: key {key} is already the key of a choice; take another."
    elif not step.edges and not isinstance(step, End):
        yield f"{name}: leads nowhere; declare where it goes, or make it an end."
    if isinstance(step, Ask):
        for key in step.alone:
            if key in ("0", "1", "*", "#"):
                yield f"{name}: key {key} alone already has a meaning there; take another."


def _returns(flow: Flow) -> bool:
    return any(RETURN in step.edges for step in flow.steps)


# --- ways: what a caller can come to -------------------------------------------------------------


def _ways(call_map: CallMap) -> Iterator[str]:
    reachable = call_map.reachable()
    for name in call_map.steps:
        if name not in reachable:
            yield f"{name}: no caller can come here; lead to it, or remove it."
    for name, level in call_map.levels().items():
        if level > MOST_LEVELS:
            yield f"{name}: lies {level} menus deep; a caller is led at most {MOST_LEVELS} deep."
    yield from _rounds(call_map)
    leaving: dict[str, set[str]] = {}
    for edge in call_map.edges():
        leaving.setdefault(edge.source, set()).add(edge.target)
    for name, step in call_map.steps.items():
        person_near = _can_come(leaving, name, call_map.person)
        if step.waits and not isinstance(step, End) and not person_near:
            yield f"{name}: key 0 cannot reach a person from here."


def _rounds(call_map: CallMap) -> Iterator[str]:
    """Steps that can follow each other for ever without the caller being asked anything."""
    ways = {
        name: [
            str(target)
            for edge in step.edges
            if (target := call_map.target(step, edge)) not in (None, RETURN)
            and isinstance(call_map.steps[str(target)], Pass)
        ]
        for name, step in call_map.steps.items()
        if isinstance(step, Pass)
    }
    for name in ways:
        if any(_can_come(ways, after, name) for after in ways[name]):
            yield f"{name}: can come round to itself without waiting for the caller."


def _can_come(ways: dict[str, list[str]] | dict[str, set[str]], start: str, goal: str) -> bool:
    seen, queue = {start}, [start]
    while queue:
        name = queue.pop()
        if name == goal:
            return True
        fresh = set(ways.get(name, ())) - seen
        seen |= fresh
        queue += fresh
    return False


# --- speech: phrases, slots, lengths -------------------------------------------------------------


def _speech(call_map: CallMap, book: PhraseBook, languages: Sequence[str]) -> Iterator[str]:
    yield from book.problems()
    for language in languages:
        if language not in book.languages:
            yield f"{language}: the city speaks it, but there are no phrases in it."
    spoken: set[str] = set(ENGINE_PHRASES)
    for phrase, slots in ENGINE_PHRASES.items():
        yield from _phrase("the line", Said(phrase, frozenset(slots)), book)
    for name, step in call_map.steps.items():
        for said in said_by(step):
            spoken.add(said.phrase)
            yield from _phrase(name, said, book)
            yield from _length(name, step, said, book, languages)
    for phrase in sorted(book.names - spoken):
        if not phrase.startswith(TERMS):
            yield f"{phrase}: no step says this phrase; remove it from every language."


def _phrase(name: str, said: Said, book: PhraseBook) -> Iterator[str]:
    if not said.phrase:
        yield f"{name}: says a phrase whose name is not written out; write it out."
    elif said.phrase not in book.names:
        yield f"{name}: says {said.phrase!r}, which no language has."
    else:
        needed = set(book.slots(said.phrase))
        for slot in sorted(needed - said.slots):
            yield f"{name}: says {said.phrase!r} without its slot {slot!r}."
        for slot in sorted(said.slots - needed):
            yield f"{name}: says {said.phrase!r} with a slot {slot!r} that it does not have."


def _length(
    name: str, step: Step, said: Said, book: PhraseBook, languages: Sequence[str]
) -> Iterator[str]:
    is_choice = isinstance(step, Menu) and any(c.phrase == said.phrase for c in step.choices)
    most = MOST_CHOICE_SECONDS if is_choice else MOST_PROMPT_SECONDS
    for language in languages:
        if said.phrase not in book.names or language not in book.languages:
            continue
        try:
            seconds = book.longest_seconds(said.phrase, language)
        except LookupError:
            continue  # Missing in this language: the book's own problems say so.
        if seconds > most:
            yield (
                f"{name}: {said.phrase!r} takes up to {seconds:.0f} s in {language}; "
                f"at most {most:.0f} s are allowed."
            )


def said_by(step: Step) -> list[Said]:
    """Every phrase a step may say: in its declaration and in its functions."""
    slots = frozenset[str]()
    if isinstance(step, Menu):
        slots = frozenset({"key"})
    elif isinstance(step, Connect):
        slots = frozenset({"staff"})
    declared = [Said(phrase, slots) for phrase in step.phrases if phrase]
    return list(dict.fromkeys([*declared, *_spoken_in(step.run)]))


@cache
def _spoken_in(run: Callable[..., object]) -> tuple[Said, ...]:
    """The phrases in a function, and in the functions of its module that it calls."""
    said: list[Said] = []
    seen, queue = {run}, [run]
    while queue:
        function = queue.pop()
        for call in _calls(function):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            if name in ("say", "again"):
                said.append(_said(call))
                continue
            other = function.__globals__.get(name)
            same_module = getattr(other, "__module__", None) == run.__module__
            if inspect.isfunction(other) and same_module and other not in seen:
                seen.add(other)
                queue.append(other)
    return tuple(said)


def _calls(function: Callable[..., object]) -> Iterator[ast.Call]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    body = next(node for node in tree.body if isinstance(node, ast.FunctionDef)).body
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                yield node


def _said(call: ast.Call) -> Said:
    first = call.args[0] if call.args else None
    literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
    phrase = str(first.value) if literal and isinstance(first, ast.Constant) else ""
    slots = {keyword.arg for keyword in call.keywords if keyword.arg and keyword.arg != "language"}
    return Said(phrase, frozenset(slots))


__all__ = ["Record", "Said", "faults", "said_by"]
