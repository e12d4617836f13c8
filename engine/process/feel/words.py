"""Raw tokens, and the names that several of them make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from engine.process.feel.errors import FeelSyntaxError, position_at

_START = (
    "A-Za-z_?\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_RAW = re.compile(
    r"""
    (?P<SPACE>[\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+
        |//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
  | (?P<STRING>"(?:[^"\\]|\\.)*")
  | (?P<NUMBER>(?:\d+(?:\.\d+)?|(?<!\.)\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<WORD>[START][START0-9\u00b7\u0300-\u036f\u203f-\u2040]*)
  | (?P<SYMBOL>\.\.|\*\*|<=|>=|!=|->|[-+*/<>=()\[\]{},:.@'’])
    """.replace("START", _START),
    re.VERBOSE | re.DOTALL,
)
_SIGNS = frozenset("+-*/.'’")
_NEVER_IN_NAMES = frozenset(
    ["(", ")", "[", "]", "{", "}", ",", ":", "<", ">", "=", "<=", ">=", "!=", "..", "->", "@"]
)


@dataclass(frozen=True, slots=True)
class Raw:
    """One raw token: group is STRING, NUMBER, WORD or SYMBOL."""

    group: str
    text: str
    at: int


def canonical(name: str) -> str:
    """A name as the language compares it: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def spelled(parts: Iterable[str]) -> str:
    """The name that raw tokens make: a space between two words, none beside a sign."""
    name, joined = "", True
    for part in parts:
        sign = part in _SIGNS
        name += part if joined or sign else f" {part}"
        joined = sign
    return name


def scan(text: str) -> list[Raw]:
    """The raw tokens of a text; raises FeelSyntaxError at a character no token starts with."""
    raws: list[Raw] = []
    at = 0
    while at < len(text):
        match = _RAW.match(text, at)
        if match is None:
            raise strange(text, at)
        group = match.lastgroup or ""
        if group == "WORD":
            raws.append(Raw(group, unicodedata.normalize("NFC", match.group()), at))
        elif group != "SPACE":
            raws.append(Raw(group, match.group(), at))
        at = match.end()
    return raws


def strange(text: str, at: int) -> FeelSyntaxError:
    """The error for a character that starts no token."""
    char = text[at]
    vi, en = f"ký tự lạ «{char}»", f"unexpected character {char!r}"
    if char == '"':
        vi, en = "chuỗi thiếu dấu nháy đóng", "the string is not closed"
    return FeelSyntaxError(position=position_at(text, at), said=vi, said_en=en)


class Phrases:
    """Names of several raw tokens, found longest first."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known; a name that is no sequence of tokens is ignored."""
        parts: list[str] = []
        for match in _RAW.finditer(unicodedata.normalize("NFC", name)):
            if match.lastgroup == "STRING" or match.group() in _NEVER_IN_NAMES:
                return
            if match.lastgroup != "SPACE":
                parts.append(match.group())
        self.add_parts(tuple(parts), canonical(name))

    def add_parts(self, parts: tuple[str, ...], name: str) -> None:
        """Make a sequence of raw tokens known as one name."""
        if len(parts) > 1:
            self._by_first.setdefault(parts[0], {}).setdefault(parts, name)

    def longest(self, raws: list[Raw], start: int) -> tuple[int, str]:
        """How many raw tokens from ``start`` make the longest known name (0: none), and it."""
        best = 0, ""
        for parts, name in self._by_first.get(raws[start].text, {}).items():
            count = len(parts)
            if count > best[0] and tuple(r.text for r in raws[start : start + count]) == parts:
                best = count, name
        return best
