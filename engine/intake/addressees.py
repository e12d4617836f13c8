"""Whom a letter goes to: «Kính gửi», the copies of «Nơi nhận», or those its order names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from engine.intake import doubts
from engine.intake.bases import ROLE
from engine.intake.found import Found
from engine.intake.parts import DATE, MOTTO, NUMBER, OTHER, TO, Line, spans_of
from engine.intake.pieces import EMPTY, Piece, joined
from engine.intake.signers import SIGNATURE

_TO: Final = re.compile(
    r"(?:Đồng\s+)?K[íiÍ]?\s?(?:nh|NH)\s+(?:gửi|GỬI|gởi|GỞI|chuyển|mời)\s*:?[\s|]*(?:[-–+•]\s*)?"
)
_WIRED: Final = re.compile(r"(?:.{0,80}\s)?(?:điện|ĐIỆN|Điện)\s*:\s*(?:[-–+•]\s*)?")
_COPIES: Final = re.compile(r"N[ơo]?\s?i\s?(?:nhận|gửi)\s*[:.]?\s*(?:[-–+•]\s*)?", re.IGNORECASE)
_AS_ABOVE: Final = re.compile(r"(?:Như|NHƯ)\s+(?:trên|TRÊN|kính gửi|[Đđ]iều)", re.IGNORECASE)
_KEPT: Final = re.compile(r"Lưu\b", re.IGNORECASE)
_KEPT_INSIDE: Final = re.compile(r"(?:^|[;.]\s*[-–+•]\s*)Lưu\b", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s*;\s*(?:[-–+•*]\s*)?|\s*\.\s+[-–+•]\s+")
_BULLET_BETWEEN: Final = re.compile(r"\s*[;.]\s*[-–+•*]\s+")
_BULLETED: Final = re.compile(r"[-–+•]\s*$")
_ENDED: Final = re.compile(r"[;.:]\s*$")
_EDGES: Final = re.compile(r"^[\s\-–+•*.;,:]+|[\s;.,:/*]+$")
_SIGNED_BESIDE: Final = re.compile(r"\s*\|\s*(?:TM|KT|TL|TUQ|Q)\.\s?[A-ZĐ].{0,200}$")
"""The signature in the cell beside the list of copies."""
_REMARK: Final = re.compile(r"\((?:Kèm|kèm|Đính|Ghi chú)|[A-Za-z]:\\")
_ORDERED: Final = re.compile(
    r"(?:yêu cầu|đề nghị|giao|chỉ đạo|gửi)\s+(?P<whom>(?:[Cc]ác|UBND|Ủy ban|Thủ trưởng|Chủ tịch|Giám đốc|[Pp]hòng|[Ss]ở|[Bb]an)[^.;:]{5,300}?)\s+"
    r"(?:triển khai|thực hiện|tập trung|khẩn trương|tổ chức|báo cáo|quan tâm|phối hợp|chủ động|chỉ đạo|nghiên cứu|tiếp tục|căn cứ|gửi"
    r"|rà soát|nghiêm túc|phân công|cử|tăng cường|thống nhất|đôn đốc)(?!\w)"
)
_NEXT_BODY: Final = re.compile(
    r"\s*(?:,|\svà|;)\s+(?=(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Chủ tịch UBND|Ủy ban MTTQ)(?!\w))"
)


def recipients(head: Sequence[Line]) -> tuple[Found[str], ...]:
    """Those of «Kính gửi», in order, each without the mark before and the stop after it."""
    start = next((i for i, line in enumerate(head) if line.kind == TO), None)
    opens = _TO
    if start is None:
        start = next(
            (i for i, x in enumerate(head) if x.kind == OTHER and _WIRED.match(x.text)), None
        )
        opens = _WIRED
    if start is None:
        return ()
    return tuple(_items(_addressed(head[start:], opens)))


def _addressed(head: Sequence[Line], opens: re.Pattern[str]) -> list[Line]:
    """The lines that name recipients, «Kính gửi» taken off, up to the first sentence."""
    lines: list[Line] = []
    running = False
    for at, line in enumerate(head):
        lead = (opens if at == 0 else _TO).match(line.text) if at == 0 or line.kind == TO else None
        if lead:
            rest = line.piece.part(lead.end(), len(line.text)).strip()
            lines.append(Line(rest, OTHER, line.bullet or " "))
            running = bool(rest.text) and not _BULLETED.search(line.text[: lead.end()])
        elif line.kind not in {NUMBER, DATE, MOTTO}:
            if _begins_body(lines[-1], line):
                break
            running = running and not line.bullet and not _ENDED.search(lines[-1].text)
            lines.append(replace(line, first=line.first and not running))
    return lines


def _begins_body(above: Line, line: Line) -> bool:
    """A sentence after the list: a basis, or whatever follows on a full stop without a mark."""
    if line.bullet:
        return False
    closed = above.text.endswith(".") and not line.text[:1].islower()
    return closed or (line.first and ROLE.match(line.text) is not None)


def copies(foot: Sequence[Line]) -> tuple[Found[str], ...]:
    """The items of «Nơi nhận», up to the file's copy («Lưu»)."""
    start = next((i for i, line in enumerate(foot) if _COPIES.match(line.text)), None)
    doubt: tuple[str, ...] = ()
    if start is None:
        start = next((i for i, line in enumerate(foot) if _AS_ABOVE.match(line.text)), None)
        doubt = (doubts.COPIES_UNMARKED,)
    if start is None:
        return ()
    lines: list[Line] = []
    for line in foot[start:]:
        lead = _COPIES.match(line.text) if line is foot[start] else None
        if lead:
            rest = line.piece.part(lead.end(), len(line.text)).strip()
            lines.append(Line(rest, OTHER, line.bullet))
        elif _is_over(lines, line):
            break
        else:
            lines.append(line)
    return tuple(_items(lines, doubt))


