"""The form of each kind of finding: its fields, what stands in them, and the value typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from engine.directives import TYPES
from engine.intake.found import (
    Assignment,
    Basis,
    Campaign,
    Deadline,
    Feedback,
    Heading,
    Inspection,
    Issued,
    Issuer,
    Report,
    Signer,
    Task,
)
from engine.letter_deadlines import last_day
from engine.received_findings import KINDS
from webapp import locale
from webapp.pages.intake_words import BOUNDARIES, EVERY, LEVELS, REPORT_KINDS
from webapp.pages.typed_form import Typed

LINE, TEXT, DAY, LINES, NUMBER, TICK, CHOICE = (
    "line", "text", "day", "lines", "number", "tick", "choice",
)  # fmt: skip
DEADLINE = "deadline-"
_TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the name of the value's part, how it is called and typed, and its choices."""

    name: str
    label: Any
    kind: str = LINE
    required: bool = False
    options: Mapping[str, Any] | None = None
    bounds: tuple[int, int] = (0, 0)
    help: Any = ""


_WHO = Field("who", _("Ai thực hiện"), LINES, help=_("Mỗi dòng một nơi."))
_WHERE = Field("where", _("Ở mục"))
_PHRASE = Field("phrase", _("Nguyên văn"), TEXT, required=True)
_DEADLINE = (
    Field("deadline-on", _("Ngày ghi trên văn bản"), DAY),
    Field("deadline-boundary", _("Cách ghi hạn"), CHOICE, options=BOUNDARIES),
    Field("deadline-time", _("Giờ (nếu văn bản ghi)"), help=_("Ví dụ 17:00.")),
    Field("deadline-every", _("Lặp lại mỗi"), CHOICE, options=EVERY),
    Field("deadline-day", _("Ngày trong tháng (99: ngày cuối tháng)"), NUMBER, bounds=(1, 99)),
    Field("deadline-month", _("Tháng"), NUMBER, bounds=(1, 12)),
    Field("deadline-weekday", _("Thứ (1: thứ Hai … 7: Chủ nhật)"), NUMBER, bounds=(1, 7)),
    Field("deadline-within", _("Trong vòng bao nhiêu ngày"), NUMBER, bounds=(1, 3650)),
    Field("deadline-working", _("Chỉ tính ngày làm việc"), TICK),
    Field("deadline-since", _("Kể từ")),
)
_VALUE = {
    "type": Field("value", _("Loại văn bản"), CHOICE, options=TYPES),
    "number": Field("value", _("Số"), required=True),
    "symbol": Field("value", _("Ký hiệu"), required=True),
}
FIELDS: Mapping[type, tuple[Field, ...]] = {
    Issuer: (
        Field("name", _("Tên cơ quan"), required=True),
        Field("level", _("Cấp"), CHOICE, options=LEVELS),
        Field("locality", _("Địa phương"), help=_("Ví dụ: huyện Thanh Hà, tỉnh Hải Dương.")),
        Field("parent", _("Cơ quan cấp trên")),
    ),
    Issued: (Field("date", _("Ngày ban hành"), DAY, required=True), Field("place", _("Nơi"))),
    Basis: (
        Field("number", _("Số, ký hiệu")),
        Field("date", _("Ngày"), DAY),
        Field("issuer", _("Cơ quan ban hành")),
        Field("role", _("Từ dẫn (Căn cứ, Thực hiện, …)")),
        Field("title", _("Tên văn bản"), TEXT),
    ),
    Signer: (
        Field("authority", _("Thẩm quyền (TM. …)")),
        Field("on_behalf", _("Ký thay (KT., TL. …)")),
        Field("title", _("Chức vụ")),
        Field("name", _("Họ tên"), required=True),
    ),
    Report: (
        Field("kind", _("Kỳ báo cáo"), CHOICE, options=REPORT_KINDS),
        Field("about", _("Báo cáo về việc gì")),
        _WHO,
        Field("to", _("Gửi đến")),
        Field("via", _("Qua cơ quan")),
        Field("consolidator", _("Cơ quan tổng hợp")),
        Field("goes_up_to", _("Báo cáo tổng hợp gửi lên"), LINES, help=_("Mỗi dòng một nơi.")),
        Field("channel", _("Hình thức gửi"), LINES),
        _PHRASE,
        _WHERE,
    ),
    Task: (Field("what", _("Việc phải làm"), TEXT, required=True), _WHO, _PHRASE, _WHERE),
    Campaign: (
        Field("name", _("Tên đợt"), required=True),
        Field("start", _("Từ ngày"), DAY),
        Field("end", _("Đến ngày"), DAY),
        Field("year", _("Năm (nếu không ghi ngày)"), NUMBER, bounds=(1945, 2999)),
        _PHRASE,
    ),
    Inspection: (
        Field("what", _("Nội dung kiểm tra"), TEXT, required=True),
        Field("who", _("Ai kiểm tra")),
        Field("on_whom", _("Đối tượng")),
        Field("when", _("Thời gian như ghi")),
        _WHERE,
    ),
    Assignment: (
        Field("actor", _("Ai làm"), required=True),
        Field("duty", _("Việc được giao"), TEXT, required=True),
        _WHERE,
        Field("request", _("Là đề nghị, không phải giao việc"), TICK),
    ),
    Feedback: (
        Field("to", _("Phản ánh về")),
        Field("via", _("Qua cơ quan")),
        Field("form", _("Hình thức")),
        Field("outcome", _("Để làm gì")),
    ),
    Heading: (Field("number", _("Số mục"), required=True), Field("title", _("Tên mục"))),
}


