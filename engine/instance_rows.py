"""The rows that hold running instances, and how a batch of transitions is written: set-based.

One small row for each instance, its open work items and its waiting timers. A batch is written by
a fixed number of statements, whatever its size: the same code for one completed task and for a
letter to eleven thousand communes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Computed,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
    func,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.arrays import ints, texts
from engine.instance_families import Family, clone
from engine.store import Base, Key


class Instance(Base):
    """One unit's process: where its tokens are, what it knows, whose business it is.

    ``(directive_id, process, unit_id, subject)`` is how letters find it while it runs.
    ``issued_directive_id`` is the unit's own directive, once it has derived one.
    """

    __tablename__ = "instance"
    __table_args__ = (
        Index(
            "uq_instance_running",
            "directive_id",
            "process",
            "unit_id",
            "subject",
            unique=True,
            postgresql_where=text("status = 'running'"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_instance_directive_unit", "directive_id", "unit_id"),
        {"postgresql_with": {"fillfactor": 70}},
    )

    id: Mapped[Key]
    model_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("process_model.id"))
    process: Mapped[str]
    directive_id: Mapped[int | None] = mapped_column(BigInteger)
    unit_id: Mapped[int] = mapped_column(BigInteger)
    subject: Mapped[str]
    issued_directive_id: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str]
    state: Mapped[str]
    data: Mapped[str]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WorkItem(Base):
    """One task waiting for, or done by, a person of the unit in this role.

    ``claimed_at`` goes with ``claimed_by``. ``completed_for`` is the absent colleague in whose place
    (thay mặt) it was done, ``search`` its name without accents (docs/adr/0047).
    """

    __tablename__ = "work_item"
    __table_args__ = (
        UniqueConstraint("instance_id", "token"),
        Index(
            "ix_work_item_inbox",
            "unit_id",
            text("coalesce(due_at, 'infinity'::timestamptz)"),
            "id",
            postgresql_where=text("status = 'open'"),
            postgresql_include=["role"],
        ),
        Index(
            "ix_work_item_due",
            text("coalesce(due_at, 'infinity'::timestamptz)"),
            "id",
            postgresql_where=text("status = 'open'"),
        ),
        Index(
            "ix_work_item_done",
            "unit_id",
            "completed_at",
            "id",
            postgresql_where=text("status = 'done'"),
            postgresql_include=["role"],
        ),
        Index(
            "ix_work_item_completed",
            "completed_at",
            "id",
            postgresql_where=text("status = 'done'"),
        ),
        Index("ix_work_item_directive_element", "directive_id", "element"),
        Index("ix_work_item_subject", "subject"),
    )

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(BigInteger)
    token: Mapped[int] = mapped_column(Integer)
    element: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    form: Mapped[str]
    unit_id: Mapped[int] = mapped_column(BigInteger)
    directive_id: Mapped[int | None] = mapped_column(BigInteger)
    subject: Mapped[str]
    due_at: Mapped[datetime | None]
    status: Mapped[str]
    created_at: Mapped[datetime]
    claimed_by: Mapped[int | None] = mapped_column(BigInteger)
    claimed_at: Mapped[datetime | None]
    completed_by: Mapped[int | None] = mapped_column(BigInteger)
    completed_for: Mapped[int | None] = mapped_column(BigInteger)
    completed_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any] | None]
    search: Mapped[str] = mapped_column(
        Computed("dondoc_fold(name)", persisted=True), deferred=True
    )


due_key: ColumnElement[datetime] = func.coalesce(
    WorkItem.due_at, literal_column("'infinity'::timestamptz")
)
"""What tasks are sorted by: those without a deadline last, as the indexes keep them."""


class Timer(Base):
    """One waiting timer; it is deleted by the transaction that fires it."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("instance_id", "token", "element"),
        Index(
            "ix_timer_retry_at",
            "retry_at",
            postgresql_where=text("retry_at IS NOT NULL AND attempts < 5"),
        ),
        Index("ix_timer_due_at", "due_at", "id", postgresql_where=text("attempts < 5")),
    )

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(BigInteger)
    token: Mapped[int] = mapped_column(Integer)
    element: Mapped[str]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    retry_at: Mapped[datetime | None]


@dataclass(slots=True)
class Changes:
    """What a batch of transitions writes; column orders are those of the statements below."""

    families: list[Family] = field(default_factory=list)
    started: list[tuple[object, ...]] = field(default_factory=list)
    # id, status, state, data (None: unchanged)
    moved: list[tuple[int, str, str, str | None]] = field(default_factory=list)
    opened: list[tuple[object, ...]] = field(default_factory=list)
    done: list[tuple[int, int, int | None, str]] = field(default_factory=list)
    cancelled: list[tuple[int, int]] = field(default_factory=list)
    timers_set: list[tuple[int, int, str, datetime]] = field(default_factory=list)
    timers_cleared: list[tuple[int, int, str]] = field(default_factory=list)
    milestones: list[tuple[int, int, str]] = field(default_factory=list)  # directive, unit, name


_STARTED = (
    "id",
    "model_id",
    "process",
    "directive_id",
    "unit_id",
    "subject",
    "status",
    "state",
    "data",
    "created_at",
    "ended_at",
)
_OPENED = (
    "instance_id",
    "token",
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
)

