"""The recording studio: what to record, by whom, and whether it can be heard.

Its packages are not those of the line: ``pip install -r requirements-studio.txt``.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import click

from audio.fragments import INVENTORIES
from audio.phrases import PhraseBook
from audio.recordings import IndexBroken, NotAWave, Recordings
from flows.topics import Topics
from flows.topics.shelf import SHIPPED
from ivr.settings import Settings

if TYPE_CHECKING:
    from audio.studio.ears import Whisper
    from audio.studio.heard import Utterance
    from audio.studio.lines import Line

_Thing = TypeVar("_Thing")
_FOLDER = click.Path(file_okay=False, path_type=Path)

languages_option = click.option(
    "--language",
    "languages",
    multiple=True,
    help="Only this language (zh-CN, en-US); may be given again. Default: every one.",
)


only_option = click.option("--only", default="", help="Only names that start with this.")

what_option = click.option(
    "--what",
    type=click.Choice(["phrases", "values"]),
    help="With ears: hear only phrases and terms, or only values. Default: all.",
)


@contextmanager
def _studio() -> Iterator[None]:
    """Says what is missing as a sentence."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"the studio needs the package {error.name}: pip install -r requirements-studio.txt"
        ) from error
    except (IndexBroken, NotAWave, OSError) as error:
        raise click.ClickException(str(error)) from error
    except RuntimeError as error:
        # Not imported above: the running line reads this file and nothing of the studio.
        from audio.studio.models import Unavailable

        if not isinstance(error, Unavailable):
            raise
        raise click.ClickException(str(error)) from error


def _book() -> PhraseBook:
    """What is recorded: the line's phrases, and the topics that ship with it."""
    book = PhraseBook.load()
    spoken = [code for code in book.languages if code in INVENTORIES]
    return Topics.load(SHIPPED, spoken).told_in(book, spoken)


def _chosen(languages: Sequence[str], only: str = "") -> dict[str, tuple[Line, ...]]:
    """The lines of each language asked for, those whose name starts with ``only``."""
    from audio.studio.lines import languages as recorded
    from audio.studio.lines import lines

    book = _book()
    known = recorded(book)
    for code in languages:
        if code not in known:
            raise click.BadParameter(f"{code} is not recorded, only {', '.join(known)}")
    return {
        code: tuple(line for line in lines(book, code) if line.name.startswith(only))
        for code in languages or known
    }


@contextmanager
def _bar(length: int, label: str) -> Iterator[Callable[[object], None]]:
    with click.progressbar(length=length, label=f"{label:<12}", file=sys.stderr) as bar:
        yield lambda _: bar.update(1)


def _cellar() -> Path:
    """Where models are kept; asked of the settings alone, since no line is needed to record."""
    return Settings().hotline_instance / "studio"


@click.group("audio")
def audio_group() -> None:
    """Recordings: the script for a speaker, the studio voice, and checks.

    A new voice: flask audio script, record, flask audio import, flask audio check.
    """


@audio_group.command("script")
@click.argument("folder", type=_FOLDER)
@languages_option
@only_option
@click.option("--needed", is_flag=True, help="Only what is missing or stale.")
def script_command(folder: Path, languages: tuple[str, ...], only: str, needed: bool) -> None:
    """Write what a speaker is to read into FOLDER: a CSV and a PDF for each language."""
    with _studio():
        from audio.studio.script import write_csv, write_pdf
        from audio.studio.shelf import Shelf

        folder.mkdir(parents=True, exist_ok=True)
        for code, lines in _chosen(languages, only).items():
            shelf = Shelf(code)
            some = [line for line in lines if not needed or shelf.find(line) is None]
            if not some:
                click.echo(f"{code}: everything is recorded.")
                continue
            write_csv(some, folder / f"script-{code}.csv")
            with _bar(len(some), code) as step:
                write_pdf(some, folder / f"script-{code}.pdf", step)
            click.echo(f"{code}: {len(some)} lines are in {folder}/script-{code}.csv and .pdf.")


