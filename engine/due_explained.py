"""How a due moment came about, step by step, as an officer would check it with a calendar.

A report's: the rule in the letter → the day it prints for this period → a day off that moved it →
the first deadline, from which lateness counts → whoever moved it since → the last day in time. Each
step is a sentence in both languages. The caller has been shown the report or the task.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import calendar as calendars
from engine import policies, rule_words
from engine.audit import AuditEntry
from engine.calendar import OVERRIDE, Calendar, CalendarDay
from engine.date_policies import DAY_OFF
from engine.deadline_rules import ISSUED, RECEIVED, WITHIN, Rule
from engine.deadlines import KEEP, LOCAL, NEXT, Due, last_acceptable, local_day, series
from engine.directive_tables import Directive, Obligation, Recipient
from engine.directives import label
from engine.people import Account
from engine.report_tables import Report
from engine.rule_words import Words, day
from engine.units import Unit

RULE, ABOVE, PRINTED, EDGE, OFF, KEPT, FIRST, MOVED, NOW, ASKED = (
    "rule",
    "above",
    "printed",
    "edge",
    "off",
    "kept",
    "first",
    "moved",
    "now",
    "asked",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reckoning; ``kind`` is one of the names above."""

    kind: str
    words: Words


@dataclass(frozen=True, slots=True)
class _Duty:
    """What a report is owed under."""

    report: Report
    directive: Directive
    issuer: str
    rule: Rule
    source: Obligation | None


def of_report(session: Session, report_id: int) -> list[Step]:
    """The reckoning of a report's deadline, first to last."""
    duty = _duty(session, report_id)
    due, calendar, day_off = _reckoned(session, duty)
    steps = [_rule(duty)]
    if duty.source is not None:
        steps.append(_above(session, duty.source, due))
    if due is not None:
        steps += _printed(duty, due)
        steps += _off(session, due, calendar, day_off)
    steps.append(_first(duty.report))
    steps += _moves(session, duty.report)
    if duty.report.due_at != duty.report.first_due_at:
        steps.append(_now(duty.report))
    if duty.report.requested:
        steps.append(_step(ASKED, "Đây là đề nghị phối hợp: không tính quá hạn.", _ASKED_EN))
    return steps


_ASKED_EN = "This is a request to cooperate: it never counts as overdue."


def due_words(due_at: datetime) -> Words:
    """'hết ngày 31/05/2023', or 'trước 17:00 31/05/2023' where a time of day was printed."""
    here = due_at.astimezone(LOCAL)
    if here.time() == time():
        last = day((here - timedelta(microseconds=1)).date())
        return {"vi": f"hết ngày {last}", "en": f"the end of {last}"}
    return {"vi": f"trước {here:%H:%M %d/%m/%Y}", "en": f"before {here:%H:%M %d/%m/%Y}"}


def _step(kind: str, vi: str, en: str) -> Step:
    return Step(kind, {"vi": vi, "en": en})


def _duty(session: Session, report_id: int) -> _Duty:
    report, owed, directive, issuer = session.execute(
        select(Report, Obligation, Directive, Unit.short_name)
        .join(Obligation, Obligation.id == Report.obligation_id)
        .join(Directive, Directive.id == Report.directive_id)
        .join(Unit, Unit.id == Directive.issuer_id)
        .where(Report.id == report_id)
    ).one()
    source = session.get(Obligation, owed.source_id) if owed.source_id else None
    return _Duty(report, directive, issuer, Rule.from_json(owed.rule), source)


def _reckoned(session: Session, duty: _Duty) -> tuple[Due | None, Calendar, str]:
    """The report's deadline worked out anew; None where today's calendar or policy says otherwise."""
    report, directive = duty.report, duty.directive
    day_off = str(policies.value(session, DAY_OFF, directive.issuer_id))
    calendar = calendars.load(session)
    received = session.scalar(
        select(Recipient.sent_at).where(
            Recipient.directive_id == directive.id, Recipient.unit_id == report.unit_id
        )
    )
    every = series(
        duty.rule,
        directive.issued_on,
        issued_at=directive.issued_at,
        received_on=local_day(received) if received else None,
        calendar=calendar,
        day_off=day_off,
    )
    early = takewhile(lambda due: due.period_start <= report.period_end, every)
    found = (due for due in early if due.due_at == report.first_due_at)
    return next(found, None), calendar, day_off


