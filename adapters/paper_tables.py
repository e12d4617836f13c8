"""A docx's table: its columns, cells that span, lines, rows that repeat or stay whole. In points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from adapters.paper_notices import Notices
from adapters.paper_shape import HEX, Properties, Styles, child, edges, points, qn, value

Blocks = Callable[[Any], list[dict[str, Any]]]
MOST_WHOLE = 1500
"""Characters of a row that may be kept on one page; a longer one might not fit on any."""
MOST_INSET = 36.0
_INSETS = {"left": 5.4, "right": 5.4, "top": 0.0, "bottom": 0.0}
_ALIGN = {"center": "center", "right": "right", "end": "right"}


def read(
    table: Any, styles: Styles, notices: Notices, blocks: Blocks, room: float
) -> dict[str, Any]:
    """The table as data; ``blocks`` reads a cell's content, ``room`` is the width there is."""
    properties = styles.of_table(table)
    rows = [_row(row) for row in table.findall(qn("w:tr"))]
    rows = [row for row in rows if row]
    widths = _widths(table, rows, room)
    if sum(widths) > room * 1.02 + 1:
        notices.add("wide-table")
        widths = [width * room / sum(widths) for width in widths]
    grid = _Grid(rows, len(widths))
    lines, insets = _lines(properties), _insets(properties)
    indent = properties.measure("w:tblInd", "w:w") or 0
    align = _ALIGN.get(properties.get("w:jc") or "", "left")
    told: list[dict[str, Any]] = []
    for n, row in enumerate(table.findall(qn("w:tr"))):
        if n >= len(rows):
            break
        shape = Properties((child(row, "w:trPr"),))
        told.append(
            {
                "head": shape.on("w:tblHeader") and all(t["head"] for t in told),
                "whole": shape.on("w:cantSplit") and _length(row) < MOST_WHOLE,
                "cells": list(grid.cells(n, lines, insets, blocks)),
            }
        )
    first = next(table.iter(qn("w:p")), None)
    keep = first is not None and Properties((child(first, "w:pPr"),)).on("w:keepNext")
    return {
        "k": "table",
        "widths": widths,
        "rows": told,
        "align": align,
        "indent": indent if align == "left" else 0,
        "keep_next": keep,
    }


def _row(row: Any) -> list[Any]:
    """A row's cells, those in content controls too."""
    found = []
    for element in row:
        if element.tag == qn("w:tc"):
            found.append(element)
        elif element.tag == qn("w:sdt"):
            found += element.iter(qn("w:tc"))
    return found


def _length(row: Any) -> int:
    return sum(len(part.text or "") for part in row.iter(qn("w:t")))


def _span(cell: Any) -> int:
    told = value(child(cell, "w:tcPr"), "w:gridSpan")
    return max(int(told), 1) if told and told.isdigit() and len(told) < 4 else 1


def _widths(table: Any, rows: list[list[Any]], room: float) -> list[float]:
    """The columns' widths; equal ones where the table tells none, or not all."""
    columns = max((sum(map(_span, row)) for row in rows), default=1)
    grid = table.find(qn("w:tblGrid"))
    told = [points(c.get(qn("w:w"))) or 0 for c in grid] if grid is not None else []
    for row in rows:
        if len(row) == columns:
            own = [points(value(child(c, "w:tcPr"), "w:tcW", "w:w")) or 0 for c in row]
            if min(own) > 0:
                return own
    if len(told) == columns and min(told) > 0:
        return told
    return [room / columns] * columns


def _lines(properties: Properties) -> dict[str, float]:
    """The table's own lines: the four sides, and "insideH", "insideV"."""
    borders = properties.element("w:tblBorders")
    found = edges(borders)
    for name in ("insideH", "insideV"):
        edge = child(borders, f"w:{name}")
        if edge is not None and edge.get(qn("w:val")) not in ("nil", "none", None):
            found[name] = points(edge.get(qn("w:sz")), 1 / 8) or 0.5
    return found


def _insets(properties: Properties) -> dict[str, float]:
    return {
        side: told
        if (told := _inset(properties.element("w:tblCellMar"), side)) is not None
        else usual
        for side, usual in _INSETS.items()
    }


def _inset(margins: Any, side: str) -> float | None:
    other = {"left": "start", "right": "end"}.get(side, side)
    told = points(value(margins, f"w:{side}", "w:w") or value(margins, f"w:{other}", "w:w"))
    return None if told is None else min(max(told, 0), MOST_INSET)


class _Grid:
    """Which cell stands where; one that is merged downwards is told once, with its rows."""

    def __init__(self, rows: list[list[Any]], columns: int) -> None:
        self.rows, self.columns = rows, columns
        self.starts = [list(self._starts(row)) for row in rows]

    def _starts(self, row: list[Any]) -> Iterator[tuple[int, int, Any]]:
        at = 0
        for cell in row:
            span = min(_span(cell), self.columns - at)
            if span > 0:
                yield at, span, cell
            at += span

    def cells(
        self, n: int, lines: dict[str, float], insets: dict[str, float], blocks: Blocks
    ) -> Iterator[dict[str, Any]]:
        """The cells that begin in row ``n``; a row that is short is filled up."""
        end = 0
        for at, span, cell in self.starts[n]:
            end = at + span
            if _continues(cell):
                continue
            down = self._down(n, at)
            yield self._cell(cell, (n, at, span, down), lines, insets, blocks)
        if end < self.columns:
            yield _empty(self.columns - end)

    def _down(self, n: int, at: int) -> int:
        if child(child(self.starts_at(n, at), "w:tcPr"), "w:vMerge") is None:
            return 1
        count = 1
        while n + count < len(self.rows) and _continues(self.starts_at(n + count, at)):
            count += 1
        return count

    def starts_at(self, n: int, at: int) -> Any:
        """The cell that begins at that column; None."""
        return next((cell for start, _, cell in self.starts[n] if start == at), None)

    def _cell(
        self,
        cell: Any,
        place: tuple[int, int, int, int],
        lines: dict[str, float],
        insets: dict[str, float],
        blocks: Blocks,
    ) -> dict[str, Any]:
        n, at, span, down = place
        properties = child(cell, "w:tcPr")
        drawn = {
            "top": lines.get("top" if n == 0 else "insideH", 0),
            "bottom": lines.get("bottom" if n + down == len(self.rows) else "insideH", 0),
            "left": lines.get("left" if at == 0 else "insideV", 0),
            "right": lines.get("right" if at + span == self.columns else "insideV", 0),
        }
        own = child(properties, "w:tcBorders")
        for side in drawn:
            if child(own, f"w:{side}") is not None:
                drawn[side] = edges(own).get(side, 0)
        margins = child(properties, "w:tcMar")
        own_insets = {side: _inset(margins, side) for side in insets}
        fill = value(properties, "w:shd", "w:fill") or ""
        return {
            "span": span,
            "rows": down,
            "blocks": blocks(cell),
            "edges": {side: width for side, width in drawn.items() if width},
            "inset": {s: insets[s] if w is None else w for s, w in own_insets.items()},
            "fill": f"#{fill}" if HEX.fullmatch(fill) else "",
            "valign": {"center": "center", "bottom": "bottom"}.get(
                value(properties, "w:vAlign") or "", "top"
            ),
        }


def _continues(cell: Any) -> bool:
    merge = child(child(cell, "w:tcPr"), "w:vMerge")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _empty(span: int) -> dict[str, Any]:
    return {
        "span": span,
        "rows": 1,
        "blocks": [],
        "edges": {},
        "inset": dict.fromkeys(_INSETS, 0),
        "fill": "",
        "valign": "top",
    }
