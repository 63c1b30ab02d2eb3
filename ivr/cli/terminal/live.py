"""A call made at the keyboard, in real time."""

from __future__ import annotations

from collections.abc import Callable

from ivr.carrier.states import LegState
from ivr.carrier.telephone import TelephoneCall
from ivr.cli.terminal.keyboard import HANG_UP, Keyboard
from ivr.cli.terminal.screen import Screen
from ivr.cli.terminal.waiting import Waiting

HELP = "Keys 0-9 * #. q or Ctrl-C hangs up."
_TICK = 0.05
_SPEAKS = 5.0
_KEYS = "0123456789*#"


class LiveCall:
    """Plays a call at the pace of ``clock`` (seconds), ``speed`` times as fast."""

    def __init__(
        self,
        call: TelephoneCall,
        keyboard: Keyboard,
        screen: Screen,
        clock: Callable[[], float],
        speed: float = 1.0,
    ) -> None:
        self._call = call
        self._keyboard = keyboard
        self._screen = screen
        self._clock = clock
        self._speed = speed

    def run(self) -> None:
        """Until one of the two hangs up."""
        call, waiting, before = self._call, Waiting(self._call), self._clock()
        while not call.over:
            self._screen.refresh(waiting.words())
            keys = self._keyboard.read(_TICK)
            now = self._clock()
            call.telephone.passes((now - before) * self._speed)
            before = now
            for key in keys:
                if not call.over:
                    self._key(key)
        self._screen.refresh()

    def _key(self, key: str) -> None:
        call = self._call
        state = call.phone.legs[-1].state if call.phone.legs else None
        if key == HANG_UP:
            call.hangs_up()
        elif key in _KEYS and state is LegState.ANSWERED:
            call.agent.presses(key)
        elif key in _KEYS:
            call.press(key)
        elif key == "s" and call.transcript.recording:
            call.begins_to_speak(_SPEAKS)
        elif state is LegState.RINGING and key in "abn":
            {"a": call.agent.answers, "b": call.agent.is_busy, "n": call.agent.does_not_answer}[
                key
            ]()
        elif key == "h" and state in (LegState.ANSWERED, LegState.JOINED):
            call.agent.hangs_up()
