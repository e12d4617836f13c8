"""Compile a text once, evaluate it as often as wanted, from any thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.process.feel.compiling import Compiler
from engine.process.feel.errors import FeelError, FeelLimitExceeded, position_at
from engine.process.feel.extensions import EXTENSIONS
from engine.process.feel.functions import BUILTINS, Function, from_host
from engine.process.feel.parser import NO_PHRASES, parse
from engine.process.feel.tree import Node
from engine.process.feel.types import TYPE_PHRASES, Test
from engine.process.feel.values import Calendar, Closure, Env, Run, Value, adapt
from engine.process.feel.words import Phrases, canonical

MAX_TEXT = 10_000
_PLAIN = frozenset({bool, type(None), str, Decimal, dt.date, dt.datetime, dt.timedelta})
_BUILT_IN_PHRASES = Phrases((*BUILTINS, *EXTENSIONS, *TYPE_PHRASES))


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression: immutable, reusable, shareable between threads.

    ``names`` are the root names it may read from the context.
    """

    text: str
    names: frozenset[str]
    closure: Closure = field(repr=False, compare=False)
    """For a host that evaluates this as part of something larger, over its own Env."""

    def evaluate(
        self,
        context: Mapping[str, object],
        *,
        now: dt.datetime | None = None,
        calendar: Calendar | None = None,
        warnings: list[str] | None = None,
    ) -> Value:
        """The value for this context; the context is never changed, nor shared with the result.

        ``now`` (aware) is what now() and today() tell; without it they raise
        FeelEvaluationError. ``calendar`` serves the working-day functions (None: Monday to
        Friday). ``warnings`` receives, in English, why something became null. Raises
        FeelLimitExceeded when the work exceeds its budget.
        """
        run = Run(now, calendar, warnings)
        try:
            value = self.closure(Env(context, (), run))
            return finished(value, run)
        except RecursionError:
            raise FeelLimitExceeded(
                what="độ sâu lồng nhau của dữ liệu", what_en="nesting depth of data", limit=100
            ) from None

    def trace(
        self,
        context: Mapping[str, object],
        *,
        now: dt.datetime | None = None,
        calendar: Calendar | None = None,
        warnings: list[str] | None = None,
    ) -> tuple[Value, frozenset[str]]:
        """As evaluate, with the names of the inputs that were read on the way."""
        recorder = _Recorder(context)
        value = self.evaluate(recorder, now=now, calendar=calendar, warnings=warnings)
        return value, frozenset(recorder.read)


class _Recorder(dict[str, object]):
    """A context that remembers what it was asked for."""

    def __init__(self, context: Mapping[str, object]) -> None:
        super().__init__(context)
        self.read: set[str] = set()

    def get(self, key: str, default: object = None) -> object:
        self.read.add(key)
        return super().get(key, default)


def finished(value: Value, run: Run) -> Value:
    """A result as it leaves: fresh lists and contexts, every number a Decimal, within budget."""
    if type(value) in _PLAIN:
        return value
    if type(value) is int:
        return Decimal(value)
    if isinstance(value, (list, tuple)):
        run.spend(len(value) + 1)
        return [finished(item, run) for item in value]
    if isinstance(value, dict):
        run.spend(len(value) + 1)
        return {key: finished(item, run) for key, item in value.items()}
    return adapt(value)


def compile(
    text: str,
    names: Collection[str] | None = None,
    *,
    functions: Mapping[str, Function] | None = None,
) -> Expression:
    """Compile an expression. ``names`` are the inputs there may be (None: any name is accepted).

    Raises FeelSyntaxError and UnknownName with their position, FeelLimitExceeded if the text is
    too long or too deep.
    """
    return compile_part(text, names, functions=functions)


def compile_unary(
    text: str,
    names: Collection[str] | None = None,
    *,
    functions: Mapping[str, Function] | None = None,
) -> Expression:
    """Compile unary tests (a cell of a decision table); the input is evaluated under "?"."""
    known = None if names is None else {*names, "?"}
    return compile_part(text, known, functions=functions, unary=True)


def compile_part(
    text: str,
    names: Collection[str] | None,
    *,
    functions: Mapping[str, Function] | None = None,
    types: Mapping[str, Test] | None = None,
    members: Phrases = NO_PHRASES,
    unary: bool = False,
    lenient: bool = False,
) -> Expression:
    """As compile, for a host with types of its own and names known after a dot (``members``).

    ``lenient``: a name beyond ``names`` is accepted, as inside a filter, and null if absent.
    """
    if len(text) > MAX_TEXT:
        raise FeelLimitExceeded(what="độ dài (ký tự)", what_en="length", limit=MAX_TEXT)
    known = None if names is None else frozenset(canonical(name) for name in names)
    hosts = {canonical(name): from_host(f) for name, f in (functions or {}).items()}
    phrases = Phrases((*(known or ()), *hosts))
    try:
        tree = parse(text, (_BUILT_IN_PHRASES, phrases), unary=unary, members=members)
        compiler = Compiler(text, None if lenient else known, hosts, types)
        closure = compiler.closure(tree, None)
    except FeelError as error:
        raise placed(text, error) from None
    return Expression(text, frozenset(compiler.read), closure)


def syntax(text: str, names: Collection[str] | None = None) -> Node:
    """The tree of an expression that compiles with these names, for whoever says it in words.

    Raises what ``compile`` raises.
    """
    compile_part(text, names)
    phrases = Phrases([canonical(name) for name in names or ()])
    return parse(text, (_BUILT_IN_PHRASES, phrases), unary=False)


def placed(text: str, error: FeelError) -> FeelError:
    """An error that knows only its offset, with line and column."""
    offset = error.values.get("offset")
    if error.position is not None or not isinstance(offset, int):
        return error
    kept = {k: v for k, v in error.values.items() if k not in ("line", "column", "offset")}
    return type(error)(position=position_at(text, offset), **kept)
