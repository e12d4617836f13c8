"""Which names are known where. A scope is an immutable chain; each binding has its slot."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A binding of ``name`` to ``slot``, or (name None) the item a filter looks at.

    The item's own entries are names inside the filter; which ones is only known at run time.
    """

    parent: Scope | None
    name: str | None
    slot: int

    @property
    def size(self) -> int:
        """How many slots are filled here."""
        return self.slot + 1


@dataclass(frozen=True, slots=True)
class Found:
    """Where a name may live: in the items of these slots (innermost first), then in ``slot``."""

    items: tuple[int, ...]
    slot: int | None


def size(scope: Scope | None) -> int:
    """How many slots are filled."""
    return scope.size if scope else 0


def bind(scope: Scope | None, name: str | None) -> Scope:
    """A scope with one more slot."""
    return Scope(scope, name, size(scope))


def find(scope: Scope | None, name: str) -> Found:
    """Look a name up from the inside out."""
    items: list[int] = []
    while scope is not None:
        if scope.name == name:
            return Found(tuple(items), scope.slot)
        if scope.name is None:
            items.append(scope.slot)
            if name == "item":
                return Found(tuple(items), scope.slot)
        scope = scope.parent
    return Found(tuple(items), None)


def local_names(scope: Scope | None) -> set[str]:
    """Every name bound on the way out."""
    names = set()
    while scope is not None:
        if scope.name is not None:
            names.add(scope.name)
        scope = scope.parent
    return names
