"""What a letter calls its own issuer: 'UBND huyện yêu cầu …', 'TM. ỦY BAN NHÂN DÂN PHƯỜNG'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.intake.parts import Line
from engine.intake.pieces import Piece

_BODY: Final = (
    r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|Ủy ban MTTQ|Ủy ban Mặt trận|UBND|Hội đồng nhân dân|HĐND|Sở|Bộ|Phòng|Ban|Hội|Tỉnh ủy"
    r"|Huyện ủy|Thành ủy|Thị ủy|Quận ủy|Đảng ủy|Văn phòng|Công an|Chi cục|Cục|Tổng cục|Liên đoàn|Đoàn|Trường|Trung tâm|Thanh tra"
    r"|Bảo hiểm xã hội)"
)
_VERBS: Final = (
    r"(?:yêu cầu|đề nghị|kính đề nghị|trân trọng đề nghị|hướng dẫn|ban hành|thông báo|giao|chỉ đạo|xây dựng|có ý kiến|chỉ thị"
    r"|báo cáo|triển khai|quyết định|điện|kính báo cáo|đôn đốc|phát động|tổ chức|kính mời|trân trọng|nhận được|chuyển)"
)
_SELF: Final = re.compile(
    rf"(?:^|[.;,]\s+)(?:(?P<head>Chủ tịch|Giám đốc|Trưởng|Bộ trưởng|Thường trực)\s+)?"
    rf"(?P<body>{_BODY}(?!\w)[^.;:]{{0,110}}?)\s+(?:(?:đã|kính|xin)\s+)?{_VERBS}(?!\w)"
)
_MANY: Final = re.compile(r"(?<!\w)(?:các|từng|mỗi)(?!\w)")
_TOLD: Final = re.compile(r"(?<!\w)(?:đã|đang|sẽ|chưa|không|về|thực hiện|có trách nhiệm)(?!\w)")
_NEXT: Final = re.compile(rf",\s{_BODY}(?!\w)")
_JUST: Final = re.compile(r"\s(?:vừa|mới|cũng|tiếp tục)(?:\s.*)?$")
_AUTHORITY: Final = re.compile(r"T\s?[./]?\s?M\s?\.?\s*(?P<body>[A-ZĐÀ-Ỹ][^.;:]{3,100})")
_HEADS: Final = re.compile(
    r"(?:K\s?/?T|T\s?/?L|TUQ)\s?\.?\s*(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG)\s+(?P<body>(?:ỦY BAN|UỶ BAN|UBND|SỞ|PHÒNG|BAN)\b.{3,80})"
)


@dataclass(frozen=True, slots=True)
class SelfName:
    """``body``, and ``head`` where the one who speaks is its head ('Chủ tịch')."""

    body: Piece
    head: str | None


def self_name(opening: Sequence[Piece]) -> SelfName | None:
    """How the opening's last giving sentence calls who gives it."""
    for piece in reversed(opening):
        last = None
        for match in _SELF.finditer(piece.text):
            if not _MANY.search(match["body"]) and not _is_cut(match["body"]):
                last = match
        if last is not None:
            body = piece.part(*last.span("body"))
            just = _JUST.search(body.text)
            return SelfName(body.part(0, just.start()) if just else body, last["head"])
    return None


def _is_cut(body: str) -> bool:
    """A name is no list of bodies, has no word of time in it and no bracket that was opened before it."""
    return (
        _TOLD.search(body) is not None
        or len(_NEXT.findall(body)) > 1
        or body.count(")") > body.count("(")
    )


def signing_body(foot: Sequence[Line]) -> Piece | None:
    """The body of 'TM. …', or of a head that names it ('KT. CHỦ TỊCH UBND HUYỆN')."""
    for pattern in (_AUTHORITY, _HEADS):
        for line in foot:
            match = pattern.match(line.text)
            if match:
                return line.piece.part(*match.span("body")).strip()
    return None
