"""What a rehearsal came to, counted in its database: what is sent when, who is how busy, what is late.

Everything is plain values: a result is kept as JSON and shown as a page, a sheet or by a command.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.arrays import ints
from engine.deployments import Library, ProcessModel
from engine.rehearsal_reach import Unreached, drawn, unreached
from engine.rehearsal_watch import Waited
from engine.story_figures import Reports, count_figures
from engine.story_script import Story

LETTER, TASK, MAIL = "letter", "task", "mail"
"""Kinds of what reaches a unit, beside the kinds of notices."""
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Sent:
    """What reached the units of a tier on a day (ISO): of one ``kind``, how many."""

    on: str
    tier: str
    kind: str
    n: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Some of those whom one kind reached first on its busiest day."""

    kind: str
    on: str
    n: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """The busiest desk of a tier: how many new tasks a unit's role had on one day."""

    unit: str
    role: str
    on: str
    n: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Tasks due by the end, of every kind: ``on_time`` + ``late`` + ``never`` = ``owed``; what was
    taken away before it was due is owed by nobody.
    """

    owed: int = 0
    on_time: int = 0
    late: int = 0
    never: int = 0


@dataclass(frozen=True, slots=True)
class TierLoad:
    """One tier: ``units`` that took part; ``letters``, ``tasks``, ``notices``, ``mails`` that reached
    them; ``a_day`` new tasks of one desk (a role of a unit) on a day it has any, on average.

    ``reports`` are ordered ones, ``asked`` requested ones (``story_figures.Reports``); ``kept``
    tells how the deadlines of all tasks were kept, those of reports among them.
    """

    tier: str
    units: int
    letters: int
    tasks: int
    notices: int
    mails: int
    a_day: float
    busiest: Desk | None
    reports: Reports
    asked: Reports
    kept: Kept = Kept()


@dataclass(frozen=True, slots=True)
class Faulted:
    """Steps that failed alike: at which element, why, how many, and a unit where it happened."""

    model: str
    element: str
    name: str
    count: int
    unit: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One version's rehearsal. Days are ISO dates; ``stopped`` the moment at which the clock stood
    still, if it did. ``names`` are those of the elements in ``waits`` ("model/element").

    ``tasks_of`` counts tasks by element (of any model), in the same way; ``elements`` are all of
    the rehearsed diagram's, its flows among them.
    """

    label: str
    key: str
    seed: int
    begins: str
    ends: str
    tiers: tuple[TierLoad, ...]
    sent: tuple[Sent, ...]
    samples: tuple[Sample, ...]
    waits: tuple[dict[str, Any], ...]
    tasks_of: dict[str, int]
    faults: tuple[Faulted, ...]
    unreached: tuple[Unreached, ...]
    stopped: str = ""
    stale: int = 0
    names: dict[str, str] = field(default_factory=dict)
    elements: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain data, always in the same order."""
        return asdict(self)

    @property
    def mails(self) -> int:
        """All mails."""
        return sum(t.mails for t in self.tiers)

    @property
    def worst_morning(self) -> tuple[str, int]:
        """The day on which most mails leave, the first of several, and how many."""
        by_day: Counter[str] = Counter()
        for row in self.sent:
            if row.kind == MAIL:
                by_day[row.on] += row.n
        return min(by_day.items(), key=lambda d: (-d[1], d[0]), default=("", 0))


# One box gets one mail for a notice, however many read it.
_SENT = text("""
    WITH reached AS (
        SELECT r.unit_id, r.sent_at AS at, 'letter' AS kind FROM recipient r WHERE sent_at IS NOT NULL
        UNION ALL SELECT unit_id, created_at, kind FROM notice
        UNION ALL SELECT unit_id, created_at, 'task' FROM work_item
        UNION ALL SELECT n.unit_id, n.created_at, 'mail'
            FROM unnest(CAST(:mailed AS bigint[])) AS m(id) JOIN notice n ON n.id = m.id
    )
    SELECT CAST(a.at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS date) AS on, u.tier, a.kind, count(*) AS n,
        (array_agg(u.short_name ORDER BY u.code))[1:3] AS units
    FROM reached a JOIN unit u ON u.id = a.unit_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
""")
_DESKS = text("""
    WITH day AS (
        SELECT unit_id, role, CAST(created_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS date) AS on,
            count(*) AS n
        FROM work_item GROUP BY 1, 2, 3
    )
    SELECT DISTINCT ON (u.tier) u.tier, u.short_name, d.role, d.on, d.n,
        avg(d.n) OVER (PARTITION BY u.tier) AS a_day
    FROM day d JOIN unit u ON u.id = d.unit_id
    ORDER BY u.tier, d.n DESC, d.on, u.code, d.role
""")
_UNITS = text("""
    SELECT u.tier, count(*) AS n FROM unit u
    WHERE EXISTS (SELECT 1 FROM instance i WHERE i.unit_id = u.id) GROUP BY u.tier
""")
_TASKS = text("""
    SELECT p.key, w.element, count(*) AS n
    FROM work_item w JOIN instance i ON i.id = w.instance_id JOIN process_model p ON p.id = i.model_id
    GROUP BY 1, 2 ORDER BY 1, 2
