"""A letter's printed lines: marks of markdown and page numbers gone, table rows known as such."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.intake.pieces import Piece

_END = re.compile(r"[\n\f]")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:trang|page)\s*)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?[-–—\s]*", re.I
)
_ALONE = re.compile(r"\d{1,2}")
_ASKS_FOR_NUMBER = re.compile(r"(?:số:?|ngày|tháng|năm|khoản|điểm|Điều|mục|quý|[/+=])$", re.I)
_RULE = re.compile(r"[\s_\-–—=*.•…~]*")
_TABLE_RULE = re.compile(r"\|?[\s:|\-+]*-{3,}[\s:|\-+]*\|?")
_MARKS = re.compile(
    r"\*{1,3}(?<!\(\*(?=\)))|_{2,}|`+|</?(?:b|i|u|em|strong|sup|sub)>|\\(?=[-.*_#()\[\]+|])"
)
_FRONT = re.compile(r"#{1,6}\s+|>\s+")
_BULLET_STAR = re.compile(r"\*\s+(?=\S)")
_MOST_CELLS = 60
_CELL = re.compile(r"(?<!\\)\|")
NOTE_START = re.compile(r"(?:\[\^?(\d{1,3})\]:?|([¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}))\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. ``gap`` blank lines stand before it; ``indent`` spaces.

    ``page``: a page begins with it. ``rule``: a line drawn across stands before it. ``cells`` are a
    table row's (their text is in ``piece``, one space between). ``raw`` keeps the spaces inside.
    """

    piece: Piece
    gap: int = 0
    indent: int = 0
    page: bool = False
    rule: bool = False
    cells: tuple[Piece, ...] = ()
    row: bool = False

    @property
    def text(self) -> str:
        """What is printed on it."""
        return self.piece.text


def printed_lines(piece: Piece) -> list[Line]:
    """The lines that say something, in order, page numbers among them."""
    lines: list[Line] = []
    gap, page, rule, start = 0, False, False, 0
    ends = [(m.start(), m[0]) for m in _END.finditer(piece.text)] + [(len(piece.text), "")]
    for end, mark in ends:
        raw = piece.part(start, end)
        start = end + 1
        line = _line(raw)
        if line is None:
            gap += 1
            rule |= _drawn(raw.text)
        else:
            lines.append(replace(line, gap=gap, page=page, rule=rule))
            gap, page, rule = 0, False, False
        page |= mark == "\f"
    return lines


def _drawn(text: str) -> bool:
    """A rule, or the long run of spaces a PDF's rule above footnotes is read as."""
    return len(text) >= 20 and (not text.strip() or not text.strip(" _-–—"))


def _line(raw: Piece) -> Line | None:
    text = raw.text
    if _RULE.fullmatch(text) or ("|" in text and _TABLE_RULE.fullmatch(text.strip())):
        return None
    indent = len(text.expandtabs(8)) - len(text.expandtabs(8).lstrip())
    body = raw.strip()
    if body.text.startswith("|") and 2 <= body.text.count("|") <= _MOST_CELLS:
        return _row(body, indent)
    body = _unmarked(body)
    return Line(body, indent=indent) if body.text else None


def _row(body: Piece, indent: int) -> Line | None:
    cuts = [m.start() for m in _CELL.finditer(body.text)]
    if cuts[-1] < len(body.text) - 1:
        cuts.append(len(body.text))
    cells = [_unmarked(body.part(a + 1, b).strip()) for a, b in pairwise(cuts)]
    if not any(cell.text for cell in cells):
        return None
    whole = body.part(cuts[0] + 1, cuts[-1])
    return Line(_unmarked(whole.strip()), indent=indent, cells=tuple(cells), row=True)


def _unmarked(body: Piece) -> Piece:
    """Without the marks of markdown; a star that stands for a bullet stays."""
    front = _FRONT.match(body.text)
    if front:
        body = body.part(front.end(), len(body.text))
    star = _BULLET_STAR.match(body.text)
    kept = star.end() if star else 0
    head, rest = body.part(0, kept), body.part(kept, len(body.text)).sub(_MARKS, "")
    whole = Piece(head.text + rest.text, head.origin + rest.origin)
    return whole.strip()


def without_page_numbers(lines: list[Line]) -> list[Line]:
    """The lines but those that are a page's number; the next line then begins a page."""
    kept: list[Line] = []
    turned = False
    for at, line in enumerate(lines):
        if _is_page_number(lines, at, kept[-1].text if kept else ""):
            turned = True
            continue
        kept.append(replace(line, page=True) if turned and line.gap else line)
        turned = False
    return kept


def _is_page_number(lines: list[Line], at: int, before: str) -> bool:
    line = lines[at]
    if line.row or not _PAGE_NUMBER.fullmatch(line.text) or _note_follows(lines, at):
        return False
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return after[:1].isdigit() or _ASKS_FOR_NUMBER.search(before[-12:]) is None


def _note_follows(lines: list[Line], at: int) -> bool:
    """A footnote's number alone on its line: a rule stands above, or another note goes on below."""
    line = lines[at]
    if not _ALONE.fullmatch(line.text) or at + 1 >= len(lines):
        return False
    after = lines[at + 1]
    return not after.gap and after.indent > 0 and after.text[:1].isupper() and not after.row
