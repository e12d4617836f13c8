"""Running instances brought to another version of their model, many at once.

Each batch is one transaction: an instance is in one version or in the other, never between, and a
migration that was cut off is simply run again. Its tokens, work items, timers and history follow
together. What cannot move stays, and is told by element with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from engine import audit, calendar
from engine.arrays import ints, texts
from engine.deployments import Library, Loaded
from engine.errors import DondocError
from engine.migration_rows import MovedRow, write_moved
from engine.migration_timers import TimerFates
from engine.process.data import dump, load
from engine.process.definition import Definition
from engine.process.evaluation import Shared
from engine.process.events import State
from engine.process.migration import BadMapping, Obstacle, ids_of, obstacle, plan
from engine.process.migration_state import Moved, Mover
from engine.process.state import StateUnreadable

BATCH = 500
EACH = 50_000
"""Instances of which a preview reckons the new moments one by one."""

Became: TypeAlias = Moved | Sequence[Obstacle]
"""What becomes of an instance: it moves, or this is in its way."""

_PLACES = text("""
    SELECT p.process, p.state, p.many, p.sample, i.data FROM (
        SELECT process, state, count(*) AS many, min(id) AS sample FROM instance
        WHERE model_id = :model AND status = 'running' GROUP BY process, state
    ) p JOIN instance i ON i.id = p.sample ORDER BY p.sample
""")
_ALIKE = text("""
    SELECT p.n, i.data
    FROM unnest(CAST(:processes AS text[]), CAST(:states AS text[])) WITH ORDINALITY
        AS p(process, state, n)
    JOIN instance i ON i.process = p.process AND i.state = p.state
    WHERE i.model_id = :model AND i.status = 'running' AND i.id <> ALL(CAST(:seen AS bigint[]))
    ORDER BY i.id LIMIT :most
""")
_CLAIM = """
    SELECT id, process, directive_id, unit_id, subject, state, data FROM instance
    WHERE model_id = :model AND status = 'running' AND id > :after
      AND id <> ALL(CAST(:held AS bigint[]))
    ORDER BY id LIMIT :batch FOR UPDATE {skip}
"""
_CLAIM_FREE, _CLAIM_ALL = text(_CLAIM.format(skip="SKIP LOCKED")), text(_CLAIM.format(skip=""))


@dataclass(slots=True)
class Outcome:
    """How many instances moved (or could), how many not, and for each obstacle how many it holds.

    ``timers`` is what becomes (or became) of the timers of those that move.
    """

    moved: int = 0
    held: int = 0
    obstacles: dict[Obstacle, int] = field(default_factory=dict)
    timers: TimerFates = field(default_factory=TimerFates)

    def count(self, found: Became, many: int = 1) -> None:
        """Note what became of ``many`` instances."""
        if isinstance(found, Moved):
            self.moved += many
            return
        self.held += many
        for one in dict.fromkeys(found):
            self.obstacles[one] = self.obstacles.get(one, 0) + many


class _Movers:
    """The mover of each process of a file."""

    def __init__(self, old: Loaded, new: Loaded, mapping: Mapping[str, str]) -> None:
        self.movers: dict[str, Mover] = {}
        self.missing: dict[str, list[Obstacle]] = {}
        self.old, self.new = old.processes, dict[str, Definition]()
        left = set(mapping)
        for name, definition in old.processes.items():
            after = new.processes.get(mapping.get(name, name))
            known = ids_of(definition) - {name}
            left -= known | {name}
            if after is None:
                gone = obstacle(name, definition.process.name, "element-missing")
                self.missing[name] = [gone]
                continue
            own = {o: n for o, n in mapping.items() if o in known}
            self.movers[name] = Mover(plan(definition, after, own))
            self.new[name] = after
        for unknown in sorted(left):
            raise BadMapping(
                old=unknown, new=mapping[unknown], missing=unknown, which="cũ", which_en="old"
            )

    def move(self, row: Any, now: datetime, shared: Shared) -> Became:
        """One row's way, or what is in it."""
        if row.process in self.missing:
            return self.missing[row.process]
        try:
            state = State(row.state, load(row.data))
            return self.movers[row.process].move(state, now, shared)
        except (ValueError, TypeError, ArithmeticError, StateUnreadable) as error:
            # One damaged row is an obstacle of its own, not the end of everybody's batch.
            vi, en = (f(error) for f in (_vi, str))
            return [obstacle(row.process, "", "fault", vi, en)]

    def note(
        self, outcome: Outcome, process: str, became: Became, now: datetime, many: int = 1
    ) -> None:
        """Count what became of ``many`` instances of a process, and of their timers."""
        outcome.count(became, many)
        if isinstance(became, Moved):
            outcome.timers.count(became, self.old[process], self.new[process], now, many)


class _Row(NamedTuple):
    process: str
    state: str
    data: str


