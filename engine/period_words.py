"""What a period is called: «6 tháng đầu năm 2023» of "2023-6T". Pure.

A report's period is named by ``engine.deadlines.Due.key``. A day as its key names no period: the
report is owed once, or by the week, and its deadline says which one it is.
"""

from __future__ import annotations

import re

_KEY = re.compile(r"(?P<year>\d{4})-(?:T(?P<month>\d\d)|Q(?P<quarter>[1-4])|(?P<whole>6T|9T|N))")
_ROMAN = ("I", "II", "III", "IV")
_WHOLE = {
    "6T": ("6 tháng đầu năm {}", "the first half of {}"),
    "9T": ("9 tháng đầu năm {}", "the first nine months of {}"),
    "N": ("năm {}", "the year {}"),
}


def named(key: str, locale: str = "vi") -> str:
    """The period in words; '' where the key is a day; a key of no known form as it stands."""
    found = _KEY.fullmatch(key)
    if found is None:
        return "" if re.fullmatch(r"\d{4}-\d\d-\d\d", key) else key
    year, vi = found["year"], locale == "vi"
    if found["month"]:
        month = int(found["month"])
        return f"tháng {month} năm {year}" if vi else f"{month:02}/{year}"
    if found["quarter"]:
        quarter = int(found["quarter"])
        return f"quý {_ROMAN[quarter - 1]} năm {year}" if vi else f"quarter {quarter} of {year}"
    return _WHOLE[found["whole"]][0 if vi else 1].format(year)


def bracketed(key: str) -> str:
    """ " (kỳ 6 tháng đầu năm 2023)", to follow a report's title; '' where there is no period."""
    name = named(key)
    return f" (kỳ {name})" if name else ""
