"""Steps are called on the pages what callers hear."""

from __future__ import annotations

import pytest

from audio.phrases import PhraseBook
from flows.city import City
from flows.tree import call_map
from ivr.desk.agent.names import Names
from tests.plugins.line import CITY

BOOK, MAP = PhraseBook.load(), call_map(City.load(CITY))


@pytest.mark.parametrize(
    ("language", "step", "name"),
    [
        ("en", "medical.balance", "a medical account"),
        ("en", "medical.earlier", "a medical account › Earlier uses"),
        ("en", "identify.id_number", "identification › Enter your eighteen-digit ID number"),
        ("zh", "freeze.done", "立即冻结社保卡 › 您的社保卡已冻结，到……自动解除"),
        ("zh", "agent.waiting", "人工服务"),
        ("en", "gone.away", "gone"),
    ],
)
def test_a_step_by_its_errand_and_its_words(language: str, step: str, name: str) -> None:
    assert Names(BOOK, MAP, language).step(step) == name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_has_a_name(language: str) -> None:
    names = Names(BOOK, MAP, language)
    for step in MAP.steps.values():
        told = names.step(step.full_name)
        assert told
        assert "{" not in told
        assert step.full_name not in told


def test_what_was_told_and_terms() -> None:
    names = Names(BOOK, MAP, "en")
    assert names.told("medical.balance by text") == "a medical account by text"
    assert names.term("claim.paid") == "paid out"
    assert names.term("claim.unheard") == "claim.unheard"
