"""What makes a form one that nobody can answer: choices, bounds and conditions that contradict.

A form that was deployed before these were looked for stays readable; a new version is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor, isfinite
from typing import Protocol, TypeGuard

from adapters.form_fields import MAX_TEXT, Question
from engine.errors import Finding


class Asked(Question, Protocol):
    """A field of a form, with what it takes to see contradictions (``adapters.forms.Field``)."""

    @property
    def name(self) -> str:
        """Its variable."""

    @property
    def required_if(self) -> Mapping[str, str]:
        """Answers to other questions that make it required."""


def contradictions(fields: Sequence[Asked]) -> Iterator[Finding]:
    """All of a form's, at their questions."""
    options = {field.name: [value for value, _ in field.options] for field in fields}
    for field in fields:
        yield from _bounds(field)
        yield from _length(field)
        if any(not value.strip() for value in options[field.name]):
            yield _finding(
                field,
                "form-choice-blank",
                "Có lựa chọn chưa ghi giá trị. Hãy ghi giá trị cho từng lựa chọn.",
                "A choice has no value. Give each choice a value.",
            )
        for other, value in field.required_if.items():
            known = options.get(other)
            if known and value not in known:
                yield _finding(
                    field,
                    "form-condition",
                    f"Câu hỏi này bắt buộc khi «{other}» là «{value}», nhưng không có lựa chọn đó. "
                    f"Hãy chọn một trong: {', '.join(known)}.",
                    f"The question is required where «{other}» is «{value}», which is no choice of "
                    f"it. Choose one of: {', '.join(known)}.",
                )


def _bounds(field: Asked) -> Iterator[Finding]:
    low, high = field.min, field.max
    wrong = [bound for bound in (low, high) if bound is not None and not _number(bound)]
    if wrong:
        yield _finding(
            field,
            "form-bounds",
            f"Giới hạn «{wrong[0]}» không phải số. Hãy ghi một số.",
            f"The bound «{wrong[0]}» is no number. Write a number.",
        )
    elif _number(low) and _number(high):
        if low > high:
            vi = f"nhỏ nhất {low} lớn hơn lớn nhất {high}"
            en = f"the least number {low} is greater than the greatest {high}"
        elif field.type == "integer" and ceil(low) > floor(high):
            vi = f"không có số nguyên nào từ {low} đến {high}"
            en = f"there is no whole number from {low} to {high}"
        else:
            return
        yield _finding(
            field,
            "form-bounds",
            f"Không ai trả lời được: {vi}. Hãy sửa giới hạn.",
            f"Nobody can answer: {en}. Correct the bounds.",
        )


def _length(field: Asked) -> Iterator[Finding]:
    most = field.max_length
    if most is None:
        return
    if isinstance(most, bool) or not isinstance(most, int) or not 1 <= most <= MAX_TEXT:
        yield _finding(
            field,
            "form-length",
            f"Độ dài tối đa «{most}» phải là số nguyên từ 1 đến {MAX_TEXT}. Hãy sửa lại.",
            f"The greatest length «{most}» must be a whole number from 1 to {MAX_TEXT}. Correct it.",
        )


def _number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _finding(field: Asked, code: str, vi: str, en: str) -> Finding:
    return Finding(code, field.name, "", vi, en)
