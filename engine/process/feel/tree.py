"""The parsed expression: plain nodes with the offset they stand at and their nesting depth."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Node:
    """``at`` is a character offset; ``depth`` 1 for a leaf, one more than the deepest child."""

    at: int
    depth: int = 1


@dataclass(slots=True)
class Constant(Node):
    value: object


@dataclass(slots=True)
class Temporal(Node):
    """@"...": the text between the quotes."""

    text: str


@dataclass(slots=True)
class Name(Node):
    name: str


@dataclass(slots=True)
class Chain(Node):
    """Left-associative run of one precedence level: and, or, + -, * /.

    Kept flat so that a long sum does not nest; ``closed`` once it stood in parentheses.
    """

    level: str
    first: Node
    rest: list[tuple[str, Node]]
    closed: bool = False


@dataclass(slots=True)
class Power(Node):
    base: Node
    exponent: Node


@dataclass(slots=True)
class Negation(Node):
    operand: Node


@dataclass(slots=True)
class Comparison(Node):
    operator: str
    left: Node
    right: Node


@dataclass(slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(slots=True)
class Membership(Node):
    """``value in tests``; any of them suffices."""

    value: Node
    tests: list[Node]


@dataclass(slots=True)
class OperatorTest(Node):
    """``< 5`` and its kin: a unary test, and as a value the range it describes."""

    operator: str
    operand: Node


@dataclass(slots=True)
class Wildcard(Node):
    """The unary test ``-``."""


@dataclass(slots=True)
class Tests(Node):
    """Unary tests; ``negated`` for not(...)."""

    tests: list[Node]
    negated: bool = False


@dataclass(slots=True)
class Interval(Node):
    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(slots=True)
class ListLiteral(Node):
    items: list[Node]


@dataclass(slots=True)
class ContextLiteral(Node):
    entries: list[tuple[str, Node]]


@dataclass(slots=True)
class Path(Node):
    value: Node
    name: str


@dataclass(slots=True)
class Filter(Node):
    value: Node
    condition: Node


@dataclass(slots=True)
class Call(Node):
    """``names`` is None for positional arguments, else parallel to ``arguments``."""

    function: Node
    arguments: list[Node]
    names: list[str] | None


@dataclass(slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(slots=True)
class Iterator(Node):
    """``name in start`` or ``name in start..end``."""

    name: str
    start: Node
    end: Node | None


@dataclass(slots=True)
class For(Node):
    iterators: list[Iterator]
    result: Node


@dataclass(slots=True)
class Quantified(Node):
    every: bool
    iterators: list[Iterator]
    condition: Node


@dataclass(slots=True)
class TypeExpression(Node):
    """``name`` with its parts: list/range one, context by key, function its parameters + result."""

    name: str
    parts: list[TypeExpression] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


@dataclass(slots=True)
class InstanceOf(Node):
    value: Node
    type: TypeExpression


@dataclass(slots=True)
class FunctionLiteral(Node):
    parameters: list[str]
    types: list[TypeExpression | None]
    body: Node
