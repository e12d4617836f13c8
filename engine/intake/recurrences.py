"""Of which period a report is: 'hằng tháng', 'quý', '06 tháng', '9 tháng', 'cả năm', 'năm 2023'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.intake.date_forms import EVERY, SAID
from engine.intake.found import (
    ANNUAL,
    HALF_YEAR,
    MONTHLY,
    NINE_MONTHS,
    QUARTERLY,
    WEEKLY,
)

_I = re.IGNORECASE
_REPORT = r"báo\scáo(?:\s(?:định\sk[ỳì]|kết\squả|tổng\skết|sơ\skết|tình\shình|số\sliệu|công\stác|đánh\sgiá)){0,3}"
_PERIOD = re.compile(
    r"(?<!\w)(?:"
    rf"(?P<nine_months>(?:0?9|chín){SAID}\stháng(?:\sđầu\snăm)?)"
    rf"|(?P<half_year>(?:0?6|sáu){SAID}\stháng(?:\s(?:đầu|cuối)\snăm)?(?!\s?/)(?:/(?:1\s|01\s)?lần)?|nửa\snăm|bán\sniên|giữa\snăm|(?:0?2|hai)\slần/năm)"
    rf"|(?P<quarterly>(?:0?3|ba){SAID}\stháng/(?:0?1\s)?lần|(?:{EVERY}|theo|định\sk[ỳì])\squ[ýí]|{_REPORT}\s(?:hằng\s|hàng\s)?qu[ýí]"
    r"|qu[ýí]\s?(?:IV|I{1,3}|[1-4])(?!\w)|(?<=[,;/(]\s)qu[ýí]|(?<=[/-])qu[ýí]|(?<=và\s)qu[ýí]|qu[ýí](?=\s?[,/;:(]|\s(?:trước|chậm|và))|(?:0?1|một)\slần/qu[ýí])"
    rf"|(?P<monthly>(?:{EVERY}|theo|định\sk[ỳì])\stháng(?!\s(?:đầu|cuối|hành|\d))|{_REPORT}\s(?:hằng\s|hàng\s)?(?-i:tháng)(?=\s?(?:\d|[,.;:()/-]|$)|\s(?:trước|gửi|về|và|của|này|chậm|vào)(?!\w))"
    r"|(?:0?1|một)\s(?:tháng/lần|lần/tháng)|(?<=[,;/(]\s)tháng(?=\s?[,/;:)]|\svà\s)|tháng(?=\s?[,/;]\s?qu[ýí])|tháng(?=\s\((?:trước|chậm)))"
    rf"|(?P<weekly>(?:{EVERY}|theo|định\sk[ỳì])\stuần|{_REPORT}\s(?:hằng\s|hàng\s)?tuần(?!\slễ)|(?:0?1|một)\s(?:tuần/lần|lần/tuần)|tuần(?=\s?[,/;]\s?tháng))"
    r"|(?P<annual>cả\snăm|(?:hằng|hàng|mỗi|từng|theo|định\sk[ỳì])\snăm|(?:0?1|một)\s(?:năm(?!\s?\w)|năm/lần|lần/năm)|(?<=báo\scáo\s)cuối\snăm(?!\shọc)"
    rf"|12{SAID}\stháng|{_REPORT}\s(?:hằng\s|hàng\s)?năm(?:\s(?=20\d\d))?|(?:tổng\skết|công\stác|đánh\sgiá)\snăm(?!\w)|(?<=[,;/]\s)năm(?=\s?[,;:()]|\s(?:trước|chậm|về|gửi|báo|20\d\d)|\s?$)|(?<=[/-])năm(?!\w)"
    r"|(?<=và\s)(?:báo\scáo\s)?năm(?=\s?[,;:()]|\s(?:trước|chậm|về|gửi|báo|20\d\d)|\s?$)|(?<=^)năm(?=\s?[:(]))"
    r"|(?P<weak>(?<!\d\s)năm\s20\d\d|năm\shọc)"
    r")",
    _I,
)
_KIND = {
    "nine_months": NINE_MONTHS, "half_year": HALF_YEAR, "quarterly": QUARTERLY, "monthly": MONTHLY,
    "weekly": WEEKLY, "annual": ANNUAL, "weak": ANNUAL,
}  # fmt: skip
EVERY_OF = {
    WEEKLY: "week", MONTHLY: "month", QUARTERLY: "quarter", HALF_YEAR: "half_year",
    NINE_MONTHS: "nine_months", ANNUAL: "year",
}  # fmt: skip
KIND_OF = {every: kind for kind, every in EVERY_OF.items()}
_USUAL = {
    HALF_YEAR: (5, 6, 7), NINE_MONTHS: (8, 9, 10), ANNUAL: (10, 11, 12, 1, 2, 3),
    QUARTERLY: (3, 6, 9, 12, 4, 7, 10, 1),
}  # fmt: skip
"""The months in which a period's report is usually due; settles which of two periods a date is of."""
_REPEATED = re.compile(
    r"định\sk[ỳì]|(?<!\w)(?:hằng|hàng|mỗi|từng)\s(?:tuần|tháng|qu[ýí]|năm)|/lần|\slần/|chế\sđộ\sbáo\scáo",
    _I,
)
_ONCE = re.compile(
    r"tháng\shành\sđộng|tuần\slễ|ngày\shội|đợt|chiến\sdịch|cuộc\sthi|hội\snghị|hội\sthi|(?<!\w)tết(?!\w)|kỳ\sthi|bầu\scử"
    r"|giai\sđoạn|khảo\ssát|điều\stra|tháng\scao|(?:0?[2-9]|1\d|hai|ba|năm)\snăm\s(?:thi|thực|triển)|lễ\skỷ",
    _I,
)


_NAMED = re.compile(r"\s?(?:của\s)?(?:năm\s?20\d\d|/?20\d\d|(?:IV|I{1,3}|\d{1,2})(?!\w))")
_ROMAN = re.compile(r"qu[ýí]\s?(?:IV|I{1,3}|[1-4])$", _I)


@dataclass(frozen=True, slots=True)
class Period:
    """``text[start:end]`` names a period; ``weak``: 'năm 2023', which may be only what it is about.

    ``named``: one certain period ('quý III', 'tháng 5', '6 tháng đầu năm 2023'), not each.
    """

    start: int
    end: int
    kind: str
    weak: bool = False
    named: bool = False


def periods(text: str) -> list[Period]:
    """The periods a stretch of words names, in order; a run of the same kind is one."""
    out: list[Period] = []
    for found in _PERIOD.finditer(text):
        name = str(found.lastgroup)
        named = (
            name == "weak"
            or bool(_NAMED.match(text, found.end()))
            or bool(_ROMAN.search(found.group()))
        )
        period = Period(found.start(), found.end(), _KIND[name], name == "weak", named)
        if not (out and out[-1].kind == period.kind and period.kind != QUARTERLY):
            out.append(period)
    return out


def repeated(text: str) -> bool:
    """Whether the words say that it comes again ('định kỳ', 'hằng năm')."""
    return bool(_REPEATED.search(text))


def once(text: str) -> bool:
    """Whether it is about something that happens once, so that 'năm 2023' names no period."""
    return bool(_ONCE.search(text))


def fitting(found: Sequence[Period], month: int | None) -> Period | None:
    """Of several periods the one whose report is usual in ``month``; the first if none is."""
    if not found:
        return None
    usual = [p for p in found if month in _USUAL.get(p.kind, ())]
    return usual[0] if usual else found[0]
