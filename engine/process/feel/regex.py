"""XPath regular expressions without backtracking.

All ways through a pattern are followed side by side (a Pike machine), so a search costs at most
length of text x size of pattern, and every step is paid from the evaluation's work budget: a
pattern cannot hang us. Patterns with backreferences go to regex_back.py, under the same budget.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from engine.process.feel.regex_back import Groups, backtracked, holds
from engine.process.feel.regex_chars import PatternRefused
from engine.process.feel.regex_parse import (
    CHAR,
    JUMP,
    MATCH,
    SAVE,
    SPLIT,
    PatternParser,
    Program,
)
from engine.process.feel.values import Run

Thread: TypeAlias = tuple[int, Groups]


@lru_cache(maxsize=512)
def _program(pattern: str, flags: str) -> Program | str:
    try:
        return PatternParser(pattern, flags).parse()
    except PatternRefused as error:
        return str(error)


def compiled(pattern: str, flags: str | None, run: Run) -> Program | None:
    """The program of a pattern, or None with a warning."""
    found = _program(pattern, flags or "")
    if isinstance(found, str):
        run.null(f"the pattern is refused: {found}")
        return None
    return found


def search(program: Program, text: str, start: int, run: Run) -> Groups | None:
    """The leftmost match from ``start`` on, preferring as the pattern prefers."""
    if program.looks_back:
        return backtracked(program, text, start, run)
    empty = (-1,) * (2 * program.groups + 2)
    threads: list[Thread] = []
    best: Groups | None = None
    tests, operations = program.tests, program.operations
    for at in range(start, len(text) + 1):
        if best is None:
            seen = {pc for pc, _ in threads}
            _follow(program, text, at, (0, empty), seen, threads)
        if not threads:
            if best is not None:
                break
            run.spend(1)
            continue
        run.spend(len(threads))
        current, threads, reached = threads, [], set[int]()
        char = text[at] if at < len(text) else ""
        for pc, groups in current:
            if operations[pc] == MATCH:
                best = groups
                break
            test = tests[pc]
            if char and test is not None and test(char):
                _follow(program, text, at + 1, (pc + 1, groups), reached, threads)
    return best


def _follow(
    program: Program, text: str, at: int, thread: Thread, seen: set[int], threads: list[Thread]
) -> None:
    """Append every character test and match reachable without reading, best first."""
    stack = [thread]
    while stack:
        pc, groups = stack.pop()
        if pc in seen:
            continue
        seen.add(pc)
        operation = program.operations[pc]
        if operation in (CHAR, MATCH):
            threads.append((pc, groups))
        elif operation == JUMP:
            stack.append((program.first[pc], groups))
        elif operation == SPLIT:
            stack.append((program.second[pc], groups))
            stack.append((program.first[pc], groups))
        elif operation == SAVE:
            slot = program.first[pc]
            stack.append((pc + 1, (*groups[:slot], at, *groups[slot + 1 :])))
        elif holds(operation, text, at):
            stack.append((pc + 1, groups))


def find_all(program: Program, text: str, run: Run) -> Iterator[Groups]:
    """Every match, one after the other; the pattern must not match the empty string."""
    at = 0
    while at <= len(text):
        found = search(program, text, at, run)
        if found is None:
            return
        yield found
        at = max(found[1], at + 1)


def template(replacement: str, quoted: bool) -> list[str | int] | None:
    """A replacement as texts and group numbers; None if malformed (a lone $ or backslash)."""
    if quoted:
        return [replacement]
    parts: list[str | int] = []
    at = 0
    while at < len(replacement):
        char, following = replacement[at], replacement[at + 1 : at + 2]
        if char == "$":
            if not (following.isascii() and following.isdigit()):
                return None
            parts.append(int(following))
            at += 2
        elif char == "\\":
            if following not in ("$", "\\"):
                return None
            parts.append(following)
            at += 2
        else:
            parts.append(char)
            at += 1
    return parts


def filled(parts: list[str | int], groups: Groups, text: str) -> Iterator[str]:
    """The replacement of one match."""
    for part in parts:
        if isinstance(part, str):
            yield part
        elif 2 * part + 1 < len(groups) and groups[2 * part] >= 0:
            yield text[groups[2 * part] : groups[2 * part + 1]]
