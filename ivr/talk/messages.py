"""What the two pages say to each other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Page = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class Said(BaseModel):
    """``hello``: the caller's page is here. ``offer``, ``answer``: a session description (SDP, RFC
    8866) for the page ``to``. ``of`` names the page that says it, anew each time it is loaded, so
    that what was meant for another is told from what is meant for this one."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["hello", "offer", "answer"]
    of: Page
    to: Page | None = None
    sdp: Annotated[str, Field(max_length=15_000)] = ""


class Exchange(BaseModel):
    """A page fetches what it has not heard after message ``after``, and says something or not."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0)] = 0
    say: Annotated[list[Said], Field(max_length=4)] = []
