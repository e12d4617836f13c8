"""Deadlines that take another's place: 'được lùi từ ngày 15/6 sang ngày 23/6'. The new one counts, the old never."""

from __future__ import annotations

import re

from engine.intake.date_forms import Printed
from engine.intake.dates import read_day

_I = re.IGNORECASE
_CHANGES = re.compile(
    r"(?<!\w)(?:lùi|gia\shạn|kéo\sdài|điều\schỉnh|thay\sđổi|dời|chuyển|sửa|đổi|rút\sngắn)(?!\w)[^.;]{0,160}?"
    r"(?<!\w)từ\s(?:trước\s)?(?=(?:ngày\s)?\d)",
    _I,
)
_NEW = re.compile(
    r"(?:\s?\([^()]{0,80}\))?\s?,?\s?(?:sang|đến|tới|thành|lên|xuống|về|là)\s(?:hết\s|trước\s)?(?=(?:ngày\s)?\d)",
    _I,
)
_PUT_OFF = re.compile(
    r"(?<!\w)(?:lùi|gia\shạn|kéo\sdài|dời|chuyển)(?!\w)[^.;\d]{0,120}?\s(?:sang|đến|tới|thành)\s(?:hết\s|trước\s)?(?=(?:ngày\s)?\d)",
    _I,
)
_STANDS_FOR = re.compile(
    r"(?:thay\s(?:cho|vì|thế(?:\scho)?)|chứ\skhông\sphải|không\scòn\slà|cũ\slà)\s(?:(?:thời\s)?hạn\s|mốc\s|ngày\s)?(?:cũ\s)?(?:là\s)?(?:trước\s)?$",
    _I,
)


def moved(text: str) -> list[tuple[int, Printed, bool]]:
    """Where each change's words begin, the new day, and whether it is «trước» that day."""
    out: list[tuple[int, Printed, bool]] = []
    for found in _CHANGES.finditer(text):
        old = read_day(text, found.end())
        joint = _NEW.match(text, old.end) if old else None
        if joint and (new := _day(text, joint.end())):
            out.append((found.start(), new, _is_before(joint)))
    for found in _PUT_OFF.finditer(text):
        new = _day(text, found.end())
        if new and not any(start <= found.start() < day.end for start, day, _ in out):
            out.append((found.start(), new, _is_before(found)))
    return out


def _day(text: str, at: int) -> Printed | None:
    day = read_day(text, at)
    return day if day and day.day and day.month else None


def _is_before(found: re.Match[str]) -> bool:
    return found.group().lower().rstrip().endswith("trước")


def replaced(before: str) -> bool:
    """Whether the deadline behind these words is an old one: 'thay cho thời hạn 20/5'."""
    return bool(_STANDS_FOR.search(before))