""")
# As a report's: on the deadline's own moment it is late.
_KEPT = text("""
    SELECT u.tier, count(*) AS owed, count(*) FILTER (WHERE done AND completed_at < due_at) AS on_time,
        count(*) FILTER (WHERE done AND completed_at >= due_at) AS late,
        count(*) FILTER (WHERE NOT done) AS never
    FROM work_item w JOIN unit u ON u.id = w.unit_id
        CROSS JOIN LATERAL (SELECT w.status = 'done' AS done) AS s
    WHERE due_at <= :ends AND (status <> 'cancelled' OR completed_at >= due_at)
    GROUP BY u.tier
""")
_FAULTS = text("""
    SELECT coalesce(p.key, '') AS model, f.model_id, f.process, f.element, f.message, f.message_vi,
        count(*) AS n, min(u.short_name) AS unit
    FROM fault f JOIN unit u ON u.id = f.unit_id LEFT JOIN process_model p ON p.id = f.model_id
    WHERE f.status = 'open' GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY n DESC, 1, 4, 5
""")
_KEYS = text("SELECT id, key FROM process_model WHERE id = ANY(CAST(:ids AS bigint[]))")


def count(
    session: Session,
    library: Library,
    story: Story,
    root: int,
    model: ProcessModel,
    *,
    entered: Mapping[str, Iterable[str]],
    waits: Sequence[Waited],
    mailed: Sequence[int],
    stopped: datetime | None,
    stale: int = 0,
) -> Rehearsed:
    """Count what stands in the rehearsal's database below the directive ``root``."""
    figures = count_figures(
        session, root, story.title, story.seed, story.begins, story.ends, unattended={}, stale=stale
    )
    sent = session.execute(_SENT, {"mailed": ints(mailed)}).all()
    loaded = library.load(session, model.id)
    told, names = _waits(session, library, waits)
    return Rehearsed(
        label=story.title,
        key=model.key,
        seed=story.seed,
        begins=figures.begins,
        ends=figures.ends,
        tiers=_tiers(
            session, sent, {t.tier: (t.reports, t.asked) for t in figures.tiers}, story.ends
        ),
        sent=tuple(Sent(r.on.isoformat(), r.tier, r.kind, r.n) for r in sent),
        samples=_samples(sent),
        waits=told,
        tasks_of={f"{r.key}/{r.element}": r.n for r in session.execute(_TASKS)},
        faults=tuple(_faults(session, library)),
        unreached=tuple(unreached(loaded, entered)),
        stopped=stopped.isoformat() if stopped else "",
        stale=stale,
        names=names,
        elements=tuple(drawn(loaded)),
    )


def _tiers(
    session: Session,
    sent: Sequence[Any],
    reports: Mapping[str, tuple[Reports, Reports]],
    ends: datetime,
) -> tuple[TierLoad, ...]:
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for row in sent:
        kind = row.kind if row.kind in (LETTER, TASK, MAIL) else "notice"
        totals[row.tier][kind] += row.n
    units = {row.tier: row.n for row in session.execute(_UNITS)}
    desks = {row.tier: row for row in session.execute(_DESKS)}
    kept = {row[0]: Kept(*row[1:]) for row in session.execute(_KEPT, {"ends": ends})}
    order = [*reports, *sorted((set(totals) | set(units)) - set(reports))]
    return tuple(
        TierLoad(
            tier,
            units.get(tier, 0),
            totals[tier][LETTER],
            totals[tier][TASK],
            totals[tier]["notice"],
            totals[tier][MAIL],
            round(float(desks[tier].a_day), 2) if tier in desks else 0.0,
            _desk(desks.get(tier)),
            *reports.get(tier, (Reports(), Reports())),
            kept.get(tier, Kept()),
        )
        for tier in order
    )


def _desk(row: Any) -> Desk | None:
    return Desk(row.short_name, row.role, row.on.isoformat(), row.n) if row is not None else None


def _samples(sent: Sequence[Any]) -> tuple[Sample, ...]:
    """Of each kind its busiest day, and some whom it reached then."""
    days: dict[tuple[str, date], list[Any]] = defaultdict(list)
    for row in sent:
        days[row.kind, row.on].append(row)
    busiest: dict[str, Sample] = {}
    for (kind, on), rows in days.items():
        n = sum(r.n for r in rows)
        if kind not in busiest or n > busiest[kind].n:
            most = max(rows, key=lambda r: (r.n, r.tier))
            busiest[kind] = Sample(kind, on.isoformat(), n, tuple(most.units[:SAMPLES]))
    return tuple(sorted(busiest.values(), key=lambda s: (-s.n, s.kind)))


def _waits(
    session: Session, library: Library, waits: Sequence[Waited]
) -> tuple[tuple[dict[str, Any], ...], dict[str, str]]:
    """Waits with the model's key for its id, and the elements' names."""
    ids = ints({w.model_id for w in waits})
    keys = {row.id: row.key for row in session.execute(_KEYS, {"ids": ids})}
    names: dict[str, str] = {}
    found = []
    for w in waits:
        place = f"{keys[w.model_id]}/{w.element}"
        names[place] = (
            library.load(session, w.model_id).processes[w.process].element(w.element).name
        )
        row = asdict(w)
        del row["model_id"]
        found.append({"model": keys[w.model_id], **row})
    return tuple(found), names


def _faults(session: Session, library: Library) -> Iterable[Faulted]:
    for row in session.execute(_FAULTS).all():
        loaded = library.load(session, row.model_id) if row.model_id else None
        definition = loaded.processes.get(row.process) if loaded else None
        element = definition.elements.get(row.element) if definition else None
        name = element.name if element else ""
        yield Faulted(row.model, row.element, name, row.n, row.unit, row.message_vi, row.message)
