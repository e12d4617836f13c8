"""The list of tasks: a page of what is asked for, all of it for a table, how many wait, what to choose.

The page's ids are found first, by an index, and only then is read what a row shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from engine import access, inbox_query
from engine.directive_tables import Directive
from engine.directives import label
from engine.inbox_query import Wanted
from engine.inbox_tables import FollowUp, Priority
from engine.inspection_tables import Inspection
from engine.instance_rows import WorkItem
from engine.people import Account, Actor
from engine.report_tables import Report
from engine.units import Unit

COUNTED = 999
"""Waiting tasks are counted up to here; one more is said as «999+» (docs/adr/0048)."""
MAX_CHOICES = 200


@dataclass(frozen=True, slots=True)
class ListRow:
    """One task as the list shows it; moments are UTC.

    ``reporter`` is the unit whose report or inspection it is, where that is another one;
    ``completed_for`` in whose place it was done; ``follow_on`` and ``follow_note`` are the reader's.
    """

    id: int
    instance_id: int
    element: str
    name: str
    role: str
    form: str
    unit_id: int
    unit_name: str
    directive_id: int | None
    directive_label: str
    directive_subject: str
    subject: str
    due_at: datetime | None
    status: str
    created_at: datetime
    claimed_by: int | None
    claimed_by_name: str | None
    completed_at: datetime | None
    completed_by_name: str | None
    completed_for: int | None
    completed_for_name: str | None
    report_id: int | None
    report_title: str | None
    period: str | None
    reporter: str | None
    follow_on: date | None
    follow_note: str | None
    priority: int


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of tasks; ``next_after`` continues it.

    The totals are those of all that waits for the reader, counted up to ``COUNTED`` + 1.
    """

    rows: list[ListRow]
    next_after: str | None
    total_open: int
    total_late: int


class Choice(NamedTuple):
    """Something to narrow the list to."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What occurs in the reader's list: directives by id, forms by name (no label), periods."""

    directives: list[Choice]
    forms: list[str]
    periods: list[str]


def page(
    session: Session,
    actor: Actor,
    wanted: Wanted,
    *,
    now: datetime,
    after: str | None = None,
    limit: int = 50,
) -> InboxPage:
    """The first ``limit`` tasks asked for, from behind ``after``. Raises ``BadCursor``."""
    query = inbox_query.ids(wanted, actor, now)
    if after:
        query = inbox_query.continued(query, wanted, after)
    found = session.execute(_shown(query.limit(limit + 1), actor, wanted)).all()
    rows = [_row(r) for r in found[:limit]]
    more = inbox_query.cursor(found[limit - 1].place) if len(found) > limit else None
    return InboxPage(rows, more, *totals(session, actor, now))


def every(
    session: Session, actor: Actor, wanted: Wanted, now: datetime, batch: int = 2000
) -> Iterator[ListRow]:
    """All tasks asked for, in the list's order, read ``batch`` at a time."""
    query, after = inbox_query.ids(wanted, actor, now), None
    while True:
        part = inbox_query.continued(query, wanted, after) if after else query
        found = session.execute(_shown(part.limit(batch), actor, wanted)).all()
        yield from (_row(r) for r in found)
        if len(found) < batch:
            return
        after = inbox_query.cursor(found[-1].place)


def counted(session: Session, actor: Actor, wanted: Wanted, now: datetime, most: int) -> int:
    """How many tasks are asked for, counted up to ``most`` + 1."""
    found = inbox_query.ids(wanted, actor, now).order_by(None).limit(most + 1).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def totals(session: Session, actor: Actor, now: datetime) -> tuple[int, int]:
    """How many tasks wait for the actor and how many of them are late, up to ``COUNTED`` + 1."""
    waiting = select(WorkItem.id).where(
        access.my_work_items(actor, WorkItem), WorkItem.status == "open"
    )
    late = waiting.where(inbox_query.is_late(now))
    counts = [
        select(func.count()).select_from(some.limit(COUNTED + 1).subquery()).scalar_subquery()
        for some in (waiting, late)
    ]
    found = session.execute(select(*counts)).one()
    return found[0], found[1]


