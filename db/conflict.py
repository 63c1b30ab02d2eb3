"""When two calls want the same thing."""

from __future__ import annotations


class GoneError(Exception):
    """What a turn counted on has been taken meanwhile: the turn is worked out once more."""
