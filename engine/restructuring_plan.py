"""What a change of structure does to what is running, worked out before anything is written.

A duty is the same as another when both descend from one obligation by equally many steps (the
districts of a province each derived their own copy) and are owed by one unit for one period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.arrays import ints
from engine.deliveries import Engine
from engine.restructuring_moves import Moves
from engine.restructuring_values import Replacer

PASS, MERGE, CANCEL = "pass", "merge", "cancel"


@dataclass(frozen=True, slots=True)
class Moved:
    """A running instance that changes: its unit, subject and variables (None: as they are)."""

    id: int
    old_unit: int
    unit_id: int
    subject: str
    data: str | None


@dataclass(frozen=True, slots=True)
class Merged:
    """A report that becomes one with another."""

    id: int
    into: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that passes to the heir (``unit_id``), with the earliest deadlines of its group."""

    id: int
    unit_id: int
    due_at: datetime
    first_due_at: datetime
    due_moved: bool


@dataclass(slots=True)
class Plan:
    """Everything that changes among running processes and reports."""

    moves: Moves
    moved: list[Moved] = field(default_factory=list)
    ended: dict[int, str] = field(default_factory=dict)  # instance → why it ends
    merged: list[Merged] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    heirless: dict[int, int] = field(default_factory=dict)  # unit → running instances


_REPORTS = text("""
    WITH RECURSIVE chain AS (
        SELECT id, id AS at, source_id, 0 AS depth FROM obligation
        UNION ALL
        SELECT c.id, o.id, o.source_id, c.depth + 1 FROM chain c JOIN obligation o
            ON o.id = c.source_id
    )
    SELECT r.id, r.unit_id, r.obligation_id, r.period_start, r.period_end, r.due_at,
        r.first_due_at, r.status, r.subject, c.at AS root, c.depth
    FROM report r JOIN chain c ON c.id = r.obligation_id AND c.source_id IS NULL
    WHERE r.status IN ('open', 'returned') AND r.unit_id = ANY(CAST(:units AS bigint[]))
""")
_TAKEN = text("""
    SELECT obligation_id, unit_id, period_start, period_end FROM report
    WHERE unit_id = ANY(CAST(:units AS bigint[])) AND obligation_id = ANY(CAST(:owed AS bigint[]))
""")
_INSTANCES = text("""
    SELECT i.id, i.model_id, i.process, i.directive_id, i.unit_id, i.subject, i.data, w.elements
    FROM instance i LEFT JOIN (
        SELECT instance_id, array_agg(element ORDER BY element) AS elements
        FROM work_item WHERE status = 'open' GROUP BY instance_id) w ON w.instance_id = i.id
    WHERE i.status = 'running' ORDER BY i.id
""")


def plan(session: Session, engine: Engine, moves: Moves) -> Plan:
    """Work it out; four statements, whatever the size. Writes nothing."""
    made = Plan(moves)
    if not moves.heirs and not moves.heirless:
        return made
    rows = session.execute(_INSTANCES, execution_options={"yield_per": 5000})
    running = [_seen(session, engine, row, moves) for row in rows]
    by_subject = {(r.unit_id, r.subject): r.policy for r in running if r.subject}
    _reports(session, made, by_subject)
    _instances(made, running)
    return made


@dataclass(slots=True)
class _Running:
    id: int
    model: int
    process: str
    directive_id: int | None
    unit_id: int
    subject: str
    elements: tuple[str, ...]
    policy: str
    data: str


def _seen(session: Session, engine: Engine, row: Any, moves: Moves) -> _Running:
    """The instance with the model's policy for it."""
    elements = tuple(row.elements or ())
    policy = PASS
    if row.unit_id in moves.heirs:
        policy = _policy(session, engine, row.model_id, row.process, elements)
    business = (row.process, row.directive_id, row.unit_id, row.subject)
    return _Running(row.id, row.model_id, *business, elements, policy, row.data)


def _policy(
    session: Session, engine: Engine, model: int, process: str, elements: Sequence[str]
) -> str:
    """What the open tasks say; while none is open, what all tasks of the process say alike."""
    definition = engine.library.load(session, model).processes[process]
    asked: Iterable[Any] = (definition.element(e) for e in elements)
    if not elements:
        asked = (e for e in definition.elements.values() if e.tag == "userTask")
    said = {element.props.get("whenReplaced", PASS) for element in asked}
    return said.pop() if len(said) == 1 else PASS


