"""XPath patterns to programs for the machine in regex.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from engine.process.feel.regex_chars import (
    CharTest,
    PatternRefused,
    any_case,
    char_class,
    dot,
    escaped,
    literal,
    without_space,
)

MAX_PROGRAM = 2_000
MAX_GROUPS = 50
MAX_PATTERN = 1_000
CHAR, SPLIT, JUMP, SAVE, BEGIN, END, LINE_BEGIN, LINE_END, MATCH, BACK = range(10)


Instruction: TypeAlias = "tuple[int, int, int, CharTest | None]"


@dataclass(slots=True)
class Program:
    """Instructions: an operation, two operands (targets of a jump, a group's slot), a test.

    BACK's operands are the group and whether case is ignored.
    """

    operations: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    second: list[int] = field(default_factory=list)
    tests: list[CharTest | None] = field(default_factory=list)
    groups: int = 0
    looks_back: bool = False

    def emit(self, op: int, a: int = 0, b: int = 0, test: CharTest | None = None) -> int:
        """Append an instruction; its index."""
        if len(self.operations) >= MAX_PROGRAM:
            raise PatternRefused("the pattern is too large")
        self.operations.append(op)
        self.first.append(a)
        self.second.append(b)
        self.tests.append(test)
        return len(self.operations) - 1

    def cut(self, start: int) -> list[Instruction]:
        """Take off the instructions from ``start`` on, their targets made relative to it."""
        block = [
            (op, a - start, b - start, test) if op in (SPLIT, JUMP) else (op, a, b, test)
            for op, a, b, test in zip(
                self.operations[start:],
                self.first[start:],
                self.second[start:],
                self.tests[start:],
                strict=True,
            )
        ]
        for column in (self.operations, self.first, self.second, self.tests):
            del column[start:]
        return block

    def paste(self, block: list[Instruction]) -> None:
        """Append what was cut."""
        start = len(self.operations)
        for op, a, b, test in block:
            moved = start if op in (SPLIT, JUMP) else 0
            self.emit(op, a + moved, b + moved, test)


class PatternParser:
    """Recursive descent over one pattern; groups nest at most MAX_GROUPS deep."""

    def __init__(self, pattern: str, flags: str) -> None:
        if len(pattern) > MAX_PATTERN or set(flags) - set("smixq"):
            raise PatternRefused("the pattern is too long, or a flag is unknown")
        self._quoted = "q" in flags
        self._fold = "i" in flags
        self._all = "s" in flags
        self._lines = "m" in flags
        self._pattern = pattern
        if "x" in flags and not self._quoted:
            self._pattern = without_space(pattern)
        self._at = 0
        self._depth = 0
        self._closed: set[int] = set()
        self.program = Program()

    def parse(self) -> Program:
        """The program; raises PatternRefused."""
        self.program.emit(SAVE, 0)
        if self._quoted:
            for char in self._pattern:
                self._char(literal(char))
        else:
            self._alternatives()
            if self._at < len(self._pattern):
                raise PatternRefused("unbalanced ')'")
        self.program.emit(SAVE, 1)
        self.program.emit(MATCH)
        return self.program

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _char(self, test: CharTest) -> None:
        self.program.emit(CHAR, test=any_case(test) if self._fold else test)

    def _alternatives(self) -> None:
        self._depth += 1
        if self._depth > MAX_GROUPS:
            raise PatternRefused("groups nest too deeply")
        program, ends = self.program, []
        while True:
            split = program.emit(SPLIT)
            self._branch()
            if self._peek() != "|":
                program.first[split] = program.second[split] = split + 1
                break
            self._at += 1
            ends.append(program.emit(JUMP))
            program.first[split], program.second[split] = split + 1, len(program.operations)
        for end in ends:
            program.first[end] = len(program.operations)
        self._depth -= 1

    def _branch(self) -> None:
        while self._peek() not in ("", "|", ")"):
            start = len(self.program.operations)
            self._atom()
            self._quantified(start)

    def _atom(self) -> None:
        char = self._peek()
        self._at += 1
        if char == "(":
            self._group()
        elif char == "[":
            test, self._at = char_class(self._pattern, self._at, self._fold)
            self.program.emit(CHAR, test=test)
        elif char == ".":
            self.program.emit(CHAR, test=(lambda c: True) if self._all else dot)
        elif char == "^":
            self.program.emit(LINE_BEGIN if self._lines else BEGIN)
        elif char == "$":
            self.program.emit(LINE_END if self._lines else END)
        elif char == "\\" and self._peek().isascii() and self._peek().isdigit():
            self._reference()
        elif char == "\\":
            found, self._at = escaped(self._pattern, self._at)
            self._char(literal(found) if isinstance(found, str) else found)
        elif char in "?*+{}]":
            raise PatternRefused(f"'{char}' has nothing to repeat, or must be escaped")
        else:
            self._char(literal(char))

    def _reference(self) -> None:
        """A backreference: digits are read while there are that many groups before it."""
        number = 0
        while (digit := self._peek()).isascii() and digit.isdigit():
            if number and number * 10 + int(digit) > self.program.groups:
                break
            number = number * 10 + int(digit)
            self._at += 1
        if number not in self._closed:
            raise PatternRefused(f"\\{number} names no group before it")
        self.program.looks_back = True
        self.program.emit(BACK, number, int(self._fold))

    def _group(self) -> None:
        capturing = self._pattern[self._at : self._at + 2] != "?:"
        if not capturing:
            self._at += 2
        elif self._peek() == "?":
            raise PatternRefused("this kind of group is not offered")
        slot = 0
        if capturing:
            self.program.groups += 1
            slot = 2 * self.program.groups
            self.program.emit(SAVE, slot)
        self._alternatives()
        if self._peek() != ")":
            raise PatternRefused("a group is not closed")
        self._at += 1
        if capturing:
            self.program.emit(SAVE, slot + 1)
            self._closed.add(slot // 2)

    def _quantifier(self) -> tuple[int, int | None] | None:
        char = self._peek()
        if char in ("?", "*", "+") and char:
            self._at += 1
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[char]
        if char != "{":
            return None
        end = self._pattern.find("}", self._at)
        low, comma, high = self._pattern[self._at + 1 : max(end, 0)].partition(",")
        if end < 0 or not (low + high).isascii() or not low.isdigit() or len(low + high) > 8:
            raise PatternRefused("a quantifier is malformed")
        if high and not high.isdigit():
            raise PatternRefused("a quantifier is malformed")
        self._at = end + 1
        least = int(low)
        most = (int(high) if high else None) if comma else least
        if most is not None and most < least:
            raise PatternRefused("a quantifier runs backwards")
        return least, most

    def _quantified(self, start: int) -> None:
        """Repeat the atom emitted since ``start``: its code is copied as often as due."""
        bounds = self._quantifier()
        if bounds is None:
            return
        lazy = self._peek() == "?"
        self._at += lazy
        program = self.program
        atom = program.cut(start)
        least, most = bounds
        for _ in range(least):
            program.paste(atom)
        if most is None:
            loop = program.emit(SPLIT)
            program.paste(atom)
            program.emit(JUMP, loop)
            _aim(program, loop, loop + 1, len(program.operations), lazy)
            return
        splits = []
        for _ in range(most - least):
            splits.append(program.emit(SPLIT))
            program.paste(atom)
        for split in splits:
            _aim(program, split, split + 1, len(program.operations), lazy)


def _aim(program: Program, split: int, into: int, past: int, lazy: bool) -> None:
    program.first[split], program.second[split] = (past, into) if lazy else (into, past)
