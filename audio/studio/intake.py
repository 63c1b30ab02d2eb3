"""Takes in what a person recorded: files of any rate, named as the script names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from audio.recordings.g711 import RATE
from audio.studio import sound
from audio.studio.lines import Line
from audio.studio.shelf import Shelf, entry

ENDINGS = (".wav", ".flac", ".ogg", ".aiff", ".aif")
_LOWEST_RATE = 8000
_SHORTEST = 0.08
_CLIPPED_RUN = 4
_NOISE = 12.0
"""dB that speech must stand out of the rest of the file."""


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken, and why."""

    file: str
    sentence: str


class Refused(ValueError):  # noqa: N818
    """Why a file is not taken: a sentence without the name of the file."""


def files(folder: Path) -> list[Path]:
    """What may be recordings, sorted."""
    found = (file for file in folder.rglob("*") if file.suffix.lower() in ENDINGS)
    return sorted(file for file in found if file.is_file())


def take_in(
    shelf: Shelf,
    lines: Sequence[Line],
    found: Sequence[Path],
    speaker: str,
    done: Callable[[Path], None],
) -> Iterator[Refusal]:
    """Puts each file on the shelf as the line of its name; yields those that are refused."""
    by_name = {line.name: line for line in lines}
    with shelf:
        for file in found:
            try:
                line = by_name.get(file.stem)
                if line is None:
                    raise Refused(
                        "no line of the script has this name; name the file as in the first column"
                    )
                samples = sound.encoded(prepared(file, line.seconds))
                shelf.put(entry(line, samples, speaker), samples)
            except Refused as error:
                yield Refusal(file.name, f"{file.name}: {error}.")
            done(file)


def prepared(file: Path, longest: float) -> sound.Samples:
    """A file as the line plays it, at most ``longest`` seconds. Raises Refused."""
    try:
        raw, rate = soundfile.read(file, dtype="float32")
    except (soundfile.SoundFileError, OSError) as error:
        raise Refused("it is no sound file that can be read; save it as WAV or FLAC") from error
    if rate < _LOWEST_RATE:
        raise Refused(f"it has {rate} samples a second; record with 16000 or more")
    if clipped(raw):
        raise Refused("it is clipped; record it again with less gain")
    narrow = sound.telephone(raw, rate)
    speech = sound.faded(sound.levelled(sound.trimmed(narrow)))
    if len(speech) < _SHORTEST * RATE or sound.measure(narrow).loudness < -60:
        raise Refused("nothing is heard in it; record it again")
    seconds = len(speech) / RATE
    if seconds > longest:
        raise Refused(
            f"it lasts {seconds:.1f} s and may last {longest:.1f} s; read it faster, "
            "or cut what does not belong to it"
        )
    return speech


def clipped(raw: np.ndarray) -> bool:
    """Whether several samples in a row stand at full scale."""
    full = np.abs(raw if raw.ndim == 1 else raw.max(axis=1)) >= 0.999
    run = np.convolve(full.astype(np.int8), np.ones(_CLIPPED_RUN, np.int8), "valid")
    return bool((run == _CLIPPED_RUN).any())
