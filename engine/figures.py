"""Figures (chỉ tiêu, số liệu): what a form asks for in numbers, and what a number may be.

A form's reader hands its figures over as ``Rules`` (``Engine.forms``, by the form's name), so that
the engine checks an answer whichever way it comes in. A *nil report* (không phát sinh) answers
true to the question named ``NIL``: its figures may be left blank, a summed one may not be anything
but zero, and blanks count as zero for a sum and not at all for a mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from engine.errors import InputError

SUM, MEAN, LATEST, NONE = "sum", "mean", "latest", "none"
INTEGER, DECIMAL = "integer", "decimal"
NIL = "nil"

Words: TypeAlias = Mapping[str, str]
"""One text in every language: {"vi": ..., "en": ...}."""


class AnswerRefused(InputError):
    """Answers that do not fit their form; ``problems`` has every one, not the first."""

    code = "answer-refused"
    vi = "Nội dung chưa đúng, chưa có gì thay đổi:\n{lines}"
    en = "The answers are not right; nothing was changed:\n{lines_en}"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(
            lines="\n".join(p.vi for p in problems), lines_en="\n".join(p.en for p in problems)
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer, in both languages, with the bound that was passed."""

    name: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: ``type`` is ``INTEGER`` or ``DECIMAL``; ``low`` and ``high`` are included.

    ``rollup`` says how the figures of many units become one (``SUM`` adds, ``MEAN`` averages those
    given, ``LATEST`` is a stock: the last of each unit, added over units, ``NONE`` is not rolled
    up). ``prefill``: a new report begins with last period's.
    """

    name: str
    type: str
    label: Words
    unit: Words | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    rollup: str = NONE
    prefill: bool = False

    def problem(self, value: object) -> Problem | None:
        """What is wrong with ``value`` as an answer; None (blank) is nothing wrong."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return self._told("phải là một số", "must be a number")
        number = Decimal(value)
        if not number.is_finite() or (
            self.type == INTEGER and number != number.to_integral_value()
        ):
            return self._told("phải là một số nguyên", "must be a whole number")
        if self.low is not None and number < self.low:
            return self._told(f"phải từ {shown(self.low)} trở lên", f"must be {self.low} or more")
        if self.high is not None and number > self.high:
            vi, en = f"không được quá {shown(self.high)}", f"must not be more than {self.high}"
            return self._told(vi, en)
        return None

    def counted(self, value: object, *, nil: bool) -> Decimal | None:
        """What the answer of one report brings to a roll-up; None where it is not counted."""
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Decimal(value)
        return Decimal(0) if nil and self.rollup == SUM else None

    def _told(self, vi: str, en: str) -> Problem:
        return Problem(self.name, f"«{self.label['vi']}» {vi}.", f"«{self.label['en']}» {en}.")


@dataclass(frozen=True, slots=True)
class Needed:
    """A question that must be answered where ``other`` was answered with ``value``."""

    name: str
    label: Words
    other: str
    value: object


@dataclass(frozen=True, slots=True)
class Text:
    """A question answered in words, which a roll-up lists unit by unit; ``max_length`` or None."""

    name: str
    label: Words
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What the engine knows of a form: its figures, what it checks of answers, and its texts."""

    figures: tuple[Figure, ...] = ()
    needed: tuple[Needed, ...] = ()
    texts: tuple[Text, ...] = ()

    def problems(self, answers: Mapping[str, object]) -> list[Problem]:
        """Everything wrong with the answers; a question not answered at all is no problem here."""
        return [*self._figures(answers), *self._missing(answers)]

    def check(self, answers: Mapping[str, object]) -> None:
        """Raise ``AnswerRefused`` with everything that is wrong with the answers."""
        if found := self.problems(answers):
            raise AnswerRefused(found)

    def _figures(self, answers: Mapping[str, object]) -> Iterator[Problem]:
        nil = answers.get(NIL) is True
        for figure in self.figures:
            value = answers.get(figure.name)
            if problem := figure.problem(value):
                yield problem
            elif nil and figure.rollup == SUM and value not in (None, 0):
                label = figure.label
                yield Problem(
                    figure.name,
                    f"«{label['vi']}» phải để trống hoặc bằng 0 trong báo cáo không phát sinh.",
                    f"«{label['en']}» must be blank or 0 in a nil report.",
                )

    def _missing(self, answers: Mapping[str, object]) -> Iterator[Problem]:
        for need in self.needed:
            given = answers.get(need.name)
            blank = given is None or (isinstance(given, str) and not given.strip())
            if blank and answers.get(need.other) == need.value:
                vi, en = f"Hãy điền «{need.label['vi']}».", f"Fill in «{need.label['en']}»."
                yield Problem(need.name, vi, en)


def shown(bound: Decimal | float) -> str:
    """A number as it is written in Vietnam: 1.250,5."""
    return f"{bound:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
