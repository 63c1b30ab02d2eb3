"""What is wrong with a file that an agency writes, in words for whoever writes it."""

from __future__ import annotations

from pydantic_core import ErrorDetails


def sentence(mistake: ErrorDetails) -> str:
    """One mistake that pydantic found, as `entry: what is wrong`."""
    where = ".".join(str(part) for part in mistake["loc"] if part != "[key]")
    said = _PLAINER.get(mistake["type"], mistake["msg"].removeprefix("Value error, "))
    return f"{where}: {said}" if where else said


_PLAINER = {
    "missing": "is missing",
    "extra_forbidden": "is no entry of this file; look for a slip of the pen",
    "tuple_type": "must be a list, in [ ]",
    "dict_type": "must be a table, with entries of its own",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "greater_than": "must be 1 or more",
    "too_short": "must name at least one",
    "string_too_short": "must not be empty",
    "string_type": "must be a text, in quotes",
}
"""Mistakes in words for whoever writes such files, by pydantic's name of them."""