@audio_group.command("render")
@languages_option
@click.option("--all", "everything", is_flag=True, help="Also what is recorded and fresh.")
@click.option("--missing", is_flag=True, help="Only what has no recording of its words.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes, each of one thread and 750 MB.",
)
@only_option
def render_command(
    languages: tuple[str, ...], everything: bool, missing: bool, jobs: int, only: str
) -> None:
    """Let the studio voice read what is missing or stale.

    What a person recorded is kept as long as its words are asked for, even with --all. Stopped at
    any moment, it goes on where it was.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if everything and missing:
        raise click.UsageError("--all and --missing exclude each other")
    with _studio():
        from audio.studio.plan import stale, tasks
        from audio.studio.render import render
        from audio.studio.shelf import Shelf
        from audio.studio.takes import Takes

        takes = Takes.load()
        for code, lines in _chosen(languages, only).items():
            shelf = Shelf(code)
            needed = (
                [line for line in lines if shelf.find(line) is None]
                if missing
                else stale(shelf, lines, takes, everything=everything)
            )
            work = tasks(needed, takes)
            if not work:
                click.echo(f"{code}: everything is recorded.")
                continue
            with _bar(len(work), code) as step:
                render(shelf, work, takes, _cellar(), jobs=jobs, done=step)
            read = sum(len(task.lines) for task in work)
            click.echo(f"{code}: {read} lines were read.")


@audio_group.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--language", required=True, help="The language that is spoken in them.")
@click.option("--speaker", required=True, help="Who speaks: a name for the index, or a number.")
def import_command(folder: Path, language: str, speaker: str) -> None:
    """Take in recordings of a person from FOLDER: WAV or FLAC, named as in the script.

    They are trimmed, levelled and brought to 8 kHz. A file that cannot be used is named with the
    reason, and the others are taken; then the exit status is 1.
    """
    with _studio():
        from audio.studio.intake import files, take_in
        from audio.studio.shelf import Shelf

        lines = _chosen((language,))[language]
        found = files(folder)
        if not found:
            raise click.ClickException(f"{folder} has no WAV or FLAC file")
        with _bar(len(found), language) as step:
            refused = list(take_in(Shelf(language), lines, found, speaker, step))
        for refusal in refused:
            click.secho(refusal.sentence, fg="red", err=True)
        click.echo(f"{language}: {len(found) - len(refused)} of {len(found)} files were taken.")
        if refused:
            raise click.exceptions.Exit(1)


@audio_group.command("check")
@languages_option
@only_option
@what_option
@click.option("--ears", is_flag=True, help="Also let Whisper listen to every phrase (slow).")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --ears: write what was heard to this JSON file, and a table beside it. What it says "
    "of recordings that are still the same is taken from it.",
)
def check_command(
    languages: tuple[str, ...], only: str, what: str | None, ears: bool, report: Path | None
) -> None:
    """Find what is missing, stale, damaged, clipped, quiet, too long or unused.

    Each fault is a sentence; with one the exit status is 1.
    """
    with _studio():
        from audio.studio.faults import faults
        from audio.studio.shelf import Shelf

        wrong = 0
        chosen = _chosen(languages)
        for code, lines in chosen.items():
            found = [one for one in faults(Shelf(code), lines) if one.name.startswith(only)]
            wrong += len(found)
            for fault in found:
                click.echo(f"{code}: {fault.sentence}")
            counts = Counter(fault.kind for fault in found)
            told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
            click.echo(f"{code}: {len(lines)} lines; {told or 'nothing wrong'}.")
        if ears:
            wrong += _listen(tuple(chosen), only, what, report)
        if wrong:
            raise click.exceptions.Exit(1)


def _listen(languages: Sequence[str], only: str, what: str | None, report: Path | None) -> int:
    """How many languages are understood too rarely."""
    from audio.studio import heard

    recordings = Recordings.load()
    results = {}
    ear = _ear()
    for code in languages:
        asked = _asked(recordings, code, only, what)
        with _bar(len(asked), f"{code} heard") as step:
            known = heard.known_from(report, code)
            results[code] = heard.listen(asked, recordings, code, ear, step, known)
        for miss in results[code].misses:
            click.echo(f"{code}: {miss.name}: said {miss.said!r}, heard {miss.heard!r}.")
        click.echo(f"{code}: {results[code].summary}.")
    if report is not None:
        heard.write(results, report)
        click.echo(f"What was heard is in {report} and {report.with_suffix('.md')}.")
    return sum(not result.good for result in results.values())


def _asked(recordings: Recordings, language: str, only: str, what: str | None) -> list[Utterance]:
    from audio.studio.utterances import utterances

    every = utterances(_book(), recordings, language)
    return [one for one in every if one.name.startswith(only) and what in (None, one.group)]


def _ear() -> Whisper:
    from audio.studio.ears import Whisper
    from audio.studio.models import Cellar

    return Whisper(Cellar(_cellar(), click.echo))


@audio_group.command("retake")
@languages_option
@only_option
@what_option
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A report of check --ears: what it says of recordings that are still the same is taken "
    "from it.",
)
def retake_command(
    languages: tuple[str, ...], only: str, what: str | None, report: Path | None
) -> None:
    """Let the studio voice read again, at other speeds, what the ears do not understand.

    What is heard right in the end stays, and takes.json remembers its speed.
    """
    with _studio():
        from audio.studio import heard
        from audio.studio.kokoro import Kokoro
        from audio.studio.models import Cellar
        from audio.studio.retake import retake
        from audio.studio.shelf import Shelf
        from audio.studio.takes import Takes

        recordings, ear = Recordings.load(), _ear()
        voice = Kokoro(Cellar(_cellar(), click.echo))
        for code, lines in _chosen(languages).items():
            asked = _asked(recordings, code, only, what)
            with _bar(len(asked), f"{code} heard") as step:
                known = heard.known_from(report, code)
                result = heard.listen(asked, recordings, code, ear, step, known)
            missed = [
                utterance
                for utterance, hearing in zip(asked, result.hearings, strict=True)
                if not hearing.right
            ]
            with _bar(len(missed), f"{code} again") as step:
                takes = retake(
                    missed, Shelf(code), lines, Takes.load(), voice, ear, recordings, step
                )
            takes.save()
            click.echo(f"{code}: {len(missed)} utterances were read again; check them with --ears.")


@audio_group.command("prune")
@languages_option
def prune_command(languages: tuple[str, ...]) -> None:
    """Take away recordings that no phrase asks for."""
    with _studio():
        from audio.studio.shelf import Shelf

        for code, lines in _chosen(languages).items():
            with Shelf(code) as shelf:
                gone = shelf.strays(line.name for line in lines)
                for name in gone:
                    shelf.drop(name)
            click.echo(f"{code}: {len(gone)} recordings were taken away.")


@audio_group.command("export")
@click.argument("folder", type=_FOLDER)
@click.option(
    "--law",
    type=click.Choice(["mulaw", "alaw"]),
    default="alaw",
    show_default=True,
    help="mulaw for Twilio and North America, alaw for mainland trunks.",
)
@languages_option
def export_command(folder: Path, law: Literal["mulaw", "alaw"], languages: tuple[str, ...]) -> None:
    """Write the recordings as WAV files into FOLDER, for another telephone system."""
    with _studio():
        from audio.studio.export import export
        from audio.studio.shelf import Shelf

        for code in _chosen(languages):
            shelf = Shelf(code)
            with _bar(len(shelf.entries), code) as step:
                count = export(shelf, folder, law, step)
            click.echo(f"{code}: {count} files are in {folder}/{code}.")


COMMANDS: tuple[click.Command, ...] = (audio_group,)
