"""Undated reports that another sentence dates: «đề nghị các xã báo cáo kết quả …» and below «Báo cáo gửi trước ngày …» are one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.intake.actors import is_generic
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
) -> list[Found[Report]]:
    """``undated`` without those that only say what the dated ones are about."""
    flat = not letter.headings
    return [one for one in undated if not any(_same(one.value, d.value, flat=flat) for d in dated)]


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
    return not mine or not others or bool(mine & others)


def _one_receives(a: Report, b: Report) -> bool:
    if a.to is None or b.to is None:
        return True
    mine, others = ([folded(part) for part in one.split("; ")] for one in (a.to, b.to))
    return any(m.startswith(o) or o.startswith(m) for m in mine for o in others)
