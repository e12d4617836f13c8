"""Reports due when the one before is: 'báo cáo quý cũng gửi trong thời hạn trên', 'gửi cùng thời điểm'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from engine.intake.deadline_grammar import read_dues
from engine.intake.duty_context import Placed
from engine.intake.found import ONE_OFF, Found, Report
from engine.intake.recurrences import periods
from engine.intake.report_parts import parts
from engine.intake.things_sent import ACCOUNT

_SAME = re.compile(
    r"(?<!\w)(?:gửi|nộp)(?:\s(?:về|cho|kèm|lên)\s[^,;.:\d]{2,60})?\s(?:và[^,;.:\d]{2,30}\s)?(?:"
    r"(?:trong|vào|theo|đúng|cùng)\s(?:cùng\s)?(?:thời\s(?:hạn|gian|điểm)|mốc\sthời\sgian|ngày)\s(?:nêu\s|nói\s|như\s)?(?:trên|này|đó)"
    r"|(?:vào\s|trong\s)?cùng\s(?:thời\s(?:hạn|điểm|gian)|ngày|mốc\sthời\sgian))(?!\w)",
    re.IGNORECASE,
)
_NOT = re.compile(r"(?<!\w)(?:không|chưa|sau|quá|nếu|trường\shợp)(?!\w)", re.IGNORECASE)
SURE = 0.75


def parted(text: str, whole: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences ``whole`` of ``text``, a clause that leans on the deadline before it as one of its own."""
    for start, end in whole:
        found = _SAME.search(text, start, end)
        cut = text.rfind(";", start, found.start()) + 1 if found else 0
        if found is None:
            yield start, end
            continue
        behind = text.find(";", found.end(), end) + 1
        for a, b in pairwise([start, *(at for at in (cut, behind) if start < at < end), end]):
            yield a + len(text[a:b]) - len(text[a:b].lstrip()), b


def read(place: Placed, start: int, end: int, last: Found[Report] | None) -> Found[Report] | None:
    """The report of ``text[start:end]`` that is due with ``last``, the dated one before it."""
    text = place.paragraph.text[start:end]
    found = _SAME.search(text)
    if last is None or found is None or last.value.where != place.paragraph.where:
        return None
    account = ACCOUNT.search(text, 0, found.start())
    if account is None or _NOT.search(text[: found.start()]) or read_dues(text):
        return None
    named = [period for period in periods(text) if not period.weak]
    said = parts(text, 0, len(text), account.start())
    report = replace(
        last.value, kind=named[0].kind if named else ONE_OFF,
        phrase=" ".join(text.split()).strip(" ,;./"), about=said.about, to=said.to or last.value.to,
        via=said.via or last.value.via, channel=said.channel or last.value.channel,
    )  # fmt: skip
    span = place.paragraph.span(start, end)
    return Found(report, (span, *last.spans[1:]), SURE, last.doubts)
