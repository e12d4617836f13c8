"""What kinds of findings and their fields are called, and how a value reads on a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from engine.directives import TYPES
from engine.intake.found import (
    BEFORE,
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
from webapp import locale

KINDS: Mapping[str, Any] = {
    "issuer": _("Cơ quan ban hành"),
    "number": _("Số"),
    "symbol": _("Ký hiệu"),
    "number_as_printed": _("Số, ký hiệu như in"),
    "type": _("Loại văn bản"),
    "issued": _("Ngày ban hành"),
    "subject": _("Trích yếu"),
    "subject_inferred": _("Trích yếu (suy ra từ nội dung)"),
    "basis": _("Căn cứ"),
    "recipient": _("Kính gửi"),
    "recipient_inferred": _("Nơi nhận (suy ra từ nội dung)"),
    "report": _("Báo cáo phải gửi"),
    "task": _("Việc có hạn"),
    "campaign": _("Đợt cao điểm"),
    "inspection": _("Kiểm tra"),
    "assignment": _("Giao việc"),
    "feedback": _("Nơi phản ánh vướng mắc"),
    "signer": _("Người ký"),
    "cc": _("Nơi nhận (cuối văn bản)"),
    "heading": _("Đề mục"),
    "damage": _("Chữ đã khôi phục"),
}
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("Thông tin văn bản"),
        (
            "issuer",
            "number",
            "symbol",
            "number_as_printed",
            "type",
            "issued",
            "subject",
            "subject_inferred",
            "signer",
        ),
    ),
    (_("Căn cứ"), ("basis",)),
    (_("Nơi nhận"), ("recipient", "recipient_inferred", "cc")),
    (_("Báo cáo và việc có hạn"), ("report", "task", "campaign")),
    (_("Giao việc, kiểm tra, vướng mắc"), ("assignment", "inspection", "feedback")),
    (_("Đề mục và chữ đã khôi phục"), ("heading", "damage")),
)
"""The parts in which a page lists findings."""

REPORT_KINDS: Mapping[str, Any] = {
    "one_off": _("một lần"),
    "weekly": _("hằng tuần"),
    "monthly": _("hằng tháng"),
    "quarterly": _("hằng quý"),
    "half_year": _("06 tháng"),
    "nine_months": _("09 tháng"),
    "annual": _("năm"),
    "ad_hoc": _("đột xuất"),
    "periodic_unspecified": _("định kỳ, không ghi thời hạn"),
}
LEVELS: Mapping[str, Any] = {
    "trung_uong": _("Trung ương"),
    "tinh": _("cấp tỉnh"),
    "so": _("cơ quan của tỉnh"),
    "huyen": _("cấp huyện"),
    "phong": _("cơ quan của huyện"),
    "xa": _("cấp xã"),
    "khac": _("cấp khác"),
}
EVERY: Mapping[str, Any] = {
    "": _("một lần"),
    "week": _("tuần"),
    "month": _("tháng"),
    "quarter": _("quý"),
    "half_year": _("06 tháng"),
    "nine_months": _("09 tháng"),
    "year": _("năm"),
}
BOUNDARIES: Mapping[str, Any] = {
    "none": _("không ghi hạn"),
    "before_exclusive": _("trước ngày … (không tính ngày đó)"),
    "no_later_inclusive": _("chậm nhất ngày … (tính cả ngày đó)"),
}
STATUS: Mapping[str, Any] = {
    "open": _("chờ xác nhận"),
    "issued": _("đã lập dự thảo"),
    "filed": _("đã vào sổ"),
    "dropped": _("đã bỏ"),
}


def told(value: Any) -> str:
    """A finding's value in a line or two, as a card shows it."""
    say = _TELL.get(type(value))
    return say(value) if say is not None else str(value)


def type_name(code: str) -> str:
    """What a type of document is called."""
    return TYPES.get(code, code)


def deadline(found: Deadline) -> str:
    """A deadline in words, with its last acceptable day; '' for none."""
    if found.within and found.on is None:
        units = {"hour": gettext("giờ"), "month": gettext("tháng"), "day": gettext("ngày")}
        count = gettext("ngày làm việc") if found.working else units[found.unit]
        since = found.since or gettext("ngày ban hành")
        return str(
            gettext(
                "trong vòng %(n)d %(count)s kể từ %(since)s",
                n=found.within,
                count=count,
                since=since,
            )
        )
    if found.on is not None:
        before = found.boundary == BEFORE
        word = gettext("trước ngày") if before else gettext("chậm nhất ngày")
        said = f"{word} {locale.day(found.on)}"
        if found.time:
            said += f" {found.time}"
        if found.last_day is not None and before:
            said += " " + gettext("(ngày cuối: %(day)s)", day=locale.day(found.last_day))
        return said
    return _each(found)


