"""Argon2id for PINs, in a pool of one thread for each process.

A PIN check costs more than all other turns of a call together. One thread keeps its memory and
its share of the machine bounded; the queue in front of it is short, so that a storm of PINs holds
a few threads of the web server and never all of them.

What is hashed is not the PIN but HMAC-SHA256(pepper, PIN): without the key, which is not in the
database, a stolen hash cannot be tried against the few PINs there are.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_T = TypeVar("_T")
_SALT_BYTES = 16
_HASH_BYTES = 32
_NICE = 5


class HasherBusyError(Exception):
    """The queue in front of the hash pool is full. Nothing has been hashed."""


@dataclass(frozen=True)
class _Pool:
    pid: int
    executor: ThreadPoolExecutor
    places: threading.BoundedSemaphore


class Slot:
    """A place in the queue. Valid inside ``PinHasher.slot()``."""

    def __init__(self, executor: ThreadPoolExecutor, argon: PasswordHasher) -> None:
        self._executor = executor
        self._argon = argon

    def verify(self, encoded: str, pepper: bytes, pin: str) -> bool:
        """Whether ``pin`` is the one of ``encoded``. A broken hash is a wrong one."""
        return self._run(lambda: _matches(self._argon, encoded, _keyed(pepper, pin)))

    def hash(self, pepper: bytes, pin: str) -> str:
        """The hash of ``pin`` in Argon2's own notation, about 100 characters."""
        return self._run(lambda: self._argon.hash(_keyed(pepper, pin)))

    def _run(self, work: Callable[[], _T]) -> _T:
        return self._executor.submit(work).result()


class PinHasher:
    """Hashes PINs. Cheap to make; its thread starts at the first hash, anew in each process.

    ``waiting`` is how many may queue behind the one being hashed: keep it two below the number of
    threads of the web server. The cost is OWASP's for Argon2id, which is enough here: six digits
    are protected by the pepper and the lock, not by a dearer hash.
    """

    def __init__(
        self,
        memory_kib: int = 19456,
        time_cost: int = 2,
        parallelism: int = 1,
        waiting: int = 3,
    ) -> None:
        self._argon = PasswordHasher(
            time_cost=time_cost,
            memory_cost=memory_kib,
            parallelism=parallelism,
            hash_len=_HASH_BYTES,
            salt_len=_SALT_BYTES,
        )
        self._waiting = waiting
        self._opening = threading.Lock()
        self._pool: _Pool | None = None
        self.dummy = _dummy(memory_kib, time_cost, parallelism)
        """A hash no PIN has, checked at the same cost where a record or its PIN is missing."""

    @contextmanager
    def slot(self, wait_seconds: float = 0) -> Iterator[Slot]:
        """A place in the queue, kept until the end of the ``with``.

        Raises ``HasherBusyError`` when none comes free within ``wait_seconds``.
        """
        pool = self._pool_of_this_process()
        if not pool.places.acquire(timeout=wait_seconds):
            raise HasherBusyError("too many PINs are being checked")
        try:
            yield Slot(pool.executor, self._argon)
        finally:
            pool.places.release()

    def is_outdated(self, encoded: str) -> bool:
        """Whether a hash was made at another cost than today's."""
        return self._argon.check_needs_rehash(encoded)

    def _pool_of_this_process(self) -> _Pool:
        with self._opening:
            if self._pool is None or self._pool.pid != os.getpid():
                self._pool = _Pool(
                    os.getpid(),
                    ThreadPoolExecutor(1, thread_name_prefix="pin", initializer=_give_way),
                    threading.BoundedSemaphore(1 + self._waiting),
                )
            return self._pool


def _give_way() -> None:
    """Let other threads go first where both want the same core: one PIN takes as long as twenty
    menus, and whoever typed one waits anyway. Linux keeps this for each thread, others for all."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def _matches(argon: PasswordHasher, encoded: str, keyed: bytes) -> bool:
    try:
        return argon.verify(encoded, keyed)
    except (VerificationError, InvalidHashError):
        return False


def _keyed(pepper: bytes, pin: str) -> bytes:
    return hmac.digest(pepper, pin.encode(), "sha256")


def _dummy(memory_kib: int, time_cost: int, parallelism: int) -> str:
    def field(size: int) -> str:
        return base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")

    cost = f"m={memory_kib},t={time_cost},p={parallelism}"
    return f"$argon2id$v=19${cost}${field(_SALT_BYTES)}${field(_HASH_BYTES)}"
