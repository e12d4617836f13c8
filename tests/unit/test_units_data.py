"""The national list as it is on disk, before any database."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
import yaml

from adapters.units_data import DATA, Dataset, TemplateRefused, load
from engine.unit_import import UnitRow

REFORM = date(2025, 7, 1)


@pytest.fixture(scope="module")
def national() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def legacy(national: Dataset) -> dict[str, UnitRow]:
    return {
        row.code: row for row in national.rows if row.valid_to == REFORM and "." not in row.code
    }


@pytest.fixture(scope="module")
def current(national: Dataset) -> dict[str, UnitRow]:
    return {row.code: row for row in national.rows if row.valid_to is None and "." not in row.code}


def test_legacy_counts_are_the_official_ones(legacy: dict[str, UnitRow]) -> None:
    assert Counter(row.tier for row in legacy.values()) == {"tinh": 63, "huyen": 696, "xa": 10_035}


def test_current_counts_are_the_official_ones(current: dict[str, UnitRow]) -> None:
    communes = [row for row in current.values() if row.tier == "xa"]
    assert sum(row.tier == "tinh" for row in current.values()) == 34
    assert len(communes) == 3_321
    assert Counter(row.kind for row in communes) == {"xa": 2_621, "phuong": 687, "dac-khu": 13}


def test_codes_are_padded(legacy: dict[str, UnitRow], current: dict[str, UnitRow]) -> None:
    width = {"tinh": 2, "huyen": 3, "xa": 5}
    rows = [*legacy.values(), *(row for row in current.values() if row.code != "cp")]
    assert all(row.code.isdigit() and len(row.code) == width[row.tier] for row in rows)


def test_island_districts_had_no_communes_and_became_special_zones(
    national: Dataset, legacy: dict[str, UnitRow], current: dict[str, UnitRow]
) -> None:
    with_communes = {row.parent for row in legacy.values() if row.tier == "xa"}
    bare = [r for r in legacy.values() if r.tier == "huyen" and r.code not in with_communes]
    links = [s for s in national.successions if s.predecessor in legacy]
    into = {s.predecessor: current[s.successor].kind for s in links if s.on == REFORM}
    assert {row.place for row in bare} == {
        "huyện Bạch Long Vĩ",
        "huyện Cồn Cỏ",
        "huyện Hoàng Sa",
        "huyện Lý Sơn",
        "huyện Côn Đảo",
    }
    assert {into[row.code] for row in bare} == {"dac-khu"}


def test_every_legacy_unit_has_a_successor(
    national: Dataset, legacy: dict[str, UnitRow], current: dict[str, UnitRow]
) -> None:
    into: dict[str, set[str]] = defaultdict(set)
    for succession in national.successions:
        into[succession.predecessor].add(succession.successor)
    for row in legacy.values():
        assert into[row.code], row
        assert {current[code].valid_from for code in into[row.code]} == {REFORM}


def test_every_new_commune_has_a_predecessor(
    national: Dataset, current: dict[str, UnitRow]
) -> None:
    heirs = {s.successor for s in national.successions}
    assert {code for code in current if code != "cp"} <= heirs


def test_divided_communes_of_one_name_do_not_inherit_each_others_successors(
    national: Dataset,
) -> None:
    # The source lists phường Cao Lãnh also for wards 3, 4 and 6 of Mỹ Tho, Cai Lậy and Sa Đéc.
    cao_lanh = {s.predecessor for s in national.successions if s.successor == "29869"}
    lands = {row.code: row for row in national.rows if row.valid_to == REFORM}
    assert {lands[code].parent for code in cao_lanh} == {"866"}


def test_a_code_may_mean_another_province_after_the_reform(
    legacy: dict[str, UnitRow], current: dict[str, UnitRow]
) -> None:
    assert legacy["52"].short_name == "UBND tỉnh Bình Định"
    assert current["52"].short_name == "UBND tỉnh Gia Lai"


def test_ministry_and_office_of_labour_pass_to_home_affairs(national: Dataset) -> None:
    on = date(2025, 3, 1)
    merged = {(s.predecessor, s.successor) for s in national.successions if s.on == on}
    assert {("bo.ldtbxh", "bo.noivu"), ("52.ldtbxh", "52.noivu")} <= merged


def test_provinces_know_where_they_are(current: dict[str, UnitRow]) -> None:
    places = [row for row in current.values() if row.tier == "tinh"]
    assert all(8 < (row.latitude or 0) < 24 and 102 < (row.longitude or 0) < 111 for row in places)


def test_bodies_that_are_asked_are_marked(national: Dataset) -> None:
    asked = {row.tier for row in national.rows if row.requested}
    ordered = {row.tier for row in national.rows if not row.requested}
    assert asked == {"doan-the"}
    assert not asked & ordered


@pytest.mark.parametrize(
    "wrong",
    [{"name": "Sở Lạ"}, {"field": "la", "name": "Sở Lạ", "tier": "so", "at": [], "colour": "red"}],
)
def test_a_wrong_template_line_is_named(tmp_path: Path, wrong: dict[str, object]) -> None:
    template = yaml.safe_load((DATA / "bodies.yaml").read_text("utf-8"))
    template["offices"].append(wrong)
    path = tmp_path / "bodies.yaml"
    path.write_text(yaml.safe_dump(template), "utf-8")
    with pytest.raises(TemplateRefused, match="Sở Lạ"):
        load(bodies=path)


def test_the_licence_of_the_source_stands_beside_the_data() -> None:
    notice = (DATA / "LICENSE-vietnamadminunits.txt").read_text("utf-8")
    assert "MIT License" in notice
    assert "Tran Ngoc Minh Hieu" in notice
    assert (DATA / "units.csv.gz").stat().st_size < 600_000
