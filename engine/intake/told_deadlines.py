"""Deadlines a letter only tells of: what was asked before, by whomever."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"(?<!\w)(?:yêu\scầu|đề\snghị|quy\sđịnh|chỉ\sđạo|giao|hướng\sdẫn|nhắc\snhở|đôn\sđốc|ấn\sđịnh|thông\sbáo)(?!\w)",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?<!\w)đã\s(?:(?:có|ban\shành|gửi|nhiều\slần|kịp\sthời|từng|nhiều)\s){0,2}(?:(?:Công\svăn|[Vv]ăn\sbản|Kế\shoạch|Thông\sbáo)[^,;]{0,120}\s)?$"
)
_DOCUMENT = re.compile(
    r"(?<!\w)(?:có|ban\shành|gửi)\s(?:Công\svăn|[Vv]ăn\sbản|Kế\shoạch|Thông\sbáo|Giấy\smời)\ssố[^;]{0,300}(?:yêu\scầu|đề\snghị|thời\shạn)"
)
_OF_BASIS = re.compile(
    r"(?:Công\svăn|[Vv]ăn\sbản|Kế\shoạch|Thông\sbáo|Chỉ\sthị|Quyết\sđịnh|Công\sđiện)\ssố[^;()]{3,200}\([^()]{0,20}(?:yêu\scầu|đề\snghị|thời\shạn|hạn|báo\scáo)(?!\w)[^()]{0,100}$"
)
"""«Thực hiện Công văn số … của Bộ (yêu cầu báo cáo trước ngày 30/8)»."""
_ACCORDING = re.compile(r"(?<!\w)theo\sđó|trong\sđó\s(?:yêu|đề|quy|có)", re.IGNORECASE)
_NOW = re.compile(
    r"[,;]\s(?:nay|do\sđó|vì\svậy|để|UBND|Ủy\sban|Sở|Phòng|Ban|Bộ|Hội|tiếp\stục)(?!\w)[^;]{0,120}(?:đề\snghị|yêu\scầu)",
    re.IGNORECASE,
)

PAST = re.compile(
    r"(?<!\w)(?:đã|đến\snay|quá\s(?:thời\s)?hạn|vẫn\schưa|chưa\s(?:gửi|nộp|báo\scáo|có\sbáo|thực\shiện)|mới\s(?:có|nhận)|(?:có|tại|theo)\s(?:các\s)?(?:Công\svăn|văn\sbản|Kế\shoạch|Chỉ\sthị|Thông\sbáo|Quyết\sđịnh)\ssố|trước\sđó|trước\sđây|trễ\shạn|chậm\shạn)(?!\w)",
    re.IGNORECASE,
)
"""What makes a day gone by one that is told of."""


_STILL_NOT = re.compile(
    r"\s*(?:(?:tuy\snhiên|song|nhưng),?\s)?(?:(?:tính\s)?đến\s(?:nay|thời\sđiểm|hết|ngày)|hiện(?:\snay|\svẫn|\scòn)|hết\s(?:thời\s)?hạn|quá\s(?:thời\s)?hạn)"
    r"[^.;]{0,120}(?<!\w)(?:chưa|mới\scó|mới\snhận|chỉ\scó|vẫn\scòn)(?!\w)",
    re.IGNORECASE,
)


def still_owed(after: str) -> bool:
    """Whether ``after``, what follows a sentence, says that what it asked for has not come: «Đến nay … chưa nhận được»."""
    return bool(_STILL_NOT.match(after))


def narrated(before: str) -> bool:
    """Whether ``before``, the sentence up to a deadline, tells what another letter or an earlier one asked.

    «Ngày 02/5, UBND huyện có Công văn số … yêu cầu …», «Sở đã đề nghị các đơn vị gửi …».
    """
    if _DOCUMENT.search(before) or _OF_BASIS.search(before):
        return True
    asked = list(_ASKS.finditer(before))
    return bool(asked) and bool(_DONE.search(before[: asked[-1].start()]))


def is_according(before: str) -> bool:
    """«theo đó các huyện phải báo cáo trước ngày …»: what a basis asked, told if its day went by."""
    return bool(_ACCORDING.search(before)) and not _NOW.search(before)
