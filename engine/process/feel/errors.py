"""What can be wrong with an expression: its text, its names, its appetite, its evaluation."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import InputError


@dataclass(frozen=True, slots=True)
class Position:
    """Where in the text: ``line`` and ``column`` count from 1, ``offset`` (characters) from 0."""

    line: int
    column: int
    offset: int


def position_at(text: str, offset: int) -> Position:
    """The line and column of a character offset."""
    offset = max(0, min(offset, len(text)))
    before = text[:offset]
    return Position(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1, offset)


class FeelError(InputError):
    """The root of this room's errors; ``position`` is None where the whole text is meant."""

    code = "feel"

    def __init__(self, *, position: Position | None = None, **values: object) -> None:
        self.position = position
        where = position or Position(1, 1, 0)
        super().__init__(line=where.line, column=where.column, **values)


class FeelSyntaxError(FeelError):
    """The text is not FEEL."""

    code = "feel-syntax"
    vi = "Biểu thức sai cú pháp tại dòng {line}, cột {column}: {said}. Hãy sửa lại chỗ đó."
    en = "The expression is malformed at line {line}, column {column}: {said_en}. Correct it there."


class UnknownName(FeelError):
    """A name or function nobody declared; ``suggestion`` is the nearest known one, or ''."""

    code = "feel-unknown-name"
    vi = "Không có tên «{name}» (dòng {line}, cột {column}). {hint}"
    en = "There is no name '{name}' (line {line}, column {column}). {hint_en}"

    def __init__(self, *, name: str, position: Position, suggestion: str = "") -> None:
        self.name = name
        self.suggestion = suggestion
        super().__init__(
            position=position,
            name=name,
            hint=f"Có phải ý là «{suggestion}»?" if suggestion else "Hãy khai báo tên đó.",
            hint_en=f"Did you mean '{suggestion}'?" if suggestion else "Declare it first.",
        )


class FeelLimitExceeded(FeelError):
    """The expression is too long, too deep, or asks for too much work."""

    code = "feel-limit"
    vi = "Biểu thức vượt giới hạn: {what} (tối đa {limit}). Hãy viết gọn lại."
    en = "The expression exceeds a limit: {what_en} (at most {limit}). Make it smaller."


class FeelEvaluationError(FeelError):
    """The host did not hand in what the expression needs, or a host function failed."""

    code = "feel-evaluation"
    vi = "Không tính được biểu thức: {said}."
    en = "The expression could not be evaluated: {said_en}."
