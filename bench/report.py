"""The results: a table, a file, a picture."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib
from rich.console import Console
from rich.table import Table

from bench.calls import TURNS
from bench.goals import GOALS, Verdict, judge

matplotlib.use("Agg")
SCALE = (".writers", ".beside_pins", ".stall", ".people")
_OF_SCALE = {".writers": "failed", ".stall": "p99_s"}
FOLDER = Path(__file__).parent.parent / "docs" / "bench"


def figures(results: Mapping[str, Any]) -> dict[str, float]:
    """The one number of each result that a goal speaks of, by the goals' names."""
    found: dict[str, float] = {}
    for name, result in results.items():
        if name.endswith("_cpu_per_hash"):
            found.setdefault(f"{name.partition('.')[0]}.pin_cpu", result["median"])
        elif name.endswith(".open"):
            found[f"{name.removesuffix('.open')}.open_p99_ms"] = result["p99_ms"]
        elif name.startswith("memory.") or name.endswith(SCALE):
            found[name] = result[_OF_SCALE.get(name[name.rindex(".") :], "ratio")]
        elif isinstance(result, Mapping) and "time" in result:
            found[name] = result["time"]["median"]
    return found


def show(results: Mapping[str, Any], verdicts: Sequence[Verdict]) -> None:
    """Print what was measured, then the goals."""
    console = Console()
    turns = Table("route", "× null", "spread", "CPU × null", "ms", "p99 ms")
    for name, result in results.items():
        if isinstance(result, Mapping) and "cpu" in result:
            time, cpu = result["time"], result["cpu"]
            turns.add_row(
                name,
                f"{time['median']:.2f}",
                f"{time['low']:.2f} – {time['high']:.2f}",
                f"{cpu['median']:.2f}",
                f"{result['ms']['median']:.2f}",
                f"{result['p99_ms']:.1f}",
            )
    if turns.row_count:
        console.print(turns)
    parts = Table("ingredient", "× FORM", "spread")
    for name, result in results.items():
        if name.startswith("micro."):
            spread = f"{result['low']:.3f} – {result['high']:.3f}"
            parts.add_row(name.removeprefix("micro."), f"{result['median']:.3f}", spread)
    if parts.row_count:
        console.print(parts)
    loads = Table("import", "rows/s", "× raw driver", "spread", "two writes alone")
    for name, result in results.items():
        if name.endswith(".load"):
            time, twice = result["time"], result["twice"]
            loads.add_row(
                name,
                f"{result['rows_per_second']:,}",
                f"{time['median']:.1f}",
                f"{time['low']:.1f} – {time['high']:.1f}",
                f"{twice['median']:.1f}",
            )
    if loads.row_count:
        console.print(loads)
    grown = Table("scale", "measured")
    for name, result in results.items():
        if name.endswith(SCALE):
            grown.add_row(name, ", ".join(f"{what} {value:g}" for what, value in result.items()))
    if grown.row_count:
        console.print(grown)
    goals = Table("goal", "what", "limit", "measured", "met")
    for verdict in verdicts:
        if verdict.measured is not None:
            goal, met = verdict.goal, "yes" if verdict.met else "NO"
            goals.add_row(goal.name, goal.what, f"{goal.limit:g}", f"{verdict.measured:.2f}", met)
    console.print(goals)
    missing = dict.fromkeys(v.goal.name for v in verdicts if v.measured is None)
    if missing:
        console.print(f"Not measured in this run: {', '.join(missing)}.")


def keep(results: Mapping[str, Any], folder: Path = FOLDER) -> None:
    """Write ``results.json``, ``results.md`` and ``turns.png``; what another level has left there
    stays."""
    file = folder / "results.json"
    if file.exists():
        results = {**json.loads(file.read_text("utf-8"))["results"], **results}
    verdicts = judge(figures(results))
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "machine": {"python": platform.python_version(), "system": platform.system()},
        "results": results,
        "goals": [
            {
                "name": verdict.goal.name,
                "what": verdict.goal.what,
                "limit": verdict.goal.limit,
                "measured": verdict.measured,
                "met": verdict.met,
            }
            for verdict in verdicts
        ],
    }
    text = json.dumps(told, indent=2, ensure_ascii=False)
    file.write_text(text + "\n", "utf-8")
    (folder / "results.md").write_text(page(told), "utf-8")
    if any(name.count(".") == 2 for name in figures(results)):
        draw(results, folder / "turns.png")


def page(told: Mapping[str, Any]) -> str:
    """The goals as a page, from what ``results.json`` tells. Goals are judged by the server that
    the null route runs on; beside them stands the one the line runs with."""
    measured = figures(told["results"])
    rows = [
        "# Goals and measurements",
        "",
        'Made by `make bench CASES="all --keep"` and `CASES="scale --keep"`; the figures are in',
        "[results.json](results.json), what they mean in [performance.md](../performance.md).",
        "",
        "| goal | what | limit | measured | met | under gthread |",
        "|---|---|---|---|---|---|",
    ]
    by_name = {goal.what: goal.figure for goal in GOALS}
    for goal in told["goals"]:
        figure = by_name.get(goal["what"], "").replace(".sync.", ".gthread.")
        threaded = f"{measured[figure]:.2f}" if ".gthread." in figure and figure in measured else ""
        found = "–" if goal["measured"] is None else f"{goal['measured']:.2f}"
        met = {None: "not measured", True: "yes", False: "**no**"}[goal["met"]]
        rows.append(
            f"| {goal['name']} | {goal['what']} | {goal['limit']:g} "
            f"| {found} | {met} | {threaded} |"
        )
    return "\n".join(rows) + "\n"


def draw(results: Mapping[str, Any], path: Path) -> None:
    """Bars for each turn but the PIN, which would dwarf them, with spreads and goals."""
    from matplotlib import pyplot as plt

    measured = figures(results)
    names = [turn for turn in TURNS if turn != "pin"]
    groups = sorted({name.rpartition(".")[0] for name in measured if name.count(".") == 2})
    picture, axes = plt.subplots(figsize=(10, 5), layout="constrained")
    width = 0.8 / len(groups)
    for nth, group in enumerate(groups):
        spreads = [results[f"{group}.{turn}"]["time"] for turn in names]
        places = [place + (nth - (len(groups) - 1) / 2) * width for place in range(len(names))]
        heights = [spread["median"] for spread in spreads]
        below = [spread["median"] - spread["low"] for spread in spreads]
        above = [spread["high"] - spread["median"] for spread in spreads]
        axes.bar(places, heights, width * 0.9, yerr=[below, above], capsize=3, label=group)
        for goal in GOALS:
            if goal.figure.rpartition(".")[0] == group:
                place = places[names.index(goal.figure.rpartition(".")[2])]
                axes.plot([place - width / 2, place + width / 2], [goal.limit] * 2, "k", lw=2)
    axes.axhline(1, color="grey", lw=1, ls=":")
    axes.set_xticks(range(len(names)), names)
    axes.set_ylabel("time × null route (black: goal)")
    axes.set_title("A turn beside a route that does nothing, one worker")
    axes.legend()
    picture.savefig(path, dpi=110)
    plt.close(picture)
