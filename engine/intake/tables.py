"""Tables that text keeps as lines: columns by tabs or spaces, or one cell to a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.intake.lines import Line
from engine.intake.pieces import Piece, joined

_FIRST = re.compile(r"(?:S?TT|Stt|Số\s?TT|SỐ\s?TT|Số thứ tự)\.?$")
_CHUNK = re.compile(r"\S+(?:[  ]\S+)*")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})?|[IVX]{1,5})[.)]?$")
_TABS = re.compile(r"\t")
_WHEN = re.compile(r"(?:Thời (?:hạn|gian|điểm)|Hạn|Tiến độ|Ngày (?:gửi|nộp|hoàn))", re.I)
_WHAT = re.compile(
    r"(?:Nội dung|Nhiệm vụ|Công việc|Việc|Tên|Báo cáo|Loại|Đơn vị|Cơ quan|Chủ trì|Hoạt động)", re.I
)
_LONGEST_HEAD = 40
_MOST_HEADS = 8
_MOST_TABS = 40


@dataclass(frozen=True, slots=True)
class _Cell:
    """A run of words, and the column of the page it begins in."""

    piece: Piece
    at: int


def tabled(lines: Sequence[Line]) -> list[Line]:
    """The lines with every table's rows as rows."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        rows, after = _table(lines, at)
        out += rows or [lines[at]]
        at = after if rows else at + 1
    return out


def _table(lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    line = lines[at]
    if line.row:
        return [], at
    cells = _cells(line)
    if len(cells) >= 3 and (_FIRST.match(cells[0].piece.text) or _names_columns(cells)):
        return _aligned(lines, at, cells)
    if _FIRST.match(line.text):
        return _one_to_a_line(lines, at)
    if _by_tabs(line) and at + 1 < len(lines) and _by_tabs(lines[at + 1]):
        end = at
        while end < len(lines) and _by_tabs(lines[end]) and not lines[end].row:
            end += 1
        return [_row(each, _cells(each)) for each in lines[at:end]], end
    return [], at


def _names_columns(cells: Sequence[_Cell]) -> bool:
    """A head without numbers: one column of times, one of what or who, none a sentence."""
    words = [cell.piece.text for cell in cells]
    return (
        all(len(word) < _LONGEST_HEAD for word in words)
        and any(_WHEN.match(word) for word in words)
        and any(_WHAT.match(word) for word in words)
    )


def _by_tabs(line: Line) -> bool:
    return 2 <= line.text.count("\t") <= _MOST_TABS


def _cells(line: Line) -> list[_Cell]:
    """The line's runs of words, parted by tabs or by two spaces and more."""
    text = line.text
    if "\t" in text:
        cells, start = [], 0
        for end in [*(m.start() for m in _TABS.finditer(text)), len(text)]:
            cells.append(_Cell(line.piece.part(start, end).strip(), line.indent + start))
            start = end + 1
        return cells
    return [
        _Cell(line.piece.part(m.start(), m.end()), line.indent + m.start())
        for m in _CHUNK.finditer(text)
    ]


def _row(line: Line, cells: Sequence[_Cell]) -> Line:
    pieces = tuple(cell.piece for cell in cells)
    return replace(line, piece=joined(pieces) if any(p.text for p in pieces) else line.piece,
                   cells=pieces, row=True)  # fmt: skip


def _aligned(lines: Sequence[Line], at: int, heads: list[_Cell]) -> tuple[list[Line], int]:
    """Rows under a head of columns: a number opens a row, what stands under it belongs to its cells."""
    rows: list[tuple[Line, list[_Cell]]] = [(lines[at], heads)]
    tabs = "\t" in lines[at].text
    counted = _FIRST.match(heads[0].piece.text) is not None
    end = at + 1
    numbered = False
    while end < len(lines):
        line = lines[end]
        cells = _cells(line)
        opens = len(cells) >= 2 and (
            _NUMBER.match(cells[0].piece.text) is not None
            if counted
            else len(cells) == len(heads) and line.gap <= 1
        )
        if opens:
            numbered = True
            rows.append((line, _placed(cells, heads, tabs)))
        elif not tabs and _under(line, cells, heads, numbered or not counted):
            rows[-1] = (rows[-1][0], _merged(rows[-1][1], _placed(cells, heads, tabs)))
        elif tabs and len(cells) >= 2:
            rows.append((line, cells))
        else:
            break
        end += 1
    return ([_row(line, cells) for line, cells in rows], end) if len(rows) > 1 else ([], at)


def _under(line: Line, cells: Sequence[_Cell], heads: Sequence[_Cell], numbered: bool) -> bool:
    """A line of wrapped cells: nothing in the first column, or still the head."""
    if line.gap > 1 or line.row:
        return False
    return cells[0].at >= heads[1].at - 2 or (not numbered and len(cells) >= 2)


def _placed(cells: Sequence[_Cell], heads: Sequence[_Cell], tabs: bool) -> list[_Cell]:
    """One cell for each column: that whose head begins nearest before it."""
    if tabs or len(cells) == len(heads):
        return list(cells)
    found: list[list[Piece]] = [[] for _ in heads]
    for cell in cells:
        column = max((i for i, head in enumerate(heads) if head.at <= cell.at + 3), default=0)
        found[column].append(cell.piece)
    return [_Cell(joined(pieces), head.at) for pieces, head in zip(found, heads, strict=True)]


def _merged(above: Sequence[_Cell], below: Sequence[_Cell]) -> list[_Cell]:
    width = max(len(above), len(below))
    empty = _Cell(Piece("", ()), 0)
    pairs = zip(
        [*above, *[empty] * (width - len(above))],
        [*below, *[empty] * (width - len(below))],
        strict=True,
    )
    return [_Cell(joined([a.piece, b.piece]), a.at or b.at) for a, b in pairs]


def _one_to_a_line(lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    """'TT', 'Nội dung', 'Thời hạn' each on its line; then 1, its cells, 2, its cells …"""
    first = next(
        (
            i
            for i in range(at + 1, min(at + 2 + _MOST_HEADS, len(lines)))
            if lines[i].text.rstrip(".") == "1"
        ),
        None,
    )
    if first is None or first - at < 3:
        return [], at
    rows = [lines[at:first]]
    end, number = first, 1
    while end < len(lines):
        stop = _row_end(lines, end, number + 1, first - at)
        rows.append(lines[end:stop])
        end, number = stop, number + 1
        if end >= len(lines) or lines[end].text.rstrip(".") != str(number):
            break
    return [_row(row[0], _stacked(row)) for row in rows], end


def _row_end(lines: Sequence[Line], at: int, following: int, columns: int) -> int:
    """Where the next number stands alone; of the last row, as many cells as there are columns."""
    for end in range(at + 1, min(at + 60, len(lines))):
        if lines[end].text.rstrip(".") == str(following):
            return end
    cells = 0
    for end in range(at, len(lines)):
        cells += not (end > at and lines[end].text[0].islower())
        if cells > columns or lines[end].row:
            return end
    return len(lines)


def _stacked(row: Sequence[Line]) -> list[_Cell]:
    """The cells of lines below each other; a small letter goes on with the cell above."""
    cells: list[_Cell] = []
    for line in row:
        if cells and len(cells) > 1 and line.text[0].islower():
            cells[-1] = _Cell(joined([cells[-1].piece, line.piece]), 0)
        else:
            cells.append(_Cell(line.piece, 0))
    return cells
