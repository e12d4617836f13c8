"""A roll-up closed with what is there, and late reports merged into a supplement."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import access, audit, policies
from engine.consolidation_amounts import Amounts, from_json, to_json
from engine.consolidation_errors import AlreadyClosed, NothingReported, NothingToAdd, StillOpen
from engine.consolidation_fields import figures_in, texts_in
from engine.consolidation_handing import hand_up, told_of
from engine.consolidation_merge import accepted
from engine.consolidation_tables import Rollup, RollupVersion
from engine.consolidation_text import Absent, Made, Reported, document, draft
from engine.directive_tables import Directive
from engine.directives import label
from engine.instances import Engine
from engine.notices import tell
from engine.people import Actor
from engine.policies import Policy
from engine.process import data
from engine.report_tables import Report

BY_HAND, AT_DUE = "hand", "due"
CLOSES = policies.declare(
    Policy(
        key="consolidation.close",
        default=BY_HAND,
        vi="Chốt tổng hợp: do cán bộ chốt (hand) hay tự chốt khi đến hạn tổng hợp (due)",
        en="A roll-up is closed by an officer (hand) or by itself at its own date (due)",
        choices=(BY_HAND, AT_DUE),
    )
)
HOURS_BEFORE = policies.declare(
    Policy(
        key="consolidation.hours-before",
        default=24,
        vi="Số giờ trước hạn báo cáo lên cấp trên thì phải chốt tổng hợp, để còn kịp nộp",
        en="Hours before the report above is due at which its roll-up is closed, to be sent in time",
        source="custom: what is closed when it is due is late",
        high=24 * 30,
    )
)
EXCERPT = policies.declare(
    Policy(
        key="consolidation.excerpt",
        default=1000,
        vi="Số ký tự của mỗi phần lời văn được trích cho một đơn vị trong văn bản tổng hợp",
        en="Characters of each text that the consolidated document quotes of one unit",
        low=50,
        high=20000,
    )
)

_FORGOTTEN = text("""
    SELECT r.id FROM report r WHERE r.obligation_id = :obligation AND r.period = :period
        AND r.status = 'accepted'
        AND NOT EXISTS (SELECT 1 FROM rollup_entry e WHERE e.report_id = r.id)
    ORDER BY r.id
""")
_TAKE_IN = text("""
    UPDATE rollup_entry SET version = :n WHERE rollup_id = :rollup AND version IS NULL
""")
_TOTALS = text("""
    SELECT f.key, sum(CAST(f.value->>0 AS numeric)), sum(CAST(f.value->>1 AS bigint))
    FROM rollup_entry e CROSS JOIN LATERAL jsonb_each(e.amounts) f
    WHERE e.rollup_id = :rollup AND e.version <= :n GROUP BY f.key ORDER BY f.key
""")
_REPORTED = text("""
    SELECT u.short_name, r.submitted_at >= r.first_due_at AND NOT r.requested AS late, r.nil,
        e.version,
        (SELECT jsonb_object_agg(name, left(r.content->>name, :excerpt))
         FROM unnest(CAST(:names AS text[])) AS name WHERE r.content->>name <> '') AS texts
    FROM rollup_entry e JOIN report r ON r.id = e.report_id JOIN unit u ON u.id = e.unit_id
    WHERE e.rollup_id = :rollup AND e.version <= :n ORDER BY u.code, u.id
""")
_ABSENT = text("""
    SELECT u.id, u.short_name, r.requested, CASE r.status WHEN 'returned' THEN 'sent-back'
        WHEN 'open' THEN 'not-reported' ELSE 'not-accepted' END AS reason
    FROM report r JOIN unit u ON u.id = r.unit_id
    LEFT JOIN rollup_entry e ON e.report_id = r.id AND e.version <= :n
    WHERE r.obligation_id = :obligation AND r.period = :period AND e.report_id IS NULL
        AND r.status <> 'merged'
    ORDER BY u.code, u.id
""")
_DUE = text("""
    SELECT r.id, r.consolidator_id, r.directive_id, r.title, r.period, EXISTS (
        SELECT 1 FROM report x WHERE x.obligation_id = r.obligation_id AND x.period = r.period
            AND x.status = 'accepted') AS reported
    FROM rollup r JOIN obligation o ON o.id = r.obligation_id
    LEFT JOIN report up ON up.id = r.up_report_id
    WHERE r.versions = 0 AND r.due_told_at IS NULL
        AND r.due_at - CASE WHEN up.id IS NULL THEN interval '0' ELSE :lead END <= :now
        AND (o.details->'consolidated' IS NOT NULL OR coalesce(up.due_at - :lead <= :now, true))
    ORDER BY r.due_at, r.id LIMIT :limit FOR NO KEY UPDATE OF r SKIP LOCKED
