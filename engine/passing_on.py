"""What a unit takes over from its superior's directive: the tasks of its own and of those below it.

Whose a task is, is told by words: they are read as a letter's recipients are. Tasks of others stay
in the superior's directive; a unit's own directive numbers anew what it passes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from engine.directive_tables import Directive
from engine.directive_views import Task
from engine.letter_names import Names
from engine.letter_recipients import Recipients
from engine.selectors import descendants
from engine.units import Unit, UnitRef, refs


@dataclass(frozen=True, slots=True)
class _Family:
    unit: int
    below: frozenset[int]


def taken_over(
    session: Session, unit_id: int, parent: Directive, tasks: Sequence[Task], on: date
) -> list[Task]:
    """The parent's tasks that ``unit_id`` passes on, numbered from 1.

    Kept is what nobody leads by name, what everybody does, and what the unit or one below it leads
    or helps with; where the unit itself leads, that is left out: in its own directive its
    recipients do it.
    """
    issuer = UnitRef(*session.execute(refs().where(Unit.id == parent.issuer_id)).one())
    looker = Recipients.of(Names(session), issuer, parent.issued_on)
    looker.prepare(said for task in tasks for said in (task.lead, *task.coordinators) if said)
    below = frozenset(unit.id for unit in descendants(session, unit_id, None, on))
    family = _Family(unit_id, below)
    kept = [one for task in tasks if (one := _ours(task, looker, family)) is not None]
    return [replace(task, number=str(n)) for n, task in enumerate(kept, 1)]


def of_derived(session: Session, row: Directive, tasks: Sequence[Task]) -> list[Task]:
    """The tasks of a directive that holds none of its own, but passes on those of another; any
    other's as they stand."""
    if row.provisions_of_id is None or not tasks:
        return list(tasks)
    holder = session.get_one(Directive, row.provisions_of_id)
    first = row
    while first.parent_id not in (None, holder.id):
        first = session.get_one(Directive, first.parent_id)
    return taken_over(session, first.issuer_id, holder, tasks, first.issued_on)


def _ours(task: Task, looker: Recipients, family: _Family) -> Task | None:
    if not task.lead:
        return task
    meant = looker.meant(task.lead)
    if meant.everybody or family.unit in meant.members:
        return replace(task, lead="")
    named = meant.members | {unit.id for name in meant.several for unit in name.candidates}
    helping = frozenset[int]().union(*(looker.meant(one).members for one in task.coordinators))
    return task if named & family.below or helping & {*family.below, family.unit} else None
