"""``flask call``: a telephone in the terminal, for this line or for any other that speaks TwiML."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import click
from flask.cli import with_appcontext

from ivr.carrier.profiles import PROFILES
from ivr.carrier.telephone import TelephoneCall, scenario
from ivr.carrier.telephone.box import KEY_SECONDS
from ivr.cli.terminal import script
from ivr.cli.terminal.lines import Wishes, keys_to, to_another, to_this_line
from ivr.cli.terminal.live import HELP, LiveCall
from ivr.cli.terminal.screen import Screen
from ivr.cli.terminal.script import Script, ScriptError
from ivr.cli.terminal.summary import summary
from ivr.line import Line, line


def _script(_: click.Context, __: click.Parameter, text: str | None) -> Script | None:
    try:
        return None if text is None else Script.read(text)
    except ScriptError as error:
        raise click.BadParameter(str(error)) from None


def _address(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    parts = urlsplit(text or "")
    if text is not None and not (parts.scheme in ("http", "https") and parts.netloc):
        raise click.BadParameter("write it like https://line.example.org/voice")
    return text


@click.command("call")
@click.option("--keys", callback=_script, metavar="SCRIPT", help=f"Do not wait. {script.HELP}")
@click.option("--from", "caller", default="+8613800000001", show_default=True, help="Who calls.")
@click.option("--lang", metavar="CODE", help="Choose this language first, such as en-US.")
@click.option("--url", callback=_address, help="Call any TwiML application, not this line.")
@click.option("--token", default="", help="Sign the requests to --url with this auth token.")
@click.option("--profile", type=click.Choice(sorted(PROFILES)), help="Which carrier to be.")
@click.option(
    "--typed-ahead",
    type=click.Choice(["drop", "carry"]),
    default="drop",
    show_default=True,
    help="Keys that nobody waits for: lost, or kept for the next question.",
)
@click.option("--show-keys", is_flag=True, help="Show numbers in full while they are typed.")
@click.option("--show-twiml", is_flag=True, help="Print the documents when the call is over.")
@click.option(
    "--save", type=click.Path(dir_okay=False, path_type=Path), help="Write the call as a test."
)
@click.option("--speed", type=click.FloatRange(0.1, 100), default=1.0, help="How fast time passes.")
@with_appcontext
def call_command(
    keys: Script | None,
    lang: str | None,
    url: str | None,
    token: str,
    show_twiml: bool,
    save: Path | None,
    speed: float,
    **wishes: Any,
) -> None:
    """A telephone in this terminal.

    Keys 0-9 * # as on a telephone; q or Ctrl-C hangs up. A key pressed while something is said
    interrupts it. When somebody is rung, you are the agent too: a answers, b is busy, n does not
    answer, h hangs up. While a message is recorded, s speaks for five seconds.
    """
    if keys is None and not sys.stdin.isatty():
        raise click.UsageError("There is no keyboard here: say what to press, with --keys.")
    if url and lang:
        raise click.UsageError("--lang is for this line: press the keys of another one yourself.")
    ours = None if url else line()
    wanted = Wishes(**wishes, key_seconds=KEY_SECONDS if keys else 0.0)
    language_keys = keys_to(ours, lang, wanted.caller) if ours and lang else ""
    telephone = to_this_line(ours, wanted) if ours else to_another(url or "", token, wanted)
    call = telephone.dial()
    screen = Screen(
        call,
        sys.stdout,
        columns=shutil.get_terminal_size().columns,
        live=keys is None,
    )
    try:
        call.press(language_keys)
        if keys is None:
            _at_the_keyboard(call, screen, speed)
        else:
            keys.play(call, screen.refresh)
    except AssertionError as error:
        # The driver's sentence; the call itself is on the screen already.
        raise click.ClickException(str(error).partition("\n")[0]) from error
    finally:
        screen.refresh()
        screen.close()
    _afterwards(call, ours, show_twiml, save)


def _at_the_keyboard(call: TelephoneCall, screen: Screen, speed: float) -> None:
    # Here, because systems without termios can still call with --keys.
    from ivr.cli.terminal.keyboard import Keyboard

    click.echo(HELP)
    with Keyboard(sys.stdin.fileno()) as keyboard:
        try:
            LiveCall(call, keyboard, screen, monotonic, speed).run()
        except KeyboardInterrupt:
            if not call.over:
                call.hangs_up()


def _afterwards(
    call: TelephoneCall, ours: Line | None, show_twiml: bool, save: Path | None
) -> None:
    click.echo()
    for sentence in summary(call, ours.database if ours else None):
        click.echo(sentence)
    if show_twiml:
        for fetch, answers in call.telephone.carrier.deliveries:
            click.echo(f"\n{fetch.method} {fetch.url}  {answers[-1].status}")
            click.echo(answers[-1].body.decode("utf-8", "replace"))
    if save is not None:
        save.write_text(scenario(call.transcript), encoding="utf-8")
        click.echo(f"Written to {save}.")
    if call.problems:
        raise click.exceptions.Exit(1)


COMMANDS: list[click.Command] = [call_command]
