"""What a letter is about: «V/v …» of a công văn, the title under a type's name, or what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from engine.intake import doubts
from engine.intake.found import Basis, Found
from engine.intake.letter_types import TypeLine, type_line
from engine.intake.parts import ABOUT, DATE, NUMBER, OTHER, TO, Line, spans_of, together
from engine.intake.pieces import EMPTY, Piece, joined

_ABOUT: Final = re.compile(
    r"[\s“\"(]*(?:(?:V\s?/\s?v|Về\s+việc|Trích\s+yếu)\b|Về(?!\w))\s*[.:]?\s*", re.IGNORECASE
)
_TRAILING = re.compile(r"[\s.;:,/_*-]+$")
_AUTHORITY: Final = re.compile(
    r"(?:(?:QUYỀN |PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|CHỦ NHIỆM|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG|CHÁNH|CỤC TRƯỞNG"
    r"|TỔNG CỤC TRƯỞNG|THỐNG ĐỐC|VIỆN TRƯỞNG|BÍ THƯ)\b|(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|BAN (?:CHẤP HÀNH|THƯỜNG VỤ)"
    r"|CHÍNH PHỦ\b|Căn cứ)"
)
_SESSION = re.compile(r"(?:HỘI ĐỒNG NHÂN DÂN|KHÓA|KHOÁ|KỲ HỌP|Kỳ họp|Khóa)\b")
_CLOSING: Final = re.compile(
    r"Trên đây là\s+(?:toàn bộ\s+)?(?:(?:một số\s+)?nội dung(?:\s+cơ bản|\s+chủ yếu)?\s+(?:về\s+)?)?"
    r"(?P<subject>[^.;:]{15,400}?)(?=[.;:]|,\s|\s+(?:trên địa bàn|của (?:UBND|Ủy ban|Sở|Phòng))|\s*$)"
)
_OPENING: Final = re.compile(
    r"(?:Ủy ban nhân dân|UBND|Sở|Phòng|Chủ tịch|Bộ|Ban|Hội)\b[^.;:,]{0,80}?\s"
    r"(?P<subject>(?:hướng dẫn|triển khai|ban hành|xây dựng|báo cáo|đôn đốc|yêu cầu báo cáo)\s[^.;:,]{15,300}?)"
    r"(?:,\s*(?:với|cụ thể|như sau)|\s+(?:như sau|với (?:những|các|một số) nội dung))"
)
_PURPOSE: Final = re.compile(
    r"(?:Nhằm|Để)\s[^.;:]{0,120}?(?P<subject>(?:công tác|phong trào|chương trình|việc)\s[^.;:,]{10,200}?)"
    r"(?=\s+(?:trong phạm vi|trên địa bàn|đã đề ra|theo)(?!\w)|[,;.]|$)"
)
_ITS_YEAR: Final = re.compile(r"năm 20\d\d(?=,?\s(?:như sau|cụ thể|với))")
_SHORT = re.compile(r"V\s?/\s?v\b", re.IGNORECASE)
"""Of a công văn, also where its type is written out; a title's «Về việc» is part of it."""
_TYPE_IN_FRONT = re.compile(
    r"^(?:ban hành\s+)?(?:Kế hoạch|Chương trình|Chỉ thị|Báo cáo|Thông báo|Phương án|Đề án)\s+(?:về\s+(?:việc\s+)?)?"
)


def find(head: Sequence[Line], foot: Sequence[Line]) -> Found[str] | None:
    """The subject as printed, wrapped lines joined; a công văn's without «V/v» in front."""
    line = type_line(head)
    if line is not None:
        title = _title(head, line)
        titled = _clean(title) if _SHORT.match(title.text) else _trimmed(title)
        if titled.text:
            return Found(titled.text, spans_of(titled))
    about = _clean(_about(head))
    if about.text:
        return Found(about.text, spans_of(about))
    below = _clean(_about(foot))
    if below.text:
        return Found(below.text, spans_of(below), 0.8, (doubts.SUBJECT_MISPLACED,))
    return None


