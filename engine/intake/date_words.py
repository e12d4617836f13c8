"""Days said otherwise than in figures: 'ngày mười lăm tháng chín', 'sáng mai', 'ngày mai (21/4/2023)'."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.intake.date_forms import YEAR_TAIL, Printed, calendar_day, year_printed

_I = re.IGNORECASE
_ONES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TEN = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
              "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}  # fmt: skip
_DAYS = {word: value for value, word in enumerate(_ONES, 1)} | {"bẩy": 7, "tư": 4, "mười": 10}
_DAYS |= {f"mười {word}": 10 + value for word, value in _AFTER_TEN.items()}
_DAYS |= {"hai mươi": 20, "ba mươi": 30, "ba mươi mốt": 31, "ba mốt": 31}
_DAYS |= {f"hai mươi {word}": 20 + value for word, value in _AFTER_TEN.items()}
_MONTHS = {word: value for word, value in _DAYS.items() if value <= 12} | {"giêng": 1, "chạp": 12}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True)).replace(" ", r"\s")


_IN_WORDS = re.compile(
    rf"ngày\s(?:(?:mồng|mùng)\s)?(?P<d>{_any(_DAYS)}|\d{{1,2}})\s,?\s?tháng\s(?P<m>{_any(_MONTHS)}|\d{{1,2}})(?!\w){YEAR_TAIL}",
    _I,
)
_NEAR = re.compile(
    r"(?P<said>(?:trong\s)?(?:sáng|trưa|chiều|tối|đêm)\s(?:ngày\s)?|ngày\s)?"
    r"(?:(?P<tomorrow>mai)|(?P<today>(?P<whole>hôm\s)?nay))(?!\w)",
    _I,
)
_PRINTED = re.compile(r"\s?[(,]\s?(?:tức\s)?(?:là\s)?(?:thứ\s\w{1,4},?\s)?(?=ngày\s?\d|\d)", _I)


def in_words(text: str, at: int) -> Printed | None:
    """'ngày mười lăm tháng chín năm 2023'."""
    found = _IN_WORDS.match(text, at)
    if found is None:
        return None
    day, month = _value(found["d"], _DAYS), _value(found["m"], _MONTHS)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    year = year_printed(found["y"] or found["y2"] or found["y3"])
    every = "year" if found["yearly"] else None
    return Printed(at, found.end(), day, month, year, 1 if found["after"] else 0, every)


def _value(printed: str, words: dict[str, int]) -> int:
    return int(printed) if printed.isdigit() else words[" ".join(printed.lower().split())]


def near(text: str, at: int, *, timed: bool) -> Printed | None:
    """'sáng mai', 'hôm nay'; behind a time of day ('10 giờ sáng') 'mai' alone. A day printed beside it counts.

    'ngày nay' is no day.
    """
    found = _NEAR.match(text, at)
    if found is None or not (found["said"] or found["whole"] or timed):
        return None
    if found["today"] and not found["whole"] and (found["said"] or "").lower() == "ngày ":
        return None
    printed = _PRINTED.match(text, found.end())
    day = calendar_day(text, printed.end()) if printed else None
    if printed and day and day.day and day.month and not day.whole:
        closed = day.end + (
            1 if text[day.end : day.end + 1] == ")" and "(" in printed.group() else 0
        )
        return replace(day, start=at, end=closed)
    return Printed(at, found.end(), days_on=1 if found["tomorrow"] else 0)
