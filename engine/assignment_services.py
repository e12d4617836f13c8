"""What the diagram of assignments calls: result submitted, returned or accepted; reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engine import audit
from engine.assignment_tables import LEAD, Assignment, AssignmentMember
from engine.deadlines import local_day
from engine.errors import InputError
from engine.instances import Delivery, Engine, Service, ServiceCall
from engine.notices import AUDIENCES, OFFICER, Told, known_audience, tell
from engine.people import Account

MODEL, PROCESS = "assignment", "as-assignment"


class ProductMissing(InputError):
    """Work is finished when its product is named."""

    code = "product-missing"
    vi = "Hãy nêu sản phẩm hoàn thành."
    en = "Name the finished product."


_MOVE = text("""
    UPDATE assignment SET status = r.status, product = coalesce(r.product, assignment.product),
        remarks = r.remarks, touched_at = :now,
        percent = CASE WHEN r.status = 'done' THEN 100 ELSE percent END,
        done_at = CASE WHEN r.status = 'done' THEN CAST(:now AS timestamptz) END
    FROM unnest(CAST(:subjects AS text[]), CAST(:statuses AS text[]), CAST(:products AS text[]),
                CAST(:remarks AS text[])) AS r(subject, status, product, remarks)
    WHERE assignment.subject = r.subject
    RETURNING assignment.id
""")
_CLAIM = text("""
    UPDATE work_item SET claimed_by = m.account_id, claimed_at = :now
    FROM assignment a JOIN assignment_member m ON m.assignment_id = a.id AND m.part = 'lead'
    WHERE a.subject = ANY(:subjects) AND m.account_id IS NOT NULL
        AND work_item.subject = a.subject AND work_item.unit_id = a.unit_id
        AND work_item.directive_id = a.directive_id
        AND work_item.form = 'assignment-result' AND work_item.status = 'open'
    RETURNING work_item.id, work_item.element, work_item.directive_id, work_item.unit_id,
        work_item.instance_id, work_item.claimed_by
""")


def submit(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``submit-assignment``: the lead states the product. Raises ``ProductMissing``."""
    products = [str(c.inputs.get("product") or "").strip() for c in calls]
    if not all(products):
        raise ProductMissing
    _move(session, calls, "submitted", now, products=products)
    return []


def send_back(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``return-assignment``: the lead works on; the task is the lead's again."""
    remarks = [str(c.inputs.get("remarks") or "") for c in calls]
    _move(session, calls, "open", now, remarks=remarks)
    claim_for_lead(session, [c.instance.subject for c in calls], "letter", now)
    _tell(session, engine, calls, "phan-cong-tra-lai", OFFICER, now, again=now.isoformat())
    return []


def finish(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``finish-assignment``."""
    _move(session, calls, "done", now)
    return []


def remind(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``remind-assignment``: the audience is told once of this kind.

    Raises ``UnknownAudience``.
    """
    for call in calls:
        kind, audience = str(call.inputs["kind"]), known_audience(call.inputs["audience"])
        _tell(session, engine, [call], kind, audience, now)
    return []


def _move(
    session: Session,
    calls: Sequence[ServiceCall],
    status: str,
    now: datetime,
    *,
    products: Sequence[str | None] | None = None,
    remarks: Sequence[str | None] | None = None,
) -> None:
    nothing = [None] * len(calls)
    session.execute(
        _MOVE,
        {
            "subjects": [c.instance.subject for c in calls],
            "statuses": [status] * len(calls),
            "products": list(products or nothing),
            "remarks": list(remarks or nothing),
            "now": now,
        },
    )
    audit.record(
        session,
        [
            audit.Entry(
                f"account:{c.instance.by}" if c.instance.by else "letter",
                "assignment-status",
                c.instance.directive_id,
                c.instance.unit_id,
                c.instance.id,
                {"subject": c.instance.subject, "new": status},
            )
            for c in calls
        ],
        now,
    )


def claim_for_lead(session: Session, subjects: Sequence[str], by: str, now: datetime) -> None:
    """Make the open tasks of these assignments their leads'; posts are left open to all."""
    rows = session.execute(_CLAIM, {"subjects": list(subjects), "now": now}).all()
    audit.record(
        session,
        [
            audit.Entry(
                by,
                "claim",
                r.directive_id,
                r.unit_id,
                r.instance_id,
                {"work_item": r.id, "element": r.element, "for": r.claimed_by},
            )
            for r in rows
        ],
        now,
    )


def tell_assigned(session: Session, engine: Engine, assignment: Assignment, now: datetime) -> None:
    """The unit's officers, who leads what until when."""
    _tell_of(session, engine, [assignment], "phan-cong-moi", OFFICER, now)


def _tell(
    session: Session,
    engine: Engine,
    calls: Sequence[ServiceCall],
    kind: str,
    audience: str,
    now: datetime,
    again: str = "",
) -> None:
    found = session.scalars(
        select(Assignment)
        .where(Assignment.subject.in_([c.instance.subject for c in calls]))
        .order_by(Assignment.id)
        .execution_options(populate_existing=True)
    ).all()
    _tell_of(session, engine, found, kind, audience, now, again)


def _tell_of(
    session: Session,
    engine: Engine,
    assignments: Sequence[Assignment],
    kind: str,
    audience: str,
    now: datetime,
    again: str = "",
) -> None:
    who = _leads(session, [a.id for a in assignments])
    told = [
        Told(
            once=f"{a.subject}:{kind}:{again}",
            unit_id=a.unit_id,
            about_unit_id=a.unit_id,
            audience=audience,
            directive_id=a.directive_id,
            instance_id=None,
            report_id=a.report_id,
            kind=kind,
            params={
                "task": a.task,
                "who": who.get(a.id, ""),
                "expected": a.expected,
                "remarks": a.remarks or "",
                "last_day": local_day(a.due_at - timedelta(microseconds=1)).isoformat(),
            },
        )
        for a in assignments
    ]
    tell(session, engine.outbox, told, now)


def _leads(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Each assignment's lead by name, or by the post's."""
    rows = session.execute(
        select(
            AssignmentMember.assignment_id,
            func.coalesce(Account.name, AssignmentMember.role).label("name"),
        )
        .outerjoin(Account, Account.id == AssignmentMember.account_id)
        .where(AssignmentMember.assignment_id.in_(ids), AssignmentMember.part == LEAD)
    )
    return {row.assignment_id: row.name for row in rows}


SERVICES: Mapping[str, Service] = {
    "submit-assignment": Service(frozenset({"product"}), submit),
    "return-assignment": Service(frozenset({"remarks"}), send_back),
    "finish-assignment": Service(frozenset(), finish),
    "remind-assignment": Service(frozenset({"kind", "audience"}), remind, {"audience": AUDIENCES}),
}
