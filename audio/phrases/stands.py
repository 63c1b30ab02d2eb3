"""Where a term stands: which phrases hold it, so that it is read and heard in its own sentence.

A paid claim and a paid contribution are different words, and no phrase takes every term: "your
card is being made", never "your card is unemployment insurance".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from audio.phrases import PhraseBook
from audio.values import TERM

TERMS = f"{TERM}."
_SENT = re.compile(r"\.text(_\w+)?$")
SCHEME = ""
"""The insurance schemes stand under their bare names."""

FAMILIES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("agent.whisper", "topic"): "topic",
        ("benefits.claim", "status"): "claim",
        ("benefits.of", "benefit"): "benefit",
        ("card.one_of", "status"): "card",
        ("card.only", "status"): "card",
        ("cases.of", "what"): "ticket",
        ("code.text", "purpose"): "code",
        ("complaint.for_subject", "about"): "complaint",
        ("contributions.base_of", "scheme"): SCHEME,
        ("contributions.began", "scheme"): SCHEME,
        ("contributions.owes", "scheme"): SCHEME,
        ("contributions.part", "scheme"): SCHEME,
        ("contributions.part_only", "scheme"): SCHEME,
        ("contributions.share", "scheme"): SCHEME,
        ("contributions.status", "status"): "contribution",
        ("contributions.stopped", "scheme"): SCHEME,
        ("identify.card", "status"): "card",
        ("identify.claim", "status"): "claim",
        ("identify.missing", "scheme"): SCHEME,
        ("identify.owed", "scheme"): SCHEME,
        ("identify.pin_refused", "reason"): "pin",
        ("insurance.enrolled", "scheme"): SCHEME,
        ("insurance.enrolled", "status"): "enrolment",
        ("message.kept", "what"): "ticket",
        ("policy.for_field", "field"): "field",
        ("policy.for_topic", "title"): "rule",
        ("statement.account", "account"): "account",
        ("statement.scheme", "scheme"): SCHEME,
        ("survey.for_score", "score"): "score",
    }
)
"""The family of terms that a slot holds, by phrase and slot."""


def sent_only(name: str) -> bool:
    """Whether a phrase is only ever sent as a message (``freeze.text``, ``code.text_never``) or is
    a term that only such phrases hold. Nobody hears it, so it is not recorded."""
    if name.startswith(TERMS):
        kin = family(name.removeprefix(TERMS))
        homes = [phrase for (phrase, _), held in FAMILIES.items() if held == kin]
        return bool(homes) and all(map(sent_only, homes))
    return bool(_SENT.search(name))


def terms(book: PhraseBook) -> list[str]:
    """The names of all terms, without ``term.``, sorted."""
    return sorted(name.removeprefix(TERMS) for name in book.names if name.startswith(TERMS))


def family(term: str) -> str:
    """The family of a term: what stands before its first dot."""
    return term.partition(".")[0] if "." in term else SCHEME


def sample(book: PhraseBook, phrase: str, slot: str) -> str:
    """A term that this slot may hold; any term when nothing is known of the slot."""
    every = terms(book)
    kin = FAMILIES.get((phrase, slot))
    return next((term for term in every if family(term) == kin), every[0] if every else "")
