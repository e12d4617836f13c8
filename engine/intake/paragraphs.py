"""Printed lines joined into paragraphs, footnotes set apart and their marks taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from engine.intake.found import Found
from engine.intake.letters import UPPER
from engine.intake.lines import NOTE_START, Line
from engine.intake.mending import mended
from engine.intake.pieces import Piece, joined
from engine.intake.wrapping import Page, continues

_GLUED = re.compile(r"(?:\d[\d/a-z]*(?:/[A-ZĐ][A-Za-zĐđ&]*)?|[A-ZĐ][A-Za-zĐđ&]*)-$")
_LONGEST = 4_000
_RUN_IN = re.compile(rf"(?<=[.;]) (?=[-–+] ?[{UPPER}][^\W\d_])")


@dataclass
class Block:
    """Lines of one paragraph, while it is being put together."""

    lines: list[Line] = field(default_factory=list)
    note: bool = False


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
        """What it says."""
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


def printed(block: Block, damage: list[Found[str]]) -> list[Printed]:
    """The block's text mended; two list items that ran into one line are two paragraphs."""
    first = block.lines[0]
    if first.cells:
        return [_row(first)]
    whole = first.piece
    for line in block.lines[1:]:
        glue = "" if _GLUED.search(whole.text[-24:]) and line.text[0].isalpha() else " "
        whole = joined([whole, line.piece], glue)
    whole = mended(whole.strip(), damage)
    starts = _starts(whole, block.lines)
    cuts = [0, *(m.end() for m in _RUN_IN.finditer(whole.text)), len(whole.text)]
    cuts = _bounded(whole.text, cuts)
    return [
        _part(whole, a, b, starts, block.note, first.gap if i == 0 else 0)
        for i, (a, b) in enumerate(pairwise(cuts))
        if whole.text[a:b].strip()
    ]


def _bounded(text: str, cuts: list[int]) -> list[int]:
    """No part longer than any real paragraph: a file that is one endless line stays readable."""
    bounded = [cuts[0]]
    for end in cuts[1:]:
        while end - bounded[-1] > _LONGEST:
            most = bounded[-1] + _LONGEST
            space = max(text.rfind(". ", bounded[-1], most), text.rfind("; ", bounded[-1], most))
            space = space if space > bounded[-1] else text.rfind(" ", bounded[-1], most)
            bounded.append(space + 1 if space > bounded[-1] else most)
        bounded.append(end)
    return bounded


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
    lines = tuple((s - a, e - a) for s, e in pairwise(inner) if e > s)
    return Printed(whole.part(a, b), lines, note=note, gap=gap)


def _row(line: Line) -> Printed:
    """The cells one after the other, a bar between those that say something."""
    texts: list[str] = []
    origin: list[int] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for cell in map(mended, line.cells):
        if cell.text and length:
            texts.append(" | ")
            origin += [cell.origin[0]] * 3
            length += 3
        texts.append(cell.text)
        origin += cell.origin
        length += len(cell.text)
        spans.append((length - len(cell.text), length))
    whole = Piece("".join(texts), tuple(origin))
    return Printed(whole, ((0, length),), cells=tuple(spans), gap=line.gap)
