"""Single units in an administrator's hands: found, added, corrected, ended; every act audited.

What several units do to each other is a change of structure (``engine.restructuring``). Here a unit
ends only when nothing of it goes on: no running work, no open report, no post, no unit below.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session, aliased

from engine import access, audit
from engine.errors import Conflict, InputError
from engine.instance_rows import Instance
from engine.people import Actor
from engine.post_tables import Post
from engine.report_tables import Report
from engine.unit_import import UnitRow, import_units
from engine.unit_names import fold, key_of
from engine.units import Unit, UnitSuccession, in_force

PAGE = 50


class UnitBusy(Conflict):
    """Something of the unit goes on, so it cannot simply end."""

    code = "unit-busy"
    vi = (
        "«{unit}» còn {running} tiến trình đang chạy, {reports} báo cáo đang mở, {posts} chức vụ và "
        "{below} đơn vị trực thuộc sau ngày đó. Hãy dùng trang Thay đổi tổ chức để có đơn vị kế thừa."
    )
    en = (
        "«{unit}» still has {running} running processes, {reports} open reports, {posts} posts and "
        "{below} units below it after that day. Use a change of structure, so that it has a successor."
    )


class UnitOver(Conflict):
    """The unit has ended already, or begins only later."""

    code = "unit-over"
    vi = "«{unit}» không có hiệu lực ngày {on}."
    en = "«{unit}» is not valid on {on}."


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in a list."""

    id: int
    code: str
    name: str
    short_name: str
    tier: str
    superior: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Some units in the order of their codes; ``next_after`` continues where they end."""

    rows: list[UnitLine]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Busy:
    """What goes on at a unit."""

    running: int
    reports: int
    posts: int
    below: int

    @property
    def anything(self) -> bool:
        """Whether the unit cannot simply end."""
        return bool(self.running or self.reports or self.posts or self.below)


@dataclass(frozen=True, slots=True)
class UnitShown:
    """A unit with its own past and future (rows of its code), neighbours in time, and its work."""

    unit: Unit
    superior: Unit | None
    stretches: list[Unit]
    predecessors: list[tuple[Unit, date]]
    successors: list[tuple[Unit, date]]
    busy: Busy


def page(
    session: Session,
    actor: Actor,
    on: date,
    *,
    words: str = "",
    tier: str = "",
    after: int | None = None,
) -> UnitPage:
    """Units valid on the day, found by name, alias or code, accents or not. Raises Forbidden."""
    access.require_administrator(actor)
    above = aliased(Unit)
    wanted = (
        select(
            Unit.id,
            Unit.code,
            Unit.name,
            Unit.short_name,
            Unit.tier,
            func.coalesce(above.short_name, ""),
            Unit.valid_from,
            Unit.valid_to,
        )
        .outerjoin(above, above.id == Unit.parent_id)
        .where(in_force(on))
        .order_by(Unit.code, Unit.id)
        .limit(PAGE + 1)
    )
    if words:
        named = Unit.search.contains(fold(words), autoescape=True)
        known = Unit.keys.contains([key_of(words)])
        wanted = wanted.where(or_(named, known, Unit.code == words.strip()))
    if tier:
        wanted = wanted.where(Unit.tier == tier)
    if after is not None:
        last = select(Unit.code).where(Unit.id == after).scalar_subquery()
        wanted = wanted.where(Unit.code > last)
    rows = [UnitLine(*row) for row in session.execute(wanted)]
    return UnitPage(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def tiers(session: Session, on: date) -> list[str]:
    """The tiers that units have on the day."""
    return sorted(session.scalars(select(Unit.tier).where(in_force(on)).distinct()))


def read(session: Session, actor: Actor, unit_id: int, on: date) -> UnitShown:
    """One unit; what goes on is counted from the day on. Raises Forbidden, NotFound."""
    access.require_administrator(actor)
    unit = access.require(session.get(Unit, unit_id), f"unit {unit_id}")
    stretches = select(Unit).where(Unit.code == unit.code).order_by(Unit.valid_from)
    return UnitShown(
        unit,
        session.get(Unit, unit.parent_id) if unit.parent_id is not None else None,
        list(session.scalars(stretches)),
        _linked(session, UnitSuccession.predecessor_id, UnitSuccession.successor_id, unit_id),
        _linked(session, UnitSuccession.successor_id, UnitSuccession.predecessor_id, unit_id),
        _busy(session, unit_id, on),
    )


def add(session: Session, actor: Actor, row: UnitRow, now: datetime) -> Unit:
    """A body that was not there. Raises Forbidden, BadUnit (a code in use), UnitsRefused."""
    access.require_administrator(actor)
    known = select(Unit.short_name).where(Unit.code == row.code).limit(1)
    holder = session.scalar(known)
    if holder is not None:
        why_vi, why = f"mã này là của {holder}", f"the code is that of {holder}"
        raise BadUnit(unit=row.code, why_vi=why_vi, why=why)
    import_units(session, [row])
    made = session.scalars(
        select(Unit).where(Unit.code == row.code, Unit.valid_from == row.valid_from)
    ).one()
    detail: dict[str, object] = {"code": row.code, "name": row.name, "parent": row.parent}
    _record(session, actor, "unit-add", made, detail, now)
    return made


def correct(
    session: Session, actor: Actor, unit_id: int, changes: dict[str, Any], now: datetime
) -> Unit:
    """Correct what was entered wrongly: name, short_name, place, aliases, latitude, longitude.

    A name that changed on a day is a change of structure, not a correction. Raises Forbidden,
    NotFound, UnitsRefused, BadUnit.
    """
    access.require_administrator(actor)
    unit = session.get(Unit, unit_id, with_for_update=True)
    unit = access.require(unit, f"unit {unit_id}")
    old = {name: getattr(unit, name) for name in changes}
    wanted = {n: v for n, v in changes.items() if v != _plain(old[n])}
    if wanted:
        if not wanted.get("name", unit.name) or not wanted.get("short_name", unit.short_name):
            raise BadUnit(unit=unit.code, why_vi="thiếu tên", why="the name is missing")
        import_units(session, [replace(_row(session, unit), **wanted)])
        session.refresh(unit)
        detail: dict[str, object] = {
            name: {"old": _plain(old[name]), "new": value} for name, value in wanted.items()
        }
        _record(session, actor, "unit-correct", unit, detail, now)
    return unit


def end(session: Session, actor: Actor, unit_id: int, on: date, now: datetime) -> Unit:
    """End a unit: ``on`` is the first day without it.

    Raises Forbidden, NotFound, UnitOver, UnitBusy, UnitsRefused.
    """
    access.require_administrator(actor)
    # As a change of structure: no step may open work here meanwhile.
    session.execute(text("LOCK TABLE instance IN EXCLUSIVE MODE"))
    unit = access.require(session.get(Unit, unit_id, with_for_update=True), f"unit {unit_id}")
    if on <= unit.valid_from or (unit.valid_to is not None and unit.valid_to <= on):
        raise UnitOver(unit=unit.short_name, on=f"{on:%d/%m/%Y}")
    busy = _busy(session, unit_id, on)
    if busy.anything:
        raise UnitBusy(
            unit=unit.short_name,
            running=busy.running,
            reports=busy.reports,
            posts=busy.posts,
            below=busy.below,
        )
    old = unit.valid_to
    import_units(session, [replace(_row(session, unit), valid_to=on)])
    session.refresh(unit)
    _record(session, actor, "unit-end", unit, {"old": old, "new": on}, now)
    return unit


class BadUnit(InputError):
    """A unit that cannot be so."""

    code = "bad-unit"
    vi = "Không ghi được đơn vị «{unit}»: {why_vi}."
    en = "The unit «{unit}» cannot be recorded: {why}."


def _busy(session: Session, unit_id: int, on: date) -> Busy:
    def count(*conditions: Any) -> int:
        return session.scalar(select(func.count()).where(*conditions)) or 0

    return Busy(
        count(Instance.unit_id == unit_id, Instance.status == "running"),
        count(
            or_(Report.unit_id == unit_id, Report.consolidator_id == unit_id),
            Report.status.in_(("open", "returned", "submitted")),
        ),
        count(Post.unit_id == unit_id, or_(Post.valid_to.is_(None), Post.valid_to > on)),
        count(Unit.parent_id == unit_id, or_(Unit.valid_to.is_(None), Unit.valid_to > on)),
    )


def _linked(session: Session, wanted: Any, known: Any, unit_id: int) -> list[tuple[Unit, date]]:
    rows = session.execute(
        select(Unit, UnitSuccession.on)
        .join(UnitSuccession, wanted == Unit.id)
        .where(known == unit_id)
        .order_by(UnitSuccession.on, UnitSuccession.position, Unit.code)
        .limit(200)
    )
    return [(unit, on) for unit, on in rows]


def _row(session: Session, unit: Unit) -> UnitRow:
    parent = session.get(Unit, unit.parent_id) if unit.parent_id is not None else None
    return UnitRow(
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        place=unit.place,
        tier=unit.tier,
        kind=unit.kind,
        parent=parent.code if parent is not None else None,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        field=unit.field,
        fields=tuple(unit.fields),
        requested=unit.requested,
        national=unit.national,
        province_code=unit.province_code,
        aliases=tuple(unit.aliases),
        latitude=unit.latitude,
        longitude=unit.longitude,
    )


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _record(
    session: Session,
    actor: Actor,
    action: str,
    unit: Unit,
    detail: dict[str, object],
    now: datetime,
) -> None:
    entry = audit.Entry(f"account:{actor.account_id}", action, unit_id=unit.id, detail=detail)
    audit.record(session, [entry], now)
