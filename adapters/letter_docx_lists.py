"""The numbers Word puts before paragraphs: they stand in no text and are counted as Word counts."""

from __future__ import annotations

import re
from typing import Any

from adapters.letter_layout import counted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVEL = re.compile(r"%([1-9])")


class Lists:
    """``label`` must be asked once for each paragraph, in the document's order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._abstract: dict[str, Any] = {}
        self._of: dict[str, str] = {}
        self._styles: dict[str, Any] = {}
        self._based: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = {}
        if numbering is not None:
            for node in numbering.iterfind(W + "abstractNum"):
                self._abstract[node.get(W + "abstractNumId")] = node
            for node in numbering.iterfind(W + "num"):
                found = node.find(W + "abstractNumId")
                if found is not None:
                    self._of[node.get(W + "numId")] = found.get(W + "val")
        if styles is not None:
            for style in styles.iterfind(W + "style"):
                self._styles[style.get(W + "styleId")] = style.find(f"{W}pPr/{W}numPr")
                base = style.find(W + "basedOn")
                if base is not None:
                    self._based[style.get(W + "styleId")] = base.get(W + "val")

    def label(self, paragraph: Any) -> str:
        """'1. ', 'II. ', '- ' …, or '' where the paragraph has no number."""
        number, level = self._place(paragraph)
        abstract = self._abstract.get(self._of.get(number, ""))
        if abstract is None:
            return ""
        levels = {int(n.get(W + "ilvl", "0")): n for n in abstract.iterfind(W + "lvl")}
        if level not in levels:
            return ""
        form = _value(levels[level], "numFmt", "decimal")
        if form == "bullet":
            return "- "
        if form == "none":
            return ""
        counters = self._counters.setdefault(self._of[number], {})
        start = int(_value(levels[level], "start", "1") or "1")
        counters[level] = counters.get(level, start - 1) + 1
        for deeper in [n for n in counters if n > level]:
            del counters[deeper]
        text = _LEVEL.sub(
            lambda m: _shown(levels, counters, int(m[1]) - 1), _value(levels[level], "lvlText", "")
        )
        return f"{text} " if text else ""

    def _place(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return "", 0
        own = properties.find(W + "numPr")
        if own is None:
            style = properties.find(W + "pStyle")
            own = self._inherited(style.get(W + "val")) if style is not None else None
        if own is None:
            return "", 0
        level = _value(own, "ilvl", "0")
        return _value(own, "numId", ""), int(level) if level.isdigit() else 0

    def _inherited(self, style: str | None) -> Any:
        for _ in range(12):
            if style is None:
                return None
            if self._styles.get(style) is not None:
                return self._styles[style]
            style = self._based.get(style)
        return None


def _value(node: Any, tag: str, default: str) -> str:
    found = node.find(W + tag)
    return default if found is None else str(found.get(W + "val") or default)


def _shown(levels: dict[int, Any], counters: dict[int, int], level: int) -> str:
    form = _value(levels[level], "numFmt", "decimal") if level in levels else "decimal"
    return counted(counters.get(level, 1), form)