def of_kind(kind: str) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """The fields of a kind of finding, and those of its deadline."""
    value = KINDS[kind].value
    if value is str:
        return (_VALUE.get(kind, Field("value", _("Nội dung"), TEXT, required=True)),), ()
    return FIELDS[value], _DEADLINE if value in (Report, Task) else ()


def shown(value: Any) -> dict[str, str]:
    """What stands in the fields for that value."""
    if not is_dataclass(value):
        return {"value": str(value)}
    told = {field.name: _typed(getattr(value, field.name)) for field in fields(value)}
    deadline = getattr(value, "deadline", None)
    if isinstance(deadline, Deadline):
        told |= {
            f"{DEADLINE}{field.name}": _typed(getattr(deadline, field.name))
            for field in fields(deadline)
        }
    return told


def read(kind: str, value: Any, typed: Typed) -> Any:
    """The value as it was typed; what is wrong stands in ``typed.errors``."""
    own, due = of_kind(kind)
    given = {field.name: _READ[field.kind](typed, field) for field in own}
    if KINDS[kind].value is str:
        return given["value"]
    if due:
        given["deadline"] = _deadline(value.deadline, due, typed)
    if not typed.fine:
        return value
    kept = {name: _fitting(value, name, part) for name, part in given.items()}
    return _dated(replace(value, **kept))


def _deadline(value: Deadline, due: tuple[Field, ...], typed: Typed) -> Deadline:
    given = {f.name.removeprefix(DEADLINE): _READ[f.kind](typed, f) for f in due}
    if given["time"] and not _TIME.fullmatch(given["time"]):
        typed.wrong("deadline-time", gettext("Hãy ghi giờ, ví dụ 17:30."))
    dated = given["on"] or given["every"]
    if dated and given["boundary"] == "none" and not given["within"]:
        typed.wrong("deadline-boundary", gettext("Có ngày thì phải chọn cách ghi hạn."))
    if not typed.fine:
        return value
    told: dict[str, Any] = {n: part if part != "" else None for n, part in given.items()}
    told["last_day"] = last_day(given["on"], given["boundary"], given["time"])
    return Deadline(**told, **_untyped(value, told))


def _untyped(value: Deadline, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the form does not ask, as far as what it belongs to stays."""
    same = {name for name in ("within", "every", "on") if told[name] == getattr(value, name)}
    belongs = {"unit": "within", "following": "every", "opens": "on"}
    return {name: getattr(value, name) for name, to in belongs.items() if to in same}


def _dated(value: Any) -> Any:
    """An issue's year, month and day follow its date."""
    if isinstance(value, Issued) and value.date is not None:
        day = value.date
        return replace(value, year=day.year, month=day.month, day=day.day)
    return value


def _fitting(value: Any, name: str, part: Any) -> Any:
    """A blank line is None where the value has None for it."""
    if part == "" and _optional(type(value), name):
        return None
    return part


def _optional(kind: type, name: str) -> bool:
    return "None" in str(kind.__annotations__.get(name, ""))


def _typed(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return locale.day(value) if isinstance(value, date) else str(value)


_READ: Mapping[str, Callable[[Typed, Field], Any]] = {
    LINE: lambda typed, f: typed.text(f.name, required=f.required),
    TEXT: lambda typed, f: typed.text(f.name, required=f.required, most=5000),
    DAY: lambda typed, f: typed.day(f.name, required=f.required),
    LINES: lambda typed, f: tuple(
        line.strip() for line in typed.text(f.name, required=False).split("\n") if line.strip()
    ),
    NUMBER: lambda typed, f: typed.number(f.name, *f.bounds, required=False),
    TICK: lambda typed, f: bool(typed.get(f.name)),
    CHOICE: lambda typed, f: typed.choice(f.name, tuple(f.options or ())),
}
