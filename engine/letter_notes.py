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
from engine.letter_periods import event_in
from engine.letter_proposal import is_dated, is_past, owes, propose, told_of
from engine.letter_recipients import BEFORE, NOBODY, NOT_HERE, PARTLY, Meant, Recipients
from engine.letter_resolving import OVERDUE, PAST, Resolved, ResolvedReport
from engine.received_findings import Finding, of_kind
from engine.unit_names import fold


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
        *_read(resolved),
        *_joined(findings, resolved, unit_id),
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
        yield from _recipient(one, meant, resolved)
    if resolved.issuer.unit is None:
        return
    if resolved.ours and resolved.inferred and resolved.recipients:
        yield Note("recipients-inferred", resolved.recipients[0][0].id)
    if resolved.ours and not sent:
        owed = any(map(is_dated, resolved.reports))
        yield Note("nobody-owes" if owed else "no-recipients")
    if not resolved.ours and unit_id not in sent:
        yield Note("not-to-us")


def _recipient(one: Finding, meant: Meant, resolved: Resolved) -> Iterator[Note]:
    on = resolved.on
    values = {"text": meant.text, "on": _day(on), "rest": "; ".join(meant.outside)}
    if meant.several:
        named = meant.several[0]
        yield Note("recipient-several", one.id, values | {"listed": _listed(named)})
    elif meant.why in (NOT_HERE, PARTLY, NOBODY):
        code = {NOT_HERE: "outside", PARTLY: "partly", NOBODY: "gone"}[meant.why]
        if meant.why == NOT_HERE and _to_issue(resolved) and _is_group(meant, resolved.looker):
            code = "unanswered"
        yield Note(f"recipient-{code}", one.id, values)


def _to_issue(resolved: Resolved) -> bool:
    """Whether the letter is our own and is to be issued here: what is not understood is asked."""
    return resolved.ours and resolved.known is None


def _is_group(meant: Meant, looker: Recipients | None) -> bool:
    """Whether the words name places below us, as «UBND các xã ven đầm» does: no body outside."""
    said = f" {fold(meant.text)} "
    return looker is not None and any(f" {kind} " in said for kind in looker.below.places)


def _bodies(report: ResolvedReport, resolved: Resolved) -> Iterator[Note]:
    dated = is_dated(report)
    text = "; ".join(report.finding.value.who)
    sent = frozenset[int]().union(*(meant.members for _, meant in resolved.recipients))
    if dated and not report.everybody:
        if not report.owing:
            code = "who-unanswered" if _to_issue(resolved) else "who-unknown"
            yield Note(code, report.finding.id, {"text": text})
        elif sent and not report.owing & sent:
            yield Note("who-not-sent", report.finding.id, {"text": text})
    if dated:
        yield from _partly(report, {meant.text for _, meant in resolved.recipients})
    name = report.consolidator
    if dated and name is not None and not name.settled:
        code = "several" if name.candidates else "unknown"
        yield Note(f"consolidator-{code}", report.finding.id, _named(name, resolved.on))


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


def _read(resolved: Resolved) -> Iterator[Note]:
    """From what a period counts, and what was taken to recur, where the words do not say it."""
    for report in resolved.reports:
        told = told_of(report)
        if told.note:
            phrase = report.finding.value.phrase
            values = {
                "days": str(report.finding.value.deadline.within or ""),
                "on": _day(resolved.on),
                "event": told.rule.get("event") or event_in(report.sentence) or phrase,
            }
            yield Note(told.note, report.finding.id, values)


def _joined(findings: Sequence[Finding], resolved: Resolved, unit_id: int) -> Iterator[Note]:
    """What became one obligation with another."""
    reports = {report.finding.id: report for report in resolved.reports}
    days: dict[int, list[str]] = {}
    for source, first in propose(findings, resolved).joined.items():
        if not resolved.ours and not owes(reports[source], unit_id):
            continue
        own, other = told_of(reports[source]).rule, told_of(reports[first]).rule
        if own == other:
            yield Note("said-twice", source, {"text": reports[first].finding.value.phrase})
        else:
            days.setdefault(first, [other["date"]]).append(own["date"])
    for first, printed in days.items():
        yield Note("quarters", first, {"days": "; ".join(printed)})


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
