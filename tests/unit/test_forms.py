"""Forms: the shipped ones are sound, bad ones are refused, answers get their types or a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.forms import AnswersRefused, BadForm, Form, catalogue, loaded, parse
from webapp.wiring import FORMS

WORDS = {"vi": "Nhãn", "en": "Label"}


def _form(**field: Any) -> Form:
    base = {"name": "answer", "label": WORDS, "required": True}
    return parse("test", {"title": WORDS, "fields": [base | field]})


def _one(value: str, locale: str = "vi", **field: Any) -> Any:
    return _form(**field).answers({"answer": value}, locale)["answer"]


def test_every_shipped_form_can_be_drawn() -> None:
    assert {"receive", "assign", "issue", "implement", "report", "review"} <= set(catalogue(FORMS))


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        ("integer", "1.250", 1250),
        ("integer", " 7 ", 7),
        ("integer", "-3", -3),
        ("decimal", "12,5", Decimal("12.5")),
        ("decimal", "1.250,75", Decimal("1250.75")),
        ("decimal", "12.5", Decimal("12.5")),
        ("date", "14/5/2023", date(2023, 5, 14)),
        ("date", "2023-05-14", date(2023, 5, 14)),
        ("text", "  Kế hoạch  ", "Kế hoạch"),
        ("textarea", "một\r\nhai", "một\nhai"),
        ("boolean", "true", True),
    ],
)
def test_answers_get_the_type_of_their_field(kind: str, written: str, meant: object) -> None:
    found = _one(written, type=kind)
    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ({"type": "integer"}, "ba"),
        ({"type": "integer"}, "1,5"),
        ({"type": "integer"}, "٣"),
        ({"type": "integer", "min": 0}, "-1"),
        ({"type": "integer", "max": 9}, "10"),
        ({"type": "integer"}, "9" * 30),
        ({"type": "decimal"}, "1.250"),
        ({"type": "decimal"}, "NaN"),
        ({"type": "decimal"}, "1e9"),
        ({"type": "date"}, "31/02/2023"),
        ({"type": "date"}, "14-05-2023"),
        ({"type": "text", "max_length": 3}, "bốn chữ"),
        ({"type": "text"}, "hai\ndòng"),
        ({"type": "textarea"}, "\x00"),
        ({"type": "text"}, "   "),
        ({"type": "choice", "options": [{"value": "a", "label": WORDS}]}, "b"),
        ({"type": "boolean"}, "maybe"),
    ],
)
def test_a_wrong_answer_is_told_in_the_readers_language(
    field: dict[str, Any], written: str
) -> None:
    said = set()
    for locale in ("vi", "en"):
        with pytest.raises(AnswersRefused) as refused:
            _one(written, locale, **field)
        said.add(refused.value.errors["answer"])
    assert len(said) == 2


@pytest.mark.parametrize("kind", ["text", "textarea", "integer", "decimal", "date"])
def test_an_optional_field_left_empty_is_none_and_a_tick_box_is_false(kind: str) -> None:
    assert _one("", type=kind, required=False) is None
    assert _form(type="boolean").answers({}, "vi") == {"answer": False}


@given(st.sampled_from(["integer", "decimal", "date", "text", "textarea"]), st.text(max_size=40))
def test_whatever_is_written_is_an_answer_or_a_sentence(kind: str, written: str) -> None:
    try:
        found = _one(written, type=kind)
    except AnswersRefused as refused:
        found = refused.errors["answer"]
    assert found not in (None, "")


@given(st.integers(-(10**15), 10**15))
def test_a_number_means_the_same_with_and_without_thousands(number: int) -> None:
    grouped = f"{number:,}".replace(",", ".")
    assert _one(grouped, type="integer") == _one(str(number), type="integer") == number


@pytest.mark.parametrize(
    "field",
    [
        {"type": "file"},
        {"type": "choice"},
        {"type": "text", "min": 3},
        {"type": "text", "label": {"vi": "Chỉ tiếng Việt"}},
        {"type": "text", "name": "hai chữ"},
        {"type": "text", "required": "yes"},
        {"type": "integer", "rollup": "product"},
        {"type": "text", "script": "1"},
        {"type": "choice", "options": "a"},
        {"type": "choice", "options": [{"label": WORDS}]},
        {"type": "choice", "options": [{"value": v, "label": WORDS} for v in ("a", "b", "a")]},
    ],
)
def test_a_form_that_cannot_be_drawn_is_refused(field: dict[str, Any]) -> None:
    with pytest.raises(BadForm) as refused:
        _form(**field)
    assert refused.value.element == field.get("name", "answer")
    assert refused.value.text("vi") != refused.value.text("en")


OPTIONS = [{"value": v, "label": WORDS} for v in ("a", "b")]


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"type": "integer", "min": 10, "max": 5}, "form-bounds"),
        ({"type": "decimal", "min": 0.2, "max": 0.1}, "form-bounds"),
        ({"type": "integer", "min": 0.2, "max": 0.8}, "form-bounds"),
        ({"type": "integer", "min": "ba"}, "form-bounds"),
        ({"type": "integer", "max": True}, "form-bounds"),
        ({"type": "text", "max_length": 0}, "form-length"),
        ({"type": "textarea", "max_length": "dài"}, "form-length"),
        ({"type": "choice", "options": [{"value": " ", "label": WORDS}]}, "form-choice-blank"),
        (
            {"type": "choice", "options": OPTIONS, "required_if": {"answer": "c"}},
            "form-condition",
        ),
    ],
)
def test_a_form_that_nobody_could_answer_is_told_at_its_question(
    field: dict[str, Any], code: str
) -> None:
    (found,) = _form(**field).contradictions
    assert (found.code, found.element) == (code, "answer")
    assert "Hãy" in found.vi
    assert found.vi != found.en


@pytest.mark.parametrize(
    "field",
    [
        {"type": "integer", "min": 5, "max": 5},
        {"type": "decimal", "min": 0.2, "max": 0.8},
        {"type": "text", "max_length": 1},
        {"type": "choice", "options": OPTIONS, "required_if": {"answer": "b"}},
    ],
)
def test_a_form_that_can_be_answered_has_no_contradiction(field: dict[str, Any]) -> None:
    assert _form(**field).contradictions == ()


def test_no_shipped_form_contradicts_itself() -> None:
    assert not [f for form in catalogue(FORMS).values() for f in form.contradictions]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"fields": [', "không phải JSON (dòng 1, cột 13)"),
        ('{"fields": 3}', "«fields» phải là danh sách"),
        ('{"fields": [3]}', "có câu hỏi không viết thành nhóm"),
        ('{"title": 3, "fields": []}', "tên chưa ghi đủ"),
    ],
)
def test_what_is_no_form_is_told_in_vietnamese_with_its_place(content: str, said: str) -> None:
    with pytest.raises(BadForm) as refused:
        loaded("thu", content)
    assert said in refused.value.text("vi")
    assert said not in refused.value.text("en")
