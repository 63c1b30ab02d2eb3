"""``flask city``: help with a city's profile."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from flows.city import City
from flows.city.libraries import differences, known
from ivr.cli.operate import report
from ivr.line import line


@click.group("city")
def city_group() -> None:
    """What a city decides about its line."""


@city_group.command("schema")
def schema() -> None:
    """Print the JSON schema of a profile, by which editors help to write one."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **City.model_json_schema()}
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@city_group.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def check(file: Path) -> None:
    """Check a profile before the line is started with it: everything that would stop the start.

    Also says where the calendar libraries know of other holidays than the profile.
    """
    now = line()
    settings = now.settings.model_copy(update={"hotline_city": file})
    with now.again(settings, lambda: datetime.now(UTC)).app_context():
        report(line())
        for number, year in line().city.calendar.items():
            for difference in differences(number, year):
                click.echo(f"calendar.{number}: {difference}")


@city_group.command("calendar")
@click.argument("number", metavar="YEAR", type=click.IntRange(2004, 2100))
def calendar(number: int) -> None:
    """Print a year's holidays and make-up workdays, to be put into a profile."""
    found = known(number)
    if found is None:
        raise click.ClickException(
            f"no library knows {number}: write [calendar.{number}] by the State Council's notice"
        )
    click.echo(f"# Source: {found.source}.")
    if found.year.provisional:
        click.echo(
            "# Only the holidays that the law fixes: the days worked for them, and days off\n"
            "# around them, come with the State Council's notice, in November of the year before."
        )
    for difference in differences(number, found.year):
        click.echo(f"# {difference}")
    click.echo(found.year.written(number))


COMMANDS: tuple[click.Command, ...] = (city_group,)
