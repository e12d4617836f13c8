"""A directive's way down: issued, sent, passed on as the receiving unit's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import audit, bus, contexts, date_checks
from engine.arrays import ints
from engine.date_warnings import DatesToConfirm
from engine.deadlines import local_day
from engine.deliveries import Faulted
from engine.deployments import deployed
from engine.deriving import DeriveRequest, derive
from engine.directive_tables import Directive, Obligation
from engine.directives import issue as mark_issued
from engine.directives import selection
from engine.errors import InputError
from engine.instances import Applied, Begin, Delivery, Engine, Reached, ServiceCall, apply
from engine.notices import CLERK, Told, tell_each
from engine.process.definition import Definition
from engine.process.events import Send, Start
from engine.units import Unit


class NoIssuingPool(InputError):
    """The directive's process has no pool in which its issuer may issue."""

    code = "no-issuing-pool"
    vi = (
        "Quy trình «{model}» không có nhóm nào để đơn vị cấp «{tier}» ban hành văn bản. "
        "Hãy chọn quy trình khác."
    )
    en = (
        "The process «{model}» has no pool in which a unit of tier «{tier}» may issue. "
        "Choose another process."
    )


class UnknownReportForm(InputError):
    """An obligation names a form that is not there."""

    code = "unknown-report-form"
    vi = "Không có biểu mẫu báo cáo «{form}». Hãy chọn một trong: {known}."
    en = "There is no form of a report «{form}». Choose one of: {known}."


_SENT = text("""
    INSERT INTO recipient (directive_id, unit_id, requested, sent_at)
    SELECT r.directive_id, r.unit_id, u.requested, :now
    FROM unnest(CAST(:directives AS bigint[]), CAST(:units AS bigint[]))
        AS r(directive_id, unit_id)
    JOIN unit u ON u.id = r.unit_id
    ON CONFLICT (directive_id, unit_id) DO UPDATE
    SET sent_at = coalesce(recipient.sent_at, excluded.sent_at)
""")
_PREPARED = text("""
    SELECT d.id, d.parent_id, d.issuer_id
    FROM unnest(CAST(:parents AS bigint[]), CAST(:units AS bigint[])) AS r(parent_id, unit_id)
    JOIN directive d ON d.parent_id = r.parent_id AND d.issuer_id = r.unit_id
        AND d.status = 'draft'
    ORDER BY d.id
""")
_CHOSEN = text("""
    SELECT id, content -> 'selection' AS units FROM directive
    WHERE id = ANY(CAST(:ids AS bigint[])) AND content -> 'selection' IS NOT NULL
""")
_ISSUED = text("""
    UPDATE instance SET issued_directive_id = r.directive_id
    FROM unnest(CAST(:ids AS bigint[]), CAST(:directives AS bigint[])) AS r(id, directive_id)
    WHERE instance.id = r.id
""")


def issue(
    session: Session,
    engine: Engine,
    directive: Directive,
    now: datetime,
    actor: str = "command",
    *,
    confirmed: bool = False,
) -> Applied:
    """Issue a recorded directive: its issuer's process begins, and the cascade follows.

    Dates that contradict each other stop it unless ``actor`` has ``confirmed`` them, which the
    history keeps. Raises ``DatesToConfirm``, ``NoIssuingPool``, and ``Conflict`` unless it is a
    draft. Everything happens in the caller's transaction, so that a cascade
    which is killed midway leaves nothing behind.
    """
    begin = issuing(session, engine, directive, now, actor, confirmed=confirmed)
    return apply(session, engine, [begin], now, actor=actor)


def issuing(
    session: Session,
    engine: Engine,
    directive: Directive,
    now: datetime,
    actor: str,
    *,
    confirmed: bool = False,
) -> Begin:
    """Mark a recorded directive issued; the beginning of its issuer's process is to be applied.

    A service that issues a directive returns it. Raises as ``issue``.
    """
    mark_issued(session, directive, now)
    known_forms(session, engine, directive)
    model = deployed(session, directive.model_key)
    loaded = engine.library.load(session, model.id)
    issuer = session.get_one(Unit, directive.issuer_id)
    pool = _issuing_pool(loaded.processes, issuer.tier)
    if pool is None:
        raise NoIssuingPool(model=directive.model_key, tier=issuer.tier)
    about = contexts.of_directives(session, [directive.id])[directive.id]
    unit = contexts.of_units(session, [issuer.id])[issuer.id]
    data = {"unit": unit, "directive": about | {"recipients": selection(directive)}}
    warnings = [w for w in date_checks.of_directive(session, directive) if w.must_confirm]
    if warnings and not confirmed:
        raise DatesToConfirm(warnings)
    detail: dict[str, object] = {"confirmed": [w.to_json() for w in warnings]} if warnings else {}
    issued = audit.Entry(actor, "issue", directive.id, issuer.id, detail=detail)
    audit.record(session, [issued], now)
    return Begin(model.id, pool.process.id, directive.id, issuer.id, "", Start(data))


