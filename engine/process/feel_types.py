"""What an expression must give, read off its text: nothing is evaluated but constants.

Where nothing is certain nothing is said: a name that is not known, an item of a filter, a variable
of a loop may be anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from engine.process import feel
from engine.process.feel import tree
from engine.process.value_types import (
    ANY,
    BOOLEAN,
    CONTEXT,
    DATE,
    DURATION,
    LIST,
    MOMENT,
    NULL,
    NUMBER,
    TEXT,
    Type,
    choice,
)

Types = Mapping[str, Type]
YES, NO = Type("boolean", ("true",)), Type("boolean", ("false",))
"""A comparison of which the outcome is certain."""

MEMBER, VALUE, KINDS = "member", "value", "kinds"


class Doubt(NamedTuple):
    """Something that cannot be meant: ``what`` is MEMBER, VALUE or KINDS.

    MEMBER: ``of`` has no ``said``, but ``known``. VALUE: ``of`` is never ``said``, but one of
    ``known``. KINDS: ``of`` and ``said`` are of kinds, ``known``, that are never equal.
    """

    what: str
    of: str
    said: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression gives, and what in it cannot be meant."""

    type: Type
    doubts: tuple[Doubt, ...]


_WALKING = ("working days after", "working days before")
_WRITTEN = ("date", "time", "date and time", "duration")
_GIVES: Mapping[str, Type] = {
    "now": MOMENT,
    "today": DATE,
    "count": NUMBER,
    "sum": NUMBER,
    "string": TEXT,
    "upper case": TEXT,
    "lower case": TEXT,
    "string length": NUMBER,
    "contains": BOOLEAN,
    "starts with": BOOLEAN,
    "ends with": BOOLEAN,
    "list contains": BOOLEAN,
}
_CHILDLESS = ("string", "number", "boolean")
_MOMENTS = ("date", "date and time")
_LENGTHS = ("days and time duration", "years and months duration")


def read(node: tree.Node, types: Types) -> Reading:
    """Of a parsed expression, with the types of the names it may read."""
    reader = _Reader()
    found = reader.of(node, types)
    return Reading(found, tuple(dict.fromkeys(reader.doubts)))


def certain(type_: Type) -> bool:
    """Whether it is a condition that is always the same."""
    return type_ in (YES, NO)


