"""Where variables live: in the process, or in the sub-process that declares them.

An instance's data are one mapping. The process's variables stand in it by name; those of a
sub-process instance stand in a mapping of their own under ``"#<number of its token>"``. A *path*
names the mappings that a place can see, outermost first; 0 is the process itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

SCOPE = "#"  # before the number of a scope
SHOWN = "="  # before the name of a variable that expressions of its scope can read, not write
Path = tuple[int, ...]
PROCESS: Path = (0,)
RESERVED = (SCOPE, SHOWN)  # what no variable's name may begin with


class Variables:
    """One instance's variables during one step; the mapping it was made from is not changed."""

    __slots__ = ("_own", "root")

    def __init__(self, data: Mapping[str, object]) -> None:
        self.root: dict[str, object] = dict(data)
        self._own: set[int] = set()

    def open(self, number: int, values: Mapping[str, object]) -> None:
        """A scope begins, with the variables that it declares beside those it has already."""
        held = cast("Mapping[str, object]", self.root.get(f"{SCOPE}{number}", {}))
        self.root[f"{SCOPE}{number}"] = {**values, **held}
        self._own.add(number)

    def close(self, number: int) -> None:
        """A scope ends, and its variables with it."""
        del self.root[f"{SCOPE}{number}"]

    def seen(self, names: Iterable[str], path: Path) -> Mapping[str, object]:
        """The values of these names as an expression at ``path`` sees them."""
        if path == PROCESS:
            return self.root
        found: dict[str, object] = {}
        for name in names:
            for number in reversed(path):
                scope = self._scope(number)
                if name in scope:
                    found[name] = scope[name]
                    break
                if SHOWN + name in scope:
                    found[name] = scope[SHOWN + name]
                    break
        return found

    def get(self, name: str, path: Path) -> object:
        """One value; None where there is none."""
        return self.seen((name,), path).get(name)

    def set(self, name: str, value: object, path: Path) -> None:
        """Write to the nearest scope that declares the name, else to the outermost of the path."""
        for number in reversed(path):
            if name in self._scope(number) or number == path[0]:
                self.put(name, value, number)
                return

    def put(self, name: str, value: object, number: int) -> None:
        """Write to exactly this scope."""
        if number and number not in self._own:
            self.root[f"{SCOPE}{number}"] = dict(self._scope(number))
            self._own.add(number)
        cast("dict[str, object]", self._scope(number))[name] = value

    def _scope(self, number: int) -> Mapping[str, object]:
        if number == 0:
            return self.root
        return cast("Mapping[str, object]", self.root[f"{SCOPE}{number}"])
