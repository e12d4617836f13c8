"""Types of the fields of a directive file, and what a wrong value is told.

Messages are Vietnamese and English, joined by ``SEPARATOR``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import OneOf, Range

from engine.deadline_rules import CALENDAR_PERIODS, LAST_DAY, REGIME_CUT_OFF
from engine.errors import InputError
from engine.printed_days import ImpossibleDate, PrintedDay

SEPARATOR = "\x1f"
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
LAST = "last"
CODE = r"[a-z0-9][a-z0-9-]{0,39}\Z"


def both(vi: str, en: str) -> str:
    """A message in both languages."""
    return f"{vi}{SEPARATOR}{en}"


def said(error: InputError) -> ValidationError:
    """The engine's complaint as the schema's."""
    return ValidationError(both(error.text("vi"), error.text("en")))


MISSING = both("Thiếu mục này.", "This field is missing.")
_TEXT = both("Phải là một dòng chữ.", "This must be text.")
_ODD = both(
    "Không có mục này trong mẫu tệp. Hãy xem docs/directive-file.md.",
    "The file's schema has no such field. See docs/directive-file.md.",
)
_COLLECTION = both("Phải gồm các mục con «tên: giá trị».", "This must be «name: value» fields.")
_CHOICE = both("Phải là một trong: {choices}.", "This must be one of: {choices}.")
NOT_AN_ID = both(
    "Chỉ gồm chữ thường không dấu, chữ số và gạch nối.",
    "Use lower-case letters without accents, digits and hyphens.",
)
NOT_NEGATIVE = Range(min=0, error=both("Không được âm.", "This may not be negative."))


class Text(fields.String):
    """Text, trimmed; a required one may not be blank."""

    default_error_messages = {"required": MISSING, "null": MISSING, "invalid": _TEXT}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = str(super()._deserialize(value, attr, data, **kwargs)).strip()
        if self.required and not text:
            raise self.make_error("required")
        return text


class Number(fields.Integer):
    """A whole number of days."""

    default_error_messages = {
        "invalid": both("Phải là một số nguyên.", "This must be a whole number."),
        "too_large": both("Số quá lớn.", "The number is too large."),
    }


class Flag(fields.Boolean):
    """true or false."""

    default_error_messages = {
        "invalid": both("Phải là true hoặc false.", "This must be true or false.")
    }


class Items(fields.List[Any]):
    """A list, empty if left out."""

    default_error_messages = {
        "invalid": both("Phải là danh sách (mỗi mục một gạch «-»).", "This must be a list.")
    }

    def __init__(self, inner: fields.Field[Any] | type[Schema]) -> None:
        nested = inner if isinstance(inner, fields.Field) else fields.Nested(inner)
        super().__init__(nested, load_default=list)


class Printed(Text):
    """A day as printed, the year perhaps left out."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return PrintedDay.parse(text)
        except ImpossibleDate as error:
            raise said(error) from None


class Day(Printed):
    """A day of a year; None where an optional one is blank."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value == "" and not self.required:
            return None
        printed: PrintedDay = super()._deserialize(value, attr, data, **kwargs)
        if printed.year is None:
            raise ValidationError(both("Thiếu năm.", "The year is missing."))
        return printed.in_year(printed.year)


class DayOfMonth(Number):
    """1 to 31, or «last»."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value == LAST:
            return LAST_DAY
        return super()._deserialize(value, attr, data, **kwargs)


class CutOff(Number):
    """The day on which a period's data end: «calendar», «regime», or a day of the month."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        named = {"calendar": CALENDAR_PERIODS, "regime": REGIME_CUT_OFF}
        if value in named:
            return named[value]
        return super()._deserialize(value, attr, data, **kwargs)


class Clock(Text):
    """A time of day."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        found = _CLOCK.fullmatch(super()._deserialize(value, attr, data, **kwargs))
        if found is None:
            vi = "Giờ phải ghi từ 00:00 đến 23:59. Hết ngày (24 giờ) thì không cần ghi giờ."
            en = "Write a time from 00:00 to 23:59. For the end of the day leave it out."
            raise ValidationError(both(vi, en))
        return time(int(found[1]), int(found[2]))


def choice(options: Iterable[str]) -> OneOf:
    """One of ``options``."""
    return OneOf(sorted(options), error=_CHOICE)


class Strict(Schema):
    """No field but those declared."""

    error_messages = {"unknown": _ODD, "type": _COLLECTION}