def inferred(opening: Sequence[Piece]) -> tuple[Found[str], ...]:
    """Whom the opening's order names ('yêu cầu các sở … và UBND các huyện … triển khai')."""
    for piece in reversed(opening):
        match = _ORDERED.search(piece.text)
        if match:
            whole = piece.part(*match.span("whom"))
            return tuple(
                Found(part.text, spans_of(part), 0.6, (doubts.RECIPIENTS_INFERRED,))
                for part in _split(whole, _NEXT_BODY)
            )
    return ()


def _is_over(taken: Sequence[Line], line: Line) -> bool:
    """Whether the list of copies has ended above this line."""
    if not line.bullet and line.first and (SIGNATURE.match(line.text) or _REMARK.match(line.text)):
        return True
    kept = any(_KEPT_INSIDE.search(x.text) for x in taken)
    return kept and line.first and not line.bullet


def _items(lines: Sequence[Line], doubt: tuple[str, ...] = ()) -> Iterator[Found[str]]:
    """The list's items: wrapped lines joined, several on one line taken apart."""
    for whole, bulleted in _joined(lines):
        for piece in _several(whole, bulleted=bulleted):
            text = _EDGES.sub("", _SIGNED_BESIDE.sub("", piece.text))
            if text:
                at = piece.text.index(text)
                part = piece.part(at, at + len(text))
                yield Found(re.sub(r"\s+", " ", text), spans_of(part), 0.8 if doubt else 1.0, doubt)


def _several(whole: Piece, *, bulleted: bool) -> list[Piece]:
    """A line's items: after a mark of its own, only another mark begins the next one."""
    if _KEPT.match(whole.text):
        return [whole]
    return _split(whole, _BULLET_BETWEEN if bulleted else _BETWEEN)


def _joined(lines: Sequence[Line]) -> Iterator[tuple[Piece, bool]]:
    """The items with their wrapped lines, and whether each has a mark in front."""
    held, bulleted = EMPTY, False
    for line in lines:
        begins = bool(line.bullet) or (not bulleted and _is_new(held.text, line))
        if held.text and begins:
            yield held, bulleted
            held, bulleted = line.piece, bool(line.bullet.strip())
        else:
            bulleted = bool(line.bullet.strip()) if not held.text else bulleted
            held = joined([held, line.piece])
    if held.text:
        yield held, bulleted


def _is_new(above: str, line: Line) -> bool:
    """Whether a line without a mark begins an item of its own: never so under one with a mark."""
    return line.first and (_ENDED.search(above) is not None or not line.text[:1].islower())


def _split(piece: Piece, between: re.Pattern[str]) -> list[Piece]:
    parts, at = [], 0
    for match in between.finditer(piece.text):
        if _KEPT.match(piece.text[at:]):
            break
        parts.append(piece.part(at, match.start()))
        at = match.end()
    return [part.strip() for part in (*parts, piece.part(at, len(piece.text)))]
