"""What a person should look at before a letter becomes a directive: gaps, doubts, contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from engine.calendar import Calendar, load
from engine.intake.found import Basis, Deadline, Issued
from engine.letter_names import AMBIGUOUS, NEAREST, UNKNOWN, Named
from engine.letter_owing import upward
from engine.letter_recipients import NOBODY, NOT_HERE, PARTLY, Meant
from engine.letter_resolving import Resolved, ResolvedReport
from engine.received_findings import Finding, of_kind

_SAID: Mapping[str, tuple[str, str]] = {
    "no-issuer": (
        "chưa biết cơ quan ban hành; hãy thêm mục «Cơ quan ban hành»",
        "the issuer is not known; add the finding «Issuer»",
    ),
    "issuer-unknown": (
        "«{text}» không có trong danh mục đơn vị ngày {on}; hãy chọn đơn vị",
        "«{text}» is no unit on {on}; choose the unit",
    ),
    "issuer-several": (
        "«{text}» có thể là nhiều đơn vị: {listed}; hãy chọn một",
        "«{text}» may be several units: {listed}; choose one",
    ),
    "issuer-nearest": (
        "có nhiều «{text}»; tạm hiểu là {unit} vì gần đơn vị của bạn nhất",
        "there are several «{text}»; {unit} is taken because it is nearest to your unit",
    ),
    "no-date": (
        "văn bản chưa ghi ngày ban hành; hãy điền ngày thật (không sớm hơn {on})",
        "the date of issue is blank; fill in the real one (not before {on})",
    ),
    "date-ahead": (
        "ngày ban hành {day} sau ngày hôm nay",
        "the date of issue, {day}, is after today",
    ),
    "no-subject": (
        "chưa có trích yếu; hãy thêm mục «Trích yếu»",
        "there is no subject; add the finding «Subject»",
    ),
    "basis-later": (
        "căn cứ {number} ghi ngày {day}, sau ngày của văn bản {on}",
        "basis {number} is of {day}, after the letter's own date, {on}",
    ),
    "no-recipients": (
        "không có nơi nhận nào trong hệ thống; văn bản sẽ không gửi đến ai",
        "no recipient is in the system; the letter goes to nobody",
    ),
    "recipient-outside": (
        "«{text}» không có trong danh mục đơn vị; sẽ in làm nơi nhận ngoài hệ thống",
        "«{text}» is no unit; it is printed as a recipient outside the system",
    ),
    "recipient-partly": (
        "«{text}»: phần «{rest}» không có trong danh mục đơn vị nên không gửi đến",
        "«{text}»: the part «{rest}» is no unit and is not sent to",
    ),
    "recipient-several": (
        "«{text}» có thể là nhiều đơn vị: {listed}; hãy chọn",
        "«{text}» may be several units: {listed}; choose",
    ),
    "recipient-gone": (
        "đơn vị đã chọn cho «{text}» không còn vào ngày {on}; hãy chọn lại",
        "the unit chosen for «{text}» is none on {on}; choose again",
    ),
    "who-unknown": (
        "chưa rõ «{text}» là những đơn vị nào; tạm hiểu là mọi nơi nhận",
        "it is not clear which units «{text}» are; all recipients are taken",
    ),
    "who-not-sent": (
        "«{text}» phải báo cáo nhưng không có trong nơi nhận",
        "«{text}» must report but are not among the recipients",
    ),
    "consolidator-unknown": (
        "không tìm thấy cơ quan tổng hợp «{text}»; tạm hiểu là cơ quan ban hành",
        "the consolidating body «{text}» is not found; the issuer is taken",
    ),
    "consolidator-several": (
        "cơ quan tổng hợp «{text}» có thể là: {listed}; hãy chọn",
        "the consolidating body «{text}» may be: {listed}; choose",
    ),
    "due-before-letter": (
        "hạn {day} sớm hơn ngày của văn bản {on}",
        "the deadline {day} is before the letter's own date, {on}",
    ),
    "due-day-off": (
        "ngày cuối {day} là ngày nghỉ",
        "the last acceptable day, {day}, is a day off",
    ),
    "upper-first": (
        "hạn báo cáo tổng hợp {day} không sau hạn của các đơn vị {on}",
        "the consolidated report is due {day}, not after the units' own date, {on}",
    ),
    "boundary-missing": (
        "có ngày {day} nhưng chưa rõ «trước ngày» hay «chậm nhất»; hãy chọn",
        "there is the day {day}, but not whether it is included; choose",
    ),
    "not-to-us": (
        "đơn vị của bạn không có trong nơi nhận đã ghi",
        "your unit is not among the recipients named",
    ),
}
STOPS = frozenset({"no-issuer", "issuer-unknown", "issuer-several", "no-date", "no-subject"})
"""Without an answer to these nothing can be made of the letter."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to look at: its code, the finding it is about (0: the letter as a whole)."""

    code: str
    finding: int = 0
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether nothing can be made of the letter before it is answered."""
        return self.code in STOPS

    def text(self, locale: str = "vi") -> str:
        """It as one line."""
        said = _SAID[self.code][0 if locale == "vi" else 1].format_map(self.values)
        return said[:1].upper() + said[1:] + "."


def notes(
    session: Session, findings: Sequence[Finding], resolved: Resolved, unit_id: int, today: date
) -> list[Note]:
    """All that should be looked at, what stops first; in the order of the letter's parts."""
    found = [
        *_identity(findings, resolved, today),
        *_bases(resolved),
        *_recipients(resolved, unit_id),
        *(note for report in resolved.reports for note in _bodies(report, resolved)),
        *_dates(session, resolved),
    ]
    return sorted(found, key=lambda note: not note.stops)


