"""Reads again what the ears did not understand, at another speed, and keeps what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from audio.recordings import Clip, Recordings
from audio.recordings.store import FRAGMENT, SENTENCE_PAUSE
from audio.studio.heard import Ear, Utterance, judged
from audio.studio.kokoro import Kokoro
from audio.studio.lines import Line
from audio.studio.plan import tasks
from audio.studio.render import read
from audio.studio.shelf import Shelf, entry
from audio.studio.takes import Takes
from audio.studio.utterances import VALUES

TRIES = ((1.0, 0.0), (1.1, 0.0), (1.0, 0.05), (0.8, 0.0), (0.95, 0.05), (0.85, 0.0), (1.15, 0.05))
"""Speed, and by how many seconds it is cut earlier; what helps most often comes first."""


def retake(
    missed: Sequence[Utterance],
    shelf: Shelf,
    lines: Sequence[Line],
    takes: Takes,
    voice: Kokoro,
    ear: Ear,
    recordings: Recordings,
    done: Callable[[Utterance], None],
) -> Takes:
    """Puts on the shelf, for each utterance, the first take that is heard right.

    The others keep the recordings they have. Returns the takes that are now in use. In a phrase its
    fixed words and terms are read again, in a value its fragments.
    """
    by_name = {line.name: line for line in lines}
    by_id = {kept.id: by_name[kept.name] for kept in shelf.entries if kept.name in by_name}
    with shelf:
        for utterance in missed:
            clips = recordings.clips(utterance.pieces, shelf.language)
            ids = [clip.id for clip in clips if isinstance(clip, Clip)]
            again = {
                sound: by_id[sound]
                for sound in ids
                if sound in by_id
                and by_id[sound].name.startswith(FRAGMENT) == (utterance.group == VALUES)
            }
            for speed, ahead in TRIES if again and len(ids) == len(clips) else ():
                tried = takes.at(again.values(), speed, ahead)
                sounds = _sounds(voice, again.values(), tried)
                heard = ear.hear(_joined(recordings, ids, again, sounds), shelf.language)
                if judged(utterance, heard, shelf.language).right:
                    takes = tried
                    source = f"kokoro {takes.voice(next(iter(again.values()))).name}"
                    for line in again.values():
                        samples = sounds[line.name]
                        shelf.put(entry(line, samples, source, takes.recipe(line)), samples)
                    break
            done(utterance)
    return takes


def _sounds(voice: Kokoro, lines: Iterable[Line], takes: Takes) -> dict[str, bytes]:
    """Samples by the name of the line."""
    return {
        line.name: samples for task in tasks(lines, takes) for line, samples in read(voice, task)
    }


def _joined(
    recordings: Recordings,
    ids: Sequence[str],
    again: Mapping[str, Line],
    sounds: Mapping[str, bytes],
) -> bytes:
    """The utterance as it would be played with the new sounds in it."""
    joined = b""
    for sound in ids:
        if sound in again:
            line = again[sound]
            joined += sounds[line.name] + (SENTENCE_PAUSE if line.final else b"")
        else:
            joined += recordings.samples([sound])
    return joined
