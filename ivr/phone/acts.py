"""What can be done with a telephone, as the page sends it and as the journal keeps it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Key = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"]
LegName = Annotated[str, Field(pattern=r"^leg-[0-9]{1,4}$")]
Speed = Annotated[float, Field(ge=0.5, le=20)]

MOST_AT_ONCE = 32
"""Acts in one request: a pasted ID number and its ``#`` fit easily."""


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Dial(_Act):
    """Pick up and call. Only the journal has it."""

    do: Literal["dial"] = "dial"


class Pass(_Act):
    """Let time pass. Only the journal has it."""

    do: Literal["pass"] = "pass"
    seconds: Annotated[float, Field(ge=0)]


class Press(_Act):
    """The caller presses a key."""

    do: Literal["press"] = "press"
    key: Key


class Speak(_Act):
    """The caller speaks from now on for so long. Nobody listens to a microphone."""

    do: Literal["speak"] = "speak"
    seconds: Annotated[float, Field(gt=0, le=10)]


class HangUp(_Act):
    """The caller hangs up."""

    do: Literal["hang_up"] = "hang_up"


class Agent(_Act):
    """Somebody at a dialled telephone picks up, is busy, does not answer, or hangs up."""

    do: Literal["agent"] = "agent"
    leg: LegName
    what: Literal["answer", "busy", "no_answer", "hang_up"]


class AgentPress(_Act):
    """Somebody at a dialled telephone presses a key."""

    do: Literal["agent_press"] = "agent_press"
    leg: LegName
    key: Key


class Hurry(_Act):
    """The line asks the caller out of the music. Only the journal has it."""

    do: Literal["hurry"] = "hurry"


class Pace(_Act):
    """From now on everything is spoken so many times as fast."""

    do: Literal["pace"] = "pace"
    speed: Speed


Asked = Annotated[Press | Speak | HangUp | Agent | AgentPress | Pace, Field(discriminator="do")]
"""What a page may ask for."""
Act = Annotated[
    Dial | Pass | Press | Speak | HangUp | Agent | AgentPress | Hurry | Pace,
    Field(discriminator="do"),
]


class Opening(BaseModel):
    """The page picks up. ``number`` is the calling number; empty when it is withheld."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[str, Field(max_length=24)] = ""
    speed: Speed = 1.0


Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
MOST_EXPECTED = 8


class Waiting(BaseModel):
    """The page asks whether the line calls. ``calls``: the tokens of calls in which this browser
    may have booked a callback."""

    model_config = ConfigDict(extra="forbid")

    calls: Annotated[list[Token], Field(max_length=MOST_EXPECTED)]


class PickingUp(BaseModel):
    """The page answers the callback that was booked in the call of the token ``call``."""

    model_config = ConfigDict(extra="forbid")

    call: Token
    speed: Speed = 1.0


class Declining(BaseModel):
    """The page declines it."""

    model_config = ConfigDict(extra="forbid")

    call: Token


class Request(BaseModel):
    """The page asks how the call is, and does something.

    ``batch`` counts the requests that do something, from 1: one that is sent again because its
    answer was lost is not done again. ``after`` is how many happenings the page has already.
    """

    model_config = ConfigDict(extra="forbid")

    batch: Annotated[int, Field(ge=0)]
    after: Annotated[int, Field(ge=0)] = 0
    acts: Annotated[list[Asked], Field(max_length=MOST_AT_ONCE)] = []
