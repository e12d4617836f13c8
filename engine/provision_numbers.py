"""The number of a provision as a letter prints it: "II.2", "3", "a)", "Điều 5". Pure."""

from __future__ import annotations

import re

_PART = r"(?:[IVXLC]{1,6}|\d{1,3}|[A-Za-zĐđ])"
_NUMBER = re.compile(
    rf"(?:(?:Phần|Chương|Mục|Điều|Khoản|Điểm|Tiểu mục)\s+)?{_PART}(?:[.\-/]{_PART})*[.)]?",
    re.IGNORECASE,
)


def printed(number: str) -> str:
    """The number without the stop at its end; '' for what is none, as the name of a place in it."""
    bare = number.strip()
    return bare.rstrip(".") if _NUMBER.fullmatch(bare) else ""
