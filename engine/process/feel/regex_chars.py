"""Which characters a piece of an XPath pattern matches."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from engine.process.feel.regex_blocks import BLOCKS

CharTest = Callable[[str], bool]

_GROUPS = frozenset("LMNPZSC")


class PatternRefused(Exception):
    """The pattern is malformed, or uses what we do not offer."""


@lru_cache(maxsize=4096)
def category(char: str) -> str:
    """The Unicode category, such as "Lu"."""
    return unicodedata.category(char)


def _name_start(char: str) -> bool:
    return char in "_:" or category(char)[0] == "L" or category(char) == "Nl"


def _name_char(char: str) -> bool:
    return _name_start(char) or char in "-.·" or category(char) in ("Nd", "Mn", "Mc")


_CLASSES: dict[str, CharTest] = {
    "d": lambda c: category(c) == "Nd",
    "s": lambda c: c in " \t\n\r",
    "w": lambda c: category(c)[0] not in "PZC",
    "i": _name_start,
    "c": _name_char,
}
_LITERALS = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPABLE = frozenset("\\|.?*+(){}$-[]^/\"' ,:;=<>!#&@~`%_")


def negation(test: CharTest) -> CharTest:
    """The other characters."""
    return lambda c: not test(c)


def union(tests: list[CharTest]) -> CharTest:
    """The characters of any of them."""
    return tests[0] if len(tests) == 1 else lambda c: any(test(c) for test in tests)


def difference(kept: CharTest, taken: CharTest) -> CharTest:
    """The characters of one without those of the other."""
    return lambda c: kept(c) and not taken(c)


def literal(char: str) -> CharTest:
    """One character."""
    return lambda c: c == char


def between(low: str, high: str) -> CharTest:
    """A run of characters."""
    return lambda c: low <= c <= high


def any_case(test: CharTest) -> CharTest:
    """Flag i: the character in either case."""
    return lambda c: test(c) or test(c.lower()) or test(c.upper())


def dot(c: str) -> bool:
    """Without flag s, ``.`` stops at line ends."""
    return c not in "\n\r"


def escaped(pattern: str, at: int) -> tuple[str | CharTest, int]:
    """What follows a backslash at ``at``: a character or a class, and the index after it."""
    if at >= len(pattern):
        raise PatternRefused("a backslash ends the pattern")
    char = pattern[at]
    if char in "pP":
        return _property(pattern, at)
    if char.lower() in _CLASSES:
        test = _CLASSES[char.lower()]
        return (negation(test) if char.isupper() else test), at + 1
    if char in _LITERALS:
        return _LITERALS[char], at + 1
    if char in _ESCAPABLE:
        return char, at + 1
    raise PatternRefused(f"\\{char} is not offered")


def _property(pattern: str, at: int) -> tuple[CharTest, int]:
    end = pattern.find("}", at)
    if pattern[at + 1 : at + 2] != "{" or end < 0:
        raise PatternRefused("\\p needs {...}")
    wanted = pattern[at + 2 : end]
    if wanted.startswith("Is") and wanted[2:] in BLOCKS:
        block = between(*BLOCKS[wanted[2:]])
        return (negation(block) if pattern[at] == "P" else block), end + 1
    if not (1 <= len(wanted) <= 2 and wanted[0] in _GROUPS):
        raise PatternRefused(f"\\p{{{wanted}}} is not offered")

    def test(c: str) -> bool:
        return category(c).startswith(wanted)

    return (negation(test) if pattern[at] == "P" else test), end + 1


def char_class(pattern: str, at: int, fold: bool) -> tuple[CharTest, int]:
    """A class whose "[" stands before ``at``; and the index after its "]"."""
    negated = pattern[at : at + 1] == "^"
    at += negated
    tests: list[CharTest] = []
    minus: CharTest | None = None
    start = at
    while True:
        if at >= len(pattern):
            raise PatternRefused("a character class is not closed")
        char = pattern[at]
        if char == "]" and at > start:
            break
        if char == "-" and pattern[at + 1 : at + 2] == "[" and tests:
            minus, at = char_class(pattern, at + 2, fold)
            if pattern[at : at + 1] != "]":
                raise PatternRefused("a subtraction ends its class")
            break
        test, at = _class_item(pattern, at)
        tests.append(test)
    result = union(tests)
    if fold:
        result = any_case(result)
    if negated:
        result = negation(result)
    if minus is not None:
        return difference(result, minus), at + 1
    return result, at + 1


def _class_item(pattern: str, at: int) -> tuple[CharTest, int]:
    first, at = _class_char(pattern, at)
    if not isinstance(first, str):
        return first, at
    if pattern[at : at + 1] == "-" and pattern[at + 1 : at + 2] not in ("]", "[", ""):
        last, at = _class_char(pattern, at + 1)
        if not isinstance(last, str) or last < first:
            raise PatternRefused("a range of characters runs backwards")
        return between(first, last), at
    return literal(first), at


def _class_char(pattern: str, at: int) -> tuple[str | CharTest, int]:
    if pattern[at] == "\\":
        return escaped(pattern, at + 1)
    if pattern[at] == "[":
        raise PatternRefused("'[' inside a class must be escaped")
    return pattern[at], at + 1


def without_space(pattern: str) -> str:
    """Flag x: white space outside classes is left out."""
    kept, inside, escaped_ = [], 0, False
    for char in pattern:
        if inside == 0 and char in " \t\n\r":
            continue
        kept.append(char)
        if not escaped_:
            inside = max(0, inside + (char == "[") - (char == "]"))
        escaped_ = char == "\\" and not escaped_
    return "".join(kept)
