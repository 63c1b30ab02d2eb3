"""Argon2id for the passwords of the desk: one at a time in each process.

Apart from the pool for PINs (``db.hasher``): an office that comes to work at eight must not make
callers wait, nor a storm of calls keep the office out. A sign-in waits here for the one before it,
and the queue is short, so that a storm of sign-ins holds a few threads of the web server at most.
Passwords have no pepper: they are long, and refused when they are easy to guess.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

COST: Parameters = RFC_9106_LOW_MEMORY
"""64 MiB, three rounds (RFC 9106, the second recommended choice)."""
SHORTEST = 12
LONGEST = 128
_LOOKED_AT = 64
"""How much of one is looked at to tell how easily it is guessed: more takes long."""
_GOOD_ENOUGH = 3
"""Of zxcvbn's 0 to 4: more than 10**8 guesses, behind Argon2id and a lock."""
WAITING = 2
"""How many may wait behind the one whose password is being hashed."""


class PasswordsBusyError(Exception):
    """Too many people sign in at this moment. Nothing has been checked."""


class Passwords:
    """Hashes and checks passwords. Cheap to make; safe to share between threads."""

    def __init__(self) -> None:
        self._argon = PasswordHasher.from_parameters(COST)
        self._places = threading.BoundedSemaphore(1 + WAITING)
        self._turn = threading.Lock()
        self._dummy: str | None = None

    def hash(self, password: str) -> str:
        """The hash of a password in Argon2's own notation. Raises ``PasswordsBusyError``."""
        with self._in_turn():
            return self._argon.hash(password)

    def matches(self, encoded: str | None, password: str) -> bool:
        """Whether a password is the one of ``encoded``. ``None``, the hash of nobody, takes as
        long as any other and is never right. Raises ``PasswordsBusyError``."""
        with self._in_turn():
            if self._dummy is None:
                self._dummy = self._argon.hash("nobody's")
            try:
                self._argon.verify(self._dummy if encoded is None else encoded, password)
            except (VerificationError, InvalidHashError):
                return False
            return encoded is not None

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise PasswordsBusyError("too many people sign in at this moment")
        try:
            with self._turn:
                yield
        finally:
            self._places.release()


def weakness(password: str, name: str) -> str | None:
    """Why a password is refused for an account, or ``None``: ``short``, ``long``, ``name`` (it
    contains the user name), ``easy`` (it is common, or a pattern)."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if name.lower() in password.lower():
        return "name"
    # Only here: its lists of words take 12 MB, and passwords are seldom changed.
    from zxcvbn import zxcvbn

    guessed = zxcvbn(password[:_LOOKED_AT], user_inputs=[name, "hotline", "12333"])
    return None if guessed["score"] >= _GOOD_ENOUGH else "easy"