def _reports(session: Session, made: Plan, policies: Mapping[tuple[int, str], str]) -> None:
    """Which open reports pass, and which of them become one."""
    moves = made.moves
    units = moves.heirs.keys() | set(moves.heirs.values())
    rows = session.execute(_REPORTS, {"units": ints(units)}).all()
    groups: dict[tuple[object, ...], list[Any]] = defaultdict(list)
    for row in rows:
        policy = policies.get((row.unit_id, row.subject), MERGE)
        if row.unit_id in moves.heirs and policy == CANCEL:
            continue
        alone = row.unit_id in moves.heirs and policy == PASS
        period = (row.period_start, row.period_end)
        heir = moves.heir(row.unit_id)
        groups[row.root, row.depth, heir, *period, row.id if alone else None].append(row)
    touched = [g for g in groups.values() if any(r.unit_id in moves.heirs for r in g)]
    taken = _taken(session, [row for group in touched for row in group], moves)
    for group in touched:
        _one(made, group, taken)


Slot = tuple[int, int, date, date]


def _taken(session: Session, rows: Sequence[Any], moves: Moves) -> set[Slot]:
    """(obligation, unit, period) of the heirs' own reports, of whatever status."""
    owed = {row.obligation_id for row in rows}
    units = {moves.heir(row.unit_id) for row in rows}
    found = session.execute(_TAKEN, {"units": ints(units), "owed": ints(owed)})
    return {(o, u, start, end) for o, u, start, end in found}


def _one(made: Plan, group: Sequence[Any], taken: set[Slot]) -> None:
    """One report of the group lives on: the heir's own if it has one, else the earliest due.

    It keeps the old unit's name where the heir has a finished one of that obligation and period.
    """
    moves = made.moves
    living = min(group, key=lambda r: (r.unit_id in moves.heirs, r.due_at, r.id))
    heir = moves.heir(living.unit_id)
    slot = (living.obligation_id, heir, living.period_start, living.period_end)
    unit = living.unit_id
    if unit in moves.heirs and slot not in taken:
        unit = heir
        taken.add(slot)
    due = min(r.due_at for r in group)
    first = min(r.first_due_at for r in group)
    if (unit, due, first) != (living.unit_id, living.due_at, living.first_due_at):
        made.kept.append(Kept(living.id, unit, due, first, due < living.due_at))
    made.merged.extend(Merged(r.id, living.id) for r in group if r.id != living.id)


def _instances(made: Plan, running: Sequence[_Running]) -> None:
    """Which instances end, and what changes in those that go on."""
    moves = made.moves
    replaced = Replacer(moves)
    gone = {f"r{report.id}": f"merged into r{report.into}" for report in made.merged}
    living: dict[tuple[object, ...], int] = {}
    keys = {_key(r, r.unit_id) for r in running if r.unit_id not in moves.heirs}
    for one in running:
        if one.subject in gone:
            made.ended[one.id] = gone[one.subject]
        elif one.unit_id in moves.heirless:
            made.heirless[one.unit_id] = made.heirless.get(one.unit_id, 0) + 1
        elif one.unit_id in moves.heirs:
            _passes(made, one, replaced, keys, living)
        elif (data := replaced(one.data)) is not None:
            made.moved.append(Moved(one.id, one.unit_id, one.unit_id, one.subject, data))


def _key(one: _Running, unit: int) -> tuple[object, ...]:
    return one.directive_id, one.process, unit, one.subject


def _passes(
    made: Plan,
    one: _Running,
    replaced: Replacer,
    keys: set[tuple[object, ...]],
    living: dict[tuple[object, ...], int],
) -> None:
    heir = made.moves.heirs[one.unit_id]
    if one.policy == CANCEL:
        made.ended[one.id] = "its unit ended"
        return
    same = (*_key(one, heir), one.elements)
    if one.policy == MERGE and same in living:
        made.ended[one.id] = f"merged into instance {living[same]}"
        return
    living[same] = one.id
    subject, key = one.subject, _key(one, heir)
    if key in keys:
        # Two of one kind at one heir: letters find the first, each goes on for itself.
        subject = f"{one.subject}@{made.moves.units[one.unit_id].code}"
        key = (*key[:3], subject)
    keys.add(key)
    made.moved.append(Moved(one.id, one.unit_id, heir, subject, replaced(one.data)))
