"""Numbers and symbols of letters, as offices print them."""

from __future__ import annotations

import pytest

from engine.intake import doubts, numbers
from tests.unit.intake.heads import lines


@pytest.mark.parametrize(
    ("printed", "number", "symbol"),
    [
        ("Số: 415/UBND-NC", "415", "UBND-NC"),
        ("Số: 0129/SNV-CCHC", "0129", "SNV-CCHC"),
        ("Số : 88 /SGDĐT-GDTrH", "88", "SGDĐT-GDTrH"),
        ("Số 14-KH/TU", "14", "KH/TU"),
        ("Số: 620 - CV/BTCTU", "620", "CV/BTCTU"),
        ("Số: 07/2024/QĐ-UBND", "07", "2024/QĐ-UBND"),
        ("Số: 24a/KH-UBND", "24a", "KH-UBND"),
        ("Số:           /KH-UBND", None, "KH-UBND"),
        ("Số: ......./BC-STP", None, "BC-STP"),
        ("Số: 31/QĐ - TTg", "31", "QĐ-TTg"),
        ("Số: 771/SLĐTBXH-TE&BĐG", "771", "SLĐTBXH-TE&BĐG"),
        ("Số: 5/UBND-VX Tam Nông, ngày 2 tháng 3 năm 2022", "5", "UBND-VX"),
        ("Số: 12/KH- UBND", "12", "KH-UBND"),
        ("17/VHXH", "17", "VHXH"),
        ("Số: 415QĐ/ BTP", "415", "QĐ/BTP"),
    ],
)
def test_number_and_symbol_are_parted(printed: str, number: str | None, symbol: str) -> None:
    found = numbers.find(lines(printed), printed)

    assert found is not None
    assert (found.number and found.number.value) == number
    assert found.symbol is not None
    assert found.symbol.value == symbol


def test_a_number_over_two_lines_is_one() -> None:
    text = "Số:\n258/KH-UBND\nKẾ HOẠCH"

    found = numbers.find(lines(text), text)

    assert found is not None
    assert found.printed.value == "Số: 258/KH-UBND"


def test_as_printed_keeps_the_blanks_and_says_the_number_is_missing() -> None:
    text = "Số:        /UBND-TH   Yên Lập, ngày 3 tháng 4 năm 2023"

    found = numbers.find(lines(text), text)

    assert found is not None
    assert found.printed.value == "Số:        /UBND-TH"
    assert doubts.NUMBER_BLANK in found.printed.doubts
    (span,) = found.printed.spans
    assert text[span.start : span.end] == found.printed.value


def test_a_lone_label_is_a_number_without_symbol() -> None:
    found = numbers.find(lines("Số: 12\nV/v họp giao ban"), "Số: 12\nV/v họp giao ban")

    assert found is not None
    assert found.number is not None
    assert found.number.value == "12"
    assert found.symbol is None
    assert doubts.SYMBOL_LOST in found.printed.doubts


def test_the_number_of_a_cited_decision_in_a_title_is_not_the_letters_own() -> None:
    text = "KẾ HOẠCH\nTRIỂN KHAI QUYẾT ĐỊNH SỐ 34/2014/QĐ-TTG CỦA THỦ TƯỚNG CHÍNH PHỦ"

    assert numbers.find(lines(text), text) is None
