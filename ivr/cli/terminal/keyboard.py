"""Keys of a terminal as they are pressed, without Enter and without echo."""

from __future__ import annotations

import os
import select
import termios
import tty
from types import TracebackType

_MOST = 64
_ESCAPE = "\x1b"
HANG_UP = "q"


class Keyboard:
    """Use it with ``with``: the terminal is put back as it was, whatever happens."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __enter__(self) -> Keyboard:
        self._before = termios.tcgetattr(self._descriptor)
        # Cbreak and not raw: Ctrl-C stays an interrupt.
        tty.setcbreak(self._descriptor)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)

    def read(self, seconds: float) -> str:
        """The keys pressed within so many seconds; several when they were pasted. An arrow key or
        the like is no key of a telephone. A terminal that is gone hangs up."""
        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        if not ready:
            return ""
        try:
            pressed = os.read(self._descriptor, _MOST)
        except OSError:
            pressed = b""
        if not pressed:
            return HANG_UP
        keys = pressed.decode("utf-8", "ignore")
        return "" if keys.startswith(_ESCAPE) else keys