""")
_TOLD = text("UPDATE rollup SET due_told_at = :now WHERE id = ANY(CAST(:ids AS bigint[]))")


def close(
    session: Session, engine: Engine, actor: Actor, rollup_id: int, now: datetime
) -> RollupVersion:
    """Close a roll-up with what was accepted by now; the result becomes the report one tier up.

    Raises NotFound, NotTheConsolidator, AlreadyClosed, and NothingReported before any report.
    """
    rollup = acting_on(session, actor, rollup_id)
    if rollup.versions:
        raise AlreadyClosed(title=rollup.title, period=rollup.period)
    return _make(session, engine, rollup, now, f"account:{actor.account_id}")


def supplement(
    session: Session, engine: Engine, actor: Actor, rollup_id: int, now: datetime
) -> RollupVersion:
    """Merge what was accepted since: a new draft of the report above, or a text where it is sent.

    Raises NotFound, NotTheConsolidator, StillOpen, NothingToAdd.
    """
    rollup = acting_on(session, actor, rollup_id)
    if not rollup.versions:
        raise StillOpen(title=rollup.title, period=rollup.period)
    return _make(session, engine, rollup, now, f"account:{actor.account_id}")


def close_due(session: Session, engine: Engine, now: datetime, limit: int = 100) -> int:
    """Close the roll-ups whose date has come where policy says so; elsewhere tell the officer.

    A roll-up whose result goes up is due some hours before the report above is. Each once, whoever
    asks first. Returns how many were looked at; 0: nothing is due.
    """
    lead = timedelta(hours=policies.value(session, HOURS_BEFORE, None))
    due = session.execute(_DUE, {"now": now, "limit": limit, "lead": lead}).all()
    if not due:
        return 0
    session.execute(_TOLD, {"now": now, "ids": [r.id for r in due]})
    closes = policies.values(session, CLOSES, {r.consolidator_id for r in due})
    told = []
    for row in due:
        if row.reported and closes[row.consolidator_id] == AT_DUE:
            rollup = session.get_one(Rollup, row.id, populate_existing=True)
            _make(session, engine, rollup, now, "clock")
        else:
            about = {"report": row.title, "period": row.period}
            told.append(told_of(row, row.consolidator_id, "den-han-tong-hop", "due", about))
    tell(session, engine.outbox, told, now)
    return len(due)


def acting_on(session: Session, actor: Actor, rollup_id: int) -> Rollup:
    """The roll-up, locked, for an officer of its consolidator. Raises NotFound, NotTheConsolidator."""
    rollup = access.require(
        session.scalars(
            select(Rollup)
            .where(Rollup.id == rollup_id, access.rollup(actor, rollup_id))
            # Not so strong a lock that whoever accepts a report would have to wait.
            .with_for_update(of=Rollup, key_share=True)
            .execution_options(populate_existing=True)
        ).one_or_none(),
        f"rollup {rollup_id}",
    )
    access.require_consolidator(actor, rollup.consolidator_id)
    return rollup


def _make(
    session: Session, engine: Engine, rollup: Rollup, now: datetime, by: str
) -> RollupVersion:
    period = {"obligation": rollup.obligation_id, "period": rollup.period}
    # Accepted before there were roll-ups: what is merged is always what was accepted.
    accepted(session, engine, session.scalars(_FORGOTTEN, period).all(), now)
    session.refresh(rollup)
    n = rollup.versions + 1
    if not session.execute(_TAKE_IN, {"rollup": rollup.id, "n": n}).rowcount:  # type: ignore[attr-defined]
        _refuse_empty(session, rollup)
    made = _gathered(session, rollup, n, now)
    answers = draft(made)
    version = RollupVersion(
        rollup_id=rollup.id,
        n=n,
        at=now,
        actor=by,
        accepted=len(made.reported),
        totals=to_json(made.totals),
        absent=[
            {"unit": a.unit_id, "name": a.unit_name, "reason": a.reason, "requested": a.requested}
            for a in made.absent
        ],
        body=document(made),
        answers=json.loads(data.dump(answers)),
    )
    session.add(version)
    rollup.versions = n
    session.flush()
    detail: dict[str, object] = {"rollup": rollup.id, "version": n, "accepted": version.accepted}
    action = "rollup-close" if n == 1 else "rollup-supplement"
    entry = audit.Entry(by, action, rollup.directive_id, rollup.consolidator_id, detail=detail)
    audit.record(session, [entry], now)
    hand_up(session, engine, rollup, made, answers, now, by)
    return version


def _refuse_empty(session: Session, rollup: Rollup) -> None:
    if rollup.versions:
        raise NothingToAdd(title=rollup.title, period=rollup.period)
    owed = select(Report.id).where(
        Report.obligation_id == rollup.obligation_id, Report.period == rollup.period
    )
    expected = len(session.scalars(owed).all())
    raise NothingReported(title=rollup.title, period=rollup.period, expected=expected)


def _gathered(session: Session, rollup: Rollup, n: int, now: datetime) -> Made:
    texts = texts_in(rollup.fields)
    which = {"rollup": rollup.id, "n": n}
    excerpt = policies.value(session, EXCERPT, rollup.consolidator_id)
    asked = which | {"names": [t.name for t in texts], "excerpt": excerpt}
    period = {"obligation": rollup.obligation_id, "period": rollup.period}
    directive = session.get_one(Directive, rollup.directive_id)
    return Made(
        title=rollup.title,
        period=rollup.period,
        directive=label(directive),
        n=n,
        at=now,
        figures=figures_in(rollup.fields),
        texts=texts,
        totals={
            name: (total, int(units)) for name, total, units in session.execute(_TOTALS, which)
        },
        before=_before(session, rollup, n),
        reported=[
            Reported(r.short_name, r.late, r.nil, r.version, r.texts or {})
            for r in session.execute(_REPORTED, asked)
        ],
        absent=[
            Absent(r.id, r.short_name, r.reason, r.requested)
            for r in session.execute(_ABSENT, period | {"n": n})
        ],
    )


def _before(session: Session, rollup: Rollup, n: int) -> Amounts:
    earlier = session.get(RollupVersion, (rollup.id, n - 1))
    return from_json(earlier.totals) if earlier else {}
