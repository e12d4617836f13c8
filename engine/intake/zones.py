"""Which part of a letter each paragraph is: head, body, foot, what is attached after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.intake.letter import ANNEX, BODY, FOOT, FOOTNOTE, HEAD
from engine.intake.letters import UPPER
from engine.intake.paragraphs import Printed
from engine.intake.wrapping import BULLET, NUMBERED

TYPE_NAMES = re.compile(
    r"(?:NGHỊ QUYẾT|QUYẾT ĐỊNH|CHỈ THỊ|QUY CHẾ|QUY ĐỊNH|THÔNG CÁO|THÔNG BÁO|HƯỚNG DẪN|CHƯƠNG TRÌNH|KẾ HOẠCH"
    r"|PHƯƠNG ÁN|ĐỀ ÁN|DỰ ÁN|BÁO CÁO|BIÊN BẢN|TỜ TRÌNH|CÔNG ĐIỆN|GIẤY MỜI|PHỤ LỤC|THÔNG TƯ|NGHỊ ĐỊNH|DANH SÁCH|ĐỀ CƯƠNG|QUY TRÌNH|KẾT LUẬN)"
    r"(?:\s+(?:\d{1,2}|[IVX]{1,5}|LIÊN TỊCH|SỐ \d{1,2}))?\s*[.:]?$"
)
_CC = re.compile(r"N[ơo]i\s?(?:nhận|gửi)\s*(?:[:.;/(]|$)", re.I)
_AS_ABOVE = re.compile(r"[-–+•*]?\s*Như\s(?:trên|kính gửi|Điều)", re.I)
_SIGNS = re.compile(
    rf"(?:T/?M|K/?T|T/?L|TUQ|T/?UQ|Q)\s?\.\s?[{UPPER}]{{2}}|(?:TM|KT|TL|TUQ)\s(?:BỘ TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC|TỔNG|CHÁNH|VỤ TRƯỞNG|CỤC TRƯỞNG|TRƯỞNG|HIỆU TRƯỞNG|ỦY BAN|UỶ BAN|UBND|BAN |HỘI ĐỒNG)|(?:PHÓ |QUYỀN |[QP]\. ?)?(?:CHỦ TỊCH|GIÁM ĐỐC|CHỦ NHIỆM|TRƯỞNG (?:PHÒNG|BAN)|BÍ THƯ|BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH VĂN PHÒNG|CỤC TRƯỞNG|VỤ TRƯỞNG|THỦ TƯỚNG|HIỆU TRƯỞNG)$"
)
_ATTACHED = re.compile(
    r"\(?\s*(?:Ban hành )?[Kk]èm theo|PHỤ LỤC|Phụ lục|CỘNG H[OÒ]A XÃ HỘI|MẪU|Mẫu số|ĐỀ CƯƠNG|BIỂU|Biểu"
)
_BEGINS = re.compile(
    r"(?:Căn cứ|CĂN CỨ|Thực hiện|Theo|Nhằm|Để|Tiếp theo|Trên cơ sở|Xét|Ngày|Tiếp|Trong|Qua|Vừa qua|Hiện nay|Thời gian|Năm|Từ|Sau|Thời|Triển khai|Phát huy|Hưởng ứng|Chuẩn bị|Kính thưa|Nhận được|Kết quả|Hàng năm|Đến nay|Thi hành|Đồng thời|Ủy ban|Uỷ ban|UBND|Ban|Sở|Phòng|Bộ|Văn phòng|Hội|Chủ tịch|Thủ tướng)\b"
)
_SETS_OUT = re.compile(
    r"(?:Căn cứ|Thực hiện|Theo|Nhằm|Để|Tiếp theo|Triển khai|Trên cơ sở|Trong thời|Qua|Vừa qua|Hiện nay|Hưởng ứng|Phúc đáp|Sau khi|Xét)\b"
)
"""No addressee begins so."""
_SENTENCE = re.compile(r"[.:;]\s*$")
_TO = re.compile(r"K[íi]?\s?nh\s+gửi", re.I)


def zones_of(paragraphs: Sequence[Printed]) -> list[str]:
    """A zone for each paragraph."""
    body = _body_start(paragraphs)
    foot = _foot_start(paragraphs, body)
    annex = _annex_start(paragraphs, foot)
    zones = []
    for at, paragraph in enumerate(paragraphs):
        if paragraph.note:
            zones.append(FOOTNOTE)
        elif at < body:
            zones.append(HEAD)
        elif at < foot:
            zones.append(BODY)
        else:
            zones.append(FOOT if at < annex else ANNEX)
    return zones


def _body_start(paragraphs: Sequence[Printed]) -> int:
    """The first sentence: after «Kính gửi» and its list, or after the type's name and title."""
    to = next((i for i, p in enumerate(paragraphs[:40]) if _TO.match(p.text)), None)
    if to is not None:
        return _after_addressees(paragraphs, to + 1)
    if paragraphs and _retold(paragraphs[0].text):
        return 0
    for at, paragraph in enumerate(paragraphs[:40]):
        text = paragraph.text
        if _CC.match(text) or NUMBERED.match(text) or _opening(text):
            return at
        if len(text) > 160 and _SENTENCE.search(text):
            return at
    return min(len(paragraphs), 0 if len(paragraphs) < 4 else _first_long(paragraphs))


