"""Tokens to tree: the grammar is read once; each parse feeds it tokens, so nothing recurses."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError

from engine.process.feel.build import Builder
from engine.process.feel.declared import declared_phrases
from engine.process.feel.errors import FeelError, FeelSyntaxError, position_at
from engine.process.feel.lexer import Lexer
from engine.process.feel.tree import Node
from engine.process.feel.words import Phrases, scan

_LARK = Lark(
    files(__package__ or "engine.process.feel").joinpath("grammar.lark").read_text("utf-8"),
    parser="lalr",
    lexer="basic",
    start=["expression_start", "unary_start"],
    transformer=Builder(),
    maybe_placeholders=False,
)
NO_PHRASES = Phrases()
_EXPECTED = {
    "THEN": "then", "ELSE": "else", "IN": "in", "RETURN": "return", "SATISFIES": "satisfies",
    "OF": "of", "RPAR": ")", "RSQ": "]", "RBRACE": "}", "COLON": ":",
}  # fmt: skip


def parse(
    text: str, known: tuple[Phrases, ...], *, unary: bool, members: Phrases = NO_PHRASES
) -> Node:
    """The tree of an expression or of unary tests. ``members`` are names known after a dot.

    Raises FeelSyntaxError with the position of the first token that does not fit, and
    FeelLimitExceeded when the expression nests too deeply.
    """
    raws = scan(text)
    tokens = Lexer(text, raws, (*known, declared_phrases(raws)), members).tokens()
    machine: Any = _LARK.parse_interactive("", start="unary_start" if unary else "expression_start")
    at = 0
    try:
        for token in tokens:
            at = token.at
            machine.feed_token(Token(token.type, token.text, start_pos=token.at))
        at = len(text)
        tree = machine.feed_eof()
    except UnexpectedInput as error:
        raise _refused(text, at, error) from None
    except VisitError as error:
        if isinstance(error.orig_exc, FeelError):
            raise error.orig_exc from None
        raise
    if not isinstance(tree, Node):
        raise TypeError(f"the grammar built {type(tree).__name__}")
    return tree


def _refused(text: str, at: int, error: UnexpectedInput) -> FeelSyntaxError:
    found = text[at : at + 20].split("\n", maxsplit=1)[0]
    accepted = error.accepts or error.expected if isinstance(error, UnexpectedToken) else ()
    wanted = [_EXPECTED[name] for name in sorted(accepted) if name in _EXPECTED]
    vi = f"không hiểu «{found}»" if found else "biểu thức kết thúc quá sớm"
    en = f"unexpected '{found}'" if found else "the expression ends too early"
    if wanted:
        vi += f", chờ {', '.join(wanted)}"
        en += f", expected {', '.join(wanted)}"
    return FeelSyntaxError(position=position_at(text, at), said=vi, said_en=en)
