"""A smaller case that goes wrong alike: parts of the block tree left out, one after another."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from tests.reference import blocks as b
from tests.reference.strategies import Case
from tests.reference.terms import Part

SECONDS = 25.0


def shrink(case: Case, fails: Callable[[Case], bool], seconds: float = SECONDS) -> Case:
    """The smallest case found in time for which ``fails`` still holds."""
    until = time.monotonic() + seconds
    found = True
    while found:
        found = False
        for smaller in _smaller(case):
            if time.monotonic() > until:
                return case
            if fails(smaller):
                case, found = smaller, True
                break
    return case


def _smaller(case: Case) -> Iterator[Case]:
    for process in _parts(case.process):
        yield replace(case, process=process)
    for length in (16, 4, 1):
        for i in range(0, len(case.choices), length):
            yield replace(case, choices=case.choices[:i] + case.choices[i + length :])
    if any(case.choices):
        for i, choice in enumerate(case.choices):
            if choice:
                yield replace(case, choices=[*case.choices[:i], 0, *case.choices[i + 1 :]])
    if case.seed:
        yield replace(case, seed=0)


def _parts(part: Any) -> Iterator[Any]:
    """The part with something in it left out or made simpler; the boldest first."""
    yield from _simpler(part)
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, tuple) and any(isinstance(x, Part) for x in value):
            for i, x in enumerate(value):
                if _may_lack(part, field.name, value):
                    yield replace(part, **{field.name: value[:i] + value[i + 1 :]})
                yield from (
                    replace(part, **{field.name: (*value[:i], y, *value[i + 1 :])})
                    for y in _parts(x)
                )
        elif isinstance(value, Part):
            yield from (replace(part, **{field.name: y}) for y in _parts(value))


def _may_lack(part: Any, name: str, value: tuple[Any, ...]) -> bool:
    if name in ("boundaries", "handlers", "loose"):
        return True
    return name == "items" and len(value) > 1


def _simpler(part: Any) -> Iterator[Any]:
    match part:
        case b.Choice(branches=branches):
            yield from branches
        case b.Parallel(branches=branches, loose=loose):
            yield from (*branches, *loose)
            if len(branches) > 2 - bool(loose):
                yield replace(part, branches=branches[1:])
                yield replace(part, branches=branches[:-1])
        case b.Spread(branches=branches, tail=tail):
            yield from (*branches, tail)
            if len(branches) > 2:
                yield replace(part, branches=branches[1:])
        case b.While(body=body):
            yield body
        case b.Race(branches=branches):
            yield from branches
        case _:
            yield from _plainer(part)


def _plainer(part: Any) -> Iterator[Any]:
    match part:
        case b.Act():
            yield from _simpler_act(part)
        case b.Process(trigger=trigger) if trigger is not None:
            yield replace(part, trigger=None)
        case b.Sub(variables=variables) if variables:
            yield replace(part, variables=())


def _simpler_act(act: b.Act) -> Iterator[Any]:
    if isinstance(act.content, b.Sub | b.Call):
        yield act.content.body if isinstance(act.content, b.Sub) else act.content.called.body
        yield replace(act, content=b.User(act.content.id))
    if act.marker is not None:
        yield replace(act, marker=None)
    if act.undo is not None:
        yield replace(act, undo=None)
