"""The forms in which a day, a month, a quarter or a year is printed, and what each of them says.

Patterns are anchored where they are tried and bounded, so that reading is linear in the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

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
_YEAR_TAIL = (
    rf"(?:\s?[/.-]\s?(?P<y>\d{{4}})(?!\d)|/(?P<y3>\d{{2}})(?![\d/])|\s*,?\s*(?:của\s)?năm\s?(?P<y2>\d{{4}})"
    rf"|\s*,?\s*(?:của\s)?năm\s(?:liền\skề\s)?(?P<after>{_NEXT})"
    rf"|\s*,?\s*(?:của\s)?(?:năm\s)?(?P<yearly>{EVERY}\snăm)|\s*,?\s*(?:của\s)?năm\s(?:báo\scáo|kế\shoạch|nay))?"
)

_I = re.IGNORECASE
_DAY_MONTH = re.compile(
    rf"(?:(?:các\s)?ngày\s*)?(?P<d>\d{{1,2}}){SAID}\s?(?:\s*tháng\s*(?P<mw>\d{{1,2}}){SAID}"
    rf"|/\s?(?P<ms>\d{{1,2}}))(?![\d/]\d?\d?\s?%){_YEAR_TAIL}(?![\d%])",
    _I,
)
_DOTTED = re.compile(
    r"(?:ngày\s*)?(?P<d>\d{1,2})\s?(?P<sep>[.-])\s?(?P<ms>\d{1,2})"
    r"(?:\s?(?P=sep)\s?(?P<y>\d{4}))?(?![\d.-]*\d)(?P<after>)(?P<y2>)(?P<yearly>)",
    _I,
)
_OF_PERIOD = (
    rf"(?:\s*,?\s*(?:của\s|trong\s)?(?:(?P<monthly>{EVERY}\stháng|tháng(?:\sbáo\scáo)?(?!\s*\d)"
    r"(?!\s(?:của\s)?(?:cuối|đầu|thứ|sau|kế|tiếp|liền|tới)))"
    rf"|(?:{EVERY}\s)?tháng\s(?:của\s)?(?P<nth>đầu|cuối|thứ\s(?:nhất|hai|ba))(?:\stiên|\scùng)?\s(?:của\s)?(?:{EVERY}\s)?"
    rf"qu[ýí](?P<over>\s{_NEXT})?"
    rf"|(?P<nextm>tháng\s{_NEXT}(?:\s(?:sau\s)?(?P<ofq>qu[ýí]))?)"
    rf"|(?P<quarterly>(?:{EVERY}\s)?qu[ýí](?!\s?(?:[IV]+|\d)\b)(?P<overq>\s{_NEXT})?)"
    rf"|(?P<yearly>(?:{EVERY}\s)?năm(?!\s?\d)(?!\s{_NEXT}))))?"
)
_DAY_ONLY = re.compile(
    rf"ngày\s+(?:(?P<d>\d{{1,2}}){SAID}(?!\d|\s?[/.-]\s?\d|\s*tháng\s*\d|\s(?:làm|kể|tính|trước))"
    rf"|(?P<last>(?:làm\sviệc\s)?cuối(?:\scùng)?)){_OF_PERIOD}",
    _I,
)
_NUMBER_LIST = r"\d{1,2}(?:\s?(?:,|và|;)\s?(?:tháng\s?)?\d{1,2}(?!\d|/(?!20\d\d)|\s?tháng))*"
_DAY_OF_MONTHS = re.compile(
    rf"ngày\s+(?P<d>\d{{1,2}}|cuối(?:\scùng)?){SAID}\s(?:của\s)?(?:các\s|mỗi\s)?tháng\s?(?P<months>{_NUMBER_LIST})"
    rf"{_YEAR_TAIL}",
    _I,
)
_LAST_OF = re.compile(
    rf"(?:(?:ngày\s)?cuối(?:\scùng)?(?:\scủa)?\s)?(?:tháng\s?(?P<m>\d{{1,2}})(?!\d|\s?/\s?\d{{1,2}}(?!\d))"
    rf"|qu[ýí]\s?(?P<q>IV|I{{1,3}}|[1-4])(?![\w]))(?:\s?[/.-]\s?(?P<y>\d{{4}})|\s*,?\s*(?:của\s)?năm\s?(?P<y2>\d{{4}})"
    rf"|\s(?:của\s)?năm\s(?P<after>{_NEXT})|\s(?P<yearly>{EVERY}\snăm))?",
    _I,
)
_END = re.compile(
    rf"(?:ngày\s(?:làm\sviệc\s)?)?cuối(?:\scùng)?(?:\scủa)?\s(?:{EVERY}\s)?(?P<what>tháng|qu[ýí]|năm)(?:\s?(?P<y>\d{{4}}))?",
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


def in_months(text: str, first: Printed) -> tuple[Printed, ...]:
    """'ngày 20 các tháng 3, 6, 9, 12': the day in each month, none if ``first`` is no such list."""
    found = _DAY_OF_MONTHS.match(text, first.start)
    if found is None or not re.search(r",|và", found["months"]):
        return ()
    day = LAST if found["d"].lower().startswith("cuối") else int(found["d"])
    months = [int(number) for number in re.findall(r"\d{1,2}", found["months"])]
    year = _year(found["y"] or found["y2"] or found["y3"])
    every = "year" if found["yearly"] else None
    whole = replace(first, end=found.end(), day=day, year=year, every=every)
    return tuple(replace(whole, month=month) for month in months if 1 <= month <= 12)


def _year(printed: str | None) -> int | None:
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
        _year(groups["y"] or groups["y2"] or groups.get("y3")), 1 if groups["after"] else 0, "year" if groups["yearly"] else None,
    )  # fmt: skip


def _of_dotted(found: re.Match[str]) -> Printed | None:
    said = found.group().lower().startswith("ngày")
    return _of_date(found) if said or found["y"] else None


def _of_day(found: re.Match[str]) -> Printed | None:
    day = LAST if found["last"] else int(found["d"])
    if not (1 <= day <= 31 or day == LAST):
        return None
    month, every = _period_of(found)
    if day == LAST and every is None:
        return None
    following = bool(found["nextm"]) and every == "month"
    return Printed(found.start(), found.end(), day, month, every=every, following=following)


def _period_of(found: re.Match[str]) -> tuple[int | None, str | None]:
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
        found.start(), found.end(), LAST, month, _year(found["y"] or found["y2"]),
        1 if found["after"] else 0, "year" if found["yearly"] else None, whole=True,
    )  # fmt: skip


def _of_end(found: re.Match[str]) -> Printed | None:
    what = found["what"].lower()
    if what == "năm":
        year = _year(found["y"])
        return Printed(found.start(), found.end(), LAST, 12, year, whole=True)
    every = "month" if what == "tháng" else "quarter"
    month = None if every == "month" else 3
    return Printed(found.start(), found.end(), LAST, month, every=every, whole=True)


def _of_year(found: re.Match[str]) -> Printed | None:
    return Printed(found.start(), found.end(), LAST, 12, _year(found["y"]), whole=True)


def _of_blank(found: re.Match[str]) -> Printed | None:
    month = found["m"] or found["m2"]
    year = _year(found["y"] or found["y2"])
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
