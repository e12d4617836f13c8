"""Which process a directive may run by, and to whom a diagram passes one on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import model_releases
from engine.deployments import Loaded, ProcessModel
from engine.directive_tables import Directive
from engine.instances import Engine
from engine.model_releases import DIAGRAM
from engine.process import feel, xml
from engine.process.definition import Definition
from engine.process.model import Element
from engine.tiers_below import distances
from engine.unit_names import find
from engine.units import Unit, UnknownUnit, by_code

CHOSEN = "directive.recipients"
"""What a throw sends to that goes to whom the directive names."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A process in which a unit may issue; ``covers`` tiers below it have a pool there."""

    key: str
    name: str
    version: int
    covers: int
    passes_on: bool


def choices(session: Session, engine: Engine, unit_id: int, on: date) -> list[ModelChoice]:
    """The processes in which the unit may issue, the likeliest first.

    That is the one it issued by last, else one by which its recipients pass on and in which most
    tiers below it have a pool.
    """
    unit = session.get_one(Unit, unit_id)
    below = set(distances(session, unit, on))
    last = session.scalar(
        select(Directive.model_key)
        .where(
            Directive.issuer_id == unit_id,
            Directive.booked_by_id.is_(None),
            Directive.parent_id.is_(None),
        )
        .order_by(Directive.id.desc())
        .limit(1)
    )
    ids = model_releases.current(session, DIAGRAM).values()
    rows = session.scalars(select(ProcessModel).where(ProcessModel.id.in_(ids)))
    found = [
        _choice(row, loaded, below)
        for row in rows
        if _may_issue(loaded := engine.library.load(session, row.id), unit.tier)
    ]
    return sorted(found, key=lambda c: (c.key != last, not c.passes_on, -c.covers, c.key))


def throws(definition: Definition, directive: str) -> list[Element]:
    """The letters a process sends with the directive it received or was issued ("own"), or with
    the unit's own one ("issued")."""
    return [
        e
        for e in definition.process.elements.values()
        if e.props.get("recipients") and e.props.get("directive", "own") == directive
    ]


def passed_to(element: Element, unit: Mapping[str, Any], now: datetime) -> list[Any] | None:
    """Whom a throw means for a unit (``contexts.of_unit``), as single selections; None where the
    expression needs more than the unit."""
    try:
        value = feel.compile(element.props["recipients"], {"unit"}).evaluate(
            {"unit": dict(unit)}, now=now
        )
    except feel.FeelError:
        return None
    return list(value) if isinstance(value, list) else [value]


def _may_issue(loaded: Loaded, tier: str) -> bool:
    return any(
        tier in definition.process.tiers and definition.plain_start() is not None
        for definition in _senders(loaded)
    )


def _senders(loaded: Loaded) -> Iterator[Definition]:
    for definition in loaded.processes.values():
        if any(e.props["recipients"] == CHOSEN for e in throws(definition, "own")):
            yield definition


def name_of(row: ProcessModel) -> str:
    """What a diagram calls itself; its key where it has no name."""
    return xml.read(row.xml.encode()).get("name") or row.key


def _choice(row: ProcessModel, loaded: Loaded, below: set[str]) -> ModelChoice:
    pools = loaded.processes.values()
    tiers = {tier for pool in pools for tier in pool.process.tiers}
    passes_on = any(throws(pool, "issued") for pool in pools)
    return ModelChoice(row.key, name_of(row), row.version, len(below & tiers), passes_on)


def named(session: Session, text: str, on: date) -> int:
    """The id of the unit of that code or name. Raises UnknownUnit, AmbiguousUnit."""
    try:
        return by_code(session, text.strip(), on).id
    except UnknownUnit:
        return find(session, text, on).id
