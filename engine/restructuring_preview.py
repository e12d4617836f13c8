"""A change of structure as an administrator sees it before it is made: heir by heir, and conflicts."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engine.arrays import ints
from engine.long_work import Outcome, Table, Work
from engine.restructuring import Summary, tried
from engine.restructuring_changes import UnitChange
from engine.restructuring_plan import Plan
from engine.unit_queries import bigints
from engine.units import Unit

FIELDS = ("kind", "units", "into", "name", "short_name", "place", "parent", "tier", "unit_kind")

_REPORTS = text("""
    SELECT id, unit_id FROM report WHERE id = ANY(CAST(:ids AS bigint[]))
""")
_PEOPLE = text("""
    SELECT p.unit_id, count(DISTINCT p.account_id) FROM post p JOIN account a ON a.id = p.account_id
    JOIN unit u ON u.id = p.unit_id
    WHERE p.unit_id = ANY(CAST(:units AS bigint[])) AND a.active
        AND (p.valid_to IS NULL OR p.valid_to > u.valid_to)
    GROUP BY p.unit_id
""")


@dataclass(frozen=True, slots=True)
class Heir:
    """What one unit takes over, from whom, and which of it becomes one or falls due earlier."""

    code: str
    name: str
    olds: tuple[tuple[str, str], ...]
    tasks: int
    reports: int
    merged: int
    due_moved: int
    people: int
    split: bool


def digest(on: date, changes: Sequence[UnitChange]) -> str:
    """What a preview and an application have in common exactly when they are of one change."""
    told = json.dumps([on.isoformat(), [asdict(c) for c in changes]], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def as_arguments(on: date, changes: Sequence[UnitChange], source: str) -> dict[str, Any]:
    """A change as long work keeps it; ``source`` is the file's name."""
    return {"on": on.isoformat(), "source": source, "changes": [asdict(c) for c in changes]}


def of_arguments(arguments: Mapping[str, Any]) -> tuple[date, list[UnitChange]]:
    """What ``as_arguments`` wrote."""
    changes = []
    for told in arguments["changes"]:
        values: dict[str, Any] = {name: told[name] for name in FIELDS}
        values["units"], values["into"] = tuple(values["units"]), tuple(values["into"])
        changes.append(UnitChange(**values))
    return date.fromisoformat(arguments["on"]), changes


def look(work: Work) -> Outcome:
    """The preview as long work: its result for the page, and all heirs as a table."""
    on, changes = of_arguments(work.arguments)
    with tried(work.session, work.engine, on, changes, work.progress) as (made, summary):
        heirs = _heirs(work.session, made)
    result: dict[str, Any] = {
        "summary": _told(summary),
        "policies": _policies(made),
        "heirs": [asdict(heir) for heir in heirs],
    }
    return Outcome(result, [_table(heirs, work.actor.locale)], f"xem-truoc-{on.isoformat()}.xlsx")


def _told(summary: Summary) -> dict[str, Any]:
    told = asdict(summary)
    return {**told, "on": summary.on.isoformat(), "changes_anything": summary.changes_anything}


def _policies(made: Plan) -> dict[str, int]:
    """How many running instances pass, become one with another, and end with their unit."""
    passed = sum(m.unit_id != m.old_unit for m in made.moved)
    merged = sum(why.startswith("merged") for why in made.ended.values())
    return {"pass": passed, "merge": merged, "cancel": len(made.ended) - merged}


def _heirs(session: Session, made: Plan) -> list[Heir]:
    """Who takes over most first."""
    moves = made.moves
    olds: dict[int, list[int]] = defaultdict(list)
    for old, heir in moves.heirs.items():
        if old in moves.today:
            olds[heir].append(old)
    ids = [k.id for k in made.kept] + [m.id for m in made.merged]
    owner = _pairs(session, _REPORTS, {"ids": ints(ids)})
    reports = Counter(moves.heir(owner[k.id]) for k in made.kept)
    due = Counter(moves.heir(owner[k.id]) for k in made.kept if k.due_moved)
    merged = Counter(moves.heir(owner[m.id]) for m in made.merged)
    tasks = Counter(m.unit_id for m in made.moved if m.unit_id != m.old_unit)
    people = _pairs(session, _PEOPLE, {"units": ints(moves.heirs)})
    names = _names(session, [*olds, *(o for each in olds.values() for o in each)])
    found = [
        Heir(
            *names[heir],
            tuple(names[old] for old in sorted(each)),
            tasks[heir],
            reports[heir],
            merged[heir],
            due[heir],
            sum(people.get(old, 0) for old in each),
            any(old in moves.split for old in each),
        )
        for heir, each in olds.items()
    ]
    return sorted(found, key=lambda h: (-(h.tasks + h.reports + h.merged + h.people), h.code))


def _pairs(session: Session, statement: Any, asked: Mapping[str, Any]) -> dict[int, int]:
    return {row[0]: row[1] for row in session.execute(statement, asked)}


def _names(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    rows = session.execute(
        select(Unit.id, Unit.code, Unit.short_name).where(Unit.id == func.any(bigints(ids)))
    )
    return {row.id: (row.code, row.short_name) for row in rows}


_TITLES = {
    "vi": ("Đơn vị kế thừa", "Mã", "Nhận từ", "Mã cũ", "Việc", "Báo cáo", "Báo cáo nhập lại",
           "Hạn sớm hơn", "Người"),
    "en": ("Successor", "Code", "Takes over from", "Old codes", "Tasks", "Reports",
           "Reports merged", "Earlier deadlines", "People"),
}  # fmt: skip
_WIDTHS = (40, 14, 60, 30, 10, 10, 16, 14, 10)


def _table(heirs: Sequence[Heir], locale: str) -> Table:
    titles = _TITLES["vi" if locale == "vi" else "en"]
    rows = (
        (
            heir.name,
            heir.code,
            "; ".join(name for _, name in heir.olds),
            "; ".join(code for code, _ in heir.olds),
            heir.tasks,
            heir.reports,
            heir.merged,
            heir.due_moved,
            heir.people,
        )
        for heir in heirs
    )
    return Table(titles[0], list(zip(titles, _WIDTHS, strict=True)), rows)
