"""The tasks and instances behind a figure of a watched model, those that took longest first.

A designer is told whose they are and how long they take. What directive it is about is named only
to those who may see it, a task opens only to its own unit, and answers are in no list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    JSON,
    ColumnElement,
    Float,
    Select,
    and_,
    cast,
    extract,
    literal,
    null,
    or_,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import Session

from engine import access
from engine.arrays import ints, texts
from engine.audit import AuditEntry
from engine.deployments import Library
from engine.directive_tables import Directive
from engine.directives import label
from engine.instance_rows import Instance, WorkItem
from engine.model_paths import taken
from engine.model_watching import Held, Watched, catchers, elements, standings
from engine.obligations import any_of
from engine.paging import Page, rank_cursor, read_rank_cursor
from engine.people import Actor
from engine.process.model import Element
from engine.units import Unit

PAGE = 50
_HELD = text("""
    (instance.model_id, instance.process, instance.state) IN (
        SELECT * FROM unnest(CAST(:held_models AS bigint[]), CAST(:held_processes AS text[]),
                             CAST(:held_states AS text[])))
""")
_Query: TypeAlias = tuple[Select[Any], ColumnElement[float], Any]
STANDING, LATE, DONE, CANCELLED = "standing", "late", "done", "cancelled"
KINDS = (STANDING, LATE, DONE, CANCELLED)
"""The figures of an element that have a list."""
RUNNING, ENDED, UNREADABLE = "running", "ended", "unreadable"
INSTANCES = (RUNNING, ENDED, CANCELLED, UNREADABLE)
"""The figures of the whole model that have one."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A task or an instance behind a figure.

    ``item_id`` and ``directive_id`` are None where the reader may not open them. ``until`` is None
    while it stands; ``lasted`` is seconds, from ``since`` to ``until``.
    """

    instance_id: int
    unit_id: int
    unit: str
    directive_id: int | None
    directive: str
    item_id: int | None
    since: datetime
    until: datetime | None
    due_at: datetime | None
    lasted: float | None


def element_of(session: Session, library: Library, watched: Watched, element_id: str) -> Element:
    """The element, in the version drawn or in the newest that has it. Raises NotFound."""
    ids = (watched.drawn, *(v.id for v in watched.all_versions))
    for model_id in ids:
        for element in elements(library.load(session, model_id)):
            if element.id == element_id:
                return element
    return access.require(None, f"bước / element «{element_id}»")


def page(
    session: Session,
    library: Library,
    actor: Actor,
    watched: Watched,
    element: Element,
    kind: str,
    now: datetime,
    after: str | None,
) -> Page[Behind]:
    """The rows behind a figure (``KINDS``) of the element. Raises Forbidden, NotFound, BadCursor."""
    access.require_designer(actor)
    access.require(kind if kind in KINDS else None, f"danh sách / list «{kind}»")
    if _has_tasks(session, watched, element):
        return _cut(session, _tasks(actor, watched, element, kind, now), after)
    if kind == STANDING:
        states = standings(session, library, watched).states.get(element.id, [])
        return _cut(session, _standing(actor, states), after)
    if kind == DONE:
        drawn = catchers(library.load(session, watched.drawn))
        moved = [_moved("timerdue", "timer", element.id)] + [
            _moved(e.kind, e.kind, e.text)
            for e in element.events
            if drawn.get((e.kind, e.text)) == [element.id]
        ]
        return _cut(session, _passed(actor, watched, or_(*moved)), after)
    return Page([], None)


def instances(
    session: Session,
    library: Library,
    actor: Actor,
    watched: Watched,
    kind: str,
    after: str | None,
) -> Page[Behind]:
    """The instances behind a figure of the model (``INSTANCES``). Raises Forbidden, NotFound, BadCursor."""
    access.require_designer(actor)
    access.require(kind if kind in INSTANCES else None, f"danh sách / list «{kind}»")
    if kind == UNREADABLE:
        damaged = standings(session, library, watched).damaged
        return _cut(session, _standing(actor, damaged), after)
    query = _joined(actor, Instance.created_at, Instance.ended_at).where(
        Instance.model_id.in_([v.id for v in watched.versions]), Instance.status == kind
    )
    if kind == RUNNING:
        return _cut(session, (query, -_seconds(Instance.created_at), Instance.id), after)
    if watched.since is not None:
        query = query.where(Instance.ended_at >= watched.since)
    lasted = _seconds(Instance.ended_at - Instance.created_at)
    return _cut(session, (query, lasted, Instance.id), after)


def of_letter(
    session: Session, actor: Actor, watched: Watched, name: str, after: str | None
) -> Page[Behind]:
    """The times a letter or signal came that is laid to no element. Raises Forbidden, BadCursor."""
    access.require_designer(actor)
    came = or_(_moved("message", "message", name), _moved("signal", "signal", name))
    return _cut(session, _passed(actor, watched, came), after)


def _cut(session: Session, of: _Query, after: str | None) -> Page[Behind]:
    query, rank, id_ = of
    last = tuple_(*map(literal, read_rank_cursor(after)))
    found = session.execute(
        query.add_columns(rank.label("rank"), id_.label("row_id"))
        .where(tuple_(rank, id_) < last)
        .order_by(rank.desc(), id_.desc())
        .limit(PAGE + 1)
    ).all()
    cut = Page.of(found, PAGE, lambda row: rank_cursor(row.rank, row.row_id))
    return Page([_row(row) for row in cut.rows], cut.next_after)


def of_way(
    session: Session, actor: Actor, watched: Watched, hash_: str, after: str | None
) -> Page[Behind]:
    """The instances that took a way (``model_paths``). Raises Forbidden, BadCursor."""
    access.require_designer(actor)
    cut = taken(session, watched, hash_, after, PAGE)
    ids = [one.instance_id for one in cut.rows]
    query = _joined(actor, Instance.created_at, Instance.ended_at).where(Instance.id == any_of(ids))
    rows = {row.instance_id: _row(row) for row in session.execute(query)}
    return Page([rows[id_] for id_ in ids if id_ in rows], cut.next_after)


def _tasks(actor: Actor, watched: Watched, element: Element, kind: str, now: datetime) -> _Query:
    query = (
        _joined(
            actor,
            WorkItem.created_at,
            WorkItem.completed_at,
            WorkItem.due_at,
            WorkItem.id,
            access.work_items(actor, WorkItem),
        )
        .join(WorkItem, WorkItem.instance_id == Instance.id)
        .where(Instance.model_id.in_([v.id for v in watched.versions]))
        .where(WorkItem.element == element.id)
    )
    if kind in (STANDING, LATE):
        query = query.where(WorkItem.status == "open")
        if kind == LATE:
            query = query.where(WorkItem.due_at <= now)
        return query, -_seconds(WorkItem.created_at), WorkItem.id
    query = query.where(WorkItem.status == kind)
    if watched.since is not None:
        query = query.where(WorkItem.completed_at >= watched.since)
    return query, _seconds(WorkItem.completed_at - WorkItem.created_at), WorkItem.id


def _has_tasks(session: Session, watched: Watched, element: Element) -> bool:
    """As the figures: where the versions have tasks under this id, they are what is counted."""
    recent = WorkItem.completed_at >= watched.since if watched.since else literal(True)
    query = (
        select(WorkItem.id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(Instance.model_id.in_([v.id for v in watched.versions]))
        .where(WorkItem.element == element.id, or_(WorkItem.status == "open", recent))
    )
    return bool(session.scalar(select(query.exists())))


def _standing(actor: Actor, states: Sequence[Held]) -> _Query:
    models, processes, texts_ = zip(*states, strict=True) if states else ((), (), ())
    held = _HELD.bindparams(
        held_models=ints(models), held_processes=texts(processes), held_states=texts(texts_)
    )
    query = _joined(actor, Instance.created_at, null())
    query = query.where(Instance.status == "running", held)
    return query, -_seconds(Instance.created_at), Instance.id


def _moved(action: str, name: str, what: str) -> ColumnElement[bool]:
    told = cast(AuditEntry.detail, JSON)
    return and_(AuditEntry.action == action, told[name].as_string() == what)


def _passed(actor: Actor, watched: Watched, moved: ColumnElement[bool]) -> _Query:
    """Times that instances were moved by such a timer, letter or signal."""
    query = (
        _joined(actor, Instance.created_at, AuditEntry.at)
        .join(AuditEntry, AuditEntry.instance_id == Instance.id)
        .where(Instance.model_id.in_([v.id for v in watched.versions]), moved)
    )
    if watched.since is not None:
        query = query.where(AuditEntry.at >= watched.since)
    return query, _seconds(AuditEntry.at - Instance.created_at), AuditEntry.id


def _joined(
    actor: Actor,
    since: Any,
    until: Any,
    due_at: Any = None,
    item_id: Any = None,
    may_open: Any = None,
) -> Select[Any]:
    return (
        select(
            Instance.id.label("instance_id"),
            Instance.unit_id,
            Unit.short_name,
            Directive.id.label("directive_id"),
            Directive.type,
            Directive.number,
            Directive.symbol,
            Directive.issued_on,
            since.label("since"),
            until.label("until"),
            (null() if due_at is None else due_at).label("due_at"),
            (null() if item_id is None else item_id).label("item_id"),
            (literal(False) if may_open is None else may_open).label("may_open"),
        )
        .select_from(Instance)
        .join(Unit, Unit.id == Instance.unit_id)
        .outerjoin(
            Directive,
            and_(Directive.id == Instance.directive_id, access.directives(actor, Directive.id)),
        )
    )


def _row(row: Any) -> Behind:
    return Behind(
        row.instance_id,
        row.unit_id,
        row.short_name,
        row.directive_id,
        label(row) if row.directive_id is not None else "",
        row.item_id if row.may_open else None,
        row.since,
        row.until,
        row.due_at,
        (row.until - row.since).total_seconds() if row.until is not None else None,
    )


def _seconds(of: Any) -> ColumnElement[float]:
    return cast(extract("epoch", of), Float(53))
