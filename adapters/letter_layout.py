"""How tables and notes of every format become lines: the same for .docx, .odt and .html.

A table that only places things side by side (the head, Nơi nhận and signature) is written cell after
cell; any other table row is written ``| a | b |``, which the reading of letters knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_PLACES = re.compile(
    r"CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|Độc lập|ĐẢNG CỘNG SẢN|Nơi nhận|N[ơo]i gửi|\b(?:TM|KT|TL|TUQ)\s?\.|Kính gửi|^\s*Số\s*:",
    re.M,
)
_MOST_ROWS = 6

Row = Sequence[str]


def table_lines(rows: Sequence[Row]) -> list[str]:
    """The lines of a table, whose cells may hold several lines each."""
    filled = [[cell.strip() for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if not filled:
        return []
    if _only_places(filled):
        return [line for row in filled for cell in row if cell for line in (*cell.split("\n"), "")]
    return ["", *("| " + " | ".join(_flat(cell) for cell in row) + " |" for row in filled), ""]


def _only_places(rows: Sequence[Row]) -> bool:
    widest = max(sum(1 for cell in row if cell) for row in rows)
    if widest <= 1:
        return True
    text = "\n".join(cell for row in rows for cell in row)
    return widest <= 3 and len(rows) <= _MOST_ROWS and _PLACES.search(text) is not None


def _flat(cell: str) -> str:
    parts = [" ".join(part.split()) for part in cell.split("\n") if part.strip()]
    return " ".join(parts).replace("|", "\\|")


def note_mark(number: object) -> str:
    """The mark of a footnote inside a sentence."""
    return f"[^{number}]"


def note_line(number: object, text: str) -> str:
    """A footnote's own line."""
    return f"[^{number}]: {' '.join(text.split())}"


def counted(number: int, form: str) -> str:
    """``number`` as a list shows it: decimal, upperRoman, lowerRoman, upperLetter, lowerLetter."""
    if form in ("upperRoman", "I"):
        return _roman(number)
    if form in ("lowerRoman", "i"):
        return _roman(number).lower()
    if form in ("lowerLetter", "a"):
        return "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26]
    if form in ("upperLetter", "A"):
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(number - 1) % 26]
    return str(number)


def _roman(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tens[number // 10] + ones[number % 10]
