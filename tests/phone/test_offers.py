"""Which sentence offered a key."""

from __future__ import annotations

import pytest

from ivr.carrier.sound import Sound
from ivr.phone.offers import offer
from ivr.phone.summary import summary
from tests.phone.tiny import MENU

RULES = "听规则，请按一。"
DOCUMENT = f"<Response>{MENU}</Response>"


@pytest.mark.parametrize(
    ("key", "words", "language"),
    [
        ("1", "输入号码，请按一。", "zh-CN"),
        ("2", "To leave a message, press two.", "en-US"),
        ("3", "For a person, press three.", "en-US"),
    ],
)
def test_the_sentence_that_ends_in_the_key(key: str, words: str, language: str) -> None:
    assert offer(DOCUMENT, key, {}) == {"words": words, "language": language}


@pytest.mark.parametrize(
    ("sounds", "found"),
    [
        (
            {"a": Sound(1.0, RULES, "zh-CN")},
            {"words": RULES, "language": "zh-CN"},
        ),
        ({"a": Sound(1.0, "听规则，请按二。", "zh-CN")}, {}),
        ({"a": Sound(1.0, RULES, "xx")}, {}),
        ({"a": Sound(1.0)}, {}),
        ({}, {}),
    ],
)
def test_a_sentence_that_is_played(sounds: dict[str, Sound], found: dict[str, str]) -> None:
    document = "<Response><Gather><Play>a</Play></Gather></Response>"
    assert offer(document, "1", sounds) == found


@pytest.mark.parametrize("key", ["4", "0", "9", "*", "#"])
def test_no_sentence_for_other_keys(key: str) -> None:
    assert offer(DOCUMENT, key, {}) == {}


@pytest.mark.parametrize(
    "document", ["", "no xml", "<a>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
)
def test_what_is_no_document_offers_nothing(document: str) -> None:
    assert offer(document, "1", {}) == {}


def test_a_summary_tells_what_matters_of_a_call() -> None:
    happened = [
        {"at": 0.0, "is": "answered"},
        {"at": 1.0, "is": "key", "key": "1", "words": "One.", "language": "en-US"},
        {"at": 2.0, "is": "key", "key": "•"},
        {"at": 3.0, "is": "key", "key": "#"},
        {"at": 4.0, "is": "recorded", "seconds": 12.4},
        {"at": 5.0, "is": "key", "key": "0"},
        {"at": 10.0, "is": "joined", "leg": "leg-1"},
        {"at": 40.0, "is": "leg_ended", "leg": "leg-1", "status": "completed"},
        {"at": 42.4, "is": "ended", "status": "completed"},
    ]
    assert summary(happened, 7, ["1234567897"]) == {
        "seconds": 42,
        "turns": 7,
        "chosen": [{"key": "1", "words": "One.", "language": "en-US"}, {"key": "0"}],
        "person": True,
        "talked": 30,
        "recorded": 12,
        "tickets": ["1234567897"],
    }


def test_a_summary_of_a_call_in_which_nothing_happened() -> None:
    told = summary([], 0, [])
    assert (told["seconds"], told["person"], told["chosen"]) == (0, False, [])