# States repeat within a batch, so each distinct text crosses the wire once.
_MOVE = text("""
    UPDATE instance SET status = r.status, state = s.text, data = coalesce(r.data, instance.data),
        ended_at = CASE WHEN r.status = 'running' THEN NULL ELSE CAST(:now AS timestamptz) END
    FROM unnest(CAST(:ids AS bigint[]), CAST(:status AS text[]), CAST(:nth AS int[]),
                CAST(:data AS text[])) AS r(id, status, nth, data)
    JOIN unnest(CAST(:states AS text[])) WITH ORDINALITY AS s(text, n) ON s.n = r.nth
    WHERE instance.id = r.id
""")
_DONE = text("""
    UPDATE work_item SET status = 'done', completed_at = :now, completed_by = r.by,
        answers = CAST(r.answers AS jsonb)
    FROM unnest(CAST(:ids AS bigint[]), CAST(:tokens AS int[]), CAST(:by AS bigint[]),
                CAST(:answers AS text[])) AS r(instance_id, token, by, answers)
    WHERE work_item.instance_id = r.instance_id AND work_item.token = r.token
""")
_CANCEL = text("""
    UPDATE work_item SET status = 'cancelled', completed_at = :now
    FROM unnest(CAST(:ids AS bigint[]), CAST(:tokens AS int[])) AS r(instance_id, token)
    WHERE work_item.instance_id = r.instance_id AND work_item.token = r.token
""")
_CLEAR = text("""
    DELETE FROM timer USING unnest(CAST(:ids AS bigint[]), CAST(:tokens AS int[]),
                                   CAST(:elements AS text[])) AS r(instance_id, token, element)
    WHERE timer.instance_id = r.instance_id AND timer.token = r.token
      AND timer.element = r.element
""")
_MOVE_TIMERS = text("""
    UPDATE timer SET due_at = r.due_at, attempts = 0, retry_at = NULL
    FROM unnest(CAST(:ids AS bigint[]), CAST(:tokens AS int[]), CAST(:elements AS text[]),
                CAST(:due AS timestamptz[])) AS r(instance_id, token, element, due_at)
    WHERE timer.instance_id = r.instance_id AND timer.token = r.token
      AND timer.element = r.element
    RETURNING timer.instance_id, timer.token, timer.element
""")
_MILESTONES = text("""
    INSERT INTO milestone (directive_id, unit_id, name, at)
    SELECT directive_id, unit_id, name, :now
    FROM unnest(CAST(:directives AS bigint[]), CAST(:units AS bigint[]), CAST(:names AS text[]))
        AS r(directive_id, unit_id, name)
    ON CONFLICT DO NOTHING
""")


def write(session: Session, changes: Changes, now: datetime, *, moves_timers: bool) -> None:
    """Write a batch. ``moves_timers``: some timers to set may already have a row (``Change``)."""
    for family in changes.families:
        clone(session, family, now)
    copy(session, "instance", _STARTED, changes.started)
    if changes.moved:
        nth = {state: n for n, state in enumerate({m[2]: None for m in changes.moved}, 1)}
        session.execute(
            _MOVE,
            {
                "ids": ints(m[0] for m in changes.moved),
                "status": texts(m[1] for m in changes.moved),
                "nth": ints(nth[m[2]] for m in changes.moved),
                "data": texts(m[3] for m in changes.moved),
                "states": texts(nth),
                "now": now,
            },
        )
    if changes.done:
        ids, tokens, by, answers = _columns(changes.done, 4)
        session.execute(
            _DONE,
            {
                "ids": ints(ids),
                "tokens": ints(tokens),
                "by": ints(by),
                "answers": texts(answers),
                "now": now,
            },
        )
    if changes.cancelled:
        ids, tokens = _columns(changes.cancelled, 2)
        session.execute(_CANCEL, {"ids": ints(ids), "tokens": ints(tokens), "now": now})
    if changes.timers_cleared:
        ids, tokens, names = _columns(changes.timers_cleared, 3)
        session.execute(
            _CLEAR, {"ids": ints(ids), "tokens": ints(tokens), "elements": texts(names)}
        )
    if changes.milestones:
        directives, units, names = _columns(changes.milestones, 3)
        session.execute(
            _MILESTONES,
            {
                "directives": ints(directives),
                "units": ints(units),
                "names": texts(names),
                "now": now,
            },
        )
    copy(session, "work_item", _OPENED, changes.opened)
    fresh: Sequence[tuple[object, ...]] = changes.timers_set
    if moves_timers and changes.timers_set:
        ids, tokens, names, due = _columns(changes.timers_set, 4)
        moved = {
            tuple(r)
            for r in session.execute(
                _MOVE_TIMERS,
                {"ids": ints(ids), "tokens": ints(tokens), "elements": texts(names), "due": due},
            )
        }
        fresh = [t for t in changes.timers_set if t[:3] not in moved]
    copy(session, "timer", ("instance_id", "token", "element", "due_at"), fresh)


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(count)]


def copy(
    session: Session, table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]
) -> None:
    """Insert rows through COPY, inside the session's transaction."""
    rows = list(rows)
    if not rows:
        return
    raw: Any = session.connection().connection.driver_connection
    with (
        raw.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as target,
    ):
        for row in rows:
            target.write_row(row)


def new_ids(session: Session, table: str, count: int) -> list[int]:
    """Ids of rows about to be inserted into ``table``."""
    return list(
        session.scalars(
            text("SELECT nextval(CAST(:sequence AS regclass)) FROM generate_series(1, :count)"),
            {"sequence": f"{table}_id_seq", "count": count},
        )
    )
