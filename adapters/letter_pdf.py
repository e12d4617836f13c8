"""A PDF's text layer as printed lines: reading order, columns apart, footnotes known by their size.

The characters' places are used, not the order a program wrote them in: lines by their baseline, a
run of spaces where the print leaves a gap, a blank line where it leaves more than a line's pitch.
"""

from __future__ import annotations

import ctypes
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from adapters.letter_errors import LetterUnreadable
from adapters.letter_layout import note_mark

MAX_PAGES = 600
MAX_CHARACTERS = 1_500_000
_LEAST = 25
"""Letters a page must have on average: below it the file is a scan with a stamp or a page number."""
_WIDE = 2.0
_PASSWORD = 4


@dataclass
class _Run:
    """Characters that follow each other on one baseline, in points from the page's lower left."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass
class _Row:
    base: float
    size: float
    runs: list[_Run] = field(default_factory=list)


def pdf_text(data: bytes, name: str) -> str:
    """The text, a form feed between pages. Raises ``LetterUnreadable``."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        locked = code == _PASSWORD or "password" in str(error).lower()
        raise LetterUnreadable(name, "encrypted" if locked else "broken") from error
    try:
        return _text(document, name)
    except pdfium.PdfiumError as error:
        raise LetterUnreadable(name, "broken") from error
    finally:
        document.close()


def _text(document: pdfium.PdfDocument, name: str) -> str:
    if len(document) > MAX_PAGES:
        raise LetterUnreadable(name, "too-large", limit=f"{MAX_PAGES} trang/pages")
    pages: list[str] = []
    characters = 0
    for index in range(len(document)):
        page = document[index]
        words = page.get_textpage()
        runs = list(_runs(words))
        characters += sum(len(run.text) for run in runs)
        if characters > MAX_CHARACTERS:
            raise LetterUnreadable(name, "too-large", limit=f"{MAX_PAGES} trang/pages")
        pages.append(_page_text(runs))
        words.close()
        page.close()
    letters = sum(1 for page_text in pages for char in page_text if char.isalpha())
    if letters < _LEAST * max(1, len(pages)):
        raise LetterUnreadable(name, "no-text")
    return "\f".join(pages)


def _runs(words: pdfium.PdfTextPage) -> Iterator[_Run]:
    """The page's characters gathered into runs, in the order they were written."""
    handle = words.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    run: _Run | None = None
    for index in range(raw.FPDFText_CountChars(handle)):
        char = chr(raw.FPDFText_GetUnicode(handle, index) or 32)
        if raw.FPDFText_IsGenerated(handle, index) == 1 or char in "\r\n\ufffe\uffff":
            if run is not None and char == " ":
                run.text += " "
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetCharBox(handle, index, left, right, low, high)
        size = raw.FPDFText_GetFontSize(handle, index)
        size = size if size > 1.5 else max(high.value - low.value, 1.0) * 1.2
        if run is not None and _follows(run, x.value, y.value, size):
            if x.value - run.right > 0.18 * size and not run.text.endswith(" "):
                run.text += " "
            run.text += char
            run.right = max(run.right, right.value)
            continue
        if run is not None:
            yield run
        run = _Run(char, x.value, max(right.value, x.value), y.value, size)
    if run is not None:
        yield run


def _follows(run: _Run, x: float, y: float, size: float) -> bool:
    near = -0.5 * size < x - run.right < _WIDE * size
    return near and abs(y - run.base) < 0.15 * size and abs(size - run.size) < 0.2 * size


def _page_text(runs: list[_Run]) -> str:
    rows = _rows([run for run in runs if run.text.strip()])
    if not rows:
        return ""
    edge = min(row.runs[0].left for row in rows)
    pitches = [a.base - b.base for a, b in pairwise(rows) if a.base > b.base]
    pitch = statistics.median_low(pitches) if pitches else 0.0
    lines: list[str] = []
    for at, row in enumerate(rows):
        if at and rows[at - 1].base - row.base > 1.28 * max(pitch, row.size):
            lines.append("")
        lines.append(_line(row, edge))
    return "\n".join(lines)


def _rows(runs: list[_Run]) -> list[_Row]:
    """Lines from the top of the page; raised marks go to the line they stand on."""
    normal = _body_size([_Row(run.base, run.size, [run]) for run in runs]) if runs else 0.0
    rows: list[_Row] = []
    marks: list[_Run] = []
    for run in sorted(runs, key=lambda r: (-r.base, r.left)):
        if run.size < 0.75 * normal and run.text.strip().isdigit():
            marks.append(run)
        elif rows and abs(rows[-1].base - run.base) < 0.35 * max(run.size, rows[-1].size):
            rows[-1].runs.append(run)
        else:
            rows.append(_Row(run.base, run.size, [run]))
    for mark in marks:
        beside = [row for row in rows if -0.1 * row.size <= mark.base - row.base < 0.8 * row.size]
        if beside:
            min(beside, key=lambda r: abs(mark.base - r.base)).runs.append(mark)
        else:
            rows.append(_Row(mark.base, mark.size, [mark]))
    for row in rows:
        row.runs.sort(key=lambda r: r.left)
        row.size = max(run.size for run in row.runs)
    return sorted(rows, key=lambda row: -row.base)


def _body_size(rows: list[_Row]) -> float:
    """The size most characters have."""
    weights: dict[float, int] = {}
    for row in rows:
        for run in row.runs:
            size = round(run.size, 1)
            weights[size] = weights.get(size, 0) + len(run.text)
    return max(weights, key=lambda size: weights[size])


def _line(row: _Row, edge: float) -> str:
    indent = min(int((row.runs[0].left - edge) / (0.5 * row.size)), 120)
    text = " " * max(indent, 0)
    before: _Run | None = None
    for run in row.runs:
        raised = run.size < 0.8 * row.size and run.text.strip().isdigit()
        if raised and run.base > row.base - 0.1 * row.size:
            begins = before is None
            text += note_mark(run.text.strip()) + (": " if begins else "")
        else:
            gap = 0.0 if before is None else run.left - before.right
            if before is not None and gap > _WIDE * row.size:
                text = text.rstrip() + "    "
            elif before is not None and gap > 0.15 * row.size and not text.endswith(" "):
                text += " "
            text += run.text
        before = run
    return text.rstrip()
