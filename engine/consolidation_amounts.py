"""What one report brings to a roll-up, and what many of them come to. Pure, in exact decimals.

Of every figure both the sum and the number of units behind it are kept, from tier to tier. A mean
is taken only where it is shown, so that over a province it is the mean over its communes and not
over its districts' means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, TypeAlias

from engine.figures import INTEGER, MEAN, NONE, Figure

Amount: TypeAlias = tuple[Decimal, int]
"""(sum, number of units that gave the figure)."""
Amounts: TypeAlias = dict[str, Amount]
"""Figure's name → its amount; a figure that nobody gave is not there."""

_EXACT = Context(prec=200)
_MEAN_PLACES = Decimal("0.01")
_WHOLE = Decimal(1)


def of_answers(figures: Sequence[Figure], answers: Mapping[str, object], *, nil: bool) -> Amounts:
    """What a unit's own report brings."""
    return {
        figure.name: (value, 1)
        for figure in figures
        if figure.rollup != NONE
        and (value := figure.counted(answers.get(figure.name), nil=nil)) is not None
    }


def of_consolidated(
    figures: Sequence[Figure], answers: Mapping[str, object], below: Sequence[tuple[int, Amounts]]
) -> tuple[Amounts, int, bool]:
    """What a report made from a roll-up brings, from which version, and whether a hand changed it.

    ``below``: what the roll-up came to in each of its versions, the newest first; the report may
    have been written from an older one, which is the one it agrees with most. A figure changed by
    hand counts as it was reported, over as many units as stand behind that version.
    """
    given = {
        figure.name: (figure, value)
        for figure in figures
        if figure.rollup != NONE
        and (value := figure.counted(answers.get(figure.name), nil=False)) is not None
    }
    n, base = max(below, key=lambda version: _agreeing(given, version[1]))
    adjusted = _agreeing(given, base) < len(given.keys() | base.keys())
    amounts: Amounts = {}
    for name, (figure, value) in given.items():
        known = base.get(name)
        if known is None or result(figure, known) != value:
            count = known[1] if known and known[1] else 1
            known = (_EXACT.multiply(value, count) if figure.rollup == MEAN else value, count)
        amounts[name] = known
    return amounts, n, adjusted


def _agreeing(given: Mapping[str, tuple[Figure, Decimal]], version: Amounts) -> int:
    return sum(
        result(figure, version.get(name)) == value for name, (figure, value) in given.items()
    )


def folded(many: Iterable[Amounts]) -> Amounts:
    """All of them together."""
    found: Amounts = {}
    for amounts in many:
        for name, (total, units) in amounts.items():
            before = found.get(name, (Decimal(0), 0))
            found[name] = (_EXACT.add(before[0], total), before[1] + units)
    return found


def result(figure: Figure, amount: Amount | None) -> Decimal | None:
    """The figure as it is shown and reported up; None where nobody gave it.

    A mean is rounded half up: to two places, or to a whole number where the form wants one.
    """
    if amount is None or amount[1] == 0:
        return None
    total, units = amount
    if figure.rollup != MEAN:
        return total
    places = _WHOLE if figure.type == INTEGER else _MEAN_PLACES
    mean = _EXACT.divide(total, Decimal(units)).quantize(places, ROUND_HALF_UP, context=_EXACT)
    return _EXACT.plus(mean)


def to_json(amounts: Amounts) -> dict[str, list[Any]]:
    """As a row keeps them: a sum is text, so that nothing of it is lost."""
    return {name: [str(total), units] for name, (total, units) in amounts.items()}


def from_json(stored: Mapping[str, Sequence[Any]]) -> Amounts:
    """The reverse of ``to_json``."""
    return {name: (Decimal(total), int(units)) for name, (total, units) in stored.items()}