def _each(found: Deadline) -> str:
    """«Ngày 20 mỗi tháng»."""
    if not found.every:
        return ""
    day = gettext("ngày cuối") if found.day == 99 else gettext("ngày %(n)s", n=found.day or "…")
    if found.weekday:
        names = (
            gettext("thứ Hai"),
            gettext("thứ Ba"),
            gettext("thứ Tư"),
            gettext("thứ Năm"),
            gettext("thứ Sáu"),
            gettext("thứ Bảy"),
            gettext("Chủ nhật"),
        )
        day = names[found.weekday - 1]
    if found.month:
        day = f"{day}/{found.month}"
    word = gettext("trước") if found.boundary == BEFORE else gettext("chậm nhất")
    return str(
        gettext("%(word)s %(day)s, mỗi %(every)s", word=word, day=day, every=EVERY[found.every])
    )


def _lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _labelled(label: Any, said: str | None) -> str:
    return f"{label}: {said}" if said else ""


def _report(found: Report) -> str:
    first = f"{gettext('Kỳ')}: {REPORT_KINDS.get(found.kind, found.kind)}"
    return _lines(
        found.about,
        first,
        _labelled(gettext("Ai"), "; ".join(found.who)),
        _labelled(gettext("Hạn"), deadline(found.deadline) or gettext("không ghi")),
        _labelled(gettext("Gửi"), found.to),
        _labelled(gettext("Qua"), found.via),
        _labelled(gettext("Nơi tổng hợp"), found.consolidator),
        _labelled(gettext("Báo cáo lên"), "; ".join(found.goes_up_to)),
        _labelled(gettext("Hình thức"), "; ".join(found.channel)),
    )


def _task(found: Task) -> str:
    return _lines(
        found.what,
        _labelled(gettext("Ai"), "; ".join(found.who)),
        _labelled(gettext("Hạn"), deadline(found.deadline)),
    )


def _issued(found: Issued) -> str:
    if found.date is not None:
        day = locale.day(found.date)
        return f"{found.place}, {day}" if found.place else day
    blank = "/".join(str(part or "…") for part in (found.day, found.month, found.year))
    said = gettext("chưa ghi đủ: %(day)s", day=blank)
    if found.not_before:
        said += " " + gettext("(không sớm hơn %(day)s)", day=locale.day(found.not_before))
    return str(said)


def _basis(found: Basis) -> str:
    named = (gettext("số"), found.number) if found.number else (found.title,)
    first = " ".join(filter(None, (found.role, *named)))
    if found.date:
        first += f", {locale.day(found.date)}"
    return _lines(first, found.issuer, found.title if found.number else None)


def _issuer(found: Issuer) -> str:
    return _lines(found.name, found.locality, _labelled(gettext("Cấp trên"), found.parent))


def _campaign(found: Campaign) -> str:
    days = ""
    if found.start and found.end:
        days = f"{locale.day(found.start)} – {locale.day(found.end)}"
    return _lines(found.name, days or (str(found.year) if found.year else ""))


def _assignment(found: Assignment) -> str:
    ask = gettext("đề nghị") if found.request else ""
    return _lines(" ".join(filter(None, (found.actor, f"({ask})" if ask else ""))), found.duty)


_TELL: Mapping[type, Callable[[Any], str]] = {
    Report: _report,
    Task: _task,
    Issued: _issued,
    Basis: _basis,
    Issuer: _issuer,
    Campaign: _campaign,
    Assignment: _assignment,
    Signer: lambda s: _lines(s.authority, s.on_behalf, s.title, s.name),
    Inspection: lambda i: _lines(i.who, i.what, _labelled(gettext("Đối tượng"), i.on_whom), i.when),
    Feedback: lambda f: _lines(
        f.to, _labelled(gettext("Qua"), f.via), _labelled(gettext("Hình thức"), f.form), f.outcome
    ),
    Heading: lambda h: " ".join(filter(None, (h.number, h.title))),
}
