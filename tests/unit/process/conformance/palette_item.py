"""One thing in the palette, and what becomes of it when it is deployed and played."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import ModelRefused
from engine.process.definition import Definition
from engine.process.events import Start
from tests.unit.process.conformance.deploying import (
    read,
)
from tests.unit.process.conformance.drawing import (
    diagram,
)
from tests.unit.process.conformance.driver import (
    Run,
)


@dataclass(frozen=True)
class Item:
    """One thing in the palette; ``shape`` is what the instance comes to after ``moves``."""

    name: str
    parts: Sequence[str]
    shape: str = "A ."
    moves: str = ""
    remark: str = ""
    decorates: bool = False
    by: Start = field(default_factory=Start)
    also: str = ""
    root: str = ""
    decisions: Any = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line of the table; ``outcome`` is runs, decoration or refused."""

    element: str
    outcome: str
    remark: str


def tried(item: Item) -> Line:
    """What becomes of the item's diagram."""
    try:
        definition = _read(item)
    except ModelRefused as error:
        found = error.findings[0]
        return Line(item.name, "refused", f"`{found.code}`: {found.en}")
    data = {"trace": [], **item.data, **item.by.data}
    r = Run(definition, Start(data, item.by.message, item.by.element))
    r.play(*filter(None, item.moves.split(", ")))
    assert r.shape == item.shape, f"{item.name}: {r.shape!r} instead of {item.shape!r}"
    return Line(item.name, "decoration" if item.decorates else "runs", item.remark)


def _read(item: Item) -> Definition:
    source = diagram(*item.parts, also=item.also, root=item.root)
    return read(source, **({"decisions": item.decisions} if item.decisions else {}))["P"]
