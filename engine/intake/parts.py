"""The parts of a letter's head and foot: each printed line cut where another part begins.

Columns printed side by side run into one line when a letter becomes text ('ỦY BAN NHÂN DÂN CỘNG HÒA
XÃ HỘI …', 'Số: 12/UBND-VX Thanh Hà, ngày …'): here every part gets a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from engine.intake.found import Span
from engine.intake.letter import Paragraph
from engine.intake.pieces import Piece, joined

NUMBER, DATE, ABOUT, TO, MOTTO, OTHER = "number", "date", "about", "to", "motto", "other"

UPPER: Final = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"

_GAP = 40
"""Characters of the text as read that may lie between two of one span: blanks and a line's end."""

_MARKS = re.compile(r"^(?:[\s*_#|>~]|Trang\s\d{1,2}(?=[^\d\s]{3}))+|[\s*_#|~]+$")
_BREAK = re.compile(r"<br\s{0,2}/?>", re.IGNORECASE)
_RULE = re.compile(r"[-–—_=*.~\s|]{2,}")
_BULLET = re.compile(r"[-–—+•●▪*·]\s*(?=\S)")
_SPLIT_DATE = re.compile(r"ngày[\s\d.…]{0,20}(?:tháng[\s\d.…]{0,20}(?:năm\s?)?)?$", re.IGNORECASE)
_DATE_GOES_ON = re.compile(r"(?:\d|tháng|năm|…|\.)", re.IGNORECASE)
_SPLIT_PLACE = re.compile(rf"[{UPPER}][a-zà-ỹ]{{1,6}}(?: [{UPPER}][a-zà-ỹ]{{1,6}})?")
_DATE_BELOW = re.compile(r"[Nn]gày[\s\d.…]{1,20}tháng")
_SPLIT_NUMBER = re.compile(r"Số\s*:?[\s\d.…]{0,20}(?:/|[/-]\s*[A-ZĐ0-9&]{1,12}\s*[-–/])?$")
_NUMBER_GOES_ON = re.compile(r"(?:\d{1,6}\s*[-/]|[/-]\s*[A-ZĐ]|[A-ZĐ]{2,}[\w&]{0,12}(?:[-/]|\s*$))")

