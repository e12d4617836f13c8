"""A timer's expression said as an officer would say it, in Vietnamese and English. Pure.

«7 ngày làm việc trước hạn» for ``working days before(dueAt, 7)``. What has no plain words is quoted as it
stands, so that nothing is said that the expression does not say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from engine.errors import InputError
from engine.process import feel, vet_places, vet_types
from engine.process.expressions import LOCAL
from engine.process.feel import tree
from engine.process.model import EventDef

DATE, DURATION, CYCLE = "timeDate", "timeDuration", "timeCycle"
FORMS = (DATE, DURATION, CYCLE)


class Said(NamedTuple):
    """One clause in both languages."""

    vi: str
    en: str


class TimerRefused(InputError):
    """What the check refuses is not said in plain words, as if it could come."""

    code = "timer-refused"
    vi = "{said_vi}"
    en = "{said_en}"


class NoTimer(InputError):
    """A timer of a kind that BPMN does not have."""

    code = "no-timer"
    vi = "Không có kiểu hẹn giờ «{form}». Hãy chọn thời điểm, khoảng thời gian hoặc chu kỳ."
    en = "There is no kind of timer «{form}». Choose a date, a duration or a cycle."


MOMENTS: Mapping[str, Said] = {
    "dueAt": Said("hạn", "the deadline"),
    "opensAt": Said("ngày mở kỳ báo cáo", "the opening of the period"),
    "endsAt": Said("ngày kết thúc đợt", "the end of the campaign"),
    "remindAt": Said("thời điểm nhắc", "the moment to remind"),
    "receiveBy": Said("hạn tiếp nhận", "the deadline for receipt"),
    "forwardBy": Said("hạn chuyển", "the deadline for passing on"),
    "planDueAt": Said("hạn nộp kế hoạch", "the deadline of the plan"),
    "concludeDueAt": Said("hạn kết luận", "the deadline of the conclusion"),
    "reportDueAt": Said("hạn báo cáo kết quả", "the deadline of the result"),
    "selfReportDueAt": Said("hạn tự báo cáo", "the deadline of the self-report"),
    "nextRungAt": Said("lúc đến bậc nhắc kế tiếp", "the next rung of the ladder"),
}
"""Variables of the shipped models that are moments."""

_CALLED: Mapping[str, Said] = {
    "now": Said("lúc bắt đầu chờ", "the moment it begins to wait"),
    "today": Said("ngày bắt đầu chờ", "the day it begins to wait"),
}
_WORKING: Mapping[str, Said] = {
    "working days after": Said("{n} ngày làm việc sau {of}", "{n} working days after {of}"),
    "working days before": Said("{n} ngày làm việc trước {of}", "{n} working days before {of}"),
}
_UNITS = (
    ("Y", "năm", "year"),
    ("M", "tháng", "month"),
    ("W", "tuần", "week"),
    ("D", "ngày", "day"),
    ("h", "giờ", "hour"),
    ("m", "phút", "minute"),
    ("s", "giây", "second"),
)
_PART = re.compile(r"(\d+)([YMWDhms])")
_ISO = re.compile(r"-?P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(?:T(\d+H)?(\d+M)?(\d+(?:\.\d+)?S)?)?")
_CYCLE = re.compile(r"R(\d*)/(?:([^P/][^/]*)/)?(P[^/]+)")


def of(text: str, form: str, names: Collection[str] | None = None) -> Said:
    """The sentence for what stands in a timer of this form (``FORMS``).

    ``names`` are those known at its place; None: any. Raises NoTimer, the errors of FEEL for what is
    no expression, and TimerRefused for what the vetting refuses wherever it stands.
    """
    if form not in FORMS:
        raise NoTimer(form=form)
    text = text.strip().removeprefix("=").strip()
    written, kind = vet_places.timer(EventDef("timer", text, form))
    node = feel.syntax(written, names)
    for wrong in vet_types.alone(written, kind, ("thời gian", form)):
        if not wrong.warning:
            raise TimerRefused(said_vi=wrong.vi, said_en=wrong.en)
    said = {DATE: _moment, DURATION: _wait, CYCLE: _turns}[form](node, text)
    return Said(_capital(said.vi), _capital(said.en))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _quoted(text: str) -> Said:
    return Said(f"theo «{text}»", f"as «{text}» says")


def _moment(node: tree.Node, text: str) -> Said:
    found = _point(node)
    if found is None:
        return _quoted(text)
    if isinstance(node, tree.Chain) or _called(node) in (*_WORKING, "last moment before"):
        return found
    return Said(f"đúng {found.vi}", f"at {found.en}")


def _point(node: tree.Node) -> Said | None:
    """A moment as a noun, or None where it has no plain words."""
    match node:
        case tree.Name(name=name):
            return MOMENTS.get(name) or Said(f"«{name}»", f"«{name}»")
        case tree.Path():
            path = _dotted(node)
            return Said(f"«{path}»", f"«{path}»") if path else None
        case tree.Temporal(text=text):
            return _literal(text)
        case tree.Call():
            return _call(node)
        case tree.Chain(level=_, first=first, rest=[(sign, by)]) if sign in ("+", "-"):
            return _shifted(first, sign, by)
    return None


def _call(node: tree.Call) -> Said | None:
    name, arguments = _called(node), node.arguments
    if name in _CALLED and not arguments:
        return _CALLED[name]
    if name in _WORKING and len(arguments) == 2 and node.names is None:
        start, days = _point(arguments[0]), _number(arguments[1])
        if start is None or days is None:
            return None
        vi, en = _WORKING[name]
        if days == "1":
            en = en.replace("days", "day")
        return Said(vi.format(n=days, of=start.vi), en.format(n=days, of=start.en))
    if name == "last moment before" and len(arguments) == 1:
        start = _point(arguments[0])
        return start and Said(f"hết ngày trước {start.vi}", f"the end of the day before {start.en}")
    if name in ("date", "date and time") and len(arguments) == 1:
        only = arguments[0]
        if isinstance(only, tree.Constant) and isinstance(only.value, str):
            return None if name == "date" and "T" in only.value else _literal(only.value)
        return _point(only) if name == "date" else None
    return None


def _shifted(start: tree.Node, sign: str, by: tree.Node) -> Said | None:
    point, length = _point(start), _length(by)
    if point is None or length is None:
        return None
    vi, en = ("sau", "after") if sign == "+" else ("trước", "before")
    return Said(f"{length.vi} {vi} {point.vi}", f"{length.en} {en} {point.en}")


def _wait(node: tree.Node, text: str) -> Said:
    length = _length(node)
    if length is None:
        return _quoted(text)
    return Said(f"sau {length.vi} kể từ lúc bắt đầu chờ", f"{length.en} after it begins to wait")


def _turns(node: tree.Node, text: str) -> Said:
    if isinstance(node, tree.Constant) and isinstance(node.value, str):
        parts = _CYCLE.fullmatch(node.value)
        every = _iso(parts[3]) if parts else None
        if parts is None or every is None:
            return _quoted(text)
        often = Said(f", {parts[1]} lần", f", {parts[1]} times") if parts[1] else Said("", "")
        begun = _literal(parts[2]) if parts[2] else None
        since = Said(f", từ {begun.vi}", f", from {begun.en}") if begun else Said("", "")
        return Said(
            f"mỗi {every.vi} một lần{since.vi}{often.vi}", f"every {every.en}{since.en}{often.en}"
        )
    length = _length(node)
    if length is None:
        return _quoted(text)
    return Said(f"mỗi {length.vi} một lần", f"every {length.en}")


def _length(node: tree.Node) -> Said | None:
    """A duration as a noun."""
    match node:
        case tree.Temporal(text=text):
            return _iso(text)
        case tree.Call(arguments=[tree.Constant(value=str() as text)]) if (
            _called(node) == "duration"
        ):
            return _iso(text)
        case tree.Name(name=name):
            return Said(f"khoảng «{name}»", f"«{name}»")
    return None


def _iso(text: str) -> Said | None:
    found = _ISO.fullmatch(text)
    if found is None or text.startswith("-"):
        return None
    days, hours = (found.groups()[:4], found.groups()[4:])
    given = [g for g in days if g] + [g.lower() for g in hours if g]
    words = {unit: (vi, en) for unit, vi, en in _UNITS}
    parts = [(m[1], *words[m[2]]) for g in given if (m := _PART.fullmatch(g))]
    if not parts or len(parts) != len(given):
        return None
    return Said(
        " ".join(f"{n} {vi}" for n, vi, _ in parts),
        " ".join(f"{n} {en}{'' if n == '1' else 's'}" for n, _, en in parts),
    )


def _literal(text: str) -> Said | None:
    """A moment with an offset is said as clocks in Hà Nội show it; one without is theirs."""
    try:
        if "T" not in text:
            on = date.fromisoformat(text)
            return Said(f"ngày {on:%d/%m/%Y}", f"{on:%d/%m/%Y}")
        at = datetime.fromisoformat(text)
    except ValueError:
        return _iso(text)
    if at.tzinfo is not None:
        at = at.astimezone(LOCAL)
    return Said(f"{at:%H:%M} ngày {at:%d/%m/%Y}", f"{at:%H:%M} on {at:%d/%m/%Y}")


def _number(node: tree.Node) -> str | None:
    if isinstance(node, tree.Constant):
        return str(node.value) if isinstance(node.value, Decimal) else None
    return f"«{node.name}»" if isinstance(node, tree.Name) else None


def _called(node: tree.Node) -> str:
    """The name of the function that is called; '' for anything else."""
    if isinstance(node, tree.Call) and isinstance(node.function, tree.Name):
        return node.function.name
    return ""


def _dotted(node: tree.Node) -> str:
    """``directive.when`` as it is written; '' for a path that begins otherwise."""
    if isinstance(node, tree.Name):
        return node.name
    if isinstance(node, tree.Path):
        before = _dotted(node.value)
        return f"{before}.{node.name}" if before else ""
    return ""