def _vi(error: Exception) -> str:
    return error.text("vi") if isinstance(error, DondocError) else str(error)


def preview(
    session: Session,
    library: Library,
    old_id: int,
    new_id: int,
    mapping: Mapping[str, str],
    now: datetime,
) -> Outcome:
    """How many running instances could move and why the others cannot; nothing is changed.

    Instances at one place share a state's text, and one of each is tried; where it gets a timer, the
    others are tried too (``EACH`` at most), for each has its own moment. Raises ``BadMapping``.
    """
    movers = _Movers(library.load(session, old_id), library.load(session, new_id), mapping)
    shared, outcome = Shared(calendar.load(session)), Outcome()
    alike: dict[tuple[str, str], tuple[Moved, int]] = {}
    tried = []
    for place in session.execute(_PLACES, {"model": old_id}):
        became = movers.move(place, now, shared)
        if isinstance(became, Moved) and became.transition.timers_set and place.many > 1:
            alike[place.process, place.state] = became, place.many - 1
            tried.append(place.sample)
            movers.note(outcome, place.process, became, now)
        else:
            movers.note(outcome, place.process, became, now, place.many)
    for row in _alike(session, old_id, tried, alike):
        sample, left = alike[row.process, row.state]
        alike[row.process, row.state] = sample, left - 1
        movers.note(outcome, row.process, movers.move(row, now, shared), now)
    for sample, left in alike.values():
        outcome.count(sample, left)
        outcome.timers.left_out += left
    return outcome


def _alike(
    session: Session, model_id: int, tried: Sequence[int], places: Iterable[tuple[str, str]]
) -> Iterator[_Row]:
    """The instances at these places but those tried, ``EACH`` of them at most."""
    if not tried:
        return
    known = list(places)  # their long texts cross the wire once
    asked = {
        "model": model_id,
        "seen": ints(tried),
        "processes": texts(process for process, _ in known),
        "states": texts(state for _, state in known),
        "most": EACH,
    }
    for row in session.execute(_ALIKE, asked):
        process, state = known[row.n - 1]
        yield _Row(process, state, row.data)


def migrate(
    sessions: sessionmaker[Session],
    library: Library,
    old_id: int,
    new_id: int,
    mapping: Mapping[str, str],
    *,
    actor: str,
    why: str,
    clock: Callable[[Session], datetime],
    batch: int = BATCH,
) -> Outcome:
    """Move every running instance that can move, ``batch`` of them in a transaction.

    Those that somebody is working on are passed over, and waited for at the end. Raises
    ``BadMapping`` before anything is changed.
    """
    with sessions() as session:
        old, new = library.load(session, old_id), library.load(session, new_id)
        movers = _Movers(old, new, mapping)
    detail = {"from": old.version, "to": new.version, "why": why, "mapping": dict(mapping)}
    work = _Work(old_id, new_id, movers, actor, detail)
    outcome = Outcome()
    held: list[int] = []
    for claim in (_CLAIM_FREE, _CLAIM_ALL):
        after, seen = 0, ints(held)
        while True:
            with sessions.begin() as session:
                found = {"model": old_id, "after": after, "batch": batch, "held": seen}
                rows = session.execute(claim, found).all()
                if not rows:
                    break
                now = clock(session)
                became = work.move(session, rows, now)
            for row, one in zip(rows, became, strict=True):  # what is committed is counted
                movers.note(outcome, row.process, one, now)
                held += [] if isinstance(one, Moved) else [row.id]
            after = rows[-1].id
    return outcome


@dataclass(frozen=True, slots=True)
class _Work:
    old_id: int
    new_id: int
    movers: _Movers
    actor: str
    detail: dict[str, object]

    def move(self, session: Session, rows: Sequence[Any], now: datetime) -> list[Became]:
        """One batch, in the caller's transaction."""
        shared = Shared(calendar.load(session))
        became = [self.movers.move(row, now, shared) for row in rows]
        moved = [(r, m) for r, m in zip(rows, became, strict=True) if isinstance(m, Moved)]
        write_moved(session, self.new_id, [self._row(r, m) for r, m in moved], now)
        entries = (
            audit.Entry(
                self.actor,
                "migrate",
                row.directive_id,
                row.unit_id,
                row.id,
                {"process": row.process, "subject": row.subject, **self.detail},
            )
            for row, _ in moved
        )
        audit.record(session, entries, now)
        return became

    def _row(self, row: Any, moved: Moved) -> MovedRow:
        definition = self.movers.new[row.process]
        made = moved.transition
        data = dump(made.state.data)
        return MovedRow(
            id=row.id,
            process=definition.process.id,
            state=made.state.text,
            data=None if data == row.data else data,
            items=[(token, definition.element(after)) for token, _, after in moved.items],
            renamed=[timer for timer in moved.timers if timer[1] != timer[2]],
            timers_set=made.timers_set,
            timers_cleared=made.timers_cleared,
        )
