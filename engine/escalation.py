"""The ladder: a rung that came due becomes notices, an urging letter, a named list.

Which rungs there are, when they come and what each does, the table says that the report's model
asks (``bpmn/escalation.dmn``). Models of earlier versions say it themselves and call ``climb``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import named_lists, urging
from engine.arrays import texts
from engine.instances import Delivery, Engine, Service, ServiceCall
from engine.ladder_boxes import about, boxes
from engine.notices import AUDIENCES, Told, UnknownAudience, tell

_REPORTS = text("""
    SELECT r.subject, r.id, r.title, r.period, r.period_start, r.period_end, r.requested, r.due_at,
           r.first_due_at, r.status, r.round, r.unit_id, r.directive_id, r.obligation_id,
           r.consolidator_id, greatest(r.opens_at, r.returned_at) AS held_since,
           d.booked_by_id IS NOT NULL AS booked
    FROM report r JOIN directive d ON d.id = r.directive_id WHERE r.subject = ANY(CAST(:subjects AS text[]))
""")
_RUNG = text("""
    UPDATE report SET rung = r.rung
    FROM unnest(CAST(:subjects AS text[]), CAST(:rungs AS text[])) AS r(subject, rung)
    WHERE report.subject = r.subject
""")


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung as the table gives it; ``at`` is the moment it came due (None: not known)."""

    name: str
    reminder: bool
    audiences: tuple[str, ...]
    mail: bool = True
    letter: bool = False
    named: bool = False
    at: datetime | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Rung:
        """From the table's row. Raises ``UnknownAudience``."""
        audiences = tuple(str(a) for a in told.get("audiences") or ())
        for audience in audiences:
            if audience not in AUDIENCES:
                raise UnknownAudience(audience=audience, known=", ".join(AUDIENCES))
        return cls(
            str(told["rung"]),
            told.get("reminder") is True,
            audiences,
            "mail" in (told.get("channels") or ()),
            told.get("urgingLetter") is True,
            told.get("namedList") is True,
            cast("datetime | None", told.get("at")),
        )


@dataclass(frozen=True, slots=True)
class Climbed:
    """A report that has come to a rung; ``report`` is its row."""

    rung: Rung
    report: Any
    instance_id: int
    once: str


def escalate(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``escalate``: do what the rung (the table's row, or null) asks for.

    A rung is told once for a report, a round and a box. Several that came due while nobody looked
    are one call: the highest is told, letters and lists of all are made (the table sees to it).
    """
    rungs = [
        (c, Rung.of(cast("Mapping[str, Any]", c.inputs["rung"])))
        for c in calls
        if c.inputs["rung"] is not None
    ]
    climbed = _climbing(session, rungs, now)
    once = [
        Climbed(c.rung, c.report, c.instance_id, f"{c.report.subject}:{c.report.round}")
        for c in climbed
    ]
    # What a unit owes by a letter in its own book nobody here may urge: it is only told.
    booked = [c for c in once if c.report.booked]
    others = [c for c in once if not c.report.booked]
    written = [c for c in others if c.rung.letter]
    _tell(session, engine, [*booked, *(c for c in others if not c.rung.letter)], now)
    listed = [(c.rung.name, c.report) for c in others if c.rung.named]
    named_lists.add(session, listed, now)
    late = [urging.Late(c.rung.name, c.rung.audiences, c.rung.mail, c.report) for c in written]
    return urging.draft(session, engine, late, now)


def climb(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``climb`` of models that name each rung themselves: tell its audience."""
    rungs = [
        (
            c,
            Rung.of(
                {
                    "rung": c.inputs["rung"],
                    "reminder": c.inputs["reminder"],
                    "audiences": [c.inputs["audience"]],
                    "channels": ["mail"],
                    "at": c.due,
                }
            ),
        )
        for c in calls
    ]
    _tell(session, engine, _climbing(session, rungs, now), now)
    return []


def _climbing(
    session: Session, calls: Sequence[tuple[ServiceCall, Rung]], now: datetime
) -> list[Climbed]:
    """Those whose rung counts; their reports now stand on it."""
    if not calls:
        return []
    subjects = texts(c.instance.subject for c, _ in calls)
    reports = {r.subject: r for r in session.execute(_REPORTS, {"subjects": subjects})}
    found = [
        Climbed(rung, report, call.instance.id, report.subject)
        for call, rung in calls
        if (report := reports.get(call.instance.subject)) is not None and _counts(rung, report, now)
    ]
    if found:
        rungs = {
            "subjects": texts(c.report.subject for c in found),
            "rungs": texts(c.rung.name for c in found),
        }
        session.execute(_RUNG, rungs)
    return found


def _counts(rung: Rung, report: Any, now: datetime) -> bool:
    """Whether this rung may be told of this report.

    A body that was asked, not ordered ('đề nghị'), gets reminders and is never urged. A reminder
    whose deadline has passed meanwhile is not told, nor a rung whose moment passed before the
    period opened or while the report lay with its addressee: only what comes due in the unit's
    own hands counts against it.
    """
    if report.status not in ("open", "returned"):
        return False
    if rung.at is not None and rung.at < report.held_since:
        return False
    return bool(report.due_at > now if rung.reminder else not report.requested)


def _tell(session: Session, engine: Engine, climbed: Sequence[Climbed], now: datetime) -> None:
    found = boxes(
        session, [(c, a, c.report.unit_id) for c in climbed for a in c.rung.audiences], now
    )
    told = [
        Told(
            once=f"{c.once}:{c.rung.name}:{unit}" + (f":{audience}" if ":" in c.once else ""),
            unit_id=unit,
            about_unit_id=c.report.unit_id,
            audience=audience,
            directive_id=c.report.directive_id,
            instance_id=c.instance_id,
            report_id=c.report.id,
            kind=c.rung.name,
            params=about(c.report.title, c.report.period, c.report.due_at),
            mail=c.rung.mail,
        )
        for c, audience, unit in found
    ]
    tell(session, engine.outbox, told, now)


def notify(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``notify``: one notice of this kind for this element of this instance."""
    for call in calls:
        if call.inputs.get("audience") not in AUDIENCES:
            raise UnknownAudience(audience=call.inputs.get("audience"), known=", ".join(AUDIENCES))
    found = boxes(session, [(c, str(c.inputs["audience"]), c.instance.unit_id) for c in calls], now)
    told = [
        Told(
            once=f"i{call.instance.id}:{call.element}:{unit}",
            unit_id=unit,
            about_unit_id=call.instance.unit_id,
            audience=audience,
            directive_id=call.instance.directive_id,
            instance_id=call.instance.id,
            report_id=None,
            kind=str(call.inputs["kind"]),
            params={},
        )
        for call, audience, unit in found
    ]
    tell(session, engine.outbox, told, now)
    return []


SERVICES: Mapping[str, Service] = {
    "notify": Service(frozenset({"kind", "audience"}), notify, {"audience": AUDIENCES}),
    "climb": Service(frozenset({"rung", "audience", "reminder"}), climb, {"audience": AUDIENCES}),
    "escalate": Service(frozenset({"rung"}), escalate),
}
