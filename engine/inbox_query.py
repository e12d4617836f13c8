"""Which tasks somebody asks for, as conditions and an order inside the query, and where a page ends.

Every order is total and a page begins where the last one ended (keyset), so that all pages
together show each task once. The indexes of ``WorkItem`` and ADR 0048 say what each costs.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple, TypeAlias, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Select,
    Text,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from engine import access
from engine.deadlines import local_day, midnight
from engine.directive_tables import Directive
from engine.inbox_tables import FollowUp, Priority
from engine.inspection_tables import Inspection
from engine.instance_rows import WorkItem, due_key
from engine.paging import BadCursor
from engine.people import Actor
from engine.report_tables import Report
from engine.unit_names import fold
from engine.units import Unit

Whose: TypeAlias = Literal["", "mine", "free", "away"]
Sort: TypeAlias = Literal["due", "follow", "new"]
MAX_WORDS = 8
"""Of a text that is looked for; the rest of a pasted paragraph is not looked at."""

FOLLOW_DAY = func.coalesce(FollowUp.on, literal_column("'infinity'::date"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked to hold; what is left at its default does not narrow it.

    ``late``: only overdue (True) or only timely (False) ones. ``whose``: claimed by me, by nobody,
    or mine only in an absent colleague's place (``away``, of one colleague with ``absent``).
    ``days``: at most so many days are left (0: today is the last), overdue ones included.
    ``form`` and ``element`` are the kind of task, ``period`` a report's, ``follow``: my follow-up
    day has come. ``priority`` is the least level.
    """

    status: Literal["open", "done"] = "open"
    late: bool | None = None
    whose: Whose = ""
    absent: int | None = None
    role: str | None = None
    days: int | None = None
    directive_id: int | None = None
    form: str | None = None
    element: str | None = None
    period: str | None = None
    follow: bool = False
    priority: int | None = None
    text: str = ""
    sort: Sort = "due"


def ids(wanted: Wanted, actor: Actor, now: datetime) -> Select[Any]:
    """The ids of the tasks asked for, in order, with the place of each in it (a JSON array)."""
    keys, descending = _order(wanted)
    query = select(
        WorkItem.id,
        func.json_build_array(*keys).label("place"),
        *(key.label(f"key{n}") for n, key in enumerate(keys)),
    ).where(access.my_work_items(actor, WorkItem), WorkItem.status == wanted.status)
    query = _joined(query, wanted, actor).where(*_conditions(wanted, actor, now))
    return query.order_by(*_directed(keys, descending))


def in_order(query: Select[Any], found: Any, wanted: Wanted) -> Select[Any]:
    """``query`` in the order of the tasks in ``found``, a subquery of ``ids``."""
    keys, descending = _order(wanted)
    return query.order_by(*_directed([found.c[f"key{n}"] for n in range(len(keys))], descending))


def _directed(keys: list[Any], descending: bool) -> list[Any]:
    return [key.desc() if descending else key for key in keys]


def continued(query: Select[Any], wanted: Wanted, after: str) -> Select[Any]:
    """``query`` from behind the place ``after``. Raises BadCursor."""
    keys, descending = _order(wanted)
    place = tuple_(*_read(after, wanted))
    here = tuple_(*keys)
    return query.where(here < place if descending else here > place)


def cursor(place: list[Any]) -> str:
    """A row's place as an address carries it."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _joined(query: Select[Any], wanted: Wanted, actor: Actor) -> Select[Any]:
    """Only the tables that this filter or order asks; each adds at most one row to a task."""
    if wanted.text or wanted.period is not None:
        query = query.outerjoin(Report, Report.subject == WorkItem.subject)
    if wanted.text:
        query = query.outerjoin(Directive, Directive.id == WorkItem.directive_id)
        query = query.outerjoin(Inspection, Inspection.subject == WorkItem.subject)
        query = query.outerjoin(_REPORTER, reporter_of(_REPORTER))
    if wanted.follow or wanted.sort == "follow":
        mine = and_(FollowUp.work_item_id == WorkItem.id, FollowUp.account_id == actor.account_id)
        query = query.join(FollowUp, mine, isouter=not wanted.follow)
    if wanted.priority is not None:
        query = query.join(Priority, Priority.work_item_id == WorkItem.id)
    return query


_REPORTER = aliased(Unit)


def reporter_of(unit: Any) -> ColumnElement[bool]:
    """The condition on ``unit`` that the task is about its report or inspection, not the own one."""
    return and_(
        unit.id == func.coalesce(Report.unit_id, Inspection.unit_id), unit.id != WorkItem.unit_id
    )


def is_late(now: datetime) -> ColumnElement[bool]:
    """The condition that a task's first late moment has come."""
    return due_key <= now


