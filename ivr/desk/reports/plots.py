"""Pictures of the figures, as SVG inside the page: nothing is fetched, nothing runs."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import pygal  # type: ignore[import-untyped]
from pygal.style import Style  # type: ignore[import-untyped]

_STYLE = Style(
    background="transparent",
    plot_background="transparent",
    foreground="#5b6570",
    foreground_strong="#5b6570",
    foreground_subtle="#8a949e",
    colors=("#0b6e4f", "#b3541e", "#1f4f8b", "#8a2c5d"),
    font_family="system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', sans-serif",
    label_font_size=15,
    major_label_font_size=15,
    legend_font_size=16,
)
_MOST_LABELS = 12
Row = Sequence[float | int | None]


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture: its name, what a screen reader says of it, and its address (data:)."""

    name: str
    says: str
    source: str


def bars(name: str, labels: Sequence[str], rows: Sequence[tuple[str, Row]]) -> Plot:
    """Bars side by side, one colour a row."""
    return _drawn(pygal.Bar, name, labels, rows)


def lines(name: str, labels: Sequence[str], rows: Sequence[tuple[str, Row]]) -> Plot:
    """A line for each row; where there is nothing to say it is broken."""
    return _drawn(pygal.Line, name, labels, rows)


def _drawn(
    kind: type[pygal.Graph], name: str, labels: Sequence[str], rows: Sequence[tuple[str, Row]]
) -> Plot:
    step = -(-len(labels) // _MOST_LABELS)
    graph = kind(
        style=_STYLE,
        js=[],
        height=320,
        width=760,
        margin=8,
        show_minor_x_labels=False,
        legend_at_bottom=True,
        explicit_size=False,
        allow_interruptions=True,
        no_data_text="",
        truncate_label=-1,
        truncate_legend=-1,
    )
    graph.x_labels = list(labels)
    graph.x_labels_major = list(labels)[:: max(1, step)]
    says = []
    for title, values in rows:
        graph.add(title, list(values))
        known = [value for value in values if value is not None]
        if known:
            says.append(f"{title}: {round(min(known), 1):g}–{round(max(known), 1):g}")
    svg = graph.render(disable_xml_declaration=True)
    source = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    return Plot(name, "; ".join(says), source)
