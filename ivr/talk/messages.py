"""What the two pages say to each other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Said(BaseModel):
    """``hello``: I am here. ``offer``, ``answer``: a session description (SDP, RFC 8866)."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["hello", "offer", "answer"]
    sdp: Annotated[str, Field(max_length=15_000)] = ""


class Exchange(BaseModel):
    """A page fetches what it has not heard after message ``after``, and says something or not."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0)] = 0
    say: Annotated[list[Said], Field(max_length=4)] = []