def choices(session: Session, actor: Actor, status: str) -> Choices:
    """What the list of that status (open, done) can be narrowed to, at most ``MAX_CHOICES`` each."""
    mine = (
        select(WorkItem.directive_id, WorkItem.form, WorkItem.subject)
        .where(access.my_work_items(actor, WorkItem), WorkItem.status == status)
        .cte("mine")
    )
    directives = session.execute(
        select(Directive.id, *_NAMED)
        .where(Directive.id.in_(select(mine.c.directive_id)))
        .order_by(Directive.issued_on.desc(), Directive.id.desc())
        .limit(MAX_CHOICES)
    ).all()
    forms = session.scalars(select(mine.c.form).distinct().order_by(mine.c.form)).all()
    periods = session.scalars(
        select(Report.period)
        .where(Report.subject.in_(select(mine.c.subject)))
        .distinct()
        .order_by(Report.period.desc())
        .limit(MAX_CHOICES)
    ).all()
    return Choices(
        [Choice(str(d.id), f"{label(d)}: {d.subject}") for d in directives],
        list(forms),
        list(periods),
    )


_CLAIMER, _FINISHER, _ABSENT = aliased(Account), aliased(Account), aliased(Account)
_REPORTER = aliased(Unit)
_NAMED = (
    Directive.type,
    Directive.number,
    Directive.symbol,
    Directive.issued_on,
    Directive.subject,
)
_ITEM = (
    "id",
    "instance_id",
    "element",
    "name",
    "role",
    "form",
    "unit_id",
    "directive_id",
    "subject",
    "due_at",
    "status",
    "created_at",
    "claimed_by",
    "completed_at",
    "completed_for",
)


def _shown(ids: Select[Any], actor: Actor, wanted: Wanted) -> Select[Any]:
    picked = ids.subquery("picked")
    query = (
        select(
            picked.c.place.label("place"),
            *(getattr(WorkItem, name) for name in _ITEM),
            Unit.short_name.label("unit_name"),
            *(column.label(f"directive_{column.key}") for column in _NAMED),
            _CLAIMER.name.label("claimed_by_name"),
            _FINISHER.name.label("completed_by_name"),
            _ABSENT.name.label("completed_for_name"),
            Report.id.label("report_id"),
            Report.title.label("report_title"),
            Report.period.label("period"),
            _REPORTER.short_name.label("reporter"),
            FollowUp.on.label("follow_on"),
            FollowUp.note.label("follow_note"),
            func.coalesce(Priority.level, 0).label("priority"),
        )
        .select_from(picked)
        .join(WorkItem, WorkItem.id == picked.c.id)
        .join(Unit, Unit.id == WorkItem.unit_id)
        .outerjoin(Directive, Directive.id == WorkItem.directive_id)
        .outerjoin(_CLAIMER, _CLAIMER.id == WorkItem.claimed_by)
        .outerjoin(_FINISHER, _FINISHER.id == WorkItem.completed_by)
        .outerjoin(_ABSENT, _ABSENT.id == WorkItem.completed_for)
        .outerjoin(Report, Report.subject == WorkItem.subject)
        .outerjoin(Inspection, Inspection.subject == WorkItem.subject)
        .outerjoin(_REPORTER, inbox_query.reporter_of(_REPORTER))
        .outerjoin(
            FollowUp,
            (FollowUp.work_item_id == WorkItem.id) & (FollowUp.account_id == actor.account_id),
        )
        .outerjoin(Priority, Priority.work_item_id == WorkItem.id)
    )
    return inbox_query.in_order(query, picked, wanted)


class _Label(NamedTuple):
    type: str
    number: str
    symbol: str
    issued_on: date


def _row(found: Any) -> ListRow:
    values = dict(found._mapping)
    named = [values.pop(f"directive_{column.key}") for column in _NAMED]
    values.pop("place")
    known = values["directive_id"] is not None and named[0] is not None
    return ListRow(
        **values,
        directive_label=label(_Label(*named[:4])) if known else "",
        directive_subject=named[4] or "",
    )
