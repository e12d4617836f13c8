"""The types of a form's fields as marshmallow fields: what people may write, and what it means.

Numbers are written as in Vietnam, ``1.250,5``: the comma is the decimal sign. Dates are
``14/05/2023``, or ``2023-05-14`` as a browser's date input sends them.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from marshmallow import ValidationError, fields

from engine.figures import shown

LOCALES = ("vi", "en")
MAX_TEXT = 100_000
MAX_DIGITS = 18

_SAID = {
    "required": ("Hãy điền ô này.", "Fill in this field."),
    "integer": ("Hãy ghi một số nguyên, ví dụ 1250.", "Write a whole number, such as 1250."),
    "decimal": (
        "Hãy ghi một số, phần thập phân sau dấu phẩy, ví dụ 12,5.",
        "Write a number, with a comma before the decimals, such as 12,5.",
    ),
    "ambiguous": (
        "Không rõ dấu chấm ngăn hàng nghìn hay thập phân. Hãy ghi 1250 hoặc 1,25.",
        "The point may mean thousands or decimals. Write 1250 or 1,25.",
    ),
    "digits": ("Số quá dài.", "The number is too long."),
    "min": ("Phải từ {bound} trở lên.", "It must be {bound} or more."),
    "max": ("Không được quá {bound}.", "It must not be more than {bound}."),
    "date": (
        "Hãy ghi ngày có thật, dạng ngày/tháng/năm, ví dụ 14/05/2023.",
        "Write a day that exists as day/month/year, such as 14/05/2023.",
    ),
    "choice": ("Hãy chọn một trong các mục.", "Choose one of the options."),
    "length": (
        "Dài {length} ký tự, tối đa {bound}.",
        "It has {length} characters, at most {bound}.",
    ),
    "control": ("Có ký tự không hiển thị được.", "It holds a character that cannot be shown."),
}
_WHOLE = re.compile(r"[+-]?\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+")
_POINT = re.compile(r"[+-]?\d+\.\d+")
_LOCAL_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _say(kind: str, locale: str, **values: object) -> str:
    return _SAID[kind][LOCALES.index(locale)].format(**values)


class Question(Protocol):
    """What a field of a form says of its answer (``adapters.forms.Field``)."""

    @property
    def type(self) -> str:
        """One of the names in ``TYPES``."""

    @property
    def required(self) -> bool:
        """Whether it must be answered."""

    @property
    def options(self) -> tuple[tuple[str, Any], ...]:
        """Choices, as (value, label)."""

    @property
    def max_length(self) -> int | None:
        """Characters at most."""

    @property
    def min(self) -> float | None:
        """The least number."""

    @property
    def max(self) -> float | None:
        """The greatest number."""


class _Answer(fields.Field[Any]):
    """The rest of the module's fields: one question, with its sentences in one language."""

    def __init__(self, field: Question, locale: str) -> None:
        self.question, self.locale = field, locale
        missing = _say("required", locale)
        given: dict[str, Any] = {"required": True} if field.required else {"load_default": None}
        super().__init__(error_messages={"required": missing, "null": missing}, **given)

    def refuse(self, kind: str, **values: object) -> ValidationError:
        return ValidationError(_say(kind, self.locale, **values))


class _Text(_Answer):
    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = str(value).replace("\r\n", "\n")
        bound = min(self.question.max_length or MAX_TEXT, MAX_TEXT)
        if _CONTROL.search(text) or (self.question.type == "text" and "\n" in text):
            raise self.refuse("control")
        if len(text) > bound:
            raise self.refuse("length", length=len(text), bound=bound)
        return text


class _Number(_Answer):
    def _bounded(self, number: Decimal) -> Decimal:
        low, high = self.question.min, self.question.max
        if low is not None and number < Decimal(str(low)):
            raise self.refuse("min", bound=shown(low))
        if high is not None and number > Decimal(str(high)):
            raise self.refuse("max", bound=shown(high))
        return number

    def _short(self, value: Any) -> str:
        text = str(value).replace(" ", "")
        if sum(ch.isdigit() for ch in text) > MAX_DIGITS:
            raise self.refuse("digits")
        return text


class _Integer(_Number):
    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        text = self._short(value)
        if not text.isascii() or not (_WHOLE.fullmatch(text) or _THOUSANDS.fullmatch(text)):
            raise self.refuse("integer")
        return int(self._bounded(Decimal(text.replace(".", ""))))


class _Decimal(_Number):
    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Decimal:
        text = self._short(value)
        if not text.isascii():
            raise self.refuse("decimal")
        if _THOUSANDS.fullmatch(text):
            raise self.refuse("ambiguous")
        if _COMMA.fullmatch(text):
            text = text.replace(".", "").replace(",", ".")
        elif not (_WHOLE.fullmatch(text) or _POINT.fullmatch(text)):
            raise self.refuse("decimal")
        return self._bounded(Decimal(text))


class _Date(_Answer):
    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        text = str(value)
        if not text.isascii():
            raise self.refuse("date")
        try:
            if found := _LOCAL_DATE.fullmatch(text):
                day, month, year = map(int, found.groups())
                return date(year, month, day)
            if found := _ISO_DATE.fullmatch(text):
                return date(*map(int, found.groups()))
        except ValueError:
            pass
        raise self.refuse("date")


class _Choice(_Answer):
    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if value not in {option for option, _ in self.question.options}:
            raise self.refuse("choice")
        return str(value)


class _Boolean(_Answer):
    """A tick box: a browser sends nothing for one that is empty."""

    def __init__(self, field: Question, locale: str) -> None:
        super().__init__(field, locale)
        self.required, self.load_default = False, False

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if value not in ("true", "false"):
            raise self.refuse("choice")
        return bool(value == "true")


TYPES: dict[str, type[_Answer]] = {
    "text": _Text,
    "textarea": _Text,
    "integer": _Integer,
    "decimal": _Decimal,
    "date": _Date,
    "choice": _Choice,
    "boolean": _Boolean,
}


def build(field: Question, locale: str) -> _Answer:
    """The marshmallow field of a form's field, its errors in ``locale``."""
    return TYPES[field.type](field, locale)
