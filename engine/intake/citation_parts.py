"""The parts of a citation after its number and date: who issued the document, what it is about."""

from __future__ import annotations

import re
from typing import Final

from engine.intake.cited import TYPES
from engine.intake.lexicon_bodies import COMMA_NAMES
from engine.intake.parts import UPPER

_VERBS: Final = (
    "ban hành|phê duyệt|quy định|hướng dẫn|triển khai|sửa đổi|thực hiện|yêu cầu|đề nghị|tổ chức|giao(?! thông)|thông báo"
    "|tuyên truyền|công bố|công nhận|tăng cường|kèm theo|gửi|quyết định|tiếp tục|phát động|đã|có|kết luận|chỉ đạo"
    "|điều chỉnh|thành lập|kiện toàn|báo cáo|đôn đốc|nêu trên|xây dựng|rà soát|đẩy mạnh|góp ý|cho phép"
)
_COMMA = "|".join(map(re.escape, COMMA_NAMES))
_OF = re.compile(r"\s*[,)]?\s*(?:của\s+)(?P<issuer>(?:các )?)")
_ISSUER_END = re.compile(
    rf"\s+(?:về\s+việc|[Vv]\s?/\s?[Vv]|về|ngày|tại|(?:{_VERBS}))(?!\w)|\s*[;:()“\"]|\.(?=\s|$)(?<!TP\.)(?<!Tp\.)"
    rf"|,(?!\s(?:{_COMMA}|(?:tỉnh|thành phố|huyện|thị xã|quận)\s[{UPPER}]))|\s+và\s+(?={TYPES}(?:\s|$))|\s+và\s+(?=ý kiến|chỉ đạo|thực hiện|căn cứ|theo)|\s+[-–]\s+(?=[Vv]ề)"
)
_STANDING = re.compile(r"(?:Ban [Cc]hỉ đạo|Hội đồng|Tổ công tác)")
_ACTOR = (
    r"(?:UBND|Ủy ban|Uỷ ban|Hội đồng|Chủ tịch|Giám đốc|Sở|Phòng|Bộ|Ban|Hội|Tỉnh ủy|Huyện ủy|Đảng ủy|Thành ủy|Văn phòng"
    r"|Tổng cục|Cục|Chi cục|Thanh tra|Bảo hiểm|Kho bạc|Quận ủy|Thị ủy|Thủ tướng|Chính phủ|Tổng|Trưởng|Công an|Trường|Trung tâm|Liên đoàn|Đoàn|Thường trực)"
)
_STANDING_END = re.compile(
    rf"\s+(?:về\s+việc|[Vv]\s?/\s?[Vv]|ngày)(?!\w)|\s*[;:()]|\.(?=\s|$)|,(?=\s*(?:về|ngày|{_ACTOR}(?!\w)))"
)
_BRACKETS = re.compile(r"\s*\([^()]{0,120}\)")
_TITLE = re.compile(r"\s*[,.:]?\s*[“\"]?(?:[Vv]ề\s+việc|[Vv]\s?/\s?[Vv]\b[.:]?|[Vv]ề)\s*:?\s*")
_BARE_TITLE = re.compile(rf"\s*(?:,\s*(?!(?:đề nghị|yêu cầu)\s))?(?=(?:{_VERBS})(?!\w))")
_TITLE_END = re.compile(
    rf"\s*(?:;|\.(?=\s|$)(?<!TP\.)|,\s+(?={_ACTOR}(?!\w)(?:[^,;.]|,(?=\s(?:{_COMMA}))){{0,120}}?\s(?:{_VERBS}|ý kiến|trình)(?!\w))"
    rf"|\s(?=(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân) (?:tỉnh|thành phố|huyện|quận|thị xã|x?ã|phường|thị trấn)[^,;.]{{0,40}}?"
    rf"\s(?:yêu cầu|đề nghị|hướng dẫn|ban hành|thông báo|chỉ đạo)(?!\w))"
    rf"|\s(?=trên cơ sở đề nghị của)|,\s+(?=(?:cụ thể )?như sau)|,\s+(?=(?:nhằm|để)\s|trong đó)|”|$)"
)
_WISH = re.compile(
    r"^(?:(?:nội dung|tinh thần|các)\s+)*(?:ý kiến\s+)?(?:chỉ đạo|kết luận|yêu cầu|đề nghị|hướng dẫn|ý kiến)[^;]{0,20}?\s+của\s+"
)
_HEAD_OF_BODY = re.compile(
    r"^(?:Giám đốc|Phó Giám đốc|Trưởng|Chánh|Tổng Giám đốc|Thủ trưởng|(?:Chi cục|Cục|Vụ) trưởng)\s+(?=(?:Chi cục|Cục|Vụ)\s|Sở|Ban|Phòng|Công an|Văn phòng|Thanh tra|Bảo hiểm|phòng)"
)
_BEFORE = re.compile(
    r"(?:của\s+|^\s*)(?P<issuer>[^;]{2,160}?)\s*,?\s*(?:tại|trong|theo)(?:\s+(?:các|nội dung))?\s*$"
)


def issuer_after(text: str, at: int, until: int) -> tuple[str | None, int]:
    """Who issued it ('của …'), and where the name and its brackets end."""
    of = _OF.match(text, at, until)
    if of is None:
        return None, at
    start = of.start("issuer")
    standing = _STANDING.match(text, start, until)
    pattern = _STANDING_END if standing else _ISSUER_END
    end_match = pattern.search(text, standing.end() if standing else start, until)
    end = end_match.start() if end_match else until
    issuer = re.sub(r"\s+(?:và|các)$", "", text[start:end].strip(" ,.;-–"))
    brackets = _BRACKETS.match(text, end, until)
    return (_body_of(issuer) or None), (brackets.end() if brackets else end)


def issuer_before(clause: str, role: str | None) -> str | None:
    """'trên cơ sở đề nghị của Sở … tại Tờ trình số 40': the name stands before its document.

    ``clause`` is what stands between ``role`` and the document.
    """
    match = _BEFORE.search(clause)
    if match is None or (role and not role.endswith("của") and "của" not in clause):
        return None
    return _body_of(match["issuer"].strip(" ,"))


def _body_of(issuer: str) -> str:
    """'Giám đốc Sở Nội vụ' signs for Sở Nội vụ."""
    body = _HEAD_OF_BODY.sub("", _WISH.sub("", issuer))
    return body[:1].upper() + body[1:] if body.startswith("phòng ") else body


def title_after(text: str, at: int, until: int, *, marked: bool = False) -> tuple[str | None, int]:
    """What the document is about, and where that ends; ``marked``: only after «về (việc)», «V/v»."""
    opens = _TITLE.match(text, at, until)
    if opens is None and not marked:
        opens = _BARE_TITLE.match(text, at, until)
    if opens is None:
        return None, at
    end_match = _TITLE_END.search(text, opens.end(), until)
    end = end_match.start() if end_match else until
    title = text[opens.end() : end]
    title = re.sub(r"\s*\([^()]*\)\s*$", "", title)
    title = re.sub(r"[\s,;:.]*(?:(?:\svà|,)\s*(?:các)?)?[\s,;:./]*$", "", title).strip(' “”"')
    return (title or None), opens.end() + len(title) if title else at
