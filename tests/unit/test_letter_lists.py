"""Lists of places under their kind, «nêu trên», the lines of Nơi nhận, and parts of a proposal."""

from __future__ import annotations

import pytest

from engine.intake.found import Assignment
from engine.letter_copies import to_carry_out
from engine.letter_lists import before_above, said_above
from engine.letter_parts import provisions, type_of
from engine.letter_phrases import ABOVE, ALL, BODY, LISTED, ORGANS, Below, understood
from engine.received_findings import Finding

BELOW = Below(
    {"xa": "xa", "thi tran": "xa", "huyen": "huyen", "thi xa": "huyen"},
    ("phong",),
    ("doan-the",),
    "xa",
    frozenset({"tinh"}),
)


@pytest.mark.parametrize(
    ("phrase", "kinds", "names"),
    [
        ("UBND các xã: Phước Thuận, Phước Sơn, Phước An", "xã", "Phước Thuận|Phước Sơn|Phước An"),
        ("UBND các xã Phước Thuận, Phước Sơn và Phước An", "xã", "Phước Thuận|Phước Sơn|Phước An"),
        ("UBND các xã, thị trấn: Diêu Trì, Phước Lộc", "xã|thị trấn", "Diêu Trì|Phước Lộc"),
        ("Chủ tịch UBND 02 xã: A Lưới và Hồng Kim", "xã", "A Lưới|Hồng Kim"),
        ("Ủy ban nhân dân xã: An Bình", "xã", "An Bình"),
    ],
)
def test_a_list_under_a_kind_is_its_names(phrase: str, kinds: str, names: str) -> None:
    parts = understood(phrase, BELOW)
    assert [part.text for part in parts] == names.split("|")
    assert {(part.kind, part.kinds) for part in parts} == {(LISTED, tuple(kinds.split("|")))}


def test_what_has_its_own_kind_or_head_in_a_list_is_that() -> None:
    phrase = "UBND các huyện: Tuy Phước; thị xã An Nhơn; Phòng Y tế và các phòng, ban"
    found = [(part.kind, part.text) for part in understood(phrase, BELOW)]
    assert found == [
        (LISTED, "Tuy Phước"),
        (BODY, "thị xã An Nhơn"),
        (BODY, "Phòng Y tế"),
        (ORGANS, "các phòng"),
    ]


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("UBND các xã nêu trên", ABOVE),
        ("Các xã có tên trên", ABOVE),
        ("các phòng đã nêu ở trên", ABOVE),
        ("Các cơ quan, đơn vị nêu trên", ALL),
        ("Như trên", BODY),
    ],
)
def test_named_before_is_told_from_everybody(phrase: str, kind: str) -> None:
    assert [part.kind for part in understood(phrase, BELOW)] == [kind]


def test_on_the_territory_is_not_named_before() -> None:
    assert before_above("UBND các xã trên địa bàn huyện") == ""
    text = "1. UBND các xã trên địa bàn huyện gửi danh sách trước ngày 28/5."
    assert said_above("UBND các xã", text, text.index("gửi"), len(text)) == "UBND các xã"


def test_who_is_named_before_is_read_from_the_sentence() -> None:
    text = "1. UBND các\nxã nêu trên gửi danh sách trước ngày 28/5."
    found = said_above("UBND các xã", text, text.index("gửi"), len(text))
    assert found == "UBND các xã nêu trên"


@pytest.mark.parametrize(
    ("line", "bodies"),
    [
        ("UBND các huyện, thị xã, thành phố (để t/h);", "UBND các huyện, thị xã, thành phố"),
        ("Sở Y tế, Công an tỉnh", "Sở Y tế, Công an tỉnh"),
        ("Chủ tịch UBND các xã", "Chủ tịch UBND các xã"),
        ("Bộ Y tế (b/c)", ""),
        ("UBND tỉnh (để báo cáo)", ""),
        ("Sở Nội vụ (để biết)", ""),
        ("CT, các PCT UBND tỉnh", ""),
        ("Báo Bình Định; Đài PT-TH tỉnh", ""),
        ("Như Điều 3", ""),
        ("Lưu: VT, K15", ""),
    ],
)
def test_a_line_of_copies_is_to_carry_out_or_only_told(line: str, bodies: str) -> None:
    assert to_carry_out(line) == bodies


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("1021/UBND-NV", "Công văn"),
        ("568/QĐ-TTg", "Quyết định"),
        ("57-NQ/TW", "Nghị quyết"),
        ("09/2019/NĐ-CP", "Nghị định"),
        ("10/2012/QH13", ""),
    ],
)
def test_a_basis_is_called_by_what_its_symbol_says(number: str, name: str) -> None:
    assert type_of(number) == name


@pytest.mark.parametrize(
    ("where", "number"),
    [("3", "3"), ("1.1", "1.1"), ("Điều 2", "Điều 2"), ("II.2", ""), ("closing", "")],
)
def test_only_a_number_that_the_letter_prints_is_a_tasks_number(where: str, number: str) -> None:
    finding = Finding(1, "assignment", Assignment("Phòng Y tế", "rà soát", where))
    assert [task["number"] for task in provisions([finding])] == [number]
