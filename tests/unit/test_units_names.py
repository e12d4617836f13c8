"""Folding names to what their spellings have in common."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.unit_names import fold, key_of


def test_fold_is_lower_case_without_accents() -> None:
    assert fold("Ủy ban nhân dân  Thành phố ĐÀ NẴNG") == "uy ban nhan dan thanh pho da nang"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở LĐTBXH", "Sở LĐ-TB&XH"),
        ("Sở Lao động - Thương binh và Xã hội", "so lao dong, thuong binh & xa hoi"),
        ("Uỷ ban", "Ủy ban"),
        ("Hòa Bình", "Hoà Bình"),
        ("TP.HCM", "TP HCM"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@given(st.text(alphabet="aăâeêioôơuưyđàáảãạ ,.-&XĐ", max_size=30))
def test_key_does_not_depend_on_composition_or_case(text: str) -> None:
    assert key_of(unicodedata.normalize("NFD", text).upper()) == key_of(text)
    assert fold(fold(text)) == fold(text)
