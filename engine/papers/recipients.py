"""Whom a paper names as its recipients: groups as printed, units by name, or many in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.directive_tables import Recipient
from engine.unit_groups import all_of, parted, together
from engine.units import Unit

BY_NAME = 12
"""More units than this are not listed one by one."""


def of_directive(session: Session, directive_id: int, content: Mapping[str, Any]) -> list[str]:
    """Its groups as its file names them; of a derived one the units it was sent to."""
    groups = [str(g.get("group") or "") for g in content.get("recipients") or ()]
    if any(groups):
        return [group for group in groups if group]
    rows = session.execute(
        select(Unit.short_name, Unit.place)
        .join(Recipient, Recipient.unit_id == Unit.id)
        .where(Recipient.directive_id == directive_id)
        .order_by(Unit.code, Unit.id)
    )
    return named([(name, place) for name, place in rows], counted=False)


def to_carry_out(to: Sequence[str]) -> list[str]:
    """Recipients in «Nơi nhận» of a paper without «Kính gửi»; groups are told what for."""
    return [f"{one} (để thực hiện)" if _is_group(one) else one for one in to]


def _is_group(name: str) -> bool:
    return " các " in f" {name.lower()} " and not name.rstrip(";. ").endswith(")")


def named(units: Sequence[tuple[str, str]], *, counted: bool = True) -> list[str]:
    """Units, each as (short name, place): by name if they are few, else told together.

    "UBND các xã, thị trấn (20 đơn vị)"; not ``counted`` where it is all there are.
    """
    if len(units) <= BY_NAME:
        return [name for name, _ in units]
    alike: dict[str, Counter[str]] = {}
    for name, place in units:
        body, kind = parted(name, place)
        alike.setdefault(body, Counter())[kind] += 1
    many = [_together(body, kinds, counted) for body, kinds in alike.items() if kinds.total() > 1]
    return [*_alone(units, alike, counted), *many]


def _alone(
    units: Sequence[tuple[str, str]], alike: Mapping[str, Counter[str]], named: bool
) -> list[str]:
    """Bodies like no other, those of one territory in one line, ``named`` or not."""
    found: dict[str, list[str]] = {}
    for name, place in units:
        if alike[parted(name, place)[0]].total() == 1:
            found.setdefault(place, []).append(name.removesuffix(place).strip() or name)
    return [_of_place(place, names, named) for place, names in found.items()]


def _of_place(place: str, names: Sequence[str], named: bool) -> str:
    if len(names) == 1:
        return f"{names[0]} {place}"
    if not named:
        return together([(f"{name} {place}", place) for name in names])
    return f"Các cơ quan {place}: {', '.join(names)}"


def _together(body: str, kinds: Counter[str], counted: bool) -> str:
    many = all_of(body, kinds) if all(kinds) else f"Các {body}"
    return f"{many} ({kinds.total()} đơn vị)" if counted else many
