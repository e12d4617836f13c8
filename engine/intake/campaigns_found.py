"""Campaigns: a tháng hành động, tuần lễ, đợt cao điểm, with its days or at least its year."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable

from engine.intake.date_forms import Printed
from engine.intake.dates import read_day
from engine.intake.duty_context import Placed
from engine.intake.duty_doubts import YEAR_IMPLIED
from engine.intake.found import Campaign, Found, Span
from engine.intake.years import YEARS, Times
from engine.searching import folded

_I = re.IGNORECASE
_NAME = re.compile(
    r"(?<!\w)(?P<name>(?:Tháng\s(?:hành\sđộng|cao\sđiểm|Thanh\sniên|Công\snhân|hưởng\sứng|an\stoàn)|Tuần\slễ|(?:đợt\s)?cao\sđiểm(?=\s(?:tuyên|truyền|phòng|ra|kiểm|tấn))|đợt\s(?:cao\sđiểm|thi\sđua|ra\squân|sinh\shoạt)|Chiến\sdịch|Ngày\shội)"
    r"[^().;“”\"]{0,180})",
    _I,
)
_STOP = re.compile(
    r"\s(?:từ\s(?:ngày\s)?\d|năm\s20\d\d|hiệu\squả|diễn\sra|phù\shợp|đạt\s|trên\sđịa|tại\s|theo\s(?:chủ|kế|hướng)|của\s(?=UBND|Ủy|Bộ|tỉnh|huyện)|bằng\s|gắn\s|với\scác|nhằm|để\s|do\s|và\s(?:gửi|báo|tổ|các)|\(|về\s(?=Sở|UBND|Phòng|Ban|Văn|Tỉnh)|trước\s|chậm\s|kèm\s|gửi\s|trong\s(?:tháng\s\d|qu[ýí]))"
    r"|,\s(?:phối|tổ\schức|tháng\s|Tháng|tuần|từ\s|sáng|báo|gửi|phát\sđộng|đợt|chiến|các|đảm|bảo)|,\s(?-i:[A-ZĐ])|:",
    _I,
)
_RANGE = re.compile(r"từ\s(?:ngày\s)?(?=\d)", _I)
_SHORT_RANGE = re.compile(r"(?<![\d/])(?P<first>\d{1,2})\s?[-–]\s?(?=\d{1,2}/\d{1,2})")
_TO = re.compile(r"\s*(?:đến|tới|-|–)\s*(?:hết\s)?", _I)
_MONTH = re.compile(r"tháng\s(?P<m>\d{1,2})(?:\s?/\s?(?P<y>20\d\d)|\snăm\s(?P<y2>20\d\d))?", _I)
_YEAR = re.compile(r"năm\s(20\d\d)", _I)
REACH = 110
"""Characters after a campaign's name in which its days stand."""


def read(place: Placed, times: Times, subject: str = "") -> list[Found[Campaign]]:
    """The campaigns a paragraph names; one called by its first words only has the name the letter's subject gives it."""
    text = place.paragraph.text
    out = []
    matches = list(_NAME.finditer(text))
    for match in matches:
        name, end = _named(match)
        if (inner := name.find("Tháng hành động")) > 0:
            name = name[inner:]
        name = _in_full(name, subject)
        if len(name.split()) < SHORTEST:
            continue
        following = min((m.start() for m in matches if m.start() >= end), default=len(text))
        value, last = _dated(text, name, end, min(following, end + REACH), times)
        spans = (place.paragraph.span(match.start(), end), place.paragraph.span(end, last))
        out.append(Found(value, spans[: 2 if last > end else 1], 0.85, _doubts(value)))
    return out


SHORTEST = 4


def _in_full(name: str, subject: str) -> str:
    for match in _NAME.finditer(subject):
        full, _ = _named(match)
        if full.lower().startswith(name.lower()):
            return full
    return name


