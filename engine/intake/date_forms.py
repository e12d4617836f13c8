"""The forms in which a day, a month, a quarter or a year is printed, and what each of them says.

Patterns are anchored where they are tried and bounded, so that reading is linear in the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LAST = 99
"""As a day: the month's last."""
NEXT_MONTH = 4
"""As the month of a quarter: the first one after it; months of a quarter are 1 to 3."""

_WORDS = [
    "một",
    "hai",
    "ba",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "mười_một",
    "mười_hai",
    "mười_ba",
    "mười_bốn",
    "mười_lăm",
]
NUMBERS = {word.replace("_", " "): value for value, word in enumerate(_WORDS, 1)}
NUMBERS |= {"tư": 4, "hai mươi": 20, "ba mươi": 30, "bẩy": 7}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

SAID = r"(?:\s?\([^()\d]{2,24}\))?"
"""A figure said again in words: '05 (năm)'."""
EVERY = r"(?:hằng|hàng|mỗi|từng|các)"
_NEXT = r"(?:sau|tới|tiếp\stheo|kế\stiếp|kế\stheo|liền\skề|liền\ssau)"
YEAR_TAIL = (
    rf"(?:\s?[/.-]\s?(?P<y>\d{{4}})(?!\d)|/(?P<y3>\d{{2}})(?![\d/])|\s*,?\s*(?:của\s)?năm\s?(?P<y2>\d{{4}})"
    rf"|\s*,?\s*(?:của\s)?năm\s(?:liền\skề\s)?(?P<after>{_NEXT})"
    rf"|\s*,?\s*(?:của\s)?(?:năm\s)?(?P<yearly>{EVERY}\snăm)|\s*,?\s*(?:của\s)?năm\s(?:báo\scáo|kế\shoạch|nay))?"
)