_SPLIT_MOTTO = re.compile(
    r"C[ỘO]NG(?:\s+H(?:ÒA|OÀ)(?:\s+XÃ(?:\s+HỘI(?:\s+CHỦ(?:\s+NGHĨA(?:\s+VIỆT)?)?)?)?)?)?$"
)
_MOTTO_GOES_ON = re.compile(
    r"(?:(?:(?:H(?:ÒA|OÀ)\s+)?XÃ\s+)?HỘI\s+)?(?:CHỦ\s+)?(?:NGHĨA\s+)?(?:VIỆT\s+)?NAM$"
)
_MOTTO = re.compile(
    r"C\S?\s?NG\s{0,3}H\S{0,2}\s?\S?\s{1,3}X?\s?[ÃÀA]\S{0,2}\s{0,3}H\S?\s?I\s{1,3}CH\S?\s{1,3}NGH\S?\s?A"
    r"(?:\s{1,3}VI\S?\s?T\s{1,3}NAM)?"
    r"|CỘNG\s{0,3}HOÀ\s{0,3}XÃ\s{0,3}HỘI\s{0,3}CHỦ\s{0,3}NGHĨA\s{0,3}VIỆT\s{0,3}NAM"
    r"|[ĐD][ộô]c\s{0,3}lập\s{0,3}[-–—]?\s{0,3}Tự\s{0,3}do\s{0,3}[-–—]?\s{0,3}Hạnh\s{0,3}phúc"
    r"|^CỘNG\s{1,3}HÒA\s{1,3}XÃ\s{1,3}HỘI$|^CHỦ\s{1,3}NGHĨA\s{1,3}VIỆT\s{1,3}NAM$"
    r"|^ĐOÀN\s{1,3}TNCS\s{1,3}HỒ\s{1,3}CHÍ\s{1,3}MINH$"
    r"|ĐẢNG\s{1,3}CỘNG\s{1,3}SẢN\s{1,3}VIỆT\s{1,3}NAM",
    re.IGNORECASE,
)
_PARTS = (
    (
        NUMBER,
        re.compile(
            r"(?:^|(?<=[\s|]))(?:Số|SỐ)\s*:|^Số\s[Kk][íý]\shiệu(?=\s*:?\s*\d)|^(?:Số|SỐ)\s*(?:[\d.…]{0,8}\s*[-/]\s*[A-ZĐ0-9]|\d+$|$)"
        ),
    ),
    (
        ABOUT,
        re.compile(
            r"(?:^[“\"]?|(?<=[\s(]))[Vv]\s?/\s?[Vv]\b[.:]?|^(?:Về việc|VỀ VIỆC)\b|^Về(?:\s?:\s|\s(?=[a-zà-ỹđ]{2}))"
        ),
    ),
    (
        TO,
        re.compile(
            r"(?:^|(?<=[\s|]))(?:Đồng\s+)?K[íiÍ]?\s?(?:nh|NH)\s+(?:gửi|GỬI|gởi|GỞI|chuyển)\b"
        ),
    ),
)
_WORD = rf"[{UPPER}][\w.’']{{0,12}}"
_PLACE_DATE = re.compile(
    rf"(?:^|(?<=[\s|])(?<![-/–]\s))(?P<place>(?:T[Pp]\.?\s?|Thành phố\s|THÀNH PHỐ\s)?{_WORD}(?:[ \-–]{{1,3}}{_WORD}| \d{{1,2}}){{0,6}}(?: [a-zà-ỹđ]{{1,7}})?)"
    r"\s?[,.;]\s?(?:(?:h\S?\s?i|lúc)?\s?\d{1,2}\s?(?:giờ|h|g|:)\s?(?:\d{0,2})(?:\s?phút)?,?\s?)?(?:[Nn]gày|NGÀY)(?=[\s\d.…_]{0,40}(?:[Tt]háng|THÁNG|[/.-]))"
)
_PLACE_ALONE = re.compile(rf"(?:T[Pp]\.?\s?)?{_WORD}(?:[ \-–]{{1,3}}{_WORD}){{0,4}}\s?,")
_DATE_ALONE = re.compile(
    rf"^(?P<place>)(?:(?:{_WORD} ){{0,5}}ngày|Ngày)[\s\d.…_]{{0,40}}tháng[\s\d.…_]{{0,40}}năm[\s\d.…_]{{0,12}}$"
)


_NAMED_AT_ONCE = re.compile(
    rf"(?:Công văn|Công điện|Quyết định|Kế hoạch|Thông báo|Chỉ thị|Hướng dẫn|Tờ trình|Báo cáo)\s(?P<{NUMBER}>[Ss]ố\s?:?\s?[\d.…]{{1,8}}(?:\s?[/-]\s?\S{{2,40}})?)"
    rf"\s(?P<{DATE}>ngày\s[\d\s./-]{{1,12}}(?:tháng\s\d{{1,2}}\snăm\s\d{{4}})?)\s?,?(?:\scủa\s[^,.;:]{{3,80}})?\s(?P<{ABOUT}>(?:Về việc|V/v)\s[^;]{{5,240}})$"
)
"""'Công văn số 12/SNV-CC ngày 28/02/2013 Về việc …': how sites that keep letters print a head in one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a head or foot. ``kind`` is NUMBER, DATE, ABOUT, TO, MOTTO or OTHER.

    ``first`` is whether it begins its paragraph, and does not go on from the line above.
    """

    piece: Piece
    kind: str = OTHER
    bullet: str = ""
    first: bool = True

    @property
    def text(self) -> str:
        """The line's words."""
        return self.piece.text


def spans_of(piece: Piece) -> tuple[Span, ...]:
    """Where the piece's words stand in the text as read: a span for each unbroken run.

    White space begins and ends none: what joins two lines may stand for nothing that was printed.
    """
    spans: list[Span] = []
    for character, at in zip(piece.text, piece.origin, strict=True):
        if character.isspace():
            continue
        if spans and 0 <= at + 1 - spans[-1].end <= _GAP:
            spans[-1] = Span(spans[-1].start, at + 1)
        else:
            spans.append(Span(at, at + 1))
    return tuple(spans)


