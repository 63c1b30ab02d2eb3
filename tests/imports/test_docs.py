"""The page for operators says what the code does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from db.imports import KINDS, vocabulary

_PAGE = (Path(__file__).parents[2] / "docs" / "imports.md").read_text(encoding="utf-8")
_ROW = re.compile(r"\| `?([\w-]+)`? \| (.*) \|")


def _table(heading: str) -> dict[str, str]:
    section = _PAGE.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    rows = _ROW.findall(section)
    return {name: words for name, words in rows if words not in ("columns", "also")}


def test_every_kind_and_its_columns() -> None:
    documented = {
        kind: tuple(re.findall(r"`(\w+)`", words))
        for kind, words in _table("## The nine kinds").items()
    }
    assert documented == {kind.name: kind.columns for kind in KINDS.values()}


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("## Chinese names of columns", vocabulary.COLUMNS),
        ("### scheme", vocabulary.SCHEMES),
        ("### account", vocabulary.ACCOUNTS),
        ("### kind (entries)", vocabulary.ENTRY_KINDS),
        ("### status (contributions)", vocabulary.CONTRIBUTION_STATUSES),
        ("### status (enrolments)", vocabulary.ENROLMENT_STATUSES),
        ("### status (claims)", vocabulary.CLAIM_STATUSES),
        ("### status (cards)", vocabulary.CARD_STATUSES),
        ("### benefit", vocabulary.BENEFITS),
    ],
)
def test_every_name(heading: str, words: Mapping[str, Sequence[str]]) -> None:
    documented = {name: tuple(chinese.split("、")) for name, chinese in _table(heading).items()}
    assert documented == {name: tuple(chinese) for name, chinese in words.items()}


def test_no_name_means_two_things() -> None:
    for kind in KINDS.values():
        names = [n for c in kind.columns for n in (c, *vocabulary.COLUMNS[c])]
        assert len(names) == len(set(names)), kind.name
    for words in (vocabulary.SCHEMES, vocabulary.CLAIM_STATUSES, vocabulary.BENEFITS):
        spelt = [s for name, chinese in words.items() for s in (name, *chinese)]
        assert len(spelt) == len(set(spelt))
