"""The search for patterns with backreferences: one way after the other, each state once.

What a backreference matches depends on the way that led there, so the ways cannot share their
states as in regex.py. The budget still bounds them: a state costs STATE_COST steps of work,
and one more for each character that is looked back at.
"""

from __future__ import annotations

from typing import TypeAlias

from engine.process.feel.regex_parse import (
    BACK,
    BEGIN,
    CHAR,
    END,
    JUMP,
    LINE_BEGIN,
    LINE_END,
    MATCH,
    SAVE,
    SPLIT,
    Program,
)
from engine.process.feel.values import Run

Groups: TypeAlias = tuple[int, ...]
"""Start and end of the match, then of each group (-1 where it took no part)."""
State: TypeAlias = tuple[int, int, Groups]
STATE_COST = 4


def backtracked(program: Program, text: str, start: int, run: Run) -> Groups | None:
    """The leftmost match from ``start`` on, preferring as the pattern prefers."""
    for at in range(start, len(text) + 1):
        found = _from(program, text, at, run)
        if found is not None:
            return found
    return None


def _from(program: Program, text: str, start: int, run: Run) -> Groups | None:
    stack: list[State] = [(0, start, (-1,) * (2 * program.groups + 2))]
    seen: set[State] = set()
    while stack:
        state = stack.pop()
        if state in seen:
            continue
        run.spend(STATE_COST)
        seen.add(state)
        pc, _, groups = state
        if program.operations[pc] == MATCH:
            return groups
        stack.extend(_next(program, text, state, run))
    return None


def _next(program: Program, text: str, state: State, run: Run) -> list[State]:
    """Where a state leads; the way that is preferred comes last."""
    pc, at, groups = state
    operation, first = program.operations[pc], program.first[pc]
    if operation == CHAR:
        test = program.tests[pc]
        fits = at < len(text) and test is not None and test(text[at])
        return [(pc + 1, at + 1, groups)] if fits else []
    if operation == JUMP:
        return [(first, at, groups)]
    if operation == SPLIT:
        return [(program.second[pc], at, groups), (first, at, groups)]
    if operation == SAVE:
        return [(pc + 1, at, (*groups[:first], at, *groups[first + 1 :]))]
    if operation == BACK:
        said = text[groups[2 * first] : groups[2 * first + 1]] if groups[2 * first] >= 0 else ""
        run.spend(len(said))
        end = at + len(said)
        return [(pc + 1, end, groups)] if _same(said, text[at:end], program.second[pc]) else []
    return [(pc + 1, at, groups)] if holds(operation, text, at) else []


def _same(said: str, found: str, fold: int) -> bool:
    return said == found or (bool(fold) and said.lower() == found.lower())


def holds(operation: int, text: str, at: int) -> bool:
    """Whether ^ or $ is true at ``at``."""
    if operation == BEGIN or (operation == LINE_BEGIN and at == 0):
        return at == 0
    if operation == END or (operation == LINE_END and at == len(text)):
        return at == len(text)
    return text[at - 1] == "\n" if operation == LINE_BEGIN else text[at] == "\n"