def _rule(duty: _Duty) -> Step:
    said, letter = rule_words.of(duty.rule), label(duty.directive)
    return _step(
        RULE,
        f"{letter} của {duty.issuer} yêu cầu báo cáo {said['vi']}.",
        f"{letter} of {duty.issuer} asks for a report {said['en']}.",
    )


def _above(session: Session, source: Obligation, due: Due | None) -> Step:
    """What the letter above asks for, and by how many days this one is earlier."""
    upper = session.get_one(Directive, source.directive_id)
    rule = Rule.from_json(source.rule)
    letter, said = label(upper), rule_words.of(rule)
    above = _period_above(rule, upper, due)
    if above is None or due is None:
        return _step(
            ABOVE,
            f"Yêu cầu này xuất phát từ {letter}: báo cáo {said['vi']}.",
            f"It derives from {letter}: a report {said['en']}.",
        )
    edge, days = rule_words.boundary(above.boundary, above.at), (above.printed - due.printed).days
    vi = f"; đơn vị ban hành yêu cầu sớm hơn {days} ngày để kịp tổng hợp" if days else ""
    en = f"; its issuer asks for it {days} days earlier, to consolidate" if days else ""
    return _step(
        ABOVE,
        f"Yêu cầu này xuất phát từ {letter}, kỳ này {edge['vi']} {day(above.printed)}{vi}.",
        f"It derives from {letter}, this period {edge['en']} {day(above.printed)}{en}.",
    )


def _period_above(rule: Rule, upper: Directive, due: Due | None) -> Due | None:
    if due is None or rule.since != ISSUED:
        return None
    every = series(rule, upper.issued_on, issued_at=upper.issued_at)
    near = takewhile(lambda one: one.period_start <= due.period_end, every)
    return next((one for one in near if one.key == due.key), None)


def _printed(duty: _Duty, due: Due) -> Iterator[Step]:
    if duty.rule.kind == WITHIN and not duty.rule.fixed:
        yield _counted(duty, due)
        return
    edge = rule_words.boundary(due.boundary, due.at)
    period = f"{day(due.period_start)}–{day(due.period_end)}"
    yield _step(
        PRINTED,
        f"Kỳ này (số liệu {period}): {edge['vi']} {day(due.printed)}.",
        f"This period (figures of {period}): {edge['en']} {day(due.printed)}.",
    )
    last = last_acceptable(due.printed, due.boundary, due.at)
    if last != due.printed:
        yield _step(
            EDGE,
            f"«Trước ngày {day(due.printed)}» nên ngày cuối cùng còn đúng hạn là {day(last)}.",
            f"«Before {day(due.printed)}» leaves {day(last)} as the last day on time.",
        )


def _counted(duty: _Duty, due: Due) -> Step:
    since = duty.directive.issued_on if duty.rule.since != RECEIVED else None
    start_vi = f"ngày {day(since)}" if since else "ngày nhận văn bản"
    start_en = day(since) if since else "the day of receipt"
    kind = ("ngày làm việc", "working days") if duty.rule.working else ("ngày", "days")
    return _step(
        PRINTED,
        f"Đếm {duty.rule.days} {kind[0]} từ {start_vi}, bắt đầu từ ngày kế tiếp; ngày cuối rơi vào "
        f"ngày nghỉ thì lấy ngày làm việc kế tiếp (Bộ luật Dân sự 2015, điều 147, 148): "
        f"{day(due.last_ok)}.",
        f"{duty.rule.days} {kind[1]} counted from the day after {start_en}; one that ends on a day "
        f"off ends on the next working day (Civil Code 2015, articles 147 and 148): "
        f"{day(due.last_ok)}.",
    )


