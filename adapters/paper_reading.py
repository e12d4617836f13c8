"""A docx as data that can be set: sections, paragraphs, tables, headers and footers. In points.

What the reader does not know is noted (``adapters.paper_notices``), never dropped in silence.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx import Document

from adapters import paper_tables
from adapters.paper_notices import Notices
from adapters.paper_numbering import Numbering
from adapters.paper_runs import Words
from adapters.paper_shape import Properties, Styles, child, points, qn, value

A4 = (595.3, 841.9)
SMALLEST, WIDEST_MARGIN = 200.0, 0.4
"""A sheet's shortest side in points, and a margin's share of it: there is always room for text."""
_DEEPEST = 4
"""Tables in tables that are followed."""


@dataclass
class Read:
    """A document's sections as ``adapters/data/paper.typ`` sets them, and what it cannot."""

    sections: list[dict[str, Any]]
    notices: Notices = field(default_factory=Notices)


def read(file: bytes) -> Read:
    """The whole document. Raises what python-docx raises for a file that is none."""
    document = Document(io.BytesIO(file))
    found = Read([])
    reader = _Reader(document, found.notices)
    waiting: list[Any] = []
    for element in _content(document.element.body):
        properties = _section_in(element)
        if element.tag == qn("w:sectPr"):
            properties = element
        else:
            waiting.append(element)
        if properties is not None:
            found.sections.append(reader.section(properties, waiting, len(found.sections)))
            waiting = []
    if waiting:
        found.sections.append(reader.section(None, waiting, len(found.sections)))
    return found


def _content(holder: Any) -> Iterator[Any]:
    """Paragraphs, tables and section marks, those in content controls too."""
    for element in holder:
        if element.tag in (qn("w:p"), qn("w:tbl"), qn("w:sectPr")):
            yield element
        elif element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
            yield from _content(element)


def _section_in(paragraph: Any) -> Any:
    return child(child(paragraph, "w:pPr"), "w:sectPr") if paragraph.tag == qn("w:p") else None


class _Reader:
    def __init__(self, document: Any, notices: Notices) -> None:
        self.document, self.notices = document, notices
        self.styles = Styles(document.styles.element)
        self.numbering = Numbering(document.part, self.styles, notices)
        settings = document.settings.element
        if Properties((settings,)).on("w:evenAndOddHeaders"):
            notices.add("even-pages")
        if next(document.element.body.iter(qn("w:footnoteReference")), None) is not None:
            notices.add("note")

    def section(self, properties: Any, content: list[Any], n: int) -> dict[str, Any]:
        """One section's page, headers, footers and blocks."""
        page = _page(properties)
        columns = value(properties, "w:cols", "w:num")
        if columns not in (None, "1"):
            self.notices.add("columns")
        held = self.document.sections[n] if n < len(self.document.sections) else None
        self.room = page["width"] - page["left"] - page["right"]
        edges = {name: self._edge(held, name) for name in _EDGES}
        differs = properties is not None and Properties((properties,)).on("w:titlePg")
        words = Words(self.styles, self.document.part, self.notices)
        return page | edges | {"first_differs": differs, "blocks": self.blocks(content, words)}

    def _edge(self, section: Any, name: str) -> list[dict[str, Any]]:
        """A header's or footer's blocks; a section without its own has the one before's."""
        if section is None:
            return []
        found = getattr(section, _EDGES[name])
        part = found.part
        return self.blocks(_content(found._element), Words(self.styles, part, self.notices))

    def blocks(self, content: Any, words: Words, depth: int = 0) -> list[dict[str, Any]]:
        """Paragraphs and tables in order."""
        found: list[dict[str, Any]] = []
        for element in content:
            if element.tag == qn("w:p"):
                found += self._paragraph(element, words)
            elif element.tag == qn("w:tbl") and depth < _DEEPEST:
                found.append(self._table(element, words, depth))
        return found

    def _table(self, table: Any, words: Words, depth: int) -> dict[str, Any]:
        def inside(cell: Any) -> list[dict[str, Any]]:
            return self.blocks(_content(cell), words, depth + 1)

        return paper_tables.read(table, self.styles, self.notices, inside, self.room)

    def _paragraph(self, paragraph: Any, words: Words) -> Iterator[dict[str, Any]]:
        """The paragraph; a page break inside divides it."""
        properties, told = self.styles.shape_of(paragraph)
        mark = self.styles.look_of(None, paragraph)
        label = self.numbering.label(properties, told)
        runs = words.of(paragraph)
        if properties.element("w:tabs") is not None and any(run["k"] == "tab" for run in runs):
            self.notices.add("tab-stops")
        if label:
            first = next((run for run in runs if "size" in run), None)
            how = first or mark
            runs.insert(0, {**how, "k": "text", "t": f"{label}\N{NO-BREAK SPACE}"})
        part: list[dict[str, Any]] = []
        for run in runs:
            if run["k"] == "break":
                if part:
                    yield _block(told, part, mark["size"])
                yield {"k": "break"}
                part = []
            else:
                part.append(run)
        if part or not any(run["k"] == "break" for run in runs):
            yield _block(told, part, mark["size"])


def _block(told: dict[str, Any], runs: list[dict[str, Any]], size: float) -> dict[str, Any]:
    sizes = [run["size"] for run in runs if "size" in run]
    kept = [run for run in runs if run["k"] != "text" or run["t"]]
    return told | {"k": "p", "runs": kept, "size": max(sizes, default=size)}


_EDGES = {
    "header": "header",
    "first_header": "first_page_header",
    "footer": "footer",
    "first_footer": "first_page_footer",
}


def _page(properties: Any) -> dict[str, float]:
    """The sheet and its margins; A4 where it tells none."""

    def told(name: str, attribute: str, usual: float) -> float:
        found = points(value(properties, name, f"w:{attribute}"))
        return usual if found is None else found

    width = max(told("w:pgSz", "w", A4[0]), SMALLEST)
    height = max(told("w:pgSz", "h", A4[1]), SMALLEST)

    def margin(side: str, whole: float) -> float:
        return min(abs(told("w:pgMar", side, 72)), whole * WIDEST_MARGIN)

    return {
        "width": width,
        "height": height,
        "top": margin("top", height),
        "bottom": margin("bottom", height),
        "left": margin("left", width),
        "right": margin("right", width),
        "header_distance": min(max(told("w:pgMar", "header", 36), 0), margin("top", height)),
        "footer_distance": min(max(told("w:pgMar", "footer", 36), 0), margin("bottom", height)),
    }
