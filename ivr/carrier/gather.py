"""Gather: take keys until there are enough, the finish key comes, or nothing comes for too long.

The timer starts when the prompt has ended or with the first key, and again with every key. The
first key stops the prompt. A finish key with nothing before it is no input at all.
"""

from typing import TYPE_CHECKING

from ivr.carrier.actions import Interrupted, Listening, NotListening
from ivr.carrier.document import Element
from ivr.carrier.prompt import Prompt

if TYPE_CHECKING:
    from ivr.carrier.track import Track


class Gather:
    """One Gather under way."""

    def __init__(self, track: "Track", element: Element) -> None:
        self.track = track
        self.element = element
        self.digits = ""
        self.finish_on_key = element.string("finishOnKey")
        self.timeout = element.number("timeout")
        limit = element.get("numDigits")
        self.num_digits = int(limit) if limit else None
        self.takes_keys = "dtmf" in element.string("input").split()
        self._prompt: Prompt | None = Prompt(
            track, element.children, self._prompt_over, nested=True
        )
        self._until: float | None = None
        self._over = False

    @property
    def deadline(self) -> float | None:
        """The end of what is being said, else the end of patience."""
        return self._prompt.deadline if self._prompt else self._until

    def begin(self) -> None:
        """Listen, hear what was typed ahead, and only then speak."""
        self._listening()
        ear = self.track.ear
        while ear.ahead and self.takes_keys and not self._over:
            key, ear.ahead = ear.ahead[0], ear.ahead[1:]
            self.press(key)
        if self._prompt and not self._over:
            self._prompt.begin()

    def wake(self) -> None:
        """Something has been said to its end, or nothing was pressed in time."""
        if self._prompt:
            self._prompt.wake()
        else:
            self._end("")

    def press(self, key: str) -> bool:
        """One key."""
        if not self.takes_keys:
            return False
        if self._prompt:
            if self._prompt.deadline is not None:
                self.track.call.emit(Interrupted(self.track.ear.name))
            self._prompt.abandon(last_words=False)
            self._prompt = None
        if key == self.finish_on_key:
            self._end(key)
            return True
        self.digits += key
        if self.num_digits is not None and len(self.digits) >= self.num_digits:
            self._end("")
        else:
            self._wait()
        return True

    def abandon(self, *, last_words: bool) -> None:
        """The caller is gone: nothing is submitted."""
        self._over = True
        if self._prompt:
            self._prompt.abandon(last_words=last_words)
        self.track.call.emit(NotListening(self.track.ear.name))

    def _prompt_over(self) -> None:
        self._prompt = None
        self._wait()

    def _wait(self) -> None:
        self._until = self.track.call.now + self.timeout
        self._listening()

    def _listening(self) -> None:
        self.track.call.emit(
            Listening(
                self.num_digits,
                self.finish_on_key,
                float(self.timeout),
                self._until,
                self.track.ear.name,
            )
        )

    def _end(self, finished_on: str) -> None:
        self._over = True
        self.track.call.emit(NotListening(self.track.ear.name))
        if not self.digits and not self.element.flag("actionOnEmptyResult"):
            self.track.done()
            return
        profile = self.track.call.profile
        params = {}
        if self.digits or profile.empty_result_digits == "empty":
            params["Digits"] = self.digits
        if profile.gather_extras:
            params |= {"FinishedOnKey": finished_on, "msg": "Gather End"}
        self.track.request(
            self.element.string("action"), self.element.string("method"), params, "action"
        )
