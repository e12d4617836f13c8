"""The ways that instances of a model took from their beginning to their end, the slowest first.

A way is what is kept of it: tasks as they were completed, timers as they fired, letters and signals
as they came, each repeated one told once. What is passed without waiting leaves no row and is not
part of it. The instances behind a way are named by the hash of its steps.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.deployments import Library
from engine.model_watching import Watched, catchers, elements
from engine.paging import Page, rank_cursor, read_rank_cursor

MOST = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: an element of the diagram, or ('' as ``element``) a letter by its name."""

    element: str
    name: str


@dataclass(frozen=True, slots=True)
class Path:
    """A way, how many instances took it, and how long they lasted: seconds."""

    hash: str
    process: str
    steps: tuple[Step, ...]
    count: int
    median: float
    p90: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Paths:
    """The slowest ways; ``ways`` and ``instances`` are how many there are altogether."""

    rows: list[Path]
    ways: int
    instances: int


@dataclass(frozen=True, slots=True)
class Taken:
    """An instance that took a way, and how many seconds it lasted."""

    instance_id: int
    lasted: float


# A timer and a letter are in the history by what moved the instance, a task in its own row.
_WAYS = """
    WITH ended AS MATERIALIZED (
        SELECT id, process, created_at, ended_at FROM instance
        WHERE status = 'ended' AND model_id = ANY (CAST(:models AS bigint[]))
            AND ended_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
    ), step AS (
        SELECT w.instance_id, w.completed_at AS at, 1 AS kind, w.id AS n, w.element AS what
        FROM work_item w JOIN ended i ON i.id = w.instance_id WHERE w.status = 'done'
        UNION ALL
        SELECT a.instance_id, a.at, 0, a.id, CASE a.action
            WHEN 'timerdue' THEN CAST(a.detail AS json) ->> 'timer'
            ELSE a.action || ':' || (CAST(a.detail AS json) ->> a.action) END
        FROM audit_entry a JOIN ended i ON i.id = a.instance_id
        WHERE a.action IN ('timerdue', 'message', 'signal')
    ), marked AS (
        SELECT *, what IS NOT DISTINCT FROM
            lag(what) OVER (PARTITION BY instance_id ORDER BY at, kind, n) AS again
        FROM step
    ), way AS (
        SELECT instance_id, string_agg(what, E'\\n' ORDER BY at, kind, n) AS steps
        FROM marked WHERE NOT again GROUP BY instance_id
    ), taken AS (
        SELECT i.id, i.process, coalesce(w.steps, '') AS steps,
            CAST(extract(epoch FROM i.ended_at - i.created_at) AS float8) AS lasted
        FROM ended i LEFT JOIN way w ON w.instance_id = i.id
    )
"""
_SLOWEST = text(
    _WAYS
    + """
    , counted AS (
        SELECT process, steps, count(*) AS many, max(lasted) AS slowest,
            percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY lasted) AS times
        FROM taken GROUP BY process, steps
    )
    SELECT *, count(*) OVER () AS ways, CAST(sum(many) OVER () AS bigint) AS instances
    FROM counted ORDER BY times[1] DESC, many DESC, process, steps LIMIT :most
    """
)
_TAKEN = text(
    _WAYS
    + """
    SELECT id, lasted FROM taken
    WHERE md5(process || E'\\n' || steps) = :hash
        AND (lasted, id) < (CAST(:lasted AS float8), CAST(:id AS bigint))
    ORDER BY lasted DESC, id DESC LIMIT :most
    """
)


def slowest(session: Session, library: Library, watched: Watched) -> Paths:
    """The ways of instances that ended, by their median duration; one statement."""
    found = session.execute(_SLOWEST, {**watched.values, "most": MOST}).all()
    drawn = library.load(session, watched.drawn)
    names = {e.id: e.name or e.id for e in elements(drawn)}
    waiting = catchers(drawn)

    def step(what: str) -> Step:
        kind, _, name = what.partition(":")
        at = waiting.get((kind, name), ()) if name else (what,)
        if len(at) == 1:
            return Step(at[0], names.get(at[0], at[0]))
        return Step("", name)

    rows = [
        Path(
            way_hash(row.process, row.steps),
            row.process,
            tuple(step(what) for what in filter(None, row.steps.split("\n"))),
            row.many,
            row.times[0],
            row.times[1],
            row.slowest,
        )
        for row in found
    ]
    return Paths(rows, found[0].ways if found else 0, found[0].instances if found else 0)


def taken(
    session: Session, watched: Watched, hash_: str, after: str | None, limit: int
) -> Page[Taken]:
    """The instances that took a way, the slowest first. Raises BadCursor."""
    lasted, last = read_rank_cursor(after)
    found = session.execute(
        _TAKEN,
        {**watched.values, "hash": hash_, "lasted": lasted, "id": last, "most": limit + 1},
    )
    rows = [Taken(row.id, row.lasted) for row in found]
    return Page.of(rows, limit, lambda row: rank_cursor(row.lasted, row.instance_id))


def way_hash(process: str, steps: str) -> str:
    """The name of a way in an address."""
    return hashlib.md5(f"{process}\n{steps}".encode(), usedforsecurity=False).hexdigest()