def _off(session: Session, due: Due, calendar: Calendar, day_off: str) -> Iterator[Step]:
    """A last day that is off: moved as its issuer's policy says, or left where it is."""
    last = due.moved_from or due.last_ok
    if calendar.is_working_day(last):
        return
    why = _why_off(session, last)
    if due.moved_from is None:
        if day_off == KEEP:
            yield _step(
                KEPT,
                f"{day(last)} là ngày nghỉ ({why['vi']}); cơ quan ban hành giữ nguyên hạn đã in, "
                "nên hãy nộp trước ngày nghỉ.",
                f"{day(last)} is a day off ({why['en']}); its issuer keeps printed dates as they "
                "are, so send it before.",
            )
        return
    vi, en = (
        ("lùi đến ngày làm việc kế tiếp", "moves to the next working day")
        if day_off == NEXT
        else ("đưa về ngày làm việc trước đó", "moves back to the working day before")
    )
    yield _step(
        OFF,
        f"{day(last)} là ngày nghỉ ({why['vi']}); theo quy định của cơ quan ban hành, hạn {vi}: "
        f"{day(due.last_ok)}.",
        f"{day(last)} is a day off ({why['en']}); by its issuer's rule the deadline {en}: "
        f"{day(due.last_ok)}.",
    )


def _why_off(session: Session, on: date) -> Words:
    note = session.scalar(
        select(CalendarDay.note)
        .where(CalendarDay.day == on, ~CalendarDay.working, CalendarDay.note != "")
        .order_by(CalendarDay.source != OVERRIDE)
        .limit(1)
    )
    name = rule_words.weekday(on)
    return {"vi": f"{name['vi']}, {note}", "en": f"{name['en']}, {note}"} if note else name


def _first(report: Report) -> Step:
    due = due_words(report.first_due_at)
    return _step(
        FIRST,
        f"Hạn đầu: {due['vi']}. Nộp đúng hạn hay quá hạn tính theo hạn này.",
        f"The first deadline: {due['en']}. On time or late is counted from it.",
    )


def _now(report: Report) -> Step:
    due = due_words(report.due_at)
    return _step(
        NOW,
        f"Hạn đang theo: {due['vi']}. Quá hạn vẫn tính theo hạn đầu.",
        f"The deadline now: {due['en']}. Lateness still counts from the first.",
    )


_WHY = {
    "extension": ("gia hạn theo đề nghị của đơn vị", "extended as the unit asked"),
    "urging-letter": ("văn bản đôn đốc đặt hạn mới", "an urging letter set a new day"),
    "moved": ("cơ quan có thẩm quyền dời hạn", "moved by the body in charge"),
}
_OTHERWISE = ("dời hạn", "moved")


def _moves(session: Session, report: Report) -> Iterator[Step]:
    rows = session.execute(
        select(AuditEntry.at, AuditEntry.detail, Account.name)
        .outerjoin(Account, AuditEntry.actor == func.concat("account:", Account.id))
        .where(
            AuditEntry.directive_id == report.directive_id,
            AuditEntry.unit_id == report.unit_id,
            AuditEntry.action == "deadline",
        )
        .order_by(AuditEntry.id)
    )
    for at, raw, name in rows:
        told = json.loads(raw)
        if told.get("report") == report.id:
            yield _moved(at, told, name)


def _moved(at: datetime, told: dict[str, Any], name: str | None) -> Step:
    vi, en = _WHY.get(str(told.get("why", "")).partition(":")[0], _OTHERWISE)
    old, new = (due_words(datetime.fromisoformat(str(told[k]))) for k in ("old", "new"))
    by_vi, by_en = (f" ({name})", f" ({name})") if name else ("", "")
    on = day(local_day(at))
    return _step(
        MOVED,
        f"Ngày {on}, {vi}: từ {old['vi']} sang {new['vi']}{by_vi}.",
        f"On {on}, {en}: from {old['en']} to {new['en']}{by_en}.",
    )
