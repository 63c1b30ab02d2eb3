"""Why contributions changed: what the records themselves tell, month against month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from db.contributions import ContributionMonth, ContributionPart


@dataclass(frozen=True, slots=True)
class Change:
    """What was different in ``period`` from the month on record before it.

    ``scheme`` is ``None`` when it is so in every insurance that changed. Of ``base`` and ``share``
    (the person's, on an unchanged base) ``before`` and ``after`` are fen; of the others 0.
    """

    period: int
    kind: Literal["base", "share", "began", "stopped", "owed", "settled"]
    scheme: str | None = None
    before: int = 0
    after: int = 0


def changes(months: Sequence[ContributionMonth]) -> list[Change]:
    """The changes within ``months`` (newest first), newest first."""
    return [change for newer, older in pairwise(months) for change in _between(older, newer)]


def _between(older: ContributionMonth, newer: ContributionMonth) -> Iterator[Change]:
    before = {part.scheme: part for part in older.parts}
    after = {part.scheme: part for part in newer.parts}
    both = [scheme for scheme in after if scheme in before]
    yield from _amounts(newer.period, [(before[scheme], after[scheme]) for scheme in both])
    for scheme in after:
        if scheme not in before:
            yield Change(newer.period, "began", scheme)
    for scheme in before:
        if scheme not in after:
            yield Change(newer.period, "stopped", scheme)
    if newer.status != older.status:
        yield Change(newer.period, "settled" if newer.status == "paid" else "owed")


def _amounts(
    period: int, parts: Sequence[tuple[ContributionPart, ContributionPart]]
) -> Iterator[Change]:
    """Bases that were adjusted, once for all insurances that went the same way; then shares."""
    bases: dict[tuple[int, int], list[str]] = {}
    for old, new in parts:
        if old.base != new.base:
            bases.setdefault((old.base, new.base), []).append(new.scheme)
        elif old.personal_amount != new.personal_amount:
            amounts = old.personal_amount, new.personal_amount
            yield Change(period, "share", new.scheme, *amounts)
    for (before, after), schemes in bases.items():
        alone = len(schemes) == 1 and len(parts) > 1
        yield Change(period, "base", schemes[0] if alone else None, before, after)
