"""Hashing many PINs, on every core.

A caller's PIN goes through a pool of one thread, so that calls stay quick. A load has the opposite
wish, hence a hasher for each core; Argon2 runs outside Python's lock, so threads are enough.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from queue import SimpleQueue
from types import TracebackType

from db.hasher import PinHasher
from db.secrets import Keyring


class BulkHasher(AbstractContextManager["BulkHasher"]):
    """Hashes with the newest pepper of ``keyring`` at the cost of ``parameters``.

    ``parameters`` are those of ``PinHasher``.
    """

    def __init__(self, keyring: Keyring, parameters: Mapping[str, int]) -> None:
        cores = os.cpu_count() or 1
        self._pepper = keyring.pepper(keyring.newest)
        self._idle: SimpleQueue[PinHasher] = SimpleQueue()
        for _ in range(cores):
            self._idle.put(PinHasher(**parameters))
        self._pool = ThreadPoolExecutor(cores, thread_name_prefix="hash")

    def hashes(self, pins: Iterable[str]) -> Iterator[str]:
        """The hash of each PIN, in order."""
        return self._pool.map(self._hash, pins)

    def _hash(self, pin: str) -> str:
        hasher = self._idle.get()
        try:
            with hasher.slot() as slot:
                return slot.hash(self._pepper, pin)
        finally:
            self._idle.put(hasher)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
