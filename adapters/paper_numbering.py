"""Automatic numbers of paragraphs (ECMA-376 part 1, 17.9): counted and written out."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from adapters.paper_notices import Notices
from adapters.paper_shape import Properties, Styles, child, points, qn, value

_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "o": "○", "-": "-", "–": "–", "+": "+", "•": "•"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_LEVELS = 9


class Numbering:
    """Counts the numbered paragraphs of a document in its order."""

    def __init__(self, part: Any, styles: Styles, notices: Notices) -> None:
        self.notices = notices
        self.levels: dict[str, dict[int, Any]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        root = next((r.target_part.element for r in part.rels.values() if _is_numbering(r)), None)
        if root is None:
            return
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            kind = abstract.get(value(number, "w:abstractNumId"))
            if kind is not None:
                self.levels[number.get(qn("w:numId"))] = {
                    int(level.get(qn("w:ilvl"))): level for level in kind.findall(qn("w:lvl"))
                }

    def label(self, properties: Properties, shape: dict[str, Any]) -> str:
        """The number before a paragraph, '' for none; its level's indents go into ``shape``."""
        told = properties.element("w:numPr")
        number = value(told, "w:numId")
        at = int(value(told, "w:ilvl") or 0)
        levels = self.levels.get(number or "")
        if levels is None or at not in levels:
            return ""
        self._indent(levels[at], properties, shape)
        counts = self.counts[number or ""]
        counts[at] = counts.get(at, _start(levels[at]) - 1) + 1
        for deeper in range(at + 1, _MOST_LEVELS):
            counts.pop(deeper, None)
        return self._text(levels, at, counts)

    def _indent(self, level: Any, properties: Properties, shape: dict[str, Any]) -> None:
        if properties.element("w:ind") is None:
            indents = child(level, "w:pPr")
            shape["left"] = points(value(indents, "w:ind", "w:left")) or 0
            shape["first"] = -(points(value(indents, "w:ind", "w:hanging")) or 0)

    def _text(self, levels: dict[int, Any], at: int, counts: dict[int, int]) -> str:
        pattern = value(levels[at], "w:lvlText") or ""
        if value(levels[at], "w:numFmt") == "bullet":
            return _BULLETS.get(pattern) or self._unknown()

        def one(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            if level not in levels:
                return ""
            kind = value(levels[level], "w:numFmt") or "decimal"
            return self._counted(kind, counts.get(level, _start(levels[level])))

        return re.sub(r"%(\d)", one, pattern)

    def _counted(self, kind: str, n: int) -> str:
        if kind in ("decimal", "decimalZero"):
            return str(n) if kind == "decimal" else f"{n:02}"
        if kind in ("lowerLetter", "upperLetter") and 1 <= n <= 26:
            letter = chr(ord("a") + n - 1)
            return letter if kind == "lowerLetter" else letter.upper()
        if kind in ("lowerRoman", "upperRoman") and 1 <= n < 40:
            roman = _roman(n)
            return roman if kind == "lowerRoman" else roman.upper()
        return "" if kind == "none" else self._unknown()

    def _unknown(self) -> str:
        self.notices.add("numbering")
        return "-"


def _is_numbering(relation: Any) -> bool:
    return not relation.is_external and str(relation.reltype).endswith("/numbering")


def _start(level: Any) -> int:
    told = value(level, "w:start") or "1"
    return int(told) if told.isdigit() and len(told) < 6 else 1


def _roman(n: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        while n >= worth:
            text, n = text + sign, n - worth
    return text
