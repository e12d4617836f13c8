"""Obligations of a letter that are one: said twice, or the four days of a quarterly report. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.letter_deadlines import quarterly

Made = tuple[dict[str, Any], int]
"""An obligation with the finding it came from."""


def joined_alike(made: Sequence[Made]) -> tuple[list[Made], dict[int, int]]:
    """Those that are left, and by the finding of each that is not, the one it is part of.

    No two with the same title, who and deadline are left: what goes to another body says so in its
    title, and the rest is the same duty said again.
    """
    kept, joined = _quarters(made)
    found: list[Made] = []
    for said, source in kept:
        duty, same = said, _like(said, found)
        if same is not None and _apart(duty, same[0]):
            duty = {**duty, "title": f"{duty['title']} ({_receiver(duty)})"}
            same = _like(duty, found)
        if same is None:
            found.append((duty, source))
            continue
        if "consolidated" in duty:
            same[0].setdefault("consolidated", duty["consolidated"])
        joined[source] = same[1]
    return found, joined


def _quarters(made: Sequence[Made]) -> tuple[list[Made], dict[int, int]]:
    """The same with four days of one duty as one quarterly rule."""
    alike: dict[str, list[Made]] = {}
    for duty, source in made:
        key = {name: said for name, said in duty.items() if name not in ("deadline", "code")}
        alike.setdefault(repr(sorted(key.items(), key=lambda item: item[0])), []).append(
            (duty, source)
        )
    joined: dict[int, int] = {}
    rules: dict[int, dict[str, Any]] = {}
    for group in alike.values():
        rule = quarterly([duty["deadline"] for duty, _ in group])
        if rule is not None:
            first = group[0][1]
            rules[first] = rule
            joined |= {source: first for _, source in group[1:]}
    left = [
        ({**duty, "deadline": rules.get(source, duty["deadline"])}, source)
        for duty, source in made
        if source not in joined
    ]
    return left, joined


def _like(duty: Mapping[str, Any], found: Iterable[Made]) -> Made | None:
    names = ("title", "who", "deadline")
    return next((one for one in found if all(one[0][n] == duty[n] for n in names)), None)


def _apart(duty: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether it goes to another body."""
    return bool(_receiver(duty)) and _receiver(duty) != _receiver(other)


def _receiver(duty: Mapping[str, Any]) -> str:
    return str(duty.get("via") or duty.get("to") or "")
