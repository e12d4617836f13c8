"""Types of function literals as their text tells them, and which type conforms to which."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from engine.process.feel import tree
from engine.process.feel.tree import TypeExpression

Known = TypeExpression | None
"""A type, or None where the text does not tell (which conforms, and is conformed to)."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function literal declares of its parameters, and what its body evidently is."""

    parameters: tuple[Known, ...]
    result: Known


def signature_of(node: tree.FunctionLiteral) -> Signature:
    """The signature of a function literal."""
    return Signature(tuple(node.types), evident(node.body))


def evident(node: tree.Node) -> Known:
    """The type of a literal; None for everything whose type only shows when it is evaluated."""
    if isinstance(node, tree.Constant):
        for python, name in ((bool, "boolean"), (str, "string"), (Decimal, "number")):
            if isinstance(node.value, python):
                return TypeExpression(name, at=node.at)
    if isinstance(node, tree.ContextLiteral):
        parts = [evident(value) or TypeExpression("Any", at=value.at) for _, value in node.entries]
        return TypeExpression("context", parts, [key for key, _ in node.entries], at=node.at)
    return None


def conforms(given: Known, wanted: Known) -> bool:
    """Whether every value of one type is a value of the other, as far as the two are known."""
    if given is None or wanted is None or "Any" in (given.name, wanted.name):
        return True
    if given.name != wanted.name:
        return False
    if given.name == "context":
        entries = dict(zip(given.keys, given.parts, strict=True))
        return all(
            key in entries and conforms(entries[key], part)
            for key, part in zip(wanted.keys, wanted.parts, strict=True)
        )
    pairs = zip(given.parts, wanted.parts, strict=False)
    if given.name == "function" and given.parts and wanted.parts:
        *left, result = given.parts
        *right, needed = wanted.parts
        return accepts(Signature(tuple(left), result), right, needed)
    return all(conforms(a, b) for a, b in pairs)


def accepts(signature: Signature, parameters: list[TypeExpression], result: Known) -> bool:
    """Whether a function may stand where one with these parameters and result is wanted."""
    return (
        len(parameters) == len(signature.parameters)
        and all(
            conforms(offered, known)
            for offered, known in zip(parameters, signature.parameters, strict=True)
        )
        and conforms(signature.result, result)
    )
