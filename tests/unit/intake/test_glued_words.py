"""Syllables that ran together are told apart; names, short forms and words of other languages stay whole."""

from __future__ import annotations

import pytest

from engine.intake.glued_words import apart, split_word
from tests.unit.intake.heads import piece
from tests.unit.intake.written import said_of


@pytest.mark.parametrize(
    ("glued", "meant"),
    [
        ("rà soátdanh sách", "rà soát danh sách"),
        ("PhòngTư pháp và VụKế hoạch", "Phòng Tư pháp và Vụ Kế hoạch"),
        ("tham gia ýkiến", "tham gia ý kiến"),
        ("Tòaán nhân dân, Trungương", "Tòa án nhân dân, Trung ương"),
        ("BANHÀNH QUYCHẾ", "BAN HÀNH QUY CHẾ"),
        ("tại côngvănsố 5", "tại công văn số 5"),
        ("Trường ở Krông Pắc, xã Êđê, ôtô, HĐND, nghiêng", "Trường ở Krông Pắc, xã Êđê, ôtô, HĐND, nghiêng"),
        ("gửi về anhtuấn@syt.gov.vn, 12/SGDĐT-GDTH", "gửi về anhtuấn@syt.gov.vn, 12/SGDĐT-GDTH"),
    ],
)  # fmt: skip
def test_each_syllable_is_a_word_of_its_own(glued: str, meant: str) -> None:
    assert apart(piece(glued)).text == meant


def test_every_character_keeps_its_place() -> None:
    found = apart(piece("hồsơ"))
    assert (found.text, found.origin) == ("hồ sơ", (0, 1, 2, 2, 3))


@pytest.mark.parametrize("word", ["nghiêng", "quyền", "giếng", "khuỷu", "Facebook", "UBND", "đ"])
def test_a_syllable_or_a_foreign_word_is_whole(word: str) -> None:
    assert split_word(word) == (word,)


def test_a_deadline_among_glued_words_is_read() -> None:
    said = said_of("Các xãgửi báocáo về PhòngNông nghiệp trướcngày 20/8/2023 để tổnghợp.")
    assert said == "b0820"
