"""A message: recorded, numbered, and answered by a date that is spoken."""

from __future__ import annotations

from flows.dialogue import Flow
from flows.recorded import recorded

flow = Flow("message", nobody="goodbye")
recorded(flow, "message", lambda promises: promises.message)