def _doubts(value: Campaign) -> tuple[str, ...]:
    printed = value.start is None or f"{value.start.year}" in value.phrase
    return () if printed else (YEAR_IMPLIED,)


def _named(match: re.Match[str]) -> tuple[str, int]:
    stop = _STOP.search(match["name"])
    raw = match["name"][: stop.start() if stop else len(match["name"])].rstrip(" ,-")
    return " ".join(raw.split()), match.start() + len(raw)


def _dated(text: str, name: str, at: int, end: int, times: Times) -> tuple[Campaign, int]:
    """The campaign with its days, month or year, and where their words end."""
    words = text[at:end]
    year = _YEAR.search(words)
    implied = int(year[1]) if year else times.scope or times.year
    if found := _RANGE.search(words):
        days = _between(text, at + found.end(), implied)
    elif found := _SHORT_RANGE.search(words):
        days = _within_month(text, int(found["first"]), at + found.end(), implied)
    else:
        days = None
    if found and days:
        phrase = " ".join(text[at + found.start() : days[2]].split())
        return Campaign(name, phrase, days[0], days[1]), days[2]
    if (month := _MONTH.search(words[:40])) and 1 <= int(month["m"]) <= 12:
        of = month["y"] or month["y2"] or implied
        if of:
            number = int(month["m"])
            ends = dt.date(int(of), number, calendar.monthrange(int(of), number)[1])
            return Campaign(name, month.group(), ends.replace(day=1), ends), at + month.end()
    if year and year.start() < NEAR:
        return Campaign(name, year.group(), year=int(year[1])), at + year.end()
    return Campaign(name, name), at


NEAR = 30
"""Characters after its name in which a campaign's year stands."""


def _between(text: str, at: int, implied: int | None) -> tuple[dt.date, dt.date, int] | None:
    """«từ ngày 15/11 đến ngày 15/12/2023»."""
    first = read_day(text, at)
    joint = _TO.match(text, first.end) if first else None
    last = read_day(text, joint.end()) if joint else None
    if first is None or last is None or last.month is None:
        return None
    ends = _day(last, last.year or first.year or implied)
    begins = _day(first, first.year or (ends.year if ends else None), last.month)
    if begins is None or ends is None:
        return None
    if begins > ends and begins.month > ends.month:
        begins = _day(first, ends.year - 1, last.month)
    return (begins, ends, last.end) if begins and begins <= ends else None


def _within_month(
    text: str, first: int, at: int, implied: int | None
) -> tuple[dt.date, dt.date, int] | None:
    """«20-22/9/2024»."""
    last = read_day(text, at)
    ends = _day(last, last.year or implied) if last else None
    if last is None or ends is None or not 1 <= first <= ends.day:
        return None
    return ends.replace(day=first), ends, last.end


def _day(day: Printed, year: int | None, month: int | None = None) -> dt.date | None:
    number = day.month or month
    if year is None or number is None or day.day is None:
        return None
    if year not in YEARS or not 1 <= day.day <= calendar.monthrange(year, number)[1]:
        return None
    return dt.date(year, number, day.day)


def merged(found: Iterable[Found[Campaign]]) -> list[Found[Campaign]]:
    """A campaign named several times is one, with the days that any place prints."""
    by_name: dict[str, Found[Campaign]] = {}
    for one in found:
        key = _folded(one.value.name)
        key = next(
            (known for known in by_name if known.startswith(key) or key.startswith(known)), key
        )
        first = by_name.get(key)
        if first is None:
            by_name[key] = one
            continue
        better = one if _known(one.value) > _known(first.value) else first
        spans: tuple[Span, ...] = (*first.spans, *one.spans)
        by_name[key] = Found(better.value, spans, better.confidence, better.doubts)
    return [
        one for one in by_name.values() if _known(one.value) or len(one.spans) > 1 or one.value.name
    ]


def _known(value: Campaign) -> int:
    return 2 if value.start else 1 if value.year else 0


def _folded(name: str) -> str:
    return "".join(c for c in folded(name) if c.isalnum())
