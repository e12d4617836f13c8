"""What a docx's styles and direct formatting come to: of a paragraph, of a run. In points.

Source of the names and their inheritance: ECMA-376 part 1, 17.3 and 17.7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx.oxml.ns import qn as spelled
from lxml import etree

MOST_SIZE = 144.0
FARTHEST = 1600.0
"""Points that any measure may have: more than the side of an A2 sheet. What is beyond would be set on
pages without number."""
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:\.\d{1,6})?")
TWIP = 1 / 20
EIGHTH = 1 / 8
FONTS = frozenset({"times new roman", "tinos", "times", "liberation serif"})
"""Whose letters are as wide as those of the PDF's font."""
HEX = re.compile(r"[0-9A-Fa-f]{6}")
_OFF = frozenset({"0", "false", "off", "none"})
_ALIGN = {
    "left": "left",
    "start": "left",
    "right": "right",
    "end": "right",
    "center": "center",
    "both": "justify",
    "distribute": "justify",
}


@cache
def qn(name: str) -> str:
    """``w:p`` with its namespace, as lxml spells it; a document asks for a few names very often."""
    return str(spelled(name))


def child(element: Any, name: str) -> Any:
    """The child of that name (``w:…``), or None; None of None."""
    return None if element is None else element.find(qn(name))


def value(element: Any, name: str, attribute: str = "w:val") -> str | None:
    """The attribute of the child of that name."""
    found = child(element, name)
    return None if found is None else found.get(qn(attribute))


def points(text: str | None, unit: float = TWIP) -> float | None:
    """A measure in points, within ``FARTHEST``; None for none, and for what is no number."""
    if text is None or _NUMBER.fullmatch(text) is None:
        return None
    return min(max(round(float(text) * unit, 3), -FARTHEST), FARTHEST)


@dataclass(frozen=True, slots=True)
class Properties:
    """The places where a property may stand, the nearest first."""

    places: tuple[Any, ...]

    def get(self, name: str, attribute: str = "w:val") -> str | None:
        """The nearest value."""
        for place in self.places:
            found = value(place, name, attribute)
            if found is not None:
                return found
        return None

    def on(self, name: str) -> bool:
        """Whether a switch is on: it is where it stands without a value that says no."""
        for place in self.places:
            found = child(place, name)
            if found is not None:
                return found.get(qn("w:val"), "1") not in _OFF
        return False

    def measure(self, name: str, *attributes: str) -> float | None:
        """The nearest measure, by the first of these attributes that is there."""
        for place in self.places:
            for attribute in attributes:
                found = points(value(place, name, attribute))
                if found is not None:
                    return found
        return None

    def element(self, name: str) -> Any:
        """The nearest child of that name."""
        found = (child(place, name) for place in self.places)
        return next((one for one in found if one is not None), None)


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Any) -> None:
        self._by_id = {style.get(qn("w:styleId")): style for style in root.findall(qn("w:style"))}
        self._default = {
            style.get(qn("w:type")): style.get(qn("w:styleId"))
            for style in self._by_id.values()
            if style.get(qn("w:default")) in ("1", "true")
        }
        defaults = child(root, "w:docDefaults")
        self._shapes: dict[bytes, tuple[Properties, dict[str, Any]]] = {}
        self._looks: dict[tuple[str, bytes], dict[str, Any]] = {}
        self._runs = child(child(defaults, "w:rPrDefault"), "w:rPr")
        self._paragraphs = child(child(defaults, "w:pPrDefault"), "w:pPr")

    def shape_of(self, paragraph: Any) -> tuple[Properties, dict[str, Any]]:
        """What a paragraph is set by, and its ``shape``: one that may be changed.

        Paragraphs of a table are set alike by the thousand, so each setting is worked out once.
        """
        key = _written(child(paragraph, "w:pPr"))
        if key not in self._shapes:
            properties = self.of_paragraph(paragraph)
            self._shapes[key] = (properties, shape(properties))
        properties, told = self._shapes[key]
        return properties, dict(told)

    def look_of(self, run: Any, paragraph: Any) -> dict[str, Any]:
        """The ``look`` of a run, or (None) of the paragraph's mark."""
        holder = child(paragraph, "w:pPr") if run is None else run
        style = value(child(paragraph, "w:pPr"), "w:pStyle") or ""
        key = (style, _written(child(holder, "w:rPr")))
        if key not in self._looks:
            self._looks[key] = look(self.of_run(run, paragraph))
        return dict(self._looks[key])

    def chain(self, name: str | None, kind: str) -> Iterator[Any]:
        """A style and those it is based on; the kind's default where it is not known."""
        at = name if name in self._by_id else self._default.get(kind)
        seen: set[str | None] = set()
        while at in self._by_id and at not in seen:
            seen.add(at)
            yield self._by_id[at]
            at = value(self._by_id[at], "w:basedOn")

    def of_paragraph(self, paragraph: Any) -> Properties:
        """What a paragraph is set by."""
        direct = child(paragraph, "w:pPr")
        styles = self.chain(value(direct, "w:pStyle"), "paragraph")
        return Properties((direct, *(child(s, "w:pPr") for s in styles), self._paragraphs))

    def of_run(self, run: Any, paragraph: Any) -> Properties:
        """What a run, or (None) the paragraph's own mark, is set by."""
        holder = child(paragraph, "w:pPr") if run is None else run
        direct = child(holder, "w:rPr")
        named = value(direct, "w:rStyle")
        own = self.chain(named, "character") if named else iter(())
        styles = self.chain(value(child(paragraph, "w:pPr"), "w:pStyle"), "paragraph")
        return Properties((direct, *(child(s, "w:rPr") for s in (*own, *styles)), self._runs))

    def of_table(self, table: Any) -> Properties:
        """What a table is set by."""
        direct = child(table, "w:tblPr")
        styles = self.chain(value(direct, "w:tblStyle"), "table")
        return Properties((direct, *(child(s, "w:tblPr") for s in styles)))


