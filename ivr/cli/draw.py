"""The call map as a picture, and the key card for the counter."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from ivr.line import Line, line
from ivr.map.card import card
from ivr.map.draw import picture
from ivr.map.outline import outline


@click.command("map")
@click.option(
    "--svg",
    "file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the picture there, to be printed on A3 or opened in a browser.",
)
@click.option("--language", help="The language of the picture, such as en-US.")
@with_appcontext
def map_command(file: Path | None, language: str | None) -> None:
    """Print the call map, or draw it: every step, and the keys that lead from one to another."""
    now = line()
    if file is None:
        click.echo("\n".join(outline(now.call_map)))
        return
    _write(file, picture(now.call_map, now.book, _spoken(now, language)).encode())


@click.command("keycard")
@click.argument(
    "file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    default=Path("keycard.pdf"),
)
@with_appcontext
def keycard_command(file: Path) -> None:
    """Write the key card: one page in large print, to be handed out at the counter."""
    try:
        from ivr.map.paper import CardTooLongError, paper
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"paper needs {error.name}; install it with: pip install -r requirements-print.txt"
        ) from error
    now = line()
    try:
        page = paper(card(now.call_map, now.book, now.city), datetime.now(now.city.tz))
    except CardTooLongError as error:
        raise click.ClickException(str(error)) from error
    _write(file, page)


def _spoken(now: Line, language: str | None) -> str:
    """The language asked for, else the city's first."""
    if language is None:
        return now.city.languages[0]
    if language not in now.book.languages:
        known = ", ".join(now.book.languages)
        raise click.BadParameter(f"there are no phrases in {language}; there are in {known}")
    return language


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be written ({error.strerror})") from error
    click.echo(f"Written: {file}")


COMMANDS: tuple[click.Command, ...] = (map_command, keycard_command)
