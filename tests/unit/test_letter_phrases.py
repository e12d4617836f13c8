"""What phrases of recipients mean, for a district and for a province of 2023, and for a commune."""

from __future__ import annotations

import pytest

from engine.letter_names import spellings
from engine.letter_phrases import Below, understood

DISTRICT = Below(
    {"xa": "xa", "thi tran": "xa", "phuong": "xa"},
    ("phong",),
    ("doan-the",),
    "xa",
    frozenset({"huyen", "tinh"}),
)
PROVINCE = Below(
    {
        "xa": "xa",
        "phuong": "xa",
        "thi tran": "xa",
        "huyen": "huyen",
        "thi xa": "huyen",
        "thanh pho": "huyen",
        "quan": "huyen",
    },
    ("so",),
    ("doan-the",),
    "huyen",
    frozenset({"tinh"}),
)
COMMUNE = Below(own=frozenset({"phuong", "thi xa", "tinh"}))


@pytest.mark.parametrize(
    ("below", "phrase", "meant"),
    [
        (DISTRICT, "UBND các xã, thị trấn", ["territory:xa"]),
        (DISTRICT, "Các xã, phường, thị trấn trên địa bàn huyện", ["territory:xa"]),
        (DISTRICT, "Chủ tịch UBND các xã, thị trấn", ["territory:xa"]),
        (DISTRICT, "Các phòng, ban, ngành Huyện", ["organs"]),
        (DISTRICT, "Thủ trưởng các cơ quan, đơn vị", ["organs"]),
        (DISTRICT, "Các phòng, ban chuyên môn thuộc huyện", ["organs"]),
        (DISTRICT, "Mặt trận Tổ quốc và các đoàn thể huyện", ["mass"]),
        (DISTRICT, "Ban Dân vận Huyện ủy", ["party"]),
        (DISTRICT, "các đơn vị", ["all"]),
        (DISTRICT, "Các cơ quan, đơn vị, địa phương", ["organs", "territory:xa"]),
        (
            DISTRICT,
            "Các đơn vị (phòng, ban, đoàn thể huyện; UBND các xã)",
            ["organs", "mass", "territory:xa"],
        ),
        (DISTRICT, "Phòng Lao động - Thương binh và Xã hội", ["body"]),
        (DISTRICT, "Phòng Văn hóa và Thông tin; Công an huyện", ["body", "body"]),
        (DISTRICT, "Các phòng: Nội vụ, Tư pháp", ["body", "body"]),
        (PROVINCE, "Các sở, ban, ngành, đoàn thể cấp tỉnh", ["organs", "mass"]),
        (PROVINCE, "UBND các huyện, thị xã, thành phố", ["territory:huyen"]),
        (
            PROVINCE,
            "Ủy ban nhân dân các quận, huyện và các xã",
            ["territory:huyen", "territory:xa"],
        ),
        (PROVINCE, "Sở Văn hóa, Thể thao và Du lịch", ["body"]),
        (COMMUNE, "Các ban, ngành, đoàn thể phường", ["organs", "mass"]),
        (COMMUNE, "UBND các xã", ["body"]),
    ],
)
def test_each_part_of_a_phrase_is_understood(below: Below, phrase: str, meant: list[str]) -> None:
    told = [f"{part.kind}:{part.tier}".rstrip(":") for part in understood(phrase, below)]
    assert told == meant


def test_a_bodys_name_is_not_cut_at_its_own_commas() -> None:
    (part,) = understood("Sở Văn hóa, Thể thao và Du lịch", PROVINCE)
    assert part.text == "Sở Văn hóa, Thể thao và Du lịch"


@pytest.mark.parametrize("phrase", ["", " ;, ", "-", "()", "và và", "Các", "UBND"])
def test_odd_phrases_break_nothing(phrase: str) -> None:
    assert len(understood(phrase, DISTRICT)) <= 1


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Sở Lao động (nay là Sở Nội vụ)", "Sở Nội vụ"),
        ("Thường trực Ban chỉ đạo (Phòng Y tế)", "Phòng Y tế"),
        ("cơ quan Thường trực Phòng Y tế", "Phòng Y tế"),
        ("Sở Y tế tỉnh", "Sở Y tế"),
        ("Chủ tịch UBND tỉnh Hà Giang", "UBND tỉnh Hà Giang"),
        ("UBND  huyện\nVị Xuyên", "UBND huyện Vị Xuyên"),
    ],
)
def test_a_name_is_looked_for_in_its_other_forms(text: str, form: str) -> None:
    assert form in list(spellings(text))
