"""Long errands: as long as their heart beats, nobody else takes what they have."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from ivr import logs


@contextmanager
def beating(beat: Callable[[], None], seconds: float) -> Iterator[None]:
    """Call ``beat`` every so many seconds, beside what is done meanwhile."""
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(seconds):
            try:
                beat()
            except SQLAlchemyError:
                # A load that publishes may hold the database for a while: then nobody else can
                # take anything either.
                logs.log.warning("a long errand could not say that it goes on", exc_info=True)

    heart = threading.Thread(target=go_on, name="heart", daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()
