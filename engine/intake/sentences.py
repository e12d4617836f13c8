"""A paragraph's sentences, as places in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(
    r"(?:[.!?…]|\./\.)[\"”)*]{0,3}(?=\s+[\"“(*]{0,3}(?:[A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠ-Ỹ]|[-–+]\s))"
)
_SHORT = re.compile(
    r"(?:^|[\s(])(?:TP|TX|TT|Tp|Tx|KT|TM|TL|Q|P|H|X|ĐT|TS|ThS|PGS|GS|BS|St|No|Mr|Đ/c|đ/c|[A-ZĐ]|\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5})$"
)


_BRACKETS = re.compile(r"\([^()]{2,300}\)")
_SAYS_WHEN = re.compile(r"trước|chậm|muộn|ngày|tháng|qu[ýí]", re.IGNORECASE)


def quiet(text: str) -> str:
    """``text`` at its length, semicolons in a bracket that says no day made commas: an address ends no clause."""
    if ";" not in text:
        return text
    return _BRACKETS.sub(
        lambda m: m[0] if _SAYS_WHEN.search(m[0]) else m[0].replace(";", ","), text
    )


def sentences(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of each sentence from ``start`` on, without blanks at either end."""
    at = start
    for found in _END.finditer(text, start):
        if text[found.start()] == "." and _SHORT.search(
            text[max(at, found.start() - 10) : found.start()]
        ):
            continue
        yield from _trimmed(text, at, found.end())
        at = found.end()
    yield from _trimmed(text, at, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    stop = start + len(words.rstrip())
    if begin < stop:
        yield begin, stop