def _identity(findings: Sequence[Finding], resolved: Resolved, today: date) -> Iterator[Note]:
    issuers = of_kind(findings, "issuer")
    if not issuers:
        yield Note("no-issuer")
    else:
        code = {UNKNOWN: "unknown", AMBIGUOUS: "several", NEAREST: "nearest"}.get(
            resolved.issuer.why
        )
        if code is None and resolved.issuer.unit is None:
            code = "unknown"
        if code:
            yield Note(f"issuer-{code}", issuers[-1].id, _named(resolved.issuer, resolved.on))
    dated = of_kind(findings, "issued")
    issued: Issued = dated[-1].value if dated else Issued()
    about = dated[-1].id if dated else 0
    if issued.date is None:
        yield Note("no-date", about, {"on": _day(resolved.on)})
    elif issued.date > today:
        yield Note("date-ahead", about, {"day": _day(issued.date)})
    if not of_kind(findings, "subject", "subject_inferred"):
        yield Note("no-subject")


def _bases(resolved: Resolved) -> Iterator[Note]:
    for known in resolved.bases:
        basis: Basis = known.finding.value
        if resolved.dated and basis.date is not None and basis.date > resolved.on:
            values = {
                "number": basis.number or basis.title or "",
                "day": _day(basis.date),
                "on": _day(resolved.on),
            }
            yield Note("basis-later", known.finding.id, values)


def _recipients(resolved: Resolved, unit_id: int) -> Iterator[Note]:
    sent: set[int] = set()
    for one, meant in resolved.recipients:
        sent |= meant.members
        yield from _recipient(one, meant, resolved.on)
    if resolved.issuer.unit is None:
        return
    if resolved.ours and not sent:
        yield Note("no-recipients")
    if not resolved.ours and unit_id not in sent:
        yield Note("not-to-us")


def _recipient(one: Finding, meant: Meant, on: date) -> Iterator[Note]:
    values = {"text": meant.text, "on": _day(on), "rest": "; ".join(meant.outside)}
    if meant.several:
        named = meant.several[0]
        yield Note("recipient-several", one.id, values | {"listed": _listed(named)})
    elif meant.why in (NOT_HERE, PARTLY, NOBODY):
        code = {NOT_HERE: "outside", PARTLY: "partly", NOBODY: "gone"}[meant.why]
        yield Note(f"recipient-{code}", one.id, values)


def _bodies(report: ResolvedReport, resolved: Resolved) -> Iterator[Note]:
    deadline: Deadline = report.finding.value.deadline
    dated = deadline.last_day is not None or deadline.every is not None
    text = "; ".join(report.finding.value.who)
    sent = frozenset[int]().union(*(meant.members for _, meant in resolved.recipients))
    if dated and not report.everybody:
        if not report.owing:
            yield Note("who-unknown", report.finding.id, {"text": text})
        elif sent and not report.owing & sent:
            yield Note("who-not-sent", report.finding.id, {"text": text})
    name = report.consolidator
    if dated and name is not None and not name.settled:
        code = "several" if name.candidates else "unknown"
        yield Note(f"consolidator-{code}", report.finding.id, _named(name, resolved.on))


def _dates(session: Session, resolved: Resolved) -> Iterator[Note]:
    calendar = load(session)
    for report in resolved.reports:
        yield from _own(report, resolved, calendar)
    by_id = {report.finding.id: report for report in resolved.reports}
    for upper, units in upward(resolved).items():
        day, on = (by_id[n].finding.value.deadline.last_day for n in (upper, units))
        if day <= on:
            yield Note("upper-first", upper, {"day": _day(day), "on": _day(on)})


def _own(report: ResolvedReport, resolved: Resolved, calendar: Calendar) -> Iterator[Note]:
    deadline: Deadline = report.finding.value.deadline
    about = report.finding.id
    if deadline.on is not None and deadline.boundary == "none":
        yield Note("boundary-missing", about, {"day": _day(deadline.on)})
    last = deadline.last_day
    if last is None:
        return
    if last < resolved.on:
        values = {"day": _day(last), "on": _day(resolved.on)}
        yield Note("due-before-letter", about, values)
    elif not calendar.is_working_day(last):
        yield Note("due-day-off", about, {"day": _day(last)})


def _named(name: Named, on: date) -> dict[str, str]:
    unit = name.unit.short_name if name.unit else ""
    return {"text": name.text, "on": _day(on), "listed": _listed(name), "unit": unit}


def _listed(name: Named) -> str:
    return "; ".join(f"{unit.short_name} [{unit.code}]" for unit in name.candidates)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
