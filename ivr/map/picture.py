"""The call map as one SVG: real text, in one language, as large as an A3 sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml

from flows.dialogue import Ask, End, Menu, Pass, Queue, Record, Step
from ivr.map import strokes
from ivr.map.columns import scale
from ivr.map.plan import A3, MARGIN, TITLE, Box, Group, Plan
from ivr.map.strokes import INK, PAPER, SOFT
from ivr.map.ways import Way
from ivr.map.wording import Wording, fitting, width

NAME, SAYS, ROW, FLOW, LEGEND = 14.0, 12.0, 12.0, 18.0, 13.0
LEGEND_LINE = 24.0
MARKED = "#a3122b"
KINDS: Mapping[type[Step], tuple[str, str, str, str]] = {
    Menu: ("menu", "▤", "#17624f", "#e4efe9"),
    Ask: ("ask", "#", "#1f4f8b", "#e3ecf8"),
    Record: ("record", "●", "#8a2c5d", "#f8e6ef"),
    Queue: ("connect", "☎", "#8a5200", "#fdf1dc"),
    End: ("end", "■", "#4a4a4a", "#ececec"),
    Pass: ("pass", "→", "#6b6b6b", "#ffffff"),
}
"""Of each kind of step: its name, its sign, and the colours of its edge and face."""


def kind(step: Step) -> str:
    """What kind of step it is, in one word."""
    return KINDS[type(step)][0]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something written on a step: few words, and how much of the step they are about (0 to 1)."""

    words: str
    share: float


def draw(
    plan: Plan, wording: Wording, words: Mapping[str, Any], marks: Mapping[str, Mark] | None = None
) -> str:
    """The picture. ``words`` are the page's, for the legend: of the language of ``wording``, or the
    nearest there is. ``marks`` are written on steps, by full name."""
    legend = _legend(plan, words)
    size = (plan.width, plan.height + legend[-1][1] + MARGIN / 2)
    counts = {"flows": len(plan.groups), "steps": sum(len(g.boxes) for g in plan.groups)}
    look = {"class": "map", "lang": wording.language}
    root = strokes.sheet(*size, scale(size, A3), look)
    Xml.SubElement(root, "title").text = words["picture"].format(**counts)
    # Ways to another flow pass behind those between.
    lines = strokes.group(root, "lines", fill="none")
    for line in plan.lines:
        if line.course == "between":
            strokes.path(lines, line)
    for group in plan.groups:
        _group(root, group, wording)
    lines = strokes.group(root, "lines", fill="none")
    for line in plan.lines:
        if line.course != "between":
            strokes.path(lines, line)
    drawn = {line.way for line in plan.lines if line.course == "between"}
    for group in plan.groups:
        for box in group.boxes:
            _box(root, box, wording, drawn)
            if mark := (marks or {}).get(box.step.full_name):
                _mark(root, box, mark)
    badges = strokes.group(root, "badges")
    for line in plan.lines:
        if line.way.key and line.course == "down":
            x, y = line.points[0]
            strokes.way_badge(badges, x, y + 8, line.way)
    foot = strokes.group(root, "legend")
    for x, y, sign, said in legend:
        _legend_entry(foot, x, plan.height + y, sign, said)
    return Xml.tostring(root, encoding="unicode")


def _group(root: Xml.Element, group: Group, wording: Wording) -> None:
    at, own = group.at, group.flow.name
    g = strokes.group(root, "flow", **{"data-flow": own})
    strokes.rect(g, at.x, at.y, at.width, at.height, 12, fill="#f6f4ef", stroke="#cfcbc0")
    room = at.width - 28 - (20 if group.proof else 0) - width(own) * NAME * 1.1 - 8
    name = fitting(wording.flow(own), room / FLOW / 1.1)
    title = strokes.text(g, at.x + 14, at.y + TITLE / 2 + 6, name, FLOW, INK, "bold")
    look = {"font-weight": "normal", "font-size": f"{NAME:g}", "class": "soft", "fill": SOFT}
    beside = Xml.SubElement(title, "tspan", {"dx": "8" if name else "0", **look})
    beside.text = own
    if group.proof is not None:
        proof = wording.flow(group.proof) or group.proof
        strokes.padlock(g, at.right - 26, at.y + TITLE / 2 - 7, proof)


