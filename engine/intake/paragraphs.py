"""Printed lines joined into paragraphs, footnotes set apart and their marks taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.intake.letters import UPPER
from engine.intake.lines import NOTE_START, Line
from engine.intake.mending import mended
from engine.intake.pieces import Piece, joined
from engine.intake.wrapping import Page, continues

_GLUED = re.compile(r"(?:\d[\d/a-z]*(?:/[A-ZĐ][A-Za-zĐđ&]*)?|[A-ZĐ][A-Za-zĐđ&]*)-$")
_RUN_IN = re.compile(rf"(?<=[.;]) (?=[-–+] ?[{UPPER}][^\W\d_])")


@dataclass
class Block:
    """Lines of one paragraph, while it is being put together."""

    lines: list[Line] = field(default_factory=list)
    note: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph's text and where its printed lines and its table cells are in it."""

    piece: Piece
    lines: tuple[tuple[int, int], ...]
    cells: tuple[tuple[int, int], ...] = ()
    note: bool = False
    gap: int = 0

    @property
    def text(self) -> str:
        return self.piece.text


def blocks_of(lines: list[Line], page: Page) -> list[Block]:
    """The lines gathered into paragraphs, in order."""
    blocks: list[Block] = []
    for line in lines:
        last = blocks[-1] if blocks else None
        if last and not NOTE_START.match(line.text) and continues(last.lines[-1], line, page):
            last.lines.append(line)
        else:
            blocks.append(Block([line]))
    return blocks


def printed(block: Block) -> list[Printed]:
    """The block's text mended; two list items that ran into one line are two paragraphs."""
    first = block.lines[0]
    if first.cells:
        return [_row(first)]
    whole = first.piece
    for line in block.lines[1:]:
        glue = "" if _GLUED.search(whole.text[-24:]) and line.text[0].isalpha() else " "
        whole = joined([whole, line.piece], glue)
    whole = mended(whole.strip())
    starts = _starts(whole, block.lines)
    cuts = [0, *(m.end() for m in _RUN_IN.finditer(whole.text)), len(whole.text)]
    return [
        _part(whole, a, b, starts, block.note, first.gap if i == 0 else 0)
        for i, (a, b) in enumerate(zip(cuts, cuts[1:], strict=False))
        if whole.text[a:b].strip()
    ]


def _starts(whole: Piece, lines: list[Line]) -> list[int]:
    """Where each printed line begins in the joined text, by the place it came from."""
    starts, at = [0], 0
    for line in lines[1:]:
        origin = line.piece.origin[0]
        while at < len(whole.origin) and whole.origin[at] < origin:
            at += 1
        starts.append(at)
    return starts


def _part(whole: Piece, a: int, b: int, starts: list[int], note: bool, gap: int) -> Printed:
    while b > a and whole.text[b - 1].isspace():
        b -= 1
    inner = [a, *(s for s in starts if a < s < b), b]
    lines = tuple((s - a, e - a) for s, e in zip(inner, inner[1:], strict=False) if e > s)
    return Printed(whole.part(a, b), lines, note=note, gap=gap)


def _row(line: Line) -> Printed:
    cells = [mended(cell) for cell in line.cells]
    whole = Piece("", ())
    spans: list[tuple[int, int]] = []
    for cell in cells:
        if whole.text and cell.text:
            whole = joined([whole, Piece("|", (cell.origin[0],))])
            whole = joined([whole, cell])
        elif cell.text:
            whole = cell
        spans.append((len(whole.text) - len(cell.text), len(whole.text)))
    return Printed(whole, ((0, len(whole.text)),), cells=tuple(spans), gap=line.gap)
