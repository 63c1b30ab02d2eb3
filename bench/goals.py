"""What the line shall reach, by the numbers the project's pages use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit that a figure of the benchmark must not exceed."""

    name: str
    figure: str
    """The figure's key in the results."""
    what: str
    limit: float


GOALS = (
    Goal("P1", "sqlite.sync.menu", "menu turn / null, SQLite", 1.8),
    Goal("P2", "sqlite.sync.identify", "identify turn / null, SQLite", 2.4),
    Goal("P3", "sqlite.sync.balance", "balance turn / null, SQLite", 2.6),
    Goal("P3", "sqlite.sync.contributions", "contributions turn / null, SQLite", 2.6),
    Goal("P4", "postgresql.sync.menu", "menu turn / null, PostgreSQL", 2.4),
    Goal("P4", "postgresql.sync.identify", "identify turn / null, PostgreSQL", 3.2),
    Goal("P4", "postgresql.sync.balance", "balance turn / null, PostgreSQL", 3.6),
    Goal("P4", "postgresql.sync.contributions", "contributions turn / null, PostgreSQL", 3.6),
    Goal("P5", "sqlite.beside_peer", "identify turn / a Django project's, SQLite", 0.5),
    Goal("P6", "sqlite.pin_cpu", "CPU of a PIN turn / a bare Argon2 check", 1.1),
    Goal("P7", "sqlite.beside_pins", "menu p99 beside PINs / alone, SQLite", 3.0),
    Goal("P7", "postgresql.beside_pins", "menu p99 beside PINs / alone, PostgreSQL", 3.0),
    Goal("P8", "sqlite.people", "a turn among --people / among few, SQLite", 1.15),
    Goal("P8", "postgresql.people", "a turn among --people / among few, PostgreSQL", 1.15),
    Goal("P9", "memory.worker", "PSS of a worker of four / a null worker", 2.5),
    Goal("P10", "memory.growth", "memory after 10,000 turns / after 500", 1.05),
    Goal("P11", "sqlite.writers", "failed turns of 16 writers, SQLite", 0.0),
    Goal("P11", "postgresql.writers", "failed turns of 16 writers, PostgreSQL", 0.0),
    Goal("P12", "sqlite.stall", "p99 of a menu with a stall of 4 s, s, SQLite", 5.0),
    Goal("P12", "postgresql.stall", "p99 of a menu with a stall of 4 s, s, PostgreSQL", 5.0),
    Goal("P13", "sqlite.load", "time of an import / of executemany, SQLite", 2.0),
    Goal("P13", "postgresql.load", "time of an import / of COPY, PostgreSQL", 2.0),
    Goal("P14", "sqlite.open_p99_ms", "p99 at 60 % of the limit, ms", 200.0),
    Goal("P15", "wall.sqlite", "wall board with 500 calls / null, SQLite", 5.0),
    Goal("P15", "wall.postgresql", "wall board with 500 calls / null, PostgreSQL", 5.0),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A goal and what was measured; ``None`` where this run did not measure it."""

    goal: Goal
    measured: float | None

    @property
    def met(self) -> bool | None:
        return None if self.measured is None else self.measured <= self.goal.limit


def judge(figures: dict[str, float]) -> list[Verdict]:
    """Every goal with its figure, in the order of the goals."""
    return [Verdict(goal, figures.get(goal.figure)) for goal in GOALS]