def _box(root: Xml.Element, box: Box, wording: Wording, drawn: set[Way]) -> None:
    at, step = box.at, box.step
    word, sign, edge, face = KINDS[type(step)]
    g = strokes.group(root, f"step kind-{word}", **{"data-step": step.full_name})
    strokes.rect(g, at.x, at.y, at.width, at.height, 8, fill=face, stroke=edge)
    strokes.text(g, at.x + 10, at.y + 17, sign, NAME, edge, "sign")
    name = fitting(step.name, (at.width - 38) / NAME / 1.1)
    strokes.text(g, at.x + 30, at.y + 17, name, NAME, INK, "bold")
    if box.says:
        says = fitting(wording.text(box.says), (at.width - 20) / SAYS)
        strokes.text(g, at.x + 10, at.y + 33, says, SAYS, SOFT, "soft")
    for way in box.rows:
        _row(g, box, way, wording, way in drawn)


def _mark(root: Xml.Element, box: Box, mark: Mark) -> None:
    """A bar along the step's upper edge, as long as the share, and the words on its end."""
    at = box.at
    g = strokes.group(root, "mark")
    strokes.rect(g, at.x, at.y - 5, at.width, 6, 3, fill="#ffffff", stroke=MARKED)
    strokes.rect(g, at.x, at.y - 5, max(6.0, at.width * mark.share), 6, 3, fill=MARKED)
    wide = width(mark.words) * NAME + 12
    strokes.rect(g, at.right - wide, at.y - 12, wide, 18, 9, fill=MARKED)
    strokes.text(g, at.right - wide / 2, at.y + 2, mark.words, NAME, PAPER, "bold middle")


def _row(g: Xml.Element, box: Box, way: Way, wording: Wording, drawn: bool) -> None:
    """A way: its key, what it offers, and where it leads when no line shows it."""
    y = box.row_y(way)
    left, right = box.at.x + 10, box.at.right - 10
    if way.key:
        wide = strokes.badge_width(way.key)
        strokes.way_badge(g, left + wide / 2 - 1, y, way)
        left += wide + 4
    where = _where(way)
    if where and way.phrase and not drawn:
        strokes.text(g, right, y + 4, where, ROW, SOFT, "soft end")
        right -= width(where) * ROW + 6
    label = wording.choice(way.phrase) if way.phrase else where
    look = (INK, "") if way.phrase else (SOFT, "soft")
    strokes.text(g, left, y + 4, fitting(label, (right - left) / ROW), ROW, *look)


def _where(way: Way) -> str:
    if way.target is None:
        return "↩"
    flow, _, step = way.target.partition(".")
    if flow != way.source.partition(".")[0]:
        return f"→ {flow}"
    return "" if way.phrase else f"→ {step}"


def _legend(plan: Plan, words: Mapping[str, Any]) -> list[tuple[float, float, str, str]]:
    """Where each entry stands, below the picture: x, y, its sign and what it says."""
    entries = [(word, words["kinds"][word]) for word, *_ in KINDS.values()]
    entries += list(words["legend"].items())
    placed = []
    x, y = MARGIN, LEGEND_LINE / 2
    for sign, said in entries:
        wide = 22 + width(said) * LEGEND + 22
        if x > MARGIN and x + wide > plan.width - MARGIN:
            x, y = MARGIN, y + LEGEND_LINE
        placed.append((x, y, sign, said))
        x += wide
    return placed


def _legend_entry(g: Xml.Element, x: float, y: float, sign: str, said: str) -> None:
    looks = {word: look for word, *look in KINDS.values()}
    match sign:
        case "always" | "varies":
            strokes.badge(g, x + 8, y - 4, "1", sure=sign == "always")
        case "locked":
            strokes.padlock(g, x + 2, y - 12)
        case "returns":
            strokes.text(g, x + 2, y, "↩", LEGEND, SOFT, "soft")
        case _ if sign in looks:
            glyph, edge, face = looks[sign]
            swatch = strokes.group(g, f"step kind-{sign}")
            strokes.rect(swatch, x, y - 13, 17, 17, 4, fill=face, stroke=edge)
            strokes.text(swatch, x + 8.5, y, glyph, SAYS, edge, "sign middle")
    beside = 22 if sign != "elsewhere" else 0
    strokes.text(g, x + beside, y, said, LEGEND, SOFT, "soft")
