"""Which deadlines' words are somebody's duty: a goal, a feast, a condition or a meeting is none."""

from __future__ import annotations

import re

from engine.intake import inspections_found
from engine.intake.deadline_grammar import LABEL, OPEN, SOFT, WEAK, Due
from engine.intake.report_clauses import Clause
from engine.intake.report_verbs import FAINT, REPORT, Verb
from engine.intake.told_deadlines import narrated

_I = re.IGNORECASE
_GOAL = re.compile(
    r"phấn\sđấu|(?<!\w)đạt\s(?:tối|ít|từ|trên|\d)|tỷ\slệ\s[^.;]{0,60}\d\s?%|mục\stiêu\s(?:đến|là)",
    _I,
)
_DONE = re.compile(
    r"hoàn\s(?:thành|thiện|tất)|(?<!\w)xong(?!\w)|ban\shành|gửi|nộp|trình|báo\scáo", _I
)
_PLANNED = re.compile(r"(?:dự\skiến|diễn\sra)[^.;]{0,80}$", _I)
_IF = re.compile(r"(?<!\w)(?:trường\shợp|nếu|đối\stượng|những\sngười)\s[^.;]{0,120}$", _I)
_THEN = re.compile(r"\s*(?:,|thì|được|vẫn|mà)(?!\w)\s", _I)
_A_GOAL_YEAR = re.compile(r"trước\snăm\s", _I)
_INSPECTS = re.compile(r"kiểm\stra|giám\ssát", _I)
_RULE = re.compile(r"\s(?:được|hết\shiệu\slực|không\sđược|vẫn)(?!\w)", _I)
_BROKEN = re.compile(
    r"[^.]{0,60}(?<!\w)(?:tuy\snhiên|nhưng|song|mặc\sdù)(?!\w)(?!.{0,300}(?:đề\snghị|yêu\scầu))[^.]{0,120}(?<!\w)(?:chưa|chậm|không|mới)(?!\w)",
    _I,
)
"""«phải gửi trước ngày 30/6, tuy nhiên nhiều đơn vị chưa gửi»: what was owed is told of."""
_WAS_DONE = re.compile(
    r",\s(?![^,.;]{0,60}(?<!\w)(?:phải|cần|yêu\scầu|đề\snghị)(?!\w))[^,.;]{2,60}\s(?:đã|mới|chỉ|chưa|vẫn\schưa)\s(?:có|gửi|hoàn|báo|nhận)",
    _I,
)
"""«Trước ngày 15/10, tỉnh đã có báo cáo»."""
_ALREADY = re.compile(r"(?<!\w)đã(?:\sđược)?\s[^,.;:]{0,60}$", _I)
_NOT_SENT = re.compile(
    r"(?<!\w)(?:không|chưa)\s(?:gửi|nộp|báo\scáo|có\sbáo\scáo|nhận\sđược)(?:\s(?:báo\scáo|kết\squả|số\sliệu|văn\sbản))?"
    r"(?![^.;]*(?<!\w)(?:gửi|nộp|báo\scáo|hoàn|khẩn|đề\snghị|yêu\scầu|phải|thực\shiện)(?!\w))[^.;]{0,60}$",
    _I,
)
"""«đơn vị không báo cáo trước ngày 20/5 thì …»: a condition, or told of."""
_LEFT = re.compile(
    r",?\s(?:không\scòn|chỉ\s(?:còn|có)|còn\s(?:rất|lại|hơn|khoảng|chưa|có)|mới\scó|đã\scó|vẫn\s(?:còn|chưa))(?!\w)",
    _I,
)
"""«Từ nay đến cuối năm 2023 không còn nhiều thời gian»."""
_FEAST = re.compile(r"kỷ\sniệm|chào\smừng", _I)
_MEETING = re.compile(
    r"(?<!\w)(?:họp|hội\snghị|giao\sban|sinh\shoạt|phát\ssóng|chào\scờ|tiếp\s(?:công\sdân|dân)|trực|tọa\sđàm|lễ)(?!\w)[^.;]{0,120}$",
    _I,
)


def is_duty(text: str, due: Due, clause: Clause) -> bool:
    """Whether a deadline's words are one: weak marks need a report they can belong to."""
    if _NOT_SENT.search(text[: due.start]) or _WAS_DONE.match(text, due.end):
        return False
    if narrated(text[: due.start]) or _BROKEN.match(text, due.end) or _LEFT.match(text, due.end):
        return False
    if due.day is not None and due.day.whole and _before_order(text, due):
        return False
    if due.strength in (WEAK, OPEN) and _ALREADY.search(text[: due.start]):
        return False
    if clause.kind == REPORT:
        return due.strength != OPEN or clause.verb is not None or not clause.explicit
    if due.day is not None and (due.day.every == "day" or _A_GOAL_YEAR.match(text, due.start)):
        return False
    if due.strength in (WEAK, OPEN):
        return _recurs(text, due)
    return not _is_told(text, due, clause) and (due.strength != SOFT or _within(text, due, clause))


def _before_order(text: str, due: Due) -> bool:
    """«Để ứng phó bão lũ vào cuối năm …, Sở đề nghị …»: a time the purpose tells of, before anything is asked."""
    opened = _OPENING.match(text)
    if opened is None or _ORDERS.search(text, 0, due.start):
        return False
    return _ORDERS.search(text, due.end) is not None


_OPENING = re.compile(r"\s*(?:Để|Nhằm|Phục\svụ)\s", _I)
_ORDERS = re.compile(r"(?<!\w)(?:đề\snghị|yêu\scầu|giao|phải|cần|gửi|hoàn\sthành)(?!\w)", _I)


def _recurs(text: str, due: Due) -> bool:
    """«vào ngày 28 hằng tháng» of something that is no meeting, nor a window."""
    every = due.day.every if due.day else None
    window = text[due.start : due.start + 3].lower() == "từ "
    recurring = due.strength == WEAK and every in ("month", "quarter")
    return recurring and not window and not _MEETING.search(text[: due.start])


def _is_told(text: str, due: Due, clause: Clause) -> bool:
    """A plan, a condition, a feast or a goal: nothing anybody has to have done by that day."""
    before = text[: due.start]
    if _PLANNED.search(before) or (_IF.search(before) and _THEN.match(text, due.end)):
        return True
    if clause.verb is None and (_FEAST.search(before) or _RULE.match(text, due.end)):
        return True
    if clause.verb is None and due.strength == LABEL and due.day is not None and due.day.time:
        return True
    return due.strength != LABEL and bool(_GOAL.search(text))


_NEAR = 160
"""Characters before «trong năm 2019» in which what is to be done by then may stand."""


def _inspects(text: str, verb: Verb) -> bool:
    own = _INSPECTS.fullmatch(text, verb.start, verb.end)
    return own is not None or inspections_found.asks(text)


def _within(text: str, due: Due, clause: Clause) -> bool:
    """«trong tháng 6», «đến hết năm 2023»: a time to do something in, if that is no inspection."""
    verb = clause.verb
    if verb is not None and verb.kind == FAINT and _inspects(text, verb):
        return False
    whole = due.day is not None and due.day.whole
    of_year = whole and "năm" in text[due.start : due.end].lower()[:9]
    if of_year or due.day is None:
        return verb is not None and bool(_DONE.search(text, max(0, due.start - _NEAR)))
    return verb is not None or whole
