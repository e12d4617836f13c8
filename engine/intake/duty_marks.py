"""Which deadlines' words are somebody's duty: a goal, a feast, a condition or a meeting is none."""

from __future__ import annotations

import re

from engine.intake import inspections_found
from engine.intake.deadline_grammar import HARD, LABEL, OPEN, SOFT, WEAK, Due
from engine.intake.report_clauses import FAINT, REPORT, Clause

_I = re.IGNORECASE
_GOAL = re.compile(
    r"phấn\sđấu|(?<!\w)đạt\s(?:tối|ít|từ|trên|\d)|tỷ\slệ\s[^.;]{0,60}\d\s?%|mục\stiêu\s(?:đến|là)",
    _I,
)
_DONE = re.compile(
    r"hoàn\s(?:thành|thiện|tất)|(?<!\w)xong(?!\w)|ban\shành|gửi|nộp|trình|báo\scáo", _I
)
_NARRATED = re.compile(
    r"(?<!\w)(?:có|ban\shành|gửi)\s(?:Công\svăn|[Vv]ăn\sbản|Kế\shoạch|Thông\sbáo|Giấy\smời)\ssố[^;]{0,300}(?:yêu\scầu|đề\snghị|thời\shạn)"
)
"""«Ngày 02/5, UBND huyện có Công văn số … yêu cầu …»: what another letter asked."""
_PLANNED = re.compile(r"dự\skiến[^.;]{0,80}$", _I)
_IF = re.compile(r"(?<!\w)(?:trường\shợp|nếu|đối\stượng|những\sngười)\s[^.;]{0,120}$", _I)
_THEN = re.compile(r"\s*(?:,|thì|được|vẫn|mà)(?!\w)\s", _I)
_A_GOAL_YEAR = re.compile(r"trước\snăm\s", _I)
_INSPECTS = re.compile(r"kiểm\stra|giám\ssát", _I)
_FEAST = re.compile(r"kỷ\sniệm|chào\smừng", _I)
_MEETING = re.compile(
    r"(?<!\w)(?:họp|hội\snghị|giao\sban|sinh\shoạt|phát\ssóng|chào\scờ|tiếp\s(?:công\sdân|dân)|trực|tọa\sđàm|lễ)(?!\w)[^.;]{0,120}$",
    _I,
)


def is_duty(text: str, due: Due, clause: Clause) -> bool:
    """Whether a deadline's words are one: weak marks need a report they can belong to."""
    if _NARRATED.search(text[: due.start]):
        return False
    if clause.kind == REPORT:
        return due.strength != OPEN or clause.verb is not None or not clause.explicit
    if due.day is not None and (due.day.every == "day" or _A_GOAL_YEAR.match(text, due.start)):
        return False
    if due.strength == WEAK and text[due.start : due.start + 3].lower() == "từ ":
        return False
    if due.strength == WEAK and due.day is not None and due.day.every in ("month", "quarter"):
        return not _MEETING.search(text[: due.start])
    if due.strength in (WEAK, OPEN):
        return False
    if due.strength == SOFT:
        if clause.verb is not None and clause.verb.kind == FAINT and (
            inspections_found.asks(text)
            or _INSPECTS.fullmatch(text, clause.verb.start, clause.verb.end)
        ):
            return False
        whole_year = (
            due.day is not None and due.day.whole and "năm" in text[due.start : due.end].lower()[:9]
        )
        if (whole_year or due.day is None) and not _DONE.search(text):
            return False
    if _PLANNED.search(text[: due.start]) or (
        _IF.search(text[: due.start]) and _THEN.match(text, due.end)
    ):
        return False
    if clause.verb is None and _FEAST.search(text[: due.start]):
        return False
    if due.strength != LABEL and _GOAL.search(text):
        return False
    return clause.verb is not None or due.strength in (LABEL, HARD)
