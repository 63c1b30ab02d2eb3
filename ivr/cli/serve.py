"""``make run``: prepare the database, say where to call, and serve."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from db import migrate
from ivr.demo import first_call
from ivr.desk.door.demo import told
from ivr.line import Line, line
from ivr.settings import ROOT, Settings
from ivr.work import beside


@click.command("serve")
@click.option("--prepare", is_flag=True, help="Only prepare the database; serve nothing.")
@with_appcontext
def serve_command(prepare: bool) -> None:
    """Bring the database up to date, fill an empty one in the demo, and serve calls.

    A worker runs beside the line and stops with it; ``flask work`` is one by itself.
    """
    now = line()
    if not prepare:
        _must_be_free(now)
    migrate.upgrade(now.settings.database_url)
    if now.settings.hotline_demo:
        invitation = first_call(now, datetime.now(UTC))
        if not prepare:
            click.echo(invitation)
    now.database.dispose()
    if prepare:
        return
    for each in where(now.settings):
        click.echo(each)
    sys.stdout.flush()
    os.chdir(ROOT)
    # The server takes over this process, and with it what was started here.
    beside.start(os.getpid())
    server = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "deploy" / "gunicorn.conf.py")]
    os.execv(sys.executable, [*server, "app:create_app()"])  # noqa: S606 - our own interpreter


def _must_be_free(now: Line) -> None:
    host, port = now.settings.host, now.settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"HOST, PORT: cannot listen on {host}:{port} ({error.strerror}); "
                "stop what is there, or set another PORT"
            ) from error


def where(settings: Settings) -> Iterator[str]:
    """Where the line is to be found, a line each."""
    host, port = settings.host, settings.port
    shown = "127.0.0.1" if host == "0.0.0.0" else "[::1]" if host == "::" else host  # noqa: S104
    if settings.phone:
        yield f"  Open / 打开      http://{shown}:{port}/phone"
    if settings.map:
        yield f"  Map / 地图       http://{shown}:{port}/map"
    if settings.desk:
        yield f"  Desk / 坐席      http://{shown}:{port}/desk"
        if settings.hotline_demo:
            yield from told()
    yield f"  Carrier's door   {settings.public_base_url}/voice"
    yield "  Stop with Ctrl-C.\n"


COMMANDS = (serve_command,)
