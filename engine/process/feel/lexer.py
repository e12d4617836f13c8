"""Text to tokens, with the names put together.

A FEEL name may hold spaces and even operators ("hạn nộp", "don-vi"). Three rules decide where a
name ends, in this order: the longest phrase known in scope (handed-in names, names the text
itself declares, built-in functions and types); then, since two words never stand side by side
in FEEL, every word that follows; a keyword always ends a name.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.process.feel.errors import FeelLimitExceeded, position_at
from engine.process.feel.words import Phrases, Raw, spelled, strange

MAX_NESTING = 100

_SYMBOLS = {
    "+": "PLUS", "-": "MINUS", "*": "STAR", "/": "SLASH", "**": "POW", "<": "LT", ">": "GT",
    "<=": "CMP", ">=": "CMP", "=": "CMP", "!=": "CMP", ",": "COMMA", ":": "COLON", ".": "DOT",
    "..": "DOTS", "->": "ARROW", "(": "LPAR", ")": "RPAR", "[": "LSQ", "]": "RSQ",
    "{": "LBRACE", "}": "RBRACE",
}  # fmt: skip
RESERVED = {
    "if": "IF", "then": "THEN", "else": "ELSE", "for": "FOR", "in": "IN", "return": "RETURN",
    "some": "SOME", "every": "EVERY", "satisfies": "SATISFIES", "between": "BETWEEN",
    "and": "AND", "or": "OR", "true": "TRUE", "false": "FALSE", "null": "NULL",
}  # fmt: skip
_ENDS_OPERAND = frozenset(
    [
        "NAME",
        "NUMBER",
        "STRING",
        "TEMPORAL",
        "TRUE",
        "FALSE",
        "NULL",
        "RPAR",
        "RSQ",
        "RBRACE",
        "IEND",
    ]
)
_STARTS_OPERAND = frozenset(
    [
        "NAME",
        "NUMBER",
        "STRING",
        "TEMPORAL",
        "TRUE",
        "FALSE",
        "NULL",
        "LPAR",
        "LSQ",
        "LBRACE",
        "MINUS",
        "IF",
        "FOR",
        "SOME",
        "EVERY",
        "FUNCTION",
        "LT",
        "GT",
        "CMP",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the grammar; a NAME's text is the canonical name."""

    type: str
    text: str
    at: int


class Lexer:
    """Turns the raw tokens of one text into grammar tokens."""

    def __init__(
        self, text: str, raws: list[Raw], phrases: tuple[Phrases, ...], members: Phrases
    ) -> None:
        self._text = text
        self._raws = raws
        self._phrases = phrases
        self._after_dot = (*phrases, members)
        self._tokens: list[Token] = []
        self._brackets: list[bool] = []

    def tokens(self) -> list[Token]:
        """Every token; raises FeelSyntaxError, or FeelLimitExceeded on deep nesting."""
        at = 0
        while at < len(self._raws):
            at = self._step(at)
        return self._tokens

    def _step(self, at: int) -> int:
        raw = self._raws[at]
        if raw.group == "WORD":
            return self._word(at)
        if raw.group == "SYMBOL":
            return self._symbol(at)
        self._emit(raw.group, raw.text, raw.at)
        return at + 1

    def _emit(self, type_: str, text: str, at: int) -> None:
        self._tokens.append(Token(type_, text, at))

    def _last(self) -> str:
        return self._tokens[-1].type if self._tokens else ""

    def _peek(self, at: int) -> str:
        return self._raws[at].text if at < len(self._raws) else ""

    def _keyword(self, at: int) -> str | None:
        word = self._raws[at].text
        if word == "function" and self._peek(at + 1) in ("(", "<"):
            return "FUNCTION"
        if word == "instance" and self._peek(at + 1) == "of":
            return "INSTANCE"
        return RESERVED.get(word) if self._last() != "DOT" else None

    def _word(self, at: int) -> int:
        raw = self._raws[at]
        if self._last() == "INSTANCE" and raw.text == "of":
            self._emit("OF", "of", raw.at)
            return at + 1
        known_here = self._after_dot if self._last() == "DOT" else self._phrases
        known, name = max(phrases.longest(self._raws, at) for phrases in known_here)
        keyword = self._keyword(at)
        if keyword and not known:
            self._emit(keyword, raw.text, raw.at)
            return at + 1
        end = at + max(known, 1)
        while end < len(self._raws) and self._continues(end):
            end += 1
        exact = end == at + known
        text = name if exact else spelled(r.text for r in self._raws[at:end])
        self._emit("NAME", text, raw.at)
        return end

    def _continues(self, at: int) -> bool:
        raw = self._raws[at]
        if raw.group == "NUMBER":
            return raw.text.isdigit()
        return raw.group == "WORD" and self._keyword_after_word(at) is None

    def _keyword_after_word(self, at: int) -> str | None:
        word = self._raws[at].text
        if word in ("function", "instance"):
            return self._keyword(at)
        return RESERVED.get(word)

    def _symbol(self, at: int) -> int:
        raw = self._raws[at]
        if raw.text == "@" and at + 1 < len(self._raws) and self._raws[at + 1].group == "STRING":
            self._emit("TEMPORAL", self._raws[at + 1].text, raw.at)
            return at + 2
        type_ = _SYMBOLS.get(raw.text)
        if type_ is None:
            raise strange(self._text, raw.at)
        self._emit(self._bracket(at, type_), raw.text, raw.at)
        return at + 1

    def _bracket(self, at: int, type_: str) -> str:
        """Tell apart the uses of brackets; keep the stack of open ones (True: an interval)."""
        if type_ == "DOTS" and self._brackets:
            self._brackets[-1] = True
        elif type_ == "LSQ":
            if self._brackets and self._brackets[-1] and self._ends_interval(at):
                self._brackets.pop()
                return "IEND"
            self._open(at)
        elif type_ == "RSQ" and self._starts_interval(at):
            self._open(at)
            return "ISTART"
        elif type_ in ("LPAR", "LBRACE"):
            self._open(at)
        elif type_ in ("RSQ", "RPAR", "RBRACE") and self._brackets:
            self._brackets.pop()
        return type_

    def _open(self, at: int) -> None:
        self._brackets.append(False)
        if len(self._brackets) > MAX_NESTING:
            raise FeelLimitExceeded(
                position=position_at(self._text, self._raws[at].at),
                what="độ sâu lồng nhau",
                what_en="nesting depth",
                limit=MAX_NESTING,
            )

    def _ends_interval(self, at: int) -> bool:
        """``[`` closes ``]a..b[`` if no operand can follow it."""
        return self._last() in _ENDS_OPERAND and not self._operand_at(at + 1)

    def _starts_interval(self, at: int) -> bool:
        """``]`` opens ``]a..b]`` where an operand is due; ``[]`` stays the empty list."""
        if self._last() in _ENDS_OPERAND:
            return False
        return self._last() != "LSQ" or (
            self._operand_at(at + 1) and self._peek(at + 1) not in ("-", "<", ">", "=", "[", "(")
        )

    def _operand_at(self, at: int) -> bool:
        if at >= len(self._raws):
            return False
        raw = self._raws[at]
        if raw.group == "SYMBOL":
            return _SYMBOLS.get(raw.text, "TEMPORAL") in _STARTS_OPERAND
        if raw.group == "WORD":
            if raw.text == "instance" and self._peek(at + 1) == "of":
                return False
            return RESERVED.get(raw.text, "NAME") in _STARTS_OPERAND
        return True