def known_forms(session: Session, engine: Engine, directive: Directive) -> None:
    """Raise UnknownReportForm unless all its reports are written in forms that exist."""
    wanted = select(Obligation.form).where(Obligation.directive_id == directive.id).distinct()
    for form in session.scalars(wanted):
        if engine.rules(session, form) is None:
            known = engine.library.fields(session)
            raise UnknownReportForm(form=form, known=", ".join(sorted(known)))


def _issuing_pool(processes: dict[str, Definition], tier: str) -> Definition | None:
    return next(
        (d for d in processes.values() if tier in d.process.tiers and d.plain_start() is not None),
        None,
    )


def route(
    session: Session, engine: Engine, sends: Sequence[tuple[Reached, Send]], now: datetime
) -> tuple[list[Delivery], list[Faulted]]:
    """The bus, and the list of recipients: whoever a cascade's letter begins with received it."""
    found, faults = bus.route(session, engine, _as_chosen(session, sends), now)
    letters = [
        (d.directive_id, d.unit_id)
        for d in found
        if isinstance(d, Begin) and d.subject == "" and d.directive_id is not None
    ]
    if letters:
        session.execute(
            _SENT,
            {
                "directives": ints(directive for directive, _ in letters),
                "units": ints(unit for _, unit in letters),
                "now": now,
            },
        )
        _tell_arrival(session, engine, letters, now)
    return found, faults


def _as_chosen(
    session: Session, sends: Sequence[tuple[Reached, Send]]
) -> Sequence[tuple[Reached, Send]]:
    """Letters with a unit's own directive go to whom it names, if somebody wrote that down.

    A derived one names nobody; then the diagram says to whom.
    """
    own = {r.issued_directive_id for r, s in sends if s.directive == "issued"} - {None}
    if not own:
        return sends
    chosen = {row.id: row.units for row in session.execute(_CHOSEN, {"ids": ints(own)})}
    return [
        (reached, replace(send, recipients=list(chosen[reached.issued_directive_id])))
        if send.directive == "issued" and reached.issued_directive_id in chosen
        else (reached, send)
        for reached, send in sends
    ]


def _tell_arrival(
    session: Session, engine: Engine, letters: Sequence[tuple[int, int]], now: datetime
) -> None:
    """Tell each recipient's clerk that a document has come."""
    by_directive: dict[int, list[int]] = {}
    for directive, unit in letters:
        by_directive.setdefault(directive, []).append(unit)
    about = contexts.of_directives(session, by_directive)
    for directive, units in by_directive.items():
        params = {"subject": about[directive]["subject"]}
        told = Told("", 0, 0, CLERK, directive, None, None, "van-ban-moi", params)
        tell_each(session, engine.outbox, units, told, now)


def derive_directive(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``derive-directive``: the unit's own directive, based on the one it received.

    One that the unit has recorded under it, and not issued yet, is the one.
    """
    made = _prepared(session, calls, now)
    fresh = [c for c in calls if (c.instance.directive_id or 0, c.instance.unit_id) not in made]
    requests = [
        DeriveRequest(
            parent_directive_id=c.instance.directive_id or 0,
            unit_id=c.instance.unit_id,
            number=str(c.inputs.get("number") or ""),
            symbol=str(c.inputs.get("symbol") or ""),
            issued_on=_day(c.inputs.get("issuedOn"), now),
        )
        for c in fresh
    ]
    made |= derive(session, requests, now)
    for call in calls:
        pair = (call.instance.directive_id or 0, call.instance.unit_id)
        call.instance.issued_directive_id = made[pair]
    session.execute(
        _ISSUED,
        {
            "ids": ints(c.instance.id for c in calls),
            "directives": ints(c.instance.issued_directive_id for c in calls),
        },
    )
    return []


def _prepared(
    session: Session, calls: Sequence[ServiceCall], now: datetime
) -> dict[tuple[int, int], int]:
    """What units have recorded to pass on, marked issued; by (parent directive, unit)."""
    places = [c.instance for c in calls]
    rows = session.execute(
        _PREPARED,
        {
            "parents": ints(i.directive_id or 0 for i in places),
            "units": ints(i.unit_id for i in places),
        },
    ).all()
    for row in rows:
        mark_issued(session, session.get_one(Directive, row.id), now)
    return {(row.parent_id, row.issuer_id): row.id for row in rows}


def _day(value: object, now: datetime) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else local_day(now)
