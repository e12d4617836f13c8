"""Undated reports that another sentence dates: «đề nghị các xã báo cáo kết quả …» and below «Báo cáo gửi trước ngày …» are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.intake.actors import is_generic
from engine.intake.duty_doubts import RECEIVER_IMPLIED
from engine.intake.found import ONE_OFF, PERIODIC, Found, Report
from engine.intake.gathered import folded
from engine.intake.letter import Letter

_OF_ITS_OWN = re.compile(
    r"quy\sđịnh|định\sk[ỳì]|thường\sxuyên|chế\sđộ|yêu\scầu|(?<!\w)(?:khi|nếu|sau)\s|thanh\stra|kịp\sthời|ngay(?!\w)|trước\s(?:ngày|kỳ|khi|phiên)|chậm\snhất",
    re.IGNORECASE,
)
"""What makes an undated report a duty beside the dated one."""
_BY_FORM = re.compile(
    r"\W*(?:lập\s)?báo\scáo\s(?:được\s)?(?:thực\shiện\s)?theo\s(?:đúng\s)?(?:các\s)?(?:biểu|mẫu|phụ\slục|đề\scương|bảng)",
    re.IGNORECASE,
)
"""«các sở báo cáo theo phụ lục 1»: the form of the report that is due by a day."""
_CLOSING = "closing"


def once_each(
    undated: Sequence[Found[Report]], dated: Sequence[Found[Report]], letter: Letter
) -> tuple[list[Found[Report]], list[Found[Report]]]:
    """``undated`` without those that only say what the dated ones are about, and ``dated`` with what those say more."""
    flat = not letter.headings
    kept: list[Found[Report]] = []
    told = list(dated)
    for one in undated:
        same = [d for d in dated if _same(one.value, d.value, flat=flat)]
        if not same:
            kept.append(one)
        elif len(dated) == 1:
            told = [_told_more(told[0], one.value)]
    return kept, told


def _told_more(found: Found[Report], said: Report) -> Found[Report]:
    """The letter's one dated report, to whom and where upward it goes by the sentence that asks for it."""
    report, given = found.value, found.doubts
    if said.to and RECEIVER_IMPLIED in given:
        report = replace(report, to=said.to)
        given = tuple(doubt for doubt in given if doubt != RECEIVER_IMPLIED)
    if said.goes_up_to and not report.goes_up_to:
        report = replace(report, goes_up_to=said.goes_up_to)
    return replace(found, value=report, doubts=given)


def _same(undated: Report, dated: Report, *, flat: bool) -> bool:
    if undated.kind not in (ONE_OFF, PERIODIC) or undated.deadline.every:
        return False
    if undated.to is None and _BY_FORM.match(undated.phrase):
        return True
    if _OF_ITS_OWN.search(undated.phrase):
        return False
    near = undated.where == dated.where or (undated.where == "" and dated.where == _CLOSING)
    return (flat or near) and _one_owes(undated, dated) and _one_receives(undated, dated)


def _one_owes(a: Report, b: Report) -> bool:
    """The same body, or one of them names nobody in particular."""
    mine, others = ({folded(n) for n in one.who if not is_generic(n)} for one in (a, b))
    return not mine or not others or any(_alike(m, o) for m in mine for o in others)


def _one_receives(a: Report, b: Report) -> bool:
    if a.to is None or b.to is None:
        return True
    mine, others = ([folded(part) for part in one.split("; ")] for one in (a.to, b.to))
    return any(_alike(m, o) for m in mine for o in others)


def _alike(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)