_I = re.IGNORECASE
_DAY_MONTH = re.compile(
    rf"(?:(?:các\s)?ngày\s*)?(?P<d>\d{{1,2}}){SAID}\s?(?:\s*tháng\s*(?P<mw>\d{{1,2}}){SAID}"
    rf"|/\s?(?P<ms>\d{{1,2}}))(?![\d/]\d?\d?\s?%){YEAR_TAIL}(?![\d%])",
    _I,
)
_DOTTED = re.compile(
    r"(?:ngày\s*)?(?P<d>\d{1,2})\s?(?P<sep>[.-])\s?(?P<ms>\d{1,2})"
    r"(?:\s?(?P=sep)\s?(?P<y>\d{4}))?(?![\d.-]*\d)(?P<after>)(?P<y2>)(?P<yearly>)",
    _I,
)
OF_PERIOD = (
    rf"(?:\s*,?\s*(?:của\s|trong\s)?(?:(?P<monthly>{EVERY}\stháng|tháng(?:\sbáo\scáo)?(?!\s*\d)"
    r"(?!\s(?:của\s)?(?:cuối|đầu|thứ|sau|kế|tiếp|liền|tới)))"
    rf"|(?:{EVERY}\s)?tháng\s(?:của\s)?(?P<nth>đầu|cuối|thứ\s(?:nhất|hai|ba))(?:\stiên|\scùng)?\s(?:của\s)?(?:{EVERY}\s)?"
    rf"qu[ýí](?P<over>\s{_NEXT})?"
    rf"|(?P<nextm>tháng\s{_NEXT}(?:\s(?:sau\s)?(?P<ofq>qu[ýí]))?)"
    rf"|(?P<quarterly>(?:{EVERY}\s)?qu[ýí](?!\s?(?:[IV]+|\d)\b)(?P<overq>\s{_NEXT})?)"
    rf"|(?P<yearly>(?:{EVERY}\s)?năm(?!\s?\d)(?!\s{_NEXT}))))?"
)
_DAY_ONLY = re.compile(
    rf"(?:các\s)?ngày\s+(?:(?P<d>\d{{1,2}}){SAID}(?!\d|\s?[/.-]\s?\d|\s*tháng\s*\d|\s(?:làm|kể|tính|trước))"
    rf"|(?P<last>(?P<work>làm\sviệc\s)?cuối(?:\scùng)?)){OF_PERIOD}",
    _I,
)
_LAST_OF = re.compile(
    rf"(?:(?:ngày\s)?(?P<work>làm\sviệc\s)?cuối(?:\scùng)?(?:\scủa)?\s)?(?:tháng\s?(?P<m>\d{{1,2}})(?!\d|\s?/\s?\d{{1,2}}(?!\d))"
    rf"|qu[ýí]\s?(?P<q>IV|I{{1,3}}|[1-4])(?![\w]))(?:\s?[/.-]\s?(?P<y>\d{{4}})|\s*,?\s*(?:của\s)?năm\s?(?P<y2>\d{{4}})"
    rf"|\s(?:của\s)?năm\s(?P<after>{_NEXT})|\s(?P<yearly>{EVERY}\snăm))?",
    _I,
)
_END = re.compile(
    rf"(?:ngày\s(?P<work>làm\sviệc\s)?)?cuối(?:\scùng)?(?:\scủa)?\s(?:{EVERY}\s)?"
    r"(?P<what>tháng(?!\s?\d)|qu[ýí](?!\s?(?:(?-i:[IV]{1,3})(?!\w)|\d))|năm)(?:\s?(?P<y>\d{4}))?",
    _I,
)
_YEAR_ONLY = re.compile(r"năm\s?(?P<y>\d{4})", _I)
_BLANK = re.compile(
    r"ngày\s*[.…_]*\s*(?:/\s*[.…_]*\s*(?P<m>\d{1,2})?|tháng\s*[.…_]*\s*(?P<m2>\d{1,2})?)"
    r"[.…_]*\s*(?:/\s*(?P<y>\d{4})|năm\s*(?P<y2>\d{4}))?",
    _I,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """What ``text[start:end]`` prints of a day.

    ``day`` may be LAST; ``month`` is the calendar's, or with ``every`` 'quarter' the quarter's (1 to 3,
    NEXT_MONTH). ``every`` is set where the words repeat themselves ('hằng tháng'); ``years_on`` is 1
    for 'năm sau', ``following`` is set for 'tháng sau'; ``whole`` says that a month, quarter or year was printed and its last day is meant.
    ``working``: of these days the last that is worked; ``days_on`` 1 for 'ngày mai', 0 for 'hôm nay'.
    """

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    years_on: int = 0
    every: str | None = None
    weekday: int | None = None
    time: str | None = None
    whole: bool = False
    following: bool = False
    blank: bool = False
    working: bool = False
    days_on: int | None = None


def calendar_day(text: str, at: int) -> Printed | None:
    """The day, month, quarter or year printed at ``at``, without time and weekday."""
    for pattern, build in _FORMS:
        if (found := pattern.match(text, at)) and (day := build(found)):
            return day
    return None


_SHORT = re.compile(
    r"\d{1,2}[.-]\d{1,2}(?![\d.,%-]*[\d%]|\s?(?:ngày|tháng|năm|tuần|giờ|phút|người|hộ|triệu|tỷ|đồng|ha|km|lần)(?!\w))",
    _I,
)


def short_day(text: str, at: int) -> Printed | None:
    """'trước 30-10', as newspapers print a day: without «ngày» and without its year."""
    short, found = _SHORT.match(text, at), _DOTTED.match(text, at)
    return _of_date(found) if short and found else None


def year_printed(printed: str | None) -> int | None:
    """'2023', '23' as a year."""
    if not printed:
        return None
    return int(printed) if len(printed) == 4 else 2000 + int(printed)


def _of_date(found: re.Match[str]) -> Printed | None:
    groups = found.groupdict()
    day, month = int(groups["d"]), int(groups.get("mw") or groups["ms"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return Printed(
        found.start(), found.end(), day, month,
        year_printed(groups["y"] or groups["y2"] or groups.get("y3")), 1 if groups["after"] else 0, "year" if groups["yearly"] else None,
    )  # fmt: skip


def _of_dotted(found: re.Match[str]) -> Printed | None:
    said = found.group().lower().startswith("ngày")
    return _of_date(found) if said or found["y"] else None


def _of_day(found: re.Match[str]) -> Printed | None:
    day = LAST if found["last"] else int(found["d"])
    if not (1 <= day <= 31 or day == LAST):
        return None
    month, every = period_of(found)
    if day == LAST and every is None:
        return None
    following = bool(found["nextm"]) and every == "month"
    working = bool(found["work"])
    return Printed(
        found.start(), found.end(), day, month, every=every, following=following, working=working
    )


def period_of(found: re.Match[str]) -> tuple[int | None, str | None]:
    """The month and the turn that the words of OF_PERIOD say, None where they say none."""
    if found["nth"]:
        nth = {"đầu": 1, "thứ nhất": 1, "thứ hai": 2}.get(" ".join(found["nth"].lower().split()), 3)
        return (NEXT_MONTH if found["over"] and nth == 1 else nth), "quarter"
    if found["nextm"]:
        return (NEXT_MONTH, "quarter") if found["ofq"] else (None, "month")
    if found["quarterly"]:
        return (NEXT_MONTH if found["overq"] else 3), "quarter"
    if found["monthly"]:
        return None, "month"
    return (12, "year") if found["yearly"] and found["last"] else (None, None)


def _of_last(found: re.Match[str]) -> Printed | None:
    month = int(found["m"]) if found["m"] else 3 * _ROMAN[found["q"].lower()]
    if not 1 <= month <= 12:
        return None
    return Printed(
        found.start(), found.end(), LAST, month, year_printed(found["y"] or found["y2"]),
        1 if found["after"] else 0, "year" if found["yearly"] else None, whole=True,
        working=bool(found["work"]),
    )  # fmt: skip


def _of_end(found: re.Match[str]) -> Printed | None:
    what, working = found["what"].lower(), bool(found["work"])
    if what == "năm":
        year = year_printed(found["y"])
        return Printed(found.start(), found.end(), LAST, 12, year, whole=True, working=working)
    every = "month" if what == "tháng" else "quarter"
    month = None if every == "month" else 3
    return Printed(
        found.start(), found.end(), LAST, month, every=every, whole=True, working=working
    )


def _of_year(found: re.Match[str]) -> Printed | None:
    return Printed(found.start(), found.end(), LAST, 12, year_printed(found["y"]), whole=True)


def _of_blank(found: re.Match[str]) -> Printed | None:
    month = found["m"] or found["m2"]
    year = year_printed(found["y"] or found["y2"])
    if month is None and year is None and not re.search(r"[.…_]{2}", found.group()):
        return None
    return Printed(
        found.start(), found.end(), None, int(month) if month else None, year, blank=True
    )


_FORMS = (
    (_DAY_MONTH, _of_date),
    (_DOTTED, _of_dotted),
    (_DAY_ONLY, _of_day),
    (_LAST_OF, _of_last),
    (_END, _of_end),
    (_YEAR_ONLY, _of_year),
    (_BLANK, _of_blank),
)
