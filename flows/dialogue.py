"""The vocabulary in which flows are written.

A *flow* is one errand of the caller; it is made of *steps*. A step is an ordinary function that
gets the call and says something; its decorator declares what happens then, so that the whole
conversation can be checked and drawn without a call (``flows.map``):

- ``@flow.step(to=…)``       goes on at once, to one of the steps named;
- ``@flow.menu(Choice, …)``  says something, then offers choices, numbered 1, 2, 3 … as they apply;
- ``@flow.ask(Digits, …)``   asks for a number; the function gets what was typed;
- ``@flow.record(…)``        records the caller; the function gets the recording;
- ``@flow.queue(…)``         waits for a person; the function gets how the waiting ended;
- ``@flow.end``              says goodbye and ends the call.

Steps are named by strings: ``"balance"`` is a step of the same flow, ``"account"`` the first step
of another flow, ``"welcome.menu"`` any step. ``RETURN`` goes back to whatever needed this flow.

Repeats, silence, wrong keys, the reserved keys and languages are the engine's, never a flow's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from flows.digits import Digits
from flows.proof import Proof

if TYPE_CHECKING:
    from flows.call import Call

RETURN = "(return)"
PERSON = "agent"
"""The flow behind key 0, everywhere."""
MENU_WAIT = 7


class Utterance(NamedTuple):
    """A phrase with its slots, not yet in any language unless ``language`` says so."""

    phrase: str
    slots: tuple[tuple[str, Any], ...] = ()
    language: str | None = None


def say(phrase: str, *, language: str | None = None, **slots: Any) -> Utterance:
    """Say a phrase, in the caller's language unless another is named."""
    if not slots:
        return Utterance(phrase, (), language)
    return Utterance(phrase, tuple([(k, _plain(v)) for k, v in slots.items()]), language)


def _plain(value: Any) -> Any:
    """Dates and times as text, so that what was said can be kept and said again."""
    return value.isoformat() if isinstance(value, date | time) else value


@dataclass(frozen=True)
class Go:
    """Say something, then go on to a step that was declared."""

    to: str
    said: tuple[Utterance, ...] = ()


def go(to: str, *said: Utterance) -> Go:
    """Go on to ``to``, after saying ``said``."""
    return Go(to, said)


@dataclass(frozen=True)
class Again:
    """What was typed cannot be right: say so and ask once more. Counts as a wrong answer."""

    said: Utterance


def again(phrase: str, **slots: Any) -> Again:
    """Ask once more, after ``phrase``."""
    return Again(say(phrase, **slots))


class Moment(Exception):  # noqa: N818 - it is a wish, not a mistake
    """Raised by a step that cannot be done just now: the caller is asked for a moment's patience
    and the same input is tried again."""


@dataclass(frozen=True)
class Recording:
    """What a caller left: where the carrier keeps it, and how long it is."""

    url: str
    seconds: int


Said = Utterance | Iterable[Utterance] | None
Reply = Go | Again


def spoken(said: Said) -> tuple[Utterance, ...]:
    """What a step said, in whichever form it said it."""
    if said is None:
        return ()
    return (said,) if isinstance(said, Utterance) else tuple(said)


Condition = Callable[["Call"], bool]


@dataclass(frozen=True)
class Each:
    """One offer for each of ``of(call)``, at most ``most``: what fills the ``slots`` of the phrase.

    The one that was chosen is ``call.picked``.
    """

    of: Callable[[Call], Iterable[Mapping[str, Any]]]
    slots: tuple[str, ...]
    most: int

    def offers(self, call: Call) -> list[dict[str, Any]]:
        """What is offered, as it can be kept and said again."""
        return [{k: _plain(v) for k, v in one.items()} for one in islice(self.of(call), self.most)]


@dataclass(frozen=True)
class Choice:
    """One offer of a menu: the phrase that names the thing ("…, press {key}") and where it leads.

    A choice whose ``when`` says no is not offered, and those after it move up a key. With ``each``
    it is as many offers as there are things, which all lead there.
    """

    phrase: str
    to: str
    when: Condition | None = None
    each: Each | None = None

    @property
    def most(self) -> int:
        """How many keys it can take."""
        return self.each.most if self.each else 1

    @property
    def slots(self) -> frozenset[str]:
        """The slots of its phrase that are filled."""
        return frozenset({"key", *(self.each.slots if self.each else ())})