def printed(paragraphs: Iterable[Paragraph]) -> list[Line]:
    """The printed lines, each with the mark in front of its paragraph taken off."""
    found: list[Line] = []
    for paragraph in paragraphs:
        whole = Piece(paragraph.text, paragraph.origin)
        bullet, first = paragraph.bullet, True
        for part in _printed_parts(paragraph, whole):
            piece = _bare(part)
            mark = _BULLET.match(piece.text)
            if mark:
                bullet, piece = piece.text[0], piece.part(mark.end(), len(piece.text))
            if piece.text and not _RULE.fullmatch(piece.text):
                found.append(Line(piece, OTHER, bullet, first or bool(mark)))
                bullet, first = "", False
    return found


def _printed_parts(paragraph: Paragraph, whole: Piece) -> Iterator[Piece]:
    """The paragraph's lines; a break written out ('<br>', in tables of Markdown) ends one too."""
    for start, end in paragraph.lines or ((0, len(paragraph.text)),):
        at = start
        for mark in _BREAK.finditer(paragraph.text, start, end):
            yield whole.part(at, mark.start())
            at = mark.end()
        yield whole.part(at, end)


def parts(lines: Sequence[Line]) -> list[Line]:
    """The lines cut into the parts of a head, each of its kind, in their order."""
    found: list[Line] = []
    for line in _mended(lines):
        bullet, first = line.bullet, line.first
        for part in _cut(line.piece):
            found.append(Line(part.piece, part.kind, bullet, first))
            bullet, first = "", True
    return found


def together(lines: Sequence[Line]) -> Piece:
    """The lines' words as one."""
    return joined([line.piece for line in lines])


def _bare(piece: Piece) -> Piece:
    """Without blanks and marks of emphasis around it."""
    left = _MARKS.match(piece.text)
    start = left.end() if left else 0
    right = _MARKS.search(piece.text, start)
    return piece.part(start, right.start() if right else len(piece.text))


def _mended(lines: Sequence[Line]) -> Iterator[Line]:
    """A date or a number that was broken over two lines is one line again."""
    held: Line | None = None
    for line in lines:
        if held is None:
            held = line
            continue
        ends, goes_on = held.text[-80:], line.text
        broken = (_SPLIT_DATE.search(ends) and _DATE_GOES_ON.match(goes_on)) or (
            _SPLIT_NUMBER.search(ends) and _NUMBER_GOES_ON.match(goes_on)
        )
        if broken or _torn(held.text, goes_on):
            held = replace(held, piece=joined([held.piece, line.piece]))
            continue
        yield held
        held = line
    if held is not None:
        yield held


def _torn(held: str, goes_on: str) -> bool:
    """A place and its date, the motto's words or 'ỦY BAN' in two lines."""
    return bool(
        (_SPLIT_PLACE.fullmatch(held) and _PLACE_DATE.match(goes_on))
        or (_PLACE_ALONE.fullmatch(held) and _DATE_BELOW.match(goes_on))
        or (_SPLIT_MOTTO.match(held) and _MOTTO_GOES_ON.match(goes_on))
        or (held in ("ỦY", "UỶ") and goes_on.startswith("BAN "))
    )


def _cut(piece: Piece) -> Iterator[Line]:
    """The parts of one line."""
    cuts = [(m.start(), m.end(), MOTTO) for m in _MOTTO.finditer(piece.text)]
    if named := _NAMED_AT_ONCE.match(piece.text):
        cuts += [(named.start(kind), named.start(kind), kind) for kind in (NUMBER, DATE, ABOUT)]
    for kind, pattern in _PARTS:
        cuts += [(m.start(), m.start(), kind) for m in pattern.finditer(piece.text)]
    for pattern in (_PLACE_DATE, _DATE_ALONE):
        cuts += [(m.start(), m.start(), DATE) for m in pattern.finditer(piece.text)]
    cuts.sort()
    at, kind = 0, OTHER
    for start, end, next_kind in cuts:
        if start < at:
            continue
        yield from _part(piece.part(at, start), kind)
        if next_kind == MOTTO:
            yield from _part(piece.part(start, end), MOTTO)
            at, kind = end, OTHER
        else:
            at, kind = start, next_kind
    yield from _part(piece.part(at, len(piece.text)), kind)


def _part(piece: Piece, kind: str) -> Iterator[Line]:
    bare = _bare(piece)
    if bare.text and not _RULE.fullmatch(bare.text):
        yield Line(bare, kind)
