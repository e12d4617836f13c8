"""The fields of a roll-up's reports, as they are pinned on it: figures and texts in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.figures import Figure, Rules, Text


def described(rules: Rules) -> list[dict[str, Any]]:
    """A form's figures and texts as a row keeps them."""
    figures = [
        {
            "name": f.name,
            "type": f.type,
            "label": dict(f.label),
            "unit": dict(f.unit) if f.unit else None,
            "low": None if f.low is None else str(f.low),
            "high": None if f.high is None else str(f.high),
            "rollup": f.rollup,
        }
        for f in rules.figures
    ]
    return figures + [
        {"name": t.name, "label": dict(t.label), "max_length": t.max_length} for t in rules.texts
    ]


def figures_in(fields: Sequence[Mapping[str, Any]] | None) -> list[Figure]:
    """The figures among pinned fields; none before anything was accepted."""
    return [
        Figure(
            name=f["name"],
            type=f["type"],
            label=f["label"],
            unit=f["unit"],
            low=None if f["low"] is None else Decimal(f["low"]),
            high=None if f["high"] is None else Decimal(f["high"]),
            rollup=f["rollup"],
        )
        for f in fields or ()
        if "rollup" in f
    ]


def texts_in(fields: Sequence[Mapping[str, Any]] | None) -> list[Text]:
    """The texts among pinned fields, which are listed unit by unit."""
    return [Text(f["name"], f["label"], f["max_length"]) for f in fields or () if "rollup" not in f]