def _retold(text: str) -> bool:
    """Whether what begins with ``text`` has no head: none begins with a sentence."""
    return len(text) > 60 and text.rstrip().endswith(".") and not text.isupper() and "|" not in text


def _after_addressees(paragraphs: Sequence[Printed], start: int) -> int:
    """The first paragraph that is a sentence, else the first that is too long for an addressee."""
    long = None
    for at in range(start, len(paragraphs)):
        text = paragraphs[at].text
        if _CC.match(text):
            return at if long is None else long
        if _first_sentence(paragraphs[at]) or NUMBERED.match(text):
            return at
        if long is None and len(text) > 60 and not BULLET.match(text) and not text.endswith(";"):
            long = at
    return len(paragraphs) if long is None else long


def _first_long(paragraphs: Sequence[Printed]) -> int:
    return next((i for i, p in enumerate(paragraphs) if len(p.text) > 100), 0)


def _opening(text: str) -> bool:
    """'Căn cứ …', 'Thực hiện Kế hoạch số … cụ thể như sau:'; a title is no sentence."""
    if re.match(r"(?:Căn cứ|Xét đề nghị|Theo đề nghị)\b", text):
        return True
    return bool(_BEGINS.match(text)) and bool(_SENTENCE.search(text)) and len(text) > 60


def _first_sentence(paragraph: Printed) -> bool:
    text = paragraph.text
    if BULLET.match(text) or (text.endswith(";") and len(text) < 160):
        return False
    if len(text) > 160 or _SETS_OUT.match(text):
        return True
    return bool(_BEGINS.match(text)) and len(text) > 60 and text.rstrip()[-1:] in ".:,/"


def _foot_start(paragraphs: Sequence[Printed], body: int) -> int:
    count = len(paragraphs)
    cc = next((i for i in range(body, count) if _CC.match(paragraphs[i].text)), None)
    if cc is None:
        cc = next((i for i in range(body, count) if _AS_ABOVE.match(paragraphs[i].text)), None)
    signs = next((i for i in range(body, count) if _signature(paragraphs[i].text)), None)
    if cc is None and signs is None:
        return count
    if cc is None or signs is None:
        return min(x for x in (cc, signs) if x is not None)
    return signs if cc - 12 <= signs < cc else cc


def _signature(text: str) -> bool:
    return len(text) < 120 and bool(_SIGNS.match(text))


def _annex_start(paragraphs: Sequence[Printed], foot: int) -> int:
    """The first paragraph after Nơi nhận and signature that is part of neither."""
    for at in range(foot + 1, len(paragraphs)):
        text = paragraphs[at].text
        if paragraphs[at].note:
            continue
        if (
            TYPE_NAMES.match(text)
            or _ATTACHED.match(text)
            or re.match(r"[IVX]{1,4}\. ?[A-ZĐ]", text)
        ):
            return at
        if len(text) > 220 and not BULLET.match(text):
            return at
        if paragraphs[at].cells and at > foot + 2:
            return at
    return len(paragraphs)
