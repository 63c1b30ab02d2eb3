"""The corpus of values: what the line says is what it holds, and it can be made anew."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from audio.golden import PATH, differences, load, renewed, written_out
from audio.golden import __main__ as command
from audio.languages import LANGUAGES
from audio.values import KINDS, speak, write

GOLDEN = load()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_words_and_figures_are_those_of_the_corpus(kind: str) -> None:
    entries = [entry for entry in GOLDEN if entry["type"] == kind]
    for entry in entries:
        language = LANGUAGES[entry["language"]]
        assert speak(kind, entry["value"], language) == entry["words"], entry
        assert write(kind, entry["value"], language) == entry["written"], entry


def test_the_corpus_knows_every_kind_in_every_language() -> None:
    assert len(GOLDEN) >= 2000
    held = Counter((entry["type"], entry["language"]) for entry in GOLDEN)
    assert set(held) == {(kind, code) for kind in KINDS for code in LANGUAGES}
    assert min(held.values()) >= 10


def test_no_entry_twice() -> None:
    seen = Counter(json.dumps([e["type"], e["value"], e["language"]]) for e in GOLDEN)
    assert max(seen.values()) == 1


def test_made_anew_it_is_the_same() -> None:
    assert differences(GOLDEN, renewed(GOLDEN)) == []
    assert PATH.read_text("utf-8") == written_out(GOLDEN)


def test_what_a_person_wrote_is_never_made_anew() -> None:
    changed = [entry.copy() for entry in GOLDEN]
    by_hand = next(entry for entry in changed if entry["rule"] == "by-hand")
    by_hand["words"] = "as somebody wrote it"
    assert renewed(changed)[changed.index(by_hand)]["words"] == "as somebody wrote it"


def test_every_rule_is_explained() -> None:
    rules = PATH.with_name("README.md").read_text("utf-8").partition("## Rules")[2]
    explained = re.findall(r"^\| `([a-z-]+)` \|", rules, re.M)
    assert sorted(explained) == sorted({entry["rule"] for entry in GOLDEN})


def test_the_command_shows_what_differs_and_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "corpus.json"
    old = [entry.copy() for entry in GOLDEN]
    old[-1]["words"] = "something else"
    path.write_text(written_out(old), "utf-8")
    monkeypatch.setattr(command, "PATH", path)

    monkeypatch.setattr(sys, "argv", ["golden"])
    assert command.main() == 1
    shown = capsys.readouterr().out
    assert "-" + json.dumps(old[-1], ensure_ascii=False) in shown
    assert "+" + json.dumps(GOLDEN[-1], ensure_ascii=False) in shown
    assert load(path) == old

    monkeypatch.setattr(sys, "argv", ["golden", "--write"])
    assert command.main() == 0
    assert load(path) == GOLDEN
    monkeypatch.setattr(sys, "argv", ["golden"])
    assert command.main() == 0
