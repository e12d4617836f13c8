"""What a person should look at before a letter becomes a directive: gaps, doubts, contradictions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from engine.calendar import Calendar, load
from engine.intake.found import Basis, Deadline, Issued
from engine.letter_names import AMBIGUOUS, NEAREST, UNKNOWN, Named
from engine.letter_note_texts import Note
from engine.letter_owing import upward
from engine.letter_proposal import is_past, owes
from engine.letter_recipients import BEFORE, NOBODY, NOT_HERE, PARTLY, Meant
from engine.letter_resolving import OVERDUE, PAST, Resolved, ResolvedReport
from engine.received_findings import Finding, of_kind


def notes(
    session: Session, findings: Sequence[Finding], resolved: Resolved, unit_id: int, today: date
) -> list[Note]:
    """All that should be looked at, what stops first; in the order of the letter's parts."""
    found = [
        *_identity(findings, resolved, today),
        *_bases(resolved),
        *_recipients(resolved, unit_id),
        *(note for report in resolved.reports for note in _bodies(report, resolved)),
        *_dates(session, resolved, unit_id),
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
    if resolved.ours and resolved.inferred and resolved.recipients:
        yield Note("recipients-inferred", resolved.recipients[0][0].id)
    if resolved.ours and not sent:
        owed = any(map(_is_dated, resolved.reports))
        yield Note("nobody-owes" if owed else "no-recipients")
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
    dated = _is_dated(report)
    text = "; ".join(report.finding.value.who)
    sent = frozenset[int]().union(*(meant.members for _, meant in resolved.recipients))
    if dated and not report.everybody:
        if not report.owing:
            yield Note("who-unknown", report.finding.id, {"text": text})
        elif sent and not report.owing & sent:
            yield Note("who-not-sent", report.finding.id, {"text": text})
    if dated:
        yield from _partly(report, {meant.text for _, meant in resolved.recipients})
    name = report.consolidator
    if dated and name is not None and not name.settled:
        code = "several" if name.candidates else "unknown"
        yield Note(f"consolidator-{code}", report.finding.id, _named(name, resolved.on))


def _is_dated(report: ResolvedReport) -> bool:
    deadline: Deadline = report.finding.value.deadline
    return bool(deadline.last_day or deadline.every or deadline.within)


def _partly(report: ResolvedReport, told: Collection[str]) -> Iterator[Note]:
    """What of those who owe is inferred, or not known while the rest is; recipients are told of
    already.
    """
    for meant in report.who:
        unclear = [*meant.outside, *(name.text for name in meant.several)]
        if unclear and report.owing and meant.text not in told:
            values = {"text": meant.text, "rest": "; ".join(unclear)}
            yield Note("who-partly", report.finding.id, values)
        if meant.why == BEFORE:
            listed = "; ".join(unit.short_name for unit in meant.units) or meant.text
            yield Note("who-before", report.finding.id, {"text": meant.text, "listed": listed})


def _dates(session: Session, resolved: Resolved, unit_id: int) -> Iterator[Note]:
    calendar = load(session)
    for report in resolved.reports:
        yield from _own(report, resolved, calendar, unit_id)
    by_id = {report.finding.id: report for report in resolved.reports}
    for upper, units in upward(resolved).items():
        day, on = (by_id[n].finding.value.deadline.last_day for n in (upper, units))
        if day <= on:
            yield Note("upper-first", upper, {"day": _day(day), "on": _day(on)})


def _own(
    report: ResolvedReport, resolved: Resolved, calendar: Calendar, unit_id: int
) -> Iterator[Note]:
    deadline: Deadline = report.finding.value.deadline
    about = report.finding.id
    if deadline.on is not None and deadline.boundary == "none":
        yield Note("boundary-missing", about, {"day": _day(deadline.on)})
    last = deadline.last_day
    if last is None:
        return
    if last < resolved.on:
        values = {"day": _day(last), "on": _day(resolved.on)}
        yield Note(_before_letter(report, resolved, unit_id), about, values)
    elif not calendar.is_working_day(last):
        yield Note("due-day-off", about, {"day": _day(last)})


def _before_letter(report: ResolvedReport, resolved: Resolved, unit_id: int) -> str:
    """Of a superior's letter, what is ours must be confirmed; our own is mended in its draft."""
    filed = not resolved.ours and resolved.known is None
    if not filed or not is_past(report, resolved) or not owes(report, unit_id):
        return "due-before-letter"
    return "due-overdue" if report.finding.chosen.get(PAST) == OVERDUE else "due-passed"


def _named(name: Named, on: date) -> dict[str, str]:
    unit = name.unit.short_name if name.unit else ""
    return {"text": name.text, "on": _day(on), "listed": _listed(name), "unit": unit}


def _listed(name: Named) -> str:
    return "; ".join(f"{unit.short_name} [{unit.code}]" for unit in name.candidates)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