def _written(element: Any) -> bytes:
    return b"" if element is None else etree.tostring(element, with_tail=False)


def shape(properties: Properties) -> dict[str, Any]:
    """A paragraph's alignment, indents, distances and spacing of lines.

    ``line`` is a factor of single spacing, or points where ``line_rule`` is "exact".
    """
    line = properties.measure("w:spacing", "w:line")
    kind = properties.get("w:spacing", "w:lineRule")
    exact = line is not None and kind == "exact"
    # Lines are told in 240ths of a line where no other rule is given, so 12 points are one line.
    factor = line / 12 if line is not None and kind in (None, "auto") else 1.0
    return {
        "align": _ALIGN.get(properties.get("w:jc") or "left", "left"),
        "left": properties.measure("w:ind", "w:left", "w:start") or 0,
        "right": max(properties.measure("w:ind", "w:right", "w:end") or 0, 0),
        "first": _first(properties),
        "before": max(properties.measure("w:spacing", "w:before") or 0, 0),
        "after": max(properties.measure("w:spacing", "w:after") or 0, 0),
        "line": max(line or 0, 1) if exact else min(max(factor, 0.5), 6),
        "line_rule": "exact" if exact else "auto",
        "keep_next": properties.on("w:keepNext"),
        "page_before": properties.on("w:pageBreakBefore"),
        "edges": edges(properties.element("w:pBdr")),
    }


def _first(properties: Properties) -> float:
    """The first line's indent; negative where it hangs out."""
    for place in properties.places:
        hanging = points(value(place, "w:ind", "w:hanging"))
        first = points(value(place, "w:ind", "w:firstLine"))
        if hanging is not None or first is not None:
            return -hanging if hanging else (first or 0)
    return 0


def edges(borders: Any) -> dict[str, float]:
    """The drawn sides of a box, each with its width in points."""
    found: dict[str, float] = {}
    for name, sides in _SIDES.items():
        edge = child(borders, f"w:{name}")
        if edge is not None and edge.get(qn("w:val")) not in ("nil", "none", None):
            for side in sides:
                found[side] = min(max(points(edge.get(qn("w:sz")), EIGHTH) or 0.5, 0.1), 12)
    return found


_SIDES = {
    "top": ("top",),
    "bottom": ("bottom",),
    "left": ("left",),
    "start": ("left",),
    "right": ("right",),
    "end": ("right",),
}


def look(properties: Properties) -> dict[str, Any]:
    """A run's size, weight, slant, lines and colour; ``odd``: codes of what cannot be set."""
    size = min(max(points(properties.get("w:sz"), 0.5) or 10, 1), MOST_SIZE)
    raised = {"superscript": "super", "subscript": "sub"}
    line = properties.get("w:u")
    colour = properties.get("w:color")
    font = properties.get("w:rFonts", "w:ascii")
    odd = {
        "font": font is not None and font.lower() not in FONTS,
        "small-caps": properties.on("w:smallCaps"),
        "highlight": properties.element("w:highlight") is not None,
    }
    return {
        "hidden": properties.on("w:vanish"),
        "caps": properties.on("w:caps"),
        "odd": [code for code, there in odd.items() if there],
        "size": size,
        "b": properties.on("w:b"),
        "i": properties.on("w:i"),
        "u": line is not None and line not in _OFF,
        "s": properties.on("w:strike") or properties.on("w:dstrike"),
        "pos": raised.get(properties.get("w:vertAlign") or "", ""),
        "color": f"#{colour}" if colour and HEX.fullmatch(colour) else "#000000",
    }
