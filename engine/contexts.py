"""What a process knows of the unit that plays it and of its directive: small FEEL contexts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.directive_tables import Directive
from engine.directives import label
from engine.obligations import any_of
from engine.units import Unit, UnitRef

Context: TypeAlias = dict[str, object]


def of_unit(unit: UnitRef) -> Context:
    """``{id, code, name, tier}``: what expressions and selectors need of a unit."""
    return {"id": unit.id, "code": unit.code, "name": unit.short_name, "tier": unit.tier}


def of_units(session: Session, ids: Iterable[int]) -> dict[int, Context]:
    """Contexts of units by id, in one statement."""
    rows = session.execute(
        select(Unit.id, Unit.code, Unit.short_name, Unit.tier).where(Unit.id == any_of(set(ids)))
    )
    return {r.id: {"id": r.id, "code": r.code, "name": r.short_name, "tier": r.tier} for r in rows}


def of_directives(session: Session, ids: Iterable[int | None]) -> dict[int, Context]:
    """Contexts of directives by id: ``{id, label, subject, issuer}``, in two statements."""
    wanted = {i for i in ids if i is not None}
    rows = session.scalars(select(Directive).where(Directive.id == any_of(wanted))).all()
    issuers = of_units(session, {d.issuer_id for d in rows})
    return {
        d.id: {"id": d.id, "label": label(d), "subject": d.subject, "issuer": issuers[d.issuer_id]}
        for d in rows
    }
