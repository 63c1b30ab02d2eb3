"""All flows of the line, put together."""

from __future__ import annotations

from flows import (
    account,
    agent,
    benefits,
    card,
    contributions,
    goodbye,
    identify,
    insurance,
    medical,
    message,
    senior,
    welcome,
)
from flows.map import CallMap

MODULES = (
    welcome,
    identify,
    account,
    medical,
    contributions,
    insurance,
    benefits,
    card,
    message,
    senior,
    agent,
    goodbye,
)


def call_map() -> CallMap:
    """The call map of this line."""
    return CallMap(module.flow for module in MODULES)