def inferred(
    opening: Sequence[Piece], closing: Sequence[Piece], bases: Sequence[Found[Basis]]
) -> Found[str] | None:
    """The subject of a letter that lost its own: from its last or first sentences, or its basis."""
    for pattern, pieces in ((_CLOSING, reversed(closing)), (_OPENING, opening)):
        for piece in pieces:
            match = pattern.search(piece.text)
            if match:
                start = match.start("subject")
                front = _TYPE_IN_FRONT.match(match["subject"])
                part = piece.part(
                    start + (front.end() if front else 0), match.end("subject")
                ).strip()
                return Found(part.text, spans_of(part), 0.6, (doubts.SUBJECT_INFERRED,))
    for piece in opening:
        purpose = _PURPOSE.search(piece.text)
        if purpose:
            return _purpose(piece, purpose)
    for basis in bases:
        if basis.value.title:
            return Found(basis.value.title, basis.spans, 0.5, (doubts.SUBJECT_INFERRED,))
    return None


def _purpose(piece: Piece, match: re.Match[str]) -> Found[str]:
    """'Nhằm thực hiện hiệu quả công tác …', with the year the sentence ends on."""
    part = piece.part(*match.span("subject")).strip()
    year = None if "năm 20" in part.text else _ITS_YEAR.search(piece.text, match.end())
    whole = joined([part, piece.part(*year.span())]) if year else part
    return Found(whole.text, spans_of(whole), 0.5, (doubts.SUBJECT_INFERRED,))


def _about(lines: Sequence[Line]) -> Piece:
    """«V/v …» and the lines it goes on over; a date may stand between two of them."""
    start = next((i for i, line in enumerate(lines) if line.kind == ABOUT), None)
    if start is None:
        return EMPTY
    taken = [lines[start]]
    for i in range(start + 1, min(start + 10, len(lines))):
        line = lines[i]
        if line.kind == DATE and i + 1 < len(lines) and lines[i + 1].text[:1].islower():
            continue
        if line.kind != OTHER or line.bullet or _ends(taken[-1], line):
            break
        if _LABEL.fullmatch(line.text):
            break
        taken.append(line)
    return together(taken)


_LABEL = re.compile(
    r"(?:Nội dung|Ngày (?:ban hành|tạo|ký|đăng|có hiệu lực)|Loại văn bản|(?:Cơ quan|Đơn vị) ban hành|Người ký|Lĩnh vực|Tệp đính kèm|File đính kèm)\s*:?(?:\s[\d/.-]{6,10})?"
)
"""What sites that keep letters print below the subject."""


def _ends(above: Line, line: Line) -> bool:
    """Whether the subject is over above ``line``."""
    if not line.first or line.text[:1].islower():
        return False
    return above.text.rstrip().endswith((".", ";", "./")) or (
        line.text.isupper() and not above.text.isupper()
    )


def _title(head: Sequence[Line], line: TypeLine) -> Piece:
    """What stands under the type's name, up to who decides, whom it goes to, or a remark."""
    taken = []
    rest = head[line.at].piece.part(line.end, len(head[line.at].text)).strip()
    if rest.text.strip(" :.-"):
        taken.append(Line(rest))
    for at in range(line.at + 1, len(head)):
        part = head[at]
        if part.kind in {TO, DATE} or part.bullet or len(taken) >= 12:
            break
        if taken and part.first and _is_sentence(head, at):
            break
        if part.kind == NUMBER and ":" in part.text[:5]:
            break
        if part.text.startswith("(") or _SESSION.match(part.text) or _over(taken, part):
            if taken:
                break
            continue
        taken.append(part)
    return together(taken)


def _is_sentence(head: Sequence[Line], at: int) -> bool:
    """Whether the paragraph that begins here ends as sentences do, and no title does."""
    end = at + 1
    while end < len(head) and not head[end].first and head[end].kind == OTHER:
        end += 1
    words = together(head[at:end]).text
    return len(words) > 30 and words.endswith((".", ":", "./", ";"))


def _over(taken: Sequence[Line], part: Line) -> bool:
    """Whether ``part`` says who decides ('CHỦ TỊCH ỦY BAN …') or who wires whom ('… điện:')."""
    if not taken or not part.first:
        return False
    return (
        _AUTHORITY.match(part.text) is not None
        or re.search(r"(?:điện|ĐIỆN)\s*:\s*$", part.text) is not None
    )


def _clean(piece: Piece) -> Piece:
    lead = _ABOUT.match(piece.text)
    trimmed = _trimmed(piece.part(lead.end() if lead else 0, len(piece.text)).strip())
    quoted = lead is not None and lead[0].lstrip()[:1] in ("“", '"')
    return (
        trimmed.part(0, len(trimmed.text) - 1)
        if quoted and trimmed.text[-1:] in ("”", '"')
        else trimmed
    )


def _trimmed(piece: Piece) -> Piece:
    end = _TRAILING.search(piece.text)
    return piece.part(0, end.start() if end else len(piece.text))
