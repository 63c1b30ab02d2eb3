"""`flask call` at a real keyboard: a pseudo-terminal, keys as they are pressed, real time."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

pytestmark = pytest.mark.long
PATIENCE = 30.0


class Terminal:
    """A program in a terminal of 80 columns. `seen` is all it wrote, without control sequences."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._master, slave = pty.openpty()
        self._raw = b""
        self.program = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "call", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parent.parent.parent,
            env={**os.environ, "COLUMNS": "80", **environment},
            start_new_session=True,
            # Started in the background of a shell, it would never hear of Ctrl-C.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        os.close(slave)

    @property
    def seen(self) -> str:
        text = self._raw.decode("utf-8", "ignore")
        return re.sub(r"\x1b\[[0-9;]*[A-Za-z]|\r", "", text)

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed by itself, as terminals do."""
        return bool(termios.tcgetattr(self._master)[3] & termios.ECHO)

    def sees(self, text: str) -> None:
        """Wait until the program has written this."""
        ends = time.monotonic() + PATIENCE
        while text not in self.seen:
            if time.monotonic() > ends or not self._read():
                pytest.fail(f"{text!r} was not seen in:\n{self.seen}")

    def ends(self) -> int:
        """Wait for the end of the program; gives its exit code."""
        while self._read():
            pass
        return self.program.wait(PATIENCE)

    def close(self) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        os.close(self._master)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], PATIENCE)
        if not ready:
            return False
        try:
            data = os.read(self._master, 4096)
        except OSError:  # what Linux says when the program's side is closed
            return False
        self._raw += data
        return bool(data)


@pytest.fixture
def terminal(request: pytest.FixtureRequest, menu_url: str, tmp_path: Path) -> Iterator[Terminal]:
    """A telephone in a terminal, calling the small application three times as fast."""
    started = Terminal(
        *("--url", menu_url, "--speed", getattr(request, "param", "3")),
        HOTLINE_INSTANCE=str(tmp_path),
        DATABASE_URL="",
        HOTLINE_KEYS="",
        HOTLINE_DEMO="true",
    )
    yield started
    started.close()


@pytest.mark.parametrize("terminal", ["1"], indirect=True)  # a machine may be slow at its keys
def test_a_key_interrupts_and_leads_on(terminal: Terminal) -> None:
    terminal.sees("Welcome")
    terminal.press("1")
    terminal.sees("Enter your six digits.")
    terminal.sees("[up to 6 keys, # ends")
    terminal.press("4805")
    terminal.sees("> 480•")
    terminal.press("16")
    terminal.sees("You entered 4 8 0 5 1 6.")
    assert terminal.ends() == 0
    assert "Press 3 for a person." not in terminal.seen
    assert "480516" not in terminal.seen
    assert "The carrier found nothing wrong." in terminal.seen


def test_the_person_at_the_keyboard_is_the_agent_too(terminal: Terminal) -> None:
    terminal.sees("Welcome")
    terminal.press("3")
    terminal.sees("a answers, b busy, n no answer")
    terminal.press("a")
    terminal.sees("keys are the agent's")
    terminal.press("1")
    terminal.sees("joins the caller")
    terminal.press("h")
    terminal.sees("The person has gone.")
    assert terminal.ends() == 0


def test_speaking(terminal: Terminal) -> None:
    terminal.sees("Welcome")
    terminal.press("2")
    terminal.sees("recording: s speaks five seconds")
    terminal.press("s")
    terminal.sees("speaks for 5 seconds")
    terminal.press("#")
    terminal.sees("Kept.")
    assert terminal.ends() == 0


@pytest.mark.parametrize("how", ["q", "interrupt"])
def test_hanging_up(terminal: Terminal, how: str) -> None:
    assert terminal.echoes
    terminal.sees("Welcome")
    assert not terminal.echoes
    if how == "q":
        terminal.press("q")
    else:
        os.kill(terminal.program.pid, signal.SIGINT)
    terminal.sees("the caller hung up")
    assert terminal.ends() == 0
    assert terminal.echoes
