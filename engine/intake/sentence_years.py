"""Which year, and which quarter's month, a sentence's deadlines are of by the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.intake.date_forms import NEXT_MONTH, Printed
from engine.intake.deadline_grammar import Due
from engine.intake.duty_context import Placed

_I = re.IGNORECASE
_YEAR = re.compile(r"(?<![\d-])năm\s(20\d\d)(?!\s?-|\d)", _I)
_LAST_QUARTER = re.compile(r"qu[ýí]\s(?:trước|vừa\squa|liền\strước)", _I)

_PLANNED = re.compile(
    r"(?:kế\shoạch|dự\stoán|chương\strình|phương\shướng|nhiệm\svụ|đăng\ský|mục\stiêu|chỉ\stiêu)(?:\s[^\s.,;:]{1,12}){0,8}?\snăm\s20\d\d",
    _I,
)
"""«Kế hoạch năm 2024 gửi trước ngày 15/12»: the year planned for, not the day's."""


def after_quarter(due: Due, text: str) -> Due:
    """«ngày 15 của tháng đầu quý … của quý trước»: the first month after the quarter reported on."""
    day = due.day
    if day is None or day.every != "quarter" or day.month != 1 or not _LAST_QUARTER.search(text):
        return due
    return replace(due, day=replace(day, month=NEXT_MONTH))


def _in_order(due: Due, dated: Printed) -> bool:
    """«trước ngày 25/11 và … trước ngày 30/6/2025»: the day before a dated one is not after it."""
    if due.day is None or due.day.month is None or due.start >= dated.start:
        return True
    return (due.day.month, due.day.day or 0) <= (dated.month or 12, dated.day or 31)


def year_of(
    text: str, due: Due, dues: Sequence[Due], place: Placed, mine: int | None, *, periodic: bool
) -> int | None:
    """The year the sentence names for ``due``, else its heading's if that plans for the year after ``mine``."""
    printed = {one.day.year: one.day for one in dues if one.day and one.day.year}
    if len(printed) == 1:
        year, day = printed.popitem()
        return year if year and _in_order(due, day) else None
    named = next((int(year) for year in _YEAR.findall(_PLANNED.sub(" ", text))), None)
    if named is None and mine is not None and periodic:
        titles = " ".join((*place.titles, *place.leads))
        named = next((int(year) for year in _YEAR.findall(titles) if int(year) == mine + 1), None)
    return named
