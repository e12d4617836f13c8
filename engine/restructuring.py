"""A change of structure: seen before it is made, made all at once, and made only once.

On a day units end and others answer for them (``unit_succession``). What is running passes to the
heirs as each task's ``dondoc:whenReplaced`` says, people follow their posts, and the past stays as
it was. Applied again it finds nothing left to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import access, audit
from engine.arrays import ints
from engine.deadlines import local_day
from engine.deliveries import Engine
from engine.errors import InputError
from engine.people import Actor
from engine.ports import Progress, silent
from engine.report_tables import MERGED, Report
from engine.restructuring_changes import UnitChange, bring_in
from engine.restructuring_moves import Moves, moves
from engine.restructuring_notices import tell_heirs
from engine.restructuring_people import Choice, follow, leaving
from engine.restructuring_plan import Plan, plan
from engine.restructuring_write import lock, processes, stage, standing
from engine.units import Unit

_UNITS = ("Đối chiếu danh mục đơn vị", "Comparing the units")
_PLAN = ("Tính việc và báo cáo phải chuyển", "Working out what moves")
_SUMS = ("Đếm người, việc và mâu thuẫn", "Counting people, tasks and conflicts")


class NotYet(InputError):
    """A change is applied on its day or later: before it, the successors are not valid."""

    code = "structure-not-yet"
    vi = (
        "Thay đổi tổ chức ngày {on} chưa áp dụng được: hôm nay là {today}. Hãy xem trước (preview)."
    )
    en = "The change of {on} cannot be applied yet: today is {today}. Use preview."


class NoHeir(InputError):
    """Units that ended without a successor hold work that nobody would answer for."""

    code = "structure-no-heir"
    vi = "Đơn vị đã chấm dứt nhưng không có đơn vị kế thừa, còn việc đang xử lý: {units}."
    en = "Units ended without a successor and hold running work: {units}. Say who succeeds them."


@dataclass(frozen=True, slots=True)
class Summary:
    """What a change does, or did.

    ``units``: tier → units ending on the day; ``instances`` pass to an heir, ``ended`` of them end
    because they became one with another or their model says so. ``reports_passed`` live on at
    heirs, ``reports_merged`` became one with another of those or with the heir's own;
    ``due_moved`` of the living got an earlier deadline. ``self_owed``: reports whose writer and
    consolidator are now one body. ``heirless``: ended units without successor and what they hold.
    """

    on: date
    units: dict[str, int]
    instances: int
    ended: int
    reports_passed: int
    reports_merged: int
    due_moved: int
    self_owed: int
    people: int
    choices: tuple[Choice, ...]
    heirless: tuple[tuple[str, int], ...]

    @property
    def changes_anything(self) -> bool:
        """Whether anything that runs, or anybody, moves."""
        return bool(self.instances or self.ended or self.reports_passed or self.people)


@contextmanager
def tried(
    session: Session,
    engine: Engine,
    on: date,
    changes: Sequence[UnitChange],
    progress: Progress = silent,
) -> Iterator[tuple[Plan, Summary]]:
    """The change worked out, to be looked at inside; nothing of it is left behind."""
    with session.begin_nested() as trial:
        progress(0, 3, *_UNITS)
        bring_in(session, changes, on) if changes else None
        found = moves(session, on)
        progress(1, 3, *_PLAN)
        made = plan(session, engine, found)
        progress(2, 3, *_SUMS)
        yield made, _summary(session, made, found)
        trial.rollback()
    session.expire_all()


def preview(
    session: Session,
    engine: Engine,
    actor: Actor,
    on: date,
    changes: Sequence[UnitChange] = (),
) -> Summary:
    """What ``apply`` would do; leaves nothing behind. Raises what ``apply`` raises of the units."""
    access.require_administrator(actor)
    with tried(session, engine, on, changes) as (_, summary):
        return summary


def apply(
    session: Session,
    engine: Engine,
    actor: Actor,
    on: date,
    now: datetime,
    changes: Sequence[UnitChange] = (),
    progress: Progress = silent,
) -> Summary:
    """Make the change, in the caller's transaction: all of it or nothing.

    ``changes`` first become units and successions; without any, the successions stored for days
    up to ``on`` are applied. Raises Forbidden, NotYet, StructureRefused, UnitsRefused, NoHeir.
    """
    access.require_administrator(actor)
    today = local_day(now)
    if on > today:
        raise NotYet(on=on.isoformat(), today=today.isoformat())
    by = f"account:{actor.account_id}"
    progress(0, 6, "Chờ các việc đang xử lý xong", "Waiting for running steps")
    lock(session)
    progress(1, 6, *_UNITS)
    brought = bring_in(session, changes, on) if changes else None
    found = moves(session, on)
    progress(2, 6, *_PLAN)
    made = plan(session, engine, found)
    summary = _summary(session, made, found)
    if summary.heirless:
        raise NoHeir(units=", ".join(unit for unit, _ in summary.heirless))
    if not summary.changes_anything and not (brought and brought.inserted):
        return summary
    progress(3, 6, "Chuyển người và chức vụ", "Moving people and posts")
    stage(session, made)
    follow(session, found)
    progress(4, 6, "Chuyển việc và báo cáo", "Moving tasks and reports")
    processes(session, engine, made, now, by)
    progress(
        5, 6, "Chuyển nơi nhận, đầu mối tổng hợp và chính sách", "Moving recipients and policies"
    )
    columns = standing(session, now, by)
    tell_heirs(session, engine.outbox, made, now)
    session.expire_all()
    detail: dict[str, object] = {
        "on": on,
        "units": summary.units,
        "instances": summary.instances,
        "ended": summary.ended,
        "reports_passed": summary.reports_passed,
        "reports_merged": summary.reports_merged,
        "people": summary.people,
        "columns": columns,
        "changes": [f"{c.kind} {', '.join(c.units)} → {', '.join(c.into)}" for c in changes],
    }
    audit.record(session, [audit.Entry(by, "structure-change", detail=detail)], now)
    return summary


def has_predecessors(session: Session, report_id: int) -> bool:
    """Whether other reports became one with this one."""
    merged = select(Report.id).where(Report.merged_into_id == report_id).limit(1)
    return session.scalar(merged) is not None


def predecessors(session: Session, actor: Actor, report_id: int) -> list[dict[str, Any]]:
    """The reports that became one with this one, whose texts stay readable: the oldest first.

    Raises NotFound for a report the actor may not see.
    """
    seen = session.scalar(
        select(Report.id).where(access.reports(actor, Report), Report.id == report_id)
    )
    access.require(seen, f"report {report_id}")
    chain = select(Report.id).where(Report.merged_into_id == report_id).cte(recursive=True)
    chain = chain.union(select(Report.id).join(chain, Report.merged_into_id == chain.c.id))
    rows = session.execute(
        select(Report, Unit.short_name)
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.id.in_(select(chain.c.id)), Report.status == MERGED)
        .order_by(Report.first_due_at, Report.id)
    )
    return [
        {
            "report": report.id,
            "unit": unit,
            "due_at": report.due_at,
            "first_due_at": report.first_due_at,
            "draft": report.draft,
            "content": report.content,
            "remarks": report.remarks,
        }
        for report, unit in rows
    ]


_SELF_OWED = text("""
    SELECT count(*) FROM report r JOIN unnest(CAST(:ids AS bigint[]), CAST(:units AS bigint[]))
        AS k(id, unit_id) ON k.id = r.id
    JOIN directive d ON d.id = r.directive_id AND d.booked_by_id IS NULL
    LEFT JOIN unnest(CAST(:olds AS bigint[]), CAST(:heirs AS bigint[])) AS m(old, heir)
        ON m.old = r.consolidator_id
    WHERE coalesce(m.heir, r.consolidator_id) = k.unit_id
""")


def _summary(session: Session, made: Plan, found: Moves) -> Summary:
    people, choices = leaving(session, found)
    tiers = Counter(found.units[unit].tier for unit in found.today)
    owed = session.scalar(
        _SELF_OWED,
        {
            "ids": ints(k.id for k in made.kept),
            "units": ints(k.unit_id for k in made.kept),
            "olds": ints(found.heirs),
            "heirs": ints(found.heirs.values()),
        },
    )
    return Summary(
        found.on,
        dict(sorted(tiers.items())),
        sum(m.unit_id != m.old_unit for m in made.moved),
        len(made.ended),
        len(made.kept),
        len(made.merged),
        sum(k.due_moved for k in made.kept),
        owed or 0,
        people,
        tuple(choices),
        tuple((found.units[unit].code, count) for unit, count in sorted(made.heirless.items())),
    )
