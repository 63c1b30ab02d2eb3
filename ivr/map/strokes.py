"""The pieces an SVG picture is drawn of: rectangles, texts, keys, padlocks, lines with arrows.

Colours are attributes, so that the picture stands alone; a page restyles it by class.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as Xml

from ivr.map.plan import Line
from ivr.map.ways import Way

INK, SOFT, PAPER, GREY = "#1d2622", "#56625c", "#ffffff", "#7a857f"
KEY = 11.5
FONTS = (
    "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', "
    "'Source Han Sans SC', sans-serif"
)


def sheet(width: float, height: float, millimetres: float, more: Mapping[str, str]) -> Xml.Element:
    """An empty picture; one of its units is ``millimetres`` on paper."""
    root = Xml.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width:.0f} {height:.0f}",
            "width": f"{width * millimetres:.1f}mm",
            "height": f"{height * millimetres:.1f}mm",
            "font-family": FONTS,
            **more,
        },
    )
    tip = {"id": "arrow", "viewBox": "0 0 10 10", "refX": "9", "refY": "5", "orient": "auto"}
    size = {"markerWidth": "10", "markerHeight": "10", "markerUnits": "userSpaceOnUse"}
    marker = Xml.SubElement(Xml.SubElement(root, "defs"), "marker", tip | size)
    Xml.SubElement(marker, "path", {"class": "tip", "d": "M0 0 L10 5 L0 10 z", "fill": GREY})
    return root


def group(parent: Xml.Element, look: str, **more: str) -> Xml.Element:
    """Things that belong together."""
    return Xml.SubElement(parent, "g", {"class": look, **more})


def rect(
    parent: Xml.Element, x: float, y: float, width: float, height: float, r: float, **look: str
) -> None:
    """A rectangle with round corners."""
    sizes = {"x": x, "y": y, "width": width, "height": height, "rx": r}
    Xml.SubElement(parent, "rect", {name: f"{value:.1f}" for name, value in sizes.items()} | look)


def text(
    parent: Xml.Element,
    x: float,
    y: float,
    words: str,
    size: float,
    fill: str = INK,
    look: str = "",
) -> Xml.Element:
    """A line of text on its base. Of ``look``, the words bold, middle and end are also drawn."""
    found = Xml.SubElement(
        parent, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": f"{size:g}", "fill": fill}
    )
    if look:
        found.set("class", look)
    for word in look.split():
        if word == "bold":
            found.set("font-weight", "bold")
        elif word in ("middle", "end"):
            found.set("text-anchor", word)
    found.text = words
    return found


def badge(parent: Xml.Element, x: float, y: float, key: str, *, sure: bool) -> None:
    """A key; hollow when it is not always offered, or offered elsewhere."""
    look = {"class": "key" if sure else "key varies", "fill": INK if sure else PAPER}
    half = badge_width(key) / 2
    rect(parent, x - half, y - 7, 2 * half, 14, 7, stroke=INK, **look)
    words = "key-text" if sure else "key-text varies"
    text(parent, x, y + 3.7, key, KEY, PAPER if sure else INK, f"bold middle {words}")


def badge_width(key: str) -> float:
    """How wide a key is drawn: a circle, longer for several keys."""
    return 14 + 6 * (len(key) - 1)


def way_badge(parent: Xml.Element, x: float, y: float, way: Way) -> None:
    """The key of a way."""
    badge(parent, x, y, way.key or "", sure=not way.varies and not way.quiet)


def padlock(parent: Xml.Element, x: float, y: float, title: str = "") -> None:
    """The flow is open to those who have gone through another first: ``title`` says which."""
    lock = group(parent, "lock", transform=f"translate({x:.1f} {y:.1f})")
    if title:
        Xml.SubElement(lock, "title").text = title
    shackle = {"d": "M3 6V4a3 3 0 0 1 6 0v2", "fill": "none", "stroke": SOFT}
    Xml.SubElement(lock, "path", shackle | {"stroke-width": "1.5"})
    rect(lock, 1, 6, 10, 8, 1.5, fill=SOFT)


def path(parent: Xml.Element, line: Line) -> None:
    """A way, with an arrow at its end; dashed when it goes back, or is only open at times."""
    look = {
        "class": f"line {line.course}",
        "data-from": line.way.source,
        "data-to": line.way.target or "",
        "d": _course(line),
        "stroke": GREY,
        "stroke-width": "1.4",
    }
    if line.course != "out":
        look["marker-end"] = "url(#arrow)"
    if line.way.varies or line.course == "back":
        look["stroke-dasharray"] = "4 3"
    Xml.SubElement(parent, "path", look)


def _course(line: Line) -> str:
    """Straight from bend to bend, but for curves that leave and arrive upright when they go down,
    and level when they go on to another flow."""
    (x, y), *rest = line.points
    drawn = [f"M{x:.1f} {y:.1f}"]
    for next_x, next_y in rest:
        half_x, half_y = (x + next_x) / 2, (y + next_y) / 2
        match line.course:
            case "down":
                drawn.append(f"C{x:.1f} {half_y:.1f} {next_x:.1f} {half_y:.1f}")
            case "between":
                drawn.append(f"C{half_x:.1f} {y:.1f} {half_x:.1f} {next_y:.1f}")
            case _:
                drawn.append("L")
        drawn.append(f"{next_x:.1f} {next_y:.1f}")
        x, y = next_x, next_y
    return " ".join(drawn)