def _conditions(wanted: Wanted, actor: Actor, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [*_whose(wanted, actor)]
    if wanted.late is not None:
        found.append(is_late(now) if wanted.late else ~is_late(now))
    if wanted.days is not None:
        # A day's tasks are due at the midnight that ends it.
        found.append(due_key <= midnight(local_day(now) + timedelta(days=wanted.days + 1)))
    if wanted.follow:
        found.append(FollowUp.on <= local_day(now))
    if wanted.priority is not None:
        found.append(Priority.level >= wanted.priority)
    same = (
        (WorkItem.role, wanted.role),
        (WorkItem.directive_id, wanted.directive_id),
        (WorkItem.form, wanted.form),
        (WorkItem.element, wanted.element),
        (Report.period, wanted.period),
    )
    found.extend(column == value for column, value in same if value is not None)
    return [*found, *_text(wanted.text)]


def _whose(wanted: Wanted, actor: Actor) -> list[ColumnElement[bool]]:
    if wanted.whose == "mine":
        done = WorkItem.completed_by if wanted.status == "done" else WorkItem.claimed_by
        return [done == actor.account_id]
    if wanted.whose == "free":
        return [WorkItem.claimed_by.is_(None)]
    if wanted.whose == "away":
        return [_in_place(wanted, actor)]
    return []


def _in_place(wanted: Wanted, actor: Actor) -> ColumnElement[bool]:
    """What is the actor's only because a colleague is away: the colleague's role, or claimed."""
    away = [
        (role, account) for role, account in actor.in_place_of if wanted.absent in (None, account)
    ]
    if wanted.status == "done":
        return WorkItem.completed_for.in_([account for _, account in away])
    borrowed = [role for role, _ in away if role in actor.borrowed]
    claimed = [
        and_(WorkItem.role == role, WorkItem.claimed_by == account) for role, account in away
    ]
    open_to_me = or_(WorkItem.claimed_by.is_(None), WorkItem.claimed_by == actor.account_id)
    return or_(*claimed, and_(WorkItem.role.in_(borrowed), open_to_me))


def _text(asked: str) -> list[ColumnElement[bool]]:
    """Every word begins a word of what the row shows: task, directive, report, reporting unit."""
    if not asked.strip():
        return []
    words = fold(asked).split()[:MAX_WORDS]
    shown: ColumnElement[str] = WorkItem.search + ""
    for column in (Directive.search, Report.search):
        shown = shown + func.coalesce(column, "")
    shown = shown + " " + func.coalesce(_REPORTER.search, "")
    return [shown.contains(f" {word}") for word in words] or [literal(False)]


def _order(wanted: Wanted) -> tuple[list[Any], bool]:
    """The keys of the order, and whether it runs downwards."""
    if wanted.sort == "new":
        return [WorkItem.id], True
    if wanted.status == "done" and wanted.sort == "due":
        return [WorkItem.completed_at, WorkItem.id], True
    pressing = [due_key, WorkItem.id]
    return ([FOLLOW_DAY, *pressing] if wanted.sort == "follow" else pressing), False


class _Kind(NamedTuple):
    name: str
    type: Any


_MOMENT = _Kind("moment", DateTime(timezone=True))
_DAY, _NUMBER = _Kind("day", Date()), _Kind("number", BigInteger())


def _read(after: str, wanted: Wanted) -> list[Any]:
    """The values of a place, each as a parameter of its key's type."""
    keys, _ = _order(wanted)
    kinds = {1: [_NUMBER], 2: [_MOMENT, _NUMBER], 3: [_DAY, _MOMENT, _NUMBER]}[len(keys)]
    try:
        raw = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4))
        given = cast("list[object]", json.loads(raw))
        return [
            sql_cast(literal(_checked(value, kind), Text), kind.type)
            for value, kind in zip(given, kinds, strict=True)
        ]
    except (ValueError, TypeError) as error:
        raise BadCursor from error


def _checked(value: object, kind: _Kind) -> str:
    if kind is _NUMBER:
        if not isinstance(value, int) or not 0 <= value < 2**63:
            raise ValueError(value)
        return str(int(value))
    if value == "infinity":
        return value
    return (datetime if kind is _MOMENT else date).fromisoformat(str(value)).isoformat()
