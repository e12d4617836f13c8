"""Fields of requests, as strict as the OpenAPI document says they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Length, OneOf, Regexp

LARGEST = 2**63 - 1
_DIGITS = re.compile(r"\d{1,19}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LINE = r"^[^\x00-\x1f\x7f]*$"
"""One line of text."""
LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""Text that may have several lines."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can write and no database can keep."""
_LENGTH, _CHARACTER = "Its length is not allowed.", "It holds a character that is not allowed."
_CHOICE = "Not one of the allowed values."


class Strict(Schema):
    """No field but those declared."""


class Matching(Regexp):
    """The whole text matches, and is text."""

    def __call__(self, value: Any) -> Any:
        """The text. Raises ValidationError."""
        if _HALF.search(value) or not self.regex.fullmatch(value):
            raise ValidationError(self.error or _CHARACTER)
        return value


class Text(fields.String):
    """Text without control characters, ``low`` to ``high`` characters long."""

    def __init__(self, high: int, low: int = 0, *, lines: bool = False, **more: Any) -> None:
        pattern = re.compile(LINES if lines else LINE)
        checks = [Length(low, high, error=_LENGTH), Matching(pattern, error=_CHARACTER)]
        super().__init__(validate=checks, **more)


class Choice(fields.String):
    """One of ``options``."""

    def __init__(self, options: Sequence[str], **more: Any) -> None:
        super().__init__(validate=OneOf(options, error=_CHOICE), **more)


class Whole(fields.Integer):
    """A whole number of an address's query, ``low`` to ``high``: digits and nothing else."""

    default_error_messages = {"invalid": "Not a valid integer."}

    def __init__(self, low: int = 1, high: int = LARGEST, **more: Any) -> None:
        self.low, self.high = low, high
        metadata = {"minimum": low, "maximum": high} | more.pop("metadata", {})
        super().__init__(metadata=metadata, **more)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, str) or not _DIGITS.fullmatch(value):
            raise self.make_error("invalid")
        if not self.low <= int(value) <= self.high:
            raise self.make_error("invalid")
        return int(value)


class Flag(fields.Boolean):
    """true or false in an address's query."""

    truthy, falsy = {"true"}, {"false"}
    default_error_messages = {"invalid": "Not a valid boolean."}


class Day(fields.Date):
    """A day as 2023-05-14."""

    default_error_messages = {"invalid": "Not a valid date."}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.make_error("invalid") from None


class Answers(fields.Dict):
    """A task's answers: text, numbers, true or false, null for none; by the fields' names."""

    def __init__(self, **more: Any) -> None:
        metadata = {"additionalProperties": {"type": ["string", "number", "boolean", "null"]}}
        super().__init__(keys=fields.String(), metadata=metadata, **more)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> dict[str, Any]:
        given: dict[str, Any] = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        for name, answer in given.items():
            if not isinstance(answer, str | int | float | bool | None):
                raise ValidationError({name: ["Not a valid answer."]})
        return given
