"""Selections on the national list, against a naive walk over every unit."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.selectors import (
    BadSelection,
    children,
    descendants,
    lead,
    resolve,
    resolve_many,
    successors_of,
    superior,
)
from engine.units import Unit, UnitRef, UnitSuccession, UnknownUnit, by_code
from tests.helpers.statements import statements

OLD, MERGED, NEW = date(2024, 4, 15), date(2025, 4, 1), date(2025, 7, 1)
pytestmark = pytest.mark.usefixtures("units")


class Oracle:
    """The same questions answered one unit at a time, in Python."""

    def __init__(self, session: Session) -> None:
        self.units = {unit.id: unit for unit in session.scalars(select(Unit))}
        self.under: dict[int | None, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            self.under[unit.parent_id].append(unit)
        self.links: dict[int, list[UnitSuccession]] = defaultdict(list)
        for link in session.scalars(select(UnitSuccession)):
            self.links[link.predecessor_id].append(link)

    def valid(self, unit: Unit, on: date) -> bool:
        return unit.valid_from <= on and (unit.valid_to is None or on < unit.valid_to)

    def below(self, unit: Unit, on: date) -> list[Unit]:
        over = {unit.id}
        if unit.national:
            over.add(unit.parent_id or unit.id)
        found = [u for parent in over for u in self.under[parent]]
        return [u for u in found if u is not unit and self.valid(u, on)]

    def deep(self, unit: Unit, on: date) -> list[Unit]:
        seen: dict[int, Unit] = {}
        todo = self.below(unit, on)
        while todo:
            here = todo.pop()
            if here.id not in seen:
                seen[here.id] = here
                todo += [u for u in self.under[here.id] if self.valid(u, on)]
        return [u for u in seen.values() if u is not unit]

    def heirs(self, unit: Unit, on: date) -> list[Unit]:
        if self.valid(unit, on):
            return [unit]
        steps = [link.successor_id for link in self.links[unit.id] if link.on <= on]
        return [heir for step in steps for heir in self.heirs(self.units[step], on)]

    def answer(self, ask: dict[str, Any], on: date) -> list[UnitRef]:
        unit = self.units[ask["unit"]]
        match ask["select"]:
            case "children":
                found = [u for u in self.below(unit, on) if ask["tier"] in (None, u.tier)]
            case "descendants":
                found = [u for u in self.deep(unit, on) if ask["tier"] in (None, u.tier)]
            case "lead":
                under = [
                    u for u in self.under[unit.id] if ask["field"] in u.fields and self.valid(u, on)
                ]
                found = sorted(under, key=lambda u: (u.field != ask["field"], u.code))[:1]
            case "superior":
                above = self.units.get(unit.parent_id or 0)
                found = [above] if above and self.valid(above, on) else []
            case _:
                found = self.heirs(unit, on)
        refs = {UnitRef(u.id, u.code, u.name, u.short_name, u.tier) for u in found}
        return sorted(refs, key=lambda ref: (ref.code, ref.id))


def test_resolve_agrees_with_a_walk_over_every_unit(session: Session) -> None:
    oracle = Oracle(session)
    dice = random.Random(20250701)
    some = dice.sample(sorted(oracle.units), 30)
    some += [u.id for u in oracle.units.values() if u.national][:4]
    some += [u.id for u in oracle.units.values() if u.tier in ("tinh", "huyen")][::60]
    tiers = [None, "tinh", "huyen", "xa", "so"]
    for on in (OLD, MERGED, NEW):
        asks: list[dict[str, Any]] = []
        for unit in some:
            asks += [
                {"select": "children", "unit": unit, "tier": dice.choice(tiers)},
                {"select": "descendants", "unit": unit, "tier": dice.choice(tiers)},
                {"select": "lead", "unit": unit, "field": dice.choice(["ldtbxh", "noivu", "yte"])},
                {"select": "superior", "unit": unit},
                {"select": "successor", "unit": unit},
            ]
        found = resolve_many(session, list(enumerate(asks)), on)
        for number, ask in enumerate(asks):
            assert found[number] == oracle.answer(ask, on), (ask, on)


def test_seven_hundred_districts_take_few_statements(session: Session) -> None:
    everyone = by_code(session, "cp", OLD).id
    districts = [ref.id for ref in descendants(session, everyone, "huyen", OLD)]
    asked: list[tuple[object, object]] = []
    for unit in districts:
        asked.append(((unit, "xa"), {"select": "children", "unit": unit, "tier": "xa"}))
        asked.append(((unit, "lead"), {"select": "lead", "unit": unit, "field": "ldtbxh"}))
        asked.append(((unit, "up"), {"select": "superior", "unit": unit}))
    with statements(session) as said:
        found = resolve_many(session, asked, OLD)
    assert 0 < len(said) <= 4
    assert len(districts) == 696
    assert sum(len(found[unit, "xa"]) for unit in districts) == 10_035
    assert all(len(found[unit, "lead"]) == 1 for unit in districts)


def test_the_tree_of_binh_dinh_before_the_reform(session: Session) -> None:
    province = by_code(session, "52", OLD).id
    assert len(children(session, province, "huyen", OLD)) == 11
    assert len(descendants(session, province, "xa", OLD)) == 155
    assert lead(session, province, "ldtbxh", OLD) == by_code(session, "52.ldtbxh", OLD)


@pytest.mark.parametrize(("code", "communes"), [("294", 16), ("030", 24), ("292", 22), ("769", 34)])
def test_communes_of_a_district(session: Session, code: str, communes: int) -> None:
    district = by_code(session, code, OLD).id
    assert len(children(session, district, "xa", OLD)) == communes


@pytest.mark.parametrize("body", ["bo.noivu", "bo.ubqg-vstbpn", "cp"])
def test_a_national_body_reaches_every_province(session: Session, body: str) -> None:
    for on, provinces in ((OLD, 63), (NEW, 34)):
        assert len(children(session, by_code(session, body, on).id, "tinh", on)) == provinces


def test_a_body_that_is_asked_reaches_nobody(session: Session) -> None:
    front = by_code(session, "tw.mttq", OLD).id
    assert children(session, front, None, OLD) == []


def test_districts_are_gone_after_the_reform(session: Session) -> None:
    root = by_code(session, "cp", NEW).id
    assert descendants(session, root, "huyen", NEW) == []
    assert descendants(session, root, "phong", NEW) == []
    assert len(descendants(session, root, "xa", NEW)) == 3_321


def test_every_legacy_commune_has_an_heir_on_the_day(session: Session) -> None:
    root = by_code(session, "cp", OLD).id
    communes = [ref.id for ref in descendants(session, root, "xa", OLD)]
    heirs = successors_of(session, communes, NEW)
    assert len(heirs) == 10_035
    assert all(refs and {ref.tier for ref in refs} == {"xa"} for refs in heirs.values())


def test_the_lead_for_labour_moves_to_home_affairs(session: Session) -> None:
    province = by_code(session, "52", OLD).id
    assert lead(session, province, "ldtbxh", MERGED) == by_code(session, "52.noivu", MERGED)
    commune = children(session, by_code(session, "52", NEW).id, "xa", NEW)[0]
    desk = lead(session, commune.id, "ldtbxh", NEW)
    assert desk is not None
    assert desk.code == f"{commune.code}.vhxh"


def test_all_shapes_of_a_selection(session: Session) -> None:
    district = by_code(session, "294", OLD)
    for shape in (
        district.id,
        Decimal(district.id),
        {"id": district.id},
        district,
        [[district.id]],
    ):
        assert resolve(session, shape, OLD) == [district]
    both = [district.id, {"select": "unit by code", "code": "030"}, Decimal(district.id)]
    assert [ref.code for ref in resolve(session, both, OLD)] == ["030", "294"]
    assert resolve(session, [], OLD) == []


def test_a_selection_may_start_from_another(session: Session) -> None:
    commune = find_commune(session)
    up = {"select": "superior", "unit": {"select": "superior", "unit": commune}}
    assert [r.code for r in resolve(session, up, OLD)] == ["30"]
    everyone = {"select": "children", "unit": {"select": "superior", "unit": commune}, "tier": "xa"}
    assert len(resolve(session, everyone, OLD)) == 22


def test_an_ended_unit_by_id_means_its_successor(session: Session) -> None:
    assert [ref.code for ref in resolve(session, find_commune(session), NEW)] == ["10714"]


def test_the_top_has_no_superior_and_others_one(session: Session) -> None:
    root = by_code(session, "cp", OLD)
    province = by_code(session, "52", OLD)
    assert superior(session, root.id, OLD) is None
    assert superior(session, province.id, OLD) == root


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "52",
        True,
        Decimal("1.5"),
        float("nan"),
        {"select": "everyone", "unit": 1},
        {"select": ["children"], "unit": 1},
        {"select": "id", "unit": 1},
        {"select": "children"},
        {"select": "children", "unit": 1, "tier": 4},
        {"select": "lead", "unit": 1},
        {"select": "unit by code", "code": 52},
        {"name": "x"},
        [1, [None]],
    ],
)
def test_what_selects_nothing_is_refused(session: Session, wrong: object) -> None:
    with pytest.raises(BadSelection):
        resolve(session, wrong, OLD)


@pytest.mark.parametrize(
    "missing",
    [-1, {"select": "children", "unit": -1}, {"select": "unit by code", "code": "00"}],
)
def test_a_unit_that_is_not_there_is_an_error(session: Session, missing: object) -> None:
    with pytest.raises(UnknownUnit):
        resolve(session, missing, OLD)


def find_commune(session: Session) -> int:
    """Phường Phú Thứ of Kinh Môn."""
    return by_code(session, "10714", OLD).id
