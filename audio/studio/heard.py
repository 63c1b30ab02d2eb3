"""The line heard from outside: every phrase and every fragment, as a caller gets them.

An utterance is put together from the recordings just as the line does it, and an ear writes down
what it hears. Phrases are heard with a value in each slot, terms and fragments inside phrases that
have a place for them.

An utterance is *right* when every value in it is heard sound by sound and at most one sound in
eight of the whole is another (``likeness``); with fewer than eight sounds none may be.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from audio.phrases import Piece
from audio.recordings import Clip, Recordings
from audio.studio.likeness import has, length, mistakes

GOAL = 98.0
"""Per cent of the utterances of a language that must be right."""
_SOUNDS_A_MISTAKE = 8


class Ear(Protocol):
    """Whoever listens."""

    def hear(self, samples: bytes, language: str) -> str:
        """What is said in µ-law ``samples``."""
        ...


@dataclass(frozen=True)
class Utterance:
    """What is to be heard. ``strict`` are the values that must be heard sound by sound."""

    name: str
    group: str
    pieces: tuple[Piece, ...]
    strict: tuple[str, ...]

    @property
    def words(self) -> str:
        """All of it."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Hearing:
    """One utterance and what the ear made of it; ``mistakes`` of ``sounds`` were others.

    ``recording`` names the recordings it was put together from, which need not be heard twice.
    """

    name: str
    group: str
    said: str
    heard: str
    mistakes: int
    sounds: int
    right: bool
    recording: str = ""


@dataclass(frozen=True)
class Result:
    """What was heard in a language."""

    hearings: tuple[Hearing, ...]

    @property
    def misses(self) -> tuple[Hearing, ...]:
        """What was not heard right."""
        return tuple(one for one in self.hearings if not one.right)

    def right(self, group: str = "") -> float:
        """Per cent heard right, of a group or of all; 100 when there is nothing to hear."""
        some = [one.right for one in self.hearings if group in ("", one.group)]
        return round(100 * sum(some) / len(some), 1) if some else 100.0

    @property
    def wrong_sounds(self) -> float:
        """Per cent of all sounds that were heard as others."""
        sounds = sum(one.sounds for one in self.hearings)
        return round(100 * sum(one.mistakes for one in self.hearings) / max(sounds, 1), 1)

    @property
    def good(self) -> bool:
        """Whether phrases and values both reach the goal."""
        return all(self.right(group) >= GOAL for group in {one.group for one in self.hearings})

    @property
    def summary(self) -> str:
        """For a terminal, without a full stop."""
        told = (f"{group} {self.right(group)} %" for group in self.groups)
        return f"heard right: {', '.join(told)}; {self.wrong_sounds} % of the sounds were others"

    @property
    def groups(self) -> tuple[str, ...]:
        """Sorted."""
        return tuple(sorted({one.group for one in self.hearings}))


def listen(
    asked: Sequence[Utterance],
    recordings: Recordings,
    language: str,
    ear: Ear,
    done: Callable[[Utterance], None],
    known: Mapping[str, str] | None = None,
) -> Result:
    """Hears every utterance. One that is not wholly recorded is not heard right.

    ``known`` is what was heard before, by ``Hearing.recording``: the same sound is heard once.
    """
    before = known or {}
    hearings = []
    for utterance in asked:
        clips = recordings.clips(utterance.pieces, language)
        ids = [clip.id for clip in clips if isinstance(clip, Clip)]
        recording = hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]
        if len(ids) < len(clips):
            heard, recording = "", ""
        elif recording in before:
            heard = before[recording]
        else:
            heard = ear.hear(recordings.samples(ids), language)
        hearings.append(replace(judged(utterance, heard, language), recording=recording))
        done(utterance)
    return Result(tuple(hearings))


def known_from(file: Path | None, language: str) -> dict[str, str]:
    """What a report says was heard in a language, by recording; nothing without one."""
    if file is None or not file.exists():
        return {}
    hearings = json.loads(file.read_text("utf-8")).get(language, [])
    return {one["recording"]: one["heard"] for one in hearings if one.get("recording")}


def judged(utterance: Utterance, heard: str, language: str) -> Hearing:
    """What an ear made of an utterance, and whether that is right."""
    sounds = length(utterance.words, language)
    wrong = mistakes(utterance.words, heard, language)
    right = wrong <= sounds // _SOUNDS_A_MISTAKE and has(utterance.strict, heard, language)
    return Hearing(utterance.name, utterance.group, utterance.words, heard, wrong, sounds, right)


def _hearing(row: Mapping[str, Any]) -> Hearing:
    return Hearing(**row)


def _beside(result: Result, before: Iterable[Hearing]) -> Result:
    """What was heard now, and before it what was heard of other groups."""
    kept = tuple(one for one in before if one.group not in result.groups)
    return Result((*result.hearings, *kept))


def write(results: Mapping[str, Result], file: Path) -> None:
    """Every hearing as JSON, and a short table in Markdown beside it.

    Languages and groups that were not listened to now stay as the file has them.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    before = json.loads(file.read_text("utf-8")) if file.exists() else {}
    nothing = Result(())
    results = {
        code: _beside(results.get(code, nothing), map(_hearing, before.get(code, ())))
        for code in sorted({*before, *results})
    }
    table = {code: [asdict(one) for one in result.hearings] for code, result in results.items()}
    file.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")
    rows = [
        "| language | what | utterances | heard right |",
        "|---|---|---|---|",
        *(
            f"| {code} | {group} | {sum(one.group == group for one in result.hearings)} "
            f"| {result.right(group)} % |"
            for code, result in results.items()
            for group in result.groups
        ),
    ]
    file.with_suffix(".md").write_text("\n".join(rows) + "\n", "utf-8")
