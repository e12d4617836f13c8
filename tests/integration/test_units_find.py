"""Finding a unit by what people write, on the national list."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from engine.selectors import successors
from engine.unit_names import find
from engine.units import AmbiguousUnit, UnknownUnit, by_code, type_ahead

OLD, NEW = date(2024, 4, 15), date(2025, 7, 1)
pytestmark = pytest.mark.usefixtures("units")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UBND huyện Thanh Hà", "294"),
        ("huyện Thanh Hà, tỉnh Hải Dương", "294"),
        ("uy ban nhan dan huyen thanh ha tinh hai duong", "294"),
        ("ỦY BAN NHÂN DÂN HUYỆN VỊ XUYÊN", "030"),
        ("huyện Hồng Ngự", "870"),
        ("TP. Hồng Ngự", "868"),
        ("phường Phú Thứ, thị xã Kinh Môn", "10714"),
        ("UBND phường Phú Thứ (thị xã Kinh Môn, tỉnh Hải Dương)", "10714"),
        ("thành phố Thủ Đức", "769"),
        ("Quận 9, TP.HCM", "769"),
        ("P. 5, Q. Phú Nhuận, TP HCM", "27046"),
        ("Sở Lao động, Thương binh và Xã hội tỉnh Bình Định", "52.ldtbxh"),
        ("Phòng LĐ-TB&XH huyện Thanh Hà", "294.ldtbxh"),
        ("Bộ LĐTBXH", "bo.ldtbxh"),
        ("Ủy ban MTTQVN huyện Vị Xuyên", "030.mttq"),
        ("UBQG vì sự tiến bộ của phụ nữ Việt Nam", "bo.ubqg-vstbpn"),
    ],
)
def test_names_of_before_the_reform(session: Session, text: str, code: str) -> None:
    assert find(session, text, OLD).code == code


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("tỉnh Bình Định", "52", "UBND tỉnh Gia Lai"),
        ("huyện Thanh Hà", "31", "UBND thành phố Hải Phòng"),
        ("Sở LĐTBXH tỉnh Bình Định", "52.noivu", "Sở Nội vụ tỉnh Gia Lai"),
        ("Bộ LĐTBXH", "bo.noivu", "Bộ Nội vụ"),
        ("huyện Côn Đảo", "26732", "UBND đặc khu Côn Đảo"),
    ],
)
def test_a_former_name_means_the_successor(
    session: Session, text: str, code: str, name: str
) -> None:
    ref = find(session, text, NEW)
    assert (ref.code, ref.short_name) == (code, name)


def test_within_a_unit_the_nearest_is_meant(session: Session) -> None:
    province = by_code(session, "30", OLD).id
    assert find(session, "Sở LĐTBXH", OLD, within=province).code == "30.ldtbxh"
    assert find(session, "Hội LHPN", OLD, within=province).code == "30.hlhpn"
    assert find(session, "UBND tỉnh", OLD, within=province).code == "30"
    assert find(session, "Sở LĐTBXH", NEW, within=by_code(session, "31", NEW).id).code == "31.noivu"


def test_within_excludes_the_rest_of_the_country(session: Session) -> None:
    with pytest.raises(UnknownUnit):
        find(session, "huyện Thanh Hà", OLD, within=by_code(session, "52", OLD).id)


def test_an_ambiguous_name_lists_who_is_meant(session: Session) -> None:
    with pytest.raises(AmbiguousUnit) as caught:
        find(session, "Hồng Ngự", OLD)
    assert [ref.code for ref in caught.value.candidates] == ["868", "870"]
    assert "UBND huyện Hồng Ngự [870]" in caught.value.text("vi")
    with pytest.raises(AmbiguousUnit) as caught:
        find(session, "Sở LĐTBXH", OLD)
    assert len(caught.value.candidates) == 63


@pytest.mark.parametrize("text", ["", " , ", "huyện Không Có", "huyện Thanh Hà, tỉnh Bình Định"])
def test_an_unknown_name_is_refused(session: Session, text: str) -> None:
    with pytest.raises(UnknownUnit):
        find(session, text, OLD)


def test_every_short_name_finds_its_unit_or_its_namesakes(session: Session) -> None:
    province = by_code(session, "52", OLD)
    for ref in type_ahead(session, "binh dinh", OLD, limit=20):
        try:
            found = [find(session, ref.short_name, OLD)]
        except AmbiguousUnit as ambiguous:
            found = list(ambiguous.candidates)
        assert ref in found
    assert province in type_ahead(session, "ubnd tinh binh", OLD)


def test_an_abolished_district_is_gone_on_the_day(session: Session) -> None:
    with pytest.raises(UnknownUnit):
        by_code(session, "540", NEW)
    district = by_code(session, "540", date(2025, 6, 30))
    assert [ref.short_name for ref in successors(session, district.id, NEW)] == [
        "UBND tỉnh Gia Lai"
    ]
