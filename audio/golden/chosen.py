"""Which values are in the corpus: chosen for the rules they show, not at random.

Values are in their JSON form (``audio.values``). The rules are explained in ``README.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from audio.numerals import LARGEST


@dataclass(frozen=True)
class Chosen:
    """Values of one kind that show one rule."""

    rule: str
    kind: str
    values: tuple[object, ...]


def _chosen(rule: str, kinds: str, values: Iterable[object]) -> Iterator[Chosen]:
    kept = tuple(dict.fromkeys(values))
    return (Chosen(rule, kind, kept) for kind in kinds.split())


_POWERS = [10**power for power in range(1, 12)]
_PARTS_OF_DAY = ("05:59", "06:01", "07:59", "08:01", "11:59", "12:01", "12:59", "13:01", "17:59")
_LEAP = ("2000-02-29", "2024-02-29", "2028-02-29", "2026-02-28", "2100-02-28", "1900-02-28")


def _numbers() -> Iterator[Chosen]:
    both = "number count"
    yield from _chosen("ten", both, [*range(21), 30, 90, 99, 110, 111, 112, 119, 210, 1010, 1011])
    inside = [101, 109, 1001, 1010, 1101, 2020, 10_001, 10_010, 10_100, 100_005, 105_000, 1_000_001]
    yield from _chosen("zero-inside", both, [*inside, 10_000_010, 100_000_005, 100_005_000])
    yield from _chosen("zero-inside", both, [100_050_000, 105_000_000, 1_000_500_050])
    yield from _chosen("two", both, [2, 12, 20, 22, 25, 102, 120, 122, 202, 212, 222, 2002, 2222])
    yield from _chosen("two", both, [2 * power for power in _POWERS])
    yield from _chosen("two", both, [12 * power for power in _POWERS[:10]])
    yield from _chosen("two", both, [22 * power for power in _POWERS[:10:2]])
    borders = [power + near for power in _POWERS for near in (-1, 0, 1)]
    yield from _chosen("borders", both, [*borders, LARGEST])


def _money() -> Iterator[Chosen]:
    yield from _chosen("fen", "money", [*range(1, 13), *range(20, 100, 10), 15, 22, 25, 52, 99])
    yield from _chosen("yuan", "money", [0, *range(100, 2101, 100), 2200, 9900])
    wholes = (1, 2, 10, 12, 20, 100, 101, 110, 200, 1000, 1234, 10_000, 20_000, 123_456)
    yield from _chosen("fen-after-yuan", "money", [100 * yuan + 5 for yuan in wholes])
    yield from _chosen("fen-after-yuan", "money", [100 * yuan + 2 for yuan in wholes[:9]])
    yield from _chosen("jiao-after-yuan", "money", [100 * yuan + 50 for yuan in wholes])
    yield from _chosen("jiao-after-yuan", "money", [100 * yuan + 22 for yuan in wholes[:9]])
    yield from _chosen("two", "money", [200 * power for power in _POWERS[:9]])
    borders = [100 * power + near for power in _POWERS[:9] for near in (-100, -1, 1, 100)]
    yield from _chosen("borders", "money", [*borders, 100 * LARGEST + 99])
    owed = (1, 5, 10, 20, 22, 100, 200, 1200, 1205, 1250, 2000, 20_000, 1_000_005, 123_456_78)
    yield from _chosen("below-zero", "money", [-fen for fen in owed])


def _identifiers() -> Iterator[Chosen]:
    yield from _chosen("one-by-one", "digits", "0123456789")
    yield from _chosen("one-by-one", "digits", ["0000", "1111", "1717", "7171", "12333", "110"])
    yield from _chosen("check-x", "digits", ["X", "002X", "101X", "777X", "0X", "110101199003070X"])
    grouped = ["13800138000", "13117711771", "123456", "1234567", "12345678", "123456789"]
    yield from _chosen("groups", "digits", [*grouped, "20 26 01 01", "2026-0001", "100000000001"])


def _days() -> Iterator[Chosen]:
    yield from _chosen("every-day", "date", [f"2026-01-{day:02}" for day in range(1, 32)])
    firsts = [f"2027-{month:02}-01" for month in range(1, 13)]
    yield from _chosen("every-month", "date", [*firsts, "2026-04-30", "2026-12-31"])
    yield from _chosen("leap-day", "date", [*_LEAP, "2024-03-01", "2000-03-01"])
    years = [1900, 1905, 1910, 1949, 1966, 1978, 1985, 1999, *range(2000, 2031), 2035, 2049, 2099]
    yield from _chosen("year", "date", [f"{year}-05-20" for year in years])
    yield from _chosen("year", "month", [year * 100 + 6 for year in years])
    yield from _chosen("every-month", "month", [202600 + month for month in range(1, 13)])
    yield from _chosen("weekday", "weekday", [f"2026-03-{day:02}" for day in range(16, 23)])
    yield from _chosen("weekday", "weekday", ["2024-02-29", "2000-01-01", "2026-12-31"])


def _times() -> Iterator[Chosen]:
    hours = range(24)
    yield from _chosen("every-hour", "time", [f"{hour:02}:00" for hour in hours])
    yield from _chosen("half-hour", "time", [f"{hour:02}:30" for hour in hours])
    minutes = product((0, 2, 12, 15), (1, 2, 5, 9, 10, 12, 20, 29, 31, 45, 59))
    yield from _chosen("minutes", "time", [f"{hour:02}:{minute:02}" for hour, minute in minutes])
    yield from _chosen("part-of-day", "time", _PARTS_OF_DAY)


def _percentages() -> Iterator[Chosen]:
    whole = ("0", "1", "2", "8", "10", "12", "20", "22", "50", "100", "102", "110", "200")
    yield from _chosen("percent", "percent", whole)
    parts = (
        "0.5",
        "0.05",
        "0.01",
        "0.2",
        "0.000001",
        "1.5",
        "2.2",
        "8.5",
        "10.05",
        "12.75",
        "99.9",
    )
    yield from _chosen("decimals", "percent", [*parts, "100.5"])
    yield from _chosen("trailing-zeros", "percent", ["8.0", "8.50", "0.10", "20.00", "100.0"])
    yield from _chosen("below-zero", "percent", ["-1", "-2", "-0.5", "-8.5", "-12", "-100"])


def _durations() -> Iterator[Chosen]:
    few = [*range(21), 22, 24, 30, 100, 102, 110, 112]
    yield from _chosen(
        "duration", "months days hours minutes", [*few, 120, 200, 202, 220, 222, 2000]
    )
    yield from _chosen("duration", "months", [36, 60, 84, 144, 168, 180, 240, 300, 360])


CHOSEN: tuple[Chosen, ...] = (
    *(*_numbers(), *_money(), *_identifiers(), *_days(), *_times(), *_percentages()),
    *_durations(),
)
