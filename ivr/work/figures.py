"""How things stand in the outbox, for Prometheus: asked of the database when it is scraped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from db.outbox import CALLBACK, FETCH, RING, TEXT, Outbox

KINDS = (TEXT, CALLBACK, RING, FETCH)


class OutboxFigures(Collector):
    """What waits, what has failed, and for how long the oldest has been due. A line without a
    worker shows by the last."""

    def __init__(self, outbox: Outbox, clock: Callable[[], datetime]) -> None:
        self._outbox = outbox
        self._clock = clock

    def exposition(self) -> bytes:
        """In Prometheus' text form."""
        registry = CollectorRegistry()
        registry.register(self)
        return generate_latest(registry)

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: to register asks nothing of the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures, by kind."""
        now = self._clock()
        waiting = GaugeMetricFamily(
            "hotline_outbox_waiting", "Promises not yet kept", None, ["kind"]
        )
        failed = GaugeMetricFamily("hotline_outbox_failed", "Promises given up", None, ["kind"])
        oldest = GaugeMetricFamily(
            "hotline_outbox_oldest_seconds", "How long the oldest has been due", None, ["kind"]
        )
        standing = {each.kind: each for each in self._outbox.standing()}
        for kind in KINDS:
            each = standing.get(kind)
            since = each.oldest if each else None
            due = max(0.0, (now - since).total_seconds()) if since else 0.0
            waiting.add_metric([kind], each.waiting if each else 0)
            failed.add_metric([kind], each.failed if each else 0)
            oldest.add_metric([kind], due)
        yield from (waiting, failed, oldest)
