"""Units: the bodies that send, receive and report, each valid from a day until another.

A unit's identity is ``(code, valid_from)``: a province that keeps its code but has changed is a new
row. Depth and names of tiers are data; ``Unit.tier`` is compared, never interpreted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    SmallInteger,
    Text,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import InputError, NotFound
from engine.store import Base, Key


class Unit(Base):
    """One body during one stretch of validity, ``valid_from`` <= day < ``valid_to``.

    ``fields`` is ``field`` and what the unit has taken over; ``place`` the territory it serves.
    ``requested``: it is asked, not ordered, and never scored as overdue. ``national``: it hangs
    under the root (or is the root) and reaches all units directly under the root.
    ``keys`` are what ``engine.unit_names.find`` compares; ``search`` is for typing ahead.
    """

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("valid_to > valid_from", name="validity"),
        CheckConstraint("parent_id <> id", name="own_parent"),
        Index("ix_unit_parent_id_tier", "parent_id", "tier"),
        Index("ix_unit_tier", "tier"),
        Index("ix_unit_keys", "keys", postgresql_using="gin"),
    )

    id: Mapped[Key]
    code: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str]
    place: Mapped[str]
    tier: Mapped[str]
    kind: Mapped[str]
    field: Mapped[str | None]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    parent_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("unit.id"))
    requested: Mapped[bool]
    national: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    province_code: Mapped[str | None]
    aliases: Mapped[list[str]] = mapped_column(ARRAY(Text))
    keys: Mapped[list[str]] = mapped_column(ARRAY(Text))
    search: Mapped[str]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class UnitSuccession(Base):
    """From the day ``on`` the successor answers for what the predecessor held.

    Of several successors the one with the lowest ``position`` is the heir of what cannot be split.
    """

    __tablename__ = "unit_succession"
    __table_args__ = (Index("ix_unit_succession_successor_id", "successor_id"),)

    predecessor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"), primary_key=True)
    on: Mapped[date]
    position: Mapped[int] = mapped_column(SmallInteger, server_default="0")


@dataclass(frozen=True, slots=True)
class UnitRef:
    """What the rest of the engine carries about of a unit."""

    id: int
    code: str
    name: str
    short_name: str
    tier: str


REF_COLUMNS: tuple[Any, ...] = (Unit.id, Unit.code, Unit.name, Unit.short_name, Unit.tier)
"""The columns of a ``UnitRef``, in its order."""


class UnknownUnit(NotFound):
    """No unit of that name, code or id on that day."""

    code = "unknown-unit"
    vi = "Không có đơn vị «{what}» vào ngày {on}. Hãy kiểm tra tên hoặc mã, và ngày hiệu lực."
    en = "There is no unit «{what}» on {on}. Check the name or code, and the day."


class AmbiguousUnit(InputError):
    """Several units answer to the name; ``candidates`` holds them all, ordered by code."""

    code = "ambiguous-unit"
    vi = "«{what}» có thể là {count} đơn vị: {listed}. Hãy ghi thêm đơn vị cấp trên."
    en = "«{what}» may be {count} units: {listed}. Add the superior unit's name."
    SHOWN = 8

    def __init__(self, what: str, candidates: list[UnitRef]) -> None:
        self.candidates = sorted(candidates, key=lambda ref: ref.code)
        listed = "; ".join(f"{c.short_name} [{c.code}]" for c in self.candidates[: self.SHOWN])
        more = "; …" if len(candidates) > self.SHOWN else ""
        super().__init__(what=what, count=len(candidates), listed=listed + more)


def in_force(on: date, unit: Any = Unit) -> ColumnElement[bool]:
    """The condition that ``unit`` (``Unit`` or an alias of it) is valid on the day ``on``."""
    return and_(unit.valid_from <= on, or_(unit.valid_to.is_(None), unit.valid_to > on))


def by_code(session: Session, code: str, on: date) -> UnitRef:
    """The unit that bears ``code`` on the day ``on``; raises UnknownUnit."""
    row = session.execute(refs().where(Unit.code == code, in_force(on))).one_or_none()
    if row is None:
        raise UnknownUnit(what=code, on=on.isoformat())
    return UnitRef(*row)


def refs() -> Select[Any]:
    """A select of the columns of ``UnitRef``."""
    return select(*REF_COLUMNS)


def type_ahead(session: Session, folded: str, on: date, limit: int = 20) -> list[UnitRef]:
    """Units valid on ``on`` whose search text holds ``folded`` (see ``unit_names.fold``)."""
    found = (
        refs()
        .where(Unit.search.contains(folded, autoescape=True), in_force(on))
        .order_by(func.length(Unit.search), Unit.code)
        .limit(limit)
    )
    return [UnitRef(*row) for row in session.execute(found)]