@dataclass(frozen=True)
class Step:
    """A place in a flow. ``edges`` are the only places it may lead to, as they were written."""

    flow: str
    name: str
    run: Callable[..., Any]
    edges: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.flow}.{self.name}"

    @property
    def waits(self) -> bool:
        """Whether the call waits here for the caller."""
        return not isinstance(self, Pass)

    @property
    def wait_seconds(self) -> int:
        """How long the caller may think, before a key and between keys."""
        return MENU_WAIT

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases its decorator names (what its function says, the map reads itself)."""
        return ()


@dataclass(frozen=True)
class Pass(Step):
    """Says something, or decides something, and goes on at once."""


@dataclass(frozen=True)
class Menu(Step):
    """Says what its function gives, then offers the choices. See ``Flow.menu``."""

    choices: tuple[Choice, ...] = ()
    quiet: Mapping[str, str] = field(default_factory=dict)
    level: bool = True
    fresh: bool = False
    once: bool = False

    @property
    def phrases(self) -> tuple[str, ...]:
        return tuple(choice.phrase for choice in self.choices)

    def by_key(self) -> Iterator[tuple[str, Choice]]:
        """Each choice by the key, or keys ("2-5"), that it has when everything is offered."""
        return _by_key(self.choices)


@dataclass(frozen=True)
class Ask(Step):
    """Asks for a number. See ``Flow.ask``."""

    digits: Digits = field(default=Digits(1, 1, 7))
    question: str = ""
    short: str = ""
    wrong: str = ""
    alone: Mapping[str, str] = field(default_factory=dict)

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.question, self.short, self.wrong)

    @property
    def wait_seconds(self) -> int:
        return self.digits.wait


@dataclass(frozen=True)
class Record(Step):
    """Records the caller. See ``Flow.record``."""

    question: str = ""
    nothing: str = ""
    most_seconds: int = 120

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.question,)


@dataclass(frozen=True)
class Queue(Step):
    """Waits for a person. See ``Flow.queue``."""

    tell: Callable[[Call], Said] = field(default=lambda call: None)
    choices: tuple[Choice, ...] = ()
    announce: str = ""

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.announce, *(choice.phrase for choice in self.choices))

    def by_key(self) -> Iterator[tuple[str, Choice]]:
        """Each choice by its key, when everything is offered."""
        return _by_key(self.choices)


@dataclass(frozen=True)
class End(Step):
    """Says goodbye; the call ends."""


def _by_key(choices: Iterable[Choice]) -> Iterator[tuple[str, Choice]]:
    first = 1
    for choice in choices:
        last = first + choice.most - 1
        yield (str(first) if last == first else f"{first}-{last}"), choice
        first = last + 1


Speaks = TypeVar("Speaks", bound=Callable[..., Any])


class Flow:
    """One errand of the caller: steps, the first of which is where it begins.

    ``needs`` says how surely it must be known who calls before this one may begin. A flow that
    ``proves`` so much is gone through first, and ends in ``RETURN``. ``patience`` is where a
    caller is taken who three times gave no answer that could be used: a person, unless the flow is
    the person's own. ``nobody`` is where a call goes on which three times nothing was done at all;
    the same, unless the flow says otherwise.
    """

    def __init__(
        self,
        name: str,
        *,
        needs: Proof = Proof.NONE,
        proves: Proof = Proof.NONE,
        patience: str = PERSON,
        nobody: str | None = None,
    ) -> None:
        self.name = name
        self.needs = needs
        self.proves = proves
        self.patience = patience
        self.nobody = nobody or patience
        self.steps: list[Step] = []

    def step(self, *, to: str | tuple[str, ...]) -> Callable[[Speaks], Speaks]:
        """Go on at once. With one edge the function may return just what is said."""
        edges = (to,) if isinstance(to, str) else to
        return self._add(lambda run: Pass(self.name, run.__name__, run, edges))

    def menu(
        self,
        *choices: Choice,
        quiet: Mapping[str, str] | None = None,
        level: bool = True,
        fresh: bool = False,
        once: bool = False,
    ) -> Callable[[Speaks], Speaks]:
        """Say what the function returns, then offer ``choices``.

        ``quiet`` are keys that work but are announced elsewhere. A menu that is no ``level`` is
        only a question on the way: ``*`` does not come back to it. A ``fresh`` menu guards
        something that cannot be undone: a key typed before its question began does not count. What
        is asked ``once`` is not asked again after a silence or a key that leads nowhere: the call
        goes on where the flow's patience leads.
        """
        keys = dict(quiet or {})
        edges = (*(choice.to for choice in choices), *keys.values())
        return self._add(
            lambda run: Menu(self.name, run.__name__, run, edges, choices, keys, level, fresh, once)
        )

    def ask(
        self,
        digits: Digits,
        question: str,
        *,
        to: str | tuple[str, ...],
        short: str,
        wrong: str,
        alone: Mapping[str, str] | None = None,
    ) -> Callable[[Speaks], Speaks]:
        """Ask for a number and hand it to the function, which returns ``go`` or ``again``.

        ``short`` is the question when it is asked again, and its help; ``wrong`` is said of a
        number that is too short. ``alone`` are single keys that, typed alone, lead elsewhere.
        """
        edges = (to,) if isinstance(to, str) else to
        keys = dict(alone or {})
        return self._add(
            lambda run: Ask(
                self.name,
                run.__name__,
                run,
                (*edges, *keys.values()),
                digits,
                question,
                short,
                wrong,
                keys,
            )
        )

    def record(
        self, question: str, *, most_seconds: int, to: str | tuple[str, ...], nothing: str
    ) -> Callable[[Speaks], Speaks]:
        """Record the caller and hand the recording to the function. Silence leads to ``nothing``,
        ``0`` to a person, ``*`` goes back."""
        edges = (to,) if isinstance(to, str) else to
        return self._add(
            lambda run: Record(
                self.name, run.__name__, run, (*edges, nothing), question, nothing, most_seconds
            )
        )

    def queue(
        self,
        tell: Callable[[Call], Said],
        *choices: Choice,
        announce: str,
        to: str | tuple[str, ...],
    ) -> Callable[[Speaks], Speaks]:
        """Wait for a person, with music. ``tell`` says now and then how things stand, and
        ``choices`` are offered with it; the step that one leads to says what becomes of the place
        (else it is lost). Who comes is announced (the slot of ``announce`` is ``staff``). The
        function gets an ``Ending``.
        """
        edges = (*((to,) if isinstance(to, str) else to), *(choice.to for choice in choices))
        return self._add(
            lambda run: Queue(self.name, run.__name__, run, edges, tell, choices, announce)
        )

    def end(self, run: Speaks) -> Speaks:
        """Say what the function returns and end the call."""
        self.steps.append(End(self.name, run.__name__, run))
        return run

    def _add(self, make: Callable[[Any], Step]) -> Callable[[Speaks], Speaks]:
        def register(run: Speaks) -> Speaks:
            self.steps.append(make(run))
            return run

        return register
