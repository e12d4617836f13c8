"""A template filled in: docxtpl in our sandbox, tables that fit their page, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from docxtpl import DocxTemplate

from adapters.paper_sandbox import Sandbox
from adapters.paper_shape import child, points, qn, value

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""Before it no packed file can be dated."""


def filled(template: bytes, fields: Mapping[str, Any], made_at: datetime) -> bytes:
    """The document. Raises ``jinja2.TemplateError`` for marks that cannot be followed."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(_clean(dict(fields)), Sandbox())
    made = document.docx  # get_docx() would open the template anew
    _fit(made.element.body)
    moment = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    made.core_properties.created = made.core_properties.modified = moment
    made.core_properties.last_modified_by = ""
    buffer = io.BytesIO()
    made.save(buffer)
    return _packed(buffer, max(made_at.astimezone(UTC), _EARLIEST))


def _clean(fields: Any) -> Any:
    """The same without what XML cannot hold, and what docxtpl takes for an order (\\a, \\f)."""
    if isinstance(fields, Mapping):
        return {name: _clean(held) for name, held in fields.items()}
    if isinstance(fields, list | tuple):
        return [_clean(held) for held in fields]
    return _UNPRINTABLE.sub("", str(fields))


def _packed(buffer: io.BytesIO, moment: datetime) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            told = zipfile.ZipInfo(name, moment.timetuple()[:6])
            target.writestr(told, source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _fit(body: Any) -> None:
    """Narrow each table that became wider than its page, as columns were added."""
    for table, room in _tables(body):
        widths = _widths(table)
        total = sum(widths)
        if not widths or total <= room:
            continue
        scaled = [int(width * room / total * 20) for width in widths]
        grid = table.find(qn("w:tblGrid"))
        for column, width in zip(grid, scaled, strict=False):
            column.set(qn("w:w"), str(width))
        for row in table.findall(qn("w:tr")):
            cells = row.findall(qn("w:tc"))
            if len(cells) == len(scaled):
                for cell, width in zip(cells, scaled, strict=True):
                    told = child(child(cell, "w:tcPr"), "w:tcW")
                    if told is not None:
                        told.set(qn("w:w"), str(width))


def _tables(body: Any) -> Iterator[tuple[Any, float]]:
    """The body's tables, each with the width of its section's text in points."""
    waiting: list[Any] = []
    for element in body:
        if element.tag == qn("w:tbl"):
            waiting.append(element)
        section = element if element.tag == qn("w:sectPr") else None
        if element.tag == qn("w:p"):
            section = child(child(element, "w:pPr"), "w:sectPr")
        if section is not None:
            sheet = points(value(section, "w:pgSz", "w:w")) or 0
            edges = (points(value(section, "w:pgMar", f"w:{s}")) or 0 for s in ("left", "right"))
            room = sheet - sum(edges)
            yield from ((table, room) for table in waiting if room > 0)
            waiting = []


def _widths(table: Any) -> list[float]:
    """The widths of the first row without merged cells that tells them all."""
    for row in table.findall(qn("w:tr")):
        cells = [child(cell, "w:tcPr") for cell in row.findall(qn("w:tc"))]
        if any(value(cell, "w:gridSpan") for cell in cells):
            continue
        told = [points(value(cell, "w:tcW", "w:w")) for cell in cells]
        if told and all(told):
            return [width or 0 for width in told]
    return []