class _Reader:
    def __init__(self) -> None:
        self.doubts: list[Doubt] = []

    def of(self, node: tree.Node, types: Types) -> Type:
        match node:
            case tree.Constant(value=value):
                return _constant(value)
            case tree.Name(name=name):
                return types.get(name, ANY)
            case tree.Path():
                return self._path(node, types)
            case tree.Chain():
                return self._chain(node, types)
            case tree.Comparison():
                return self._comparison(node, types)
            case tree.Membership():
                return self._membership(node, types)
            case tree.Call():
                return self._call(node, types)
            case tree.If():
                return self._if(node, types)
        return self._inside(node, types)

    def _inside(self, node: tree.Node, types: Types) -> Type:
        """What has names of its own."""
        match node:
            case tree.Filter(value=value, condition=condition):
                self.of(value, types)
                self.of(condition, {})
            case tree.For(iterators=iterators, result=result):
                self.of(result, self._iterated(iterators, types))
                return LIST
            case tree.Quantified(iterators=iterators, condition=condition):
                self.of(condition, self._iterated(iterators, types))
                return BOOLEAN
            case tree.FunctionLiteral(parameters=parameters, body=body):
                self.of(body, _without(types, parameters))
            case tree.ContextLiteral(entries=entries):
                known = _without(types, [key for key, _ in entries])
                for _, value in entries:
                    self.of(value, known)
                return CONTEXT
            case _:
                return self._plain(node, types)
        return ANY

    def _plain(self, node: tree.Node, types: Types) -> Type:
        """What has nothing to tell but its kind."""
        match node:
            case tree.ListLiteral(items=items):
                for item in items:
                    self.of(item, types)
                return LIST
            case tree.Negation(operand=operand):
                return NUMBER if self.of(operand, types).kind == "number" else ANY
            case tree.Between(value=value, low=low, high=high):
                for part in (value, low, high):
                    self.of(part, types)
                return BOOLEAN
            case tree.InstanceOf(value=value):
                self.of(value, types)
                return BOOLEAN
        return ANY

    def _iterated(self, iterators: Iterable[tree.Iterator], types: Types) -> Types:
        for one in iterators:
            self.of(one.start, types)
            if one.end is not None:
                self.of(one.end, types)
            types = _without(types, [one.name])
        return types

    def _path(self, node: tree.Path, types: Types) -> Type:
        of = self.of(node.value, types)
        if of.members:
            if node.name not in of.members:
                self.doubts.append(Doubt(MEMBER, written(node.value), node.name, (*of.members,)))
                return NULL
            return of.members[node.name]
        if of.kind in _CHILDLESS and isinstance(node.value, (tree.Name, tree.Path)):
            self.doubts.append(Doubt(MEMBER, written(node.value), node.name))
            return NULL
        return ANY

    def _chain(self, node: tree.Chain, types: Types) -> Type:
        parts = [self.of(node.first, types), *(self.of(part, types) for _, part in node.rest)]
        if node.level in ("and", "or"):
            return _joined(parts, *((NO, YES) if node.level == "and" else (YES, NO)))
        kinds = {part.kind for part in parts}
        if kinds == {"number"}:
            return NUMBER
        if "null" in kinds:
            return NULL
        if node.level == "add" and kinds == {"string"}:
            return TEXT
        later = {part.kind for part in parts[1:]}
        if node.level == "add" and parts[0].kind in _MOMENTS and later <= {*_LENGTHS}:
            return Type(parts[0].kind)
        return ANY

    def _comparison(self, node: tree.Comparison, types: Types) -> Type:
        left, right = self.of(node.left, types), self.of(node.right, types)
        if node.operator not in ("=", "!=", "<", ">", "<=", ">="):
            return BOOLEAN
        never = NO if node.operator != "!=" else YES
        if _apart(left.kind, right.kind):
            kinds = (left.kind, right.kind)
            self.doubts.append(
                Doubt(KINDS, _said(node.left, left), _said(node.right, right), kinds)
            )
            return never
        if node.operator in ("=", "!=") and _disjoint(left, right):
            one, other = (node.left, right) if len(left.values) > 1 else (node.right, left)
            known = left.values if one is node.left else right.values
            self.doubts.append(Doubt(VALUE, written(one), ", ".join(other.values), known))
            return never
        return BOOLEAN

    def _membership(self, node: tree.Membership, types: Types) -> Type:
        value = self.of(node.value, types)
        tests: list[tree.Node] = []
        for test in node.tests:
            tests += test.items if isinstance(test, tree.ListLiteral) else [test]
        found = [self.of(test, types) for test in tests]
        if len(value.values) < 2:
            return BOOLEAN
        never = [one for one in found if _disjoint(value, one)]
        self.doubts += [
            Doubt(VALUE, written(node.value), ", ".join(one.values), value.values) for one in never
        ]
        return NO if never and len(never) == len(found) else BOOLEAN

    def _if(self, node: tree.If, types: Types) -> Type:
        condition = self.of(node.condition, types)
        then, otherwise = self.of(node.then, types), self.of(node.otherwise, types)
        if certain(condition):
            return then if condition == YES else otherwise
        if then == otherwise:
            return then
        return Type(then.kind) if then.kind == otherwise.kind else ANY

    def _call(self, node: tree.Call, types: Types) -> Type:
        given = [self.of(argument, types) for argument in node.arguments]
        name = node.function.name if isinstance(node.function, tree.Name) else ""
        if not name or name in types:
            return ANY
        if name == "not" and len(given) == 1:
            return BOOLEAN if not certain(given[0]) else NO if given[0] == YES else YES
        if name in _WALKING and len(given) == 2 and node.names is None:
            return _walked(*given)
        if name in _WRITTEN and len(given) == 1 and isinstance(node.arguments[0], tree.Constant):
            return _literal(name, node.arguments[0].value)
        return _GIVES.get(name, ANY)


def _constant(value: object) -> Type:
    if value is None:
        return NULL
    if isinstance(value, str):
        return choice([value])
    if isinstance(value, bool):
        return BOOLEAN
    return NUMBER if isinstance(value, (int, Decimal)) else ANY


def _walked(start: Type, days: Type) -> Type:
    if days.kind not in ("", "number") or start.kind not in ("", *_MOMENTS):
        return NULL
    return Type(start.kind)


def _literal(name: str, value: object) -> Type:
    """Of ``date("2026-05-15")`` and its kin: null where the text is none."""
    if not isinstance(value, str):
        return ANY
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    if feel.compile(f'{name}("{quoted}")', ()).evaluate({}) is None:
        return NULL
    known = {"date": DATE, "date and time": MOMENT}
    if name == "duration":
        return DURATION if not _in_months(value) else Type(_LENGTHS[1])
    return known.get(name, ANY)


def _in_months(text: str) -> bool:
    return "D" not in text and "T" not in text


def _joined(parts: list[Type], ends: Type, other: Type) -> Type:
    """Of ``and`` or ``or``: one that ``ends`` it decides, all ``other`` do too."""
    if ends in parts:
        return ends
    return other if all(part == other for part in parts) else BOOLEAN


def _without(types: Types, names: Iterable[str]) -> Types:
    hidden = set(names)
    return {name: one for name, one in types.items() if name not in hidden}


def _apart(left: str, right: str) -> bool:
    """Whether values of these kinds are never equal."""
    return bool(left and right) and left != right and "null" not in (left, right)


def _disjoint(left: Type, right: Type) -> bool:
    return (
        bool(left.values and right.values)
        and left.kind == right.kind == "string"
        and not set(left.values) & set(right.values)
    )


def _said(node: tree.Node, type_: Type) -> str:
    if isinstance(node, tree.Constant):
        return f'«"{node.value}"»' if isinstance(node.value, str) else str(node.value).lower()
    return f"«{written(node) or type_.kind}»"


def written(node: tree.Node) -> str:
    """A name or a path as it is written; '' for anything else."""
    if isinstance(node, tree.Name):
        return node.name
    if isinstance(node, tree.Path):
        before = written(node.value)
        return f"{before}.{node.name}" if before else ""
    return ""
