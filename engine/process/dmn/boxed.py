"""Boxed expressions to closures: the dispatch, and the plain ones.

A closure reads its names from ``env.context``, a dict of its own; nothing in it is changed.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from engine.process.dmn.findings import Place
from engine.process.dmn.scope import Scope, fitted, nothing, noting
from engine.process.dmn.source import child, children, elements, name_of, tag, text_of
from engine.process.feel.values import Closure, Env, Value

MAX_NESTING = 50
Handler = Callable[[etree._Element, Scope, Place, int], Closure]
_HANDLERS: dict[str, Handler] = {}


def boxed(name: str) -> Callable[[Handler], Handler]:
    """Register the handler of a boxed expression by its tag."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[name] = handler
        return handler

    return register


def expression_in(node: etree._Element) -> etree._Element | None:
    """The boxed expression inside an element, or None."""
    return next((found for found in elements(node) if tag(found) in _HANDLERS), None)


def closure_of(node: etree._Element, scope: Scope, place: Place, depth: int = 0) -> Closure:
    """The closure of a boxed expression; with findings if it is wrong."""
    if depth > MAX_NESTING:
        scope.reading.findings.add(
            "dmn-too-deep", place, f"Biểu thức lồng quá {MAX_NESTING} tầng. Hãy tách thành nhiều quyết định.",
            f"The expression nests deeper than {MAX_NESTING} levels. Split it into several decisions.",
        )  # fmt: skip
        return nothing
    inner = place.at(node)
    made = _HANDLERS[tag(node)](node, scope, inner, depth)
    if tag(node) == "functionDefinition":
        return made
    return fitted(made, scope.type_of(node, inner), inner)


def within(
    parent: etree._Element, scope: Scope, place: Place, depth: int, vi: str, en: str
) -> Closure:
    """The closure of the expression an element holds; a finding if it holds none."""
    node = expression_in(parent)
    here = place.at(parent, vi, en)
    if node is not None:
        return closure_of(node, scope, here, depth + 1)
    other = next((n for n in elements(parent) if tag(n) not in ("description", "variable")), None)
    missing(scope, here, other)
    return nothing


def missing(scope: Scope, place: Place, other: etree._Element | None = None) -> None:
    """The finding for a place without an expression we know."""
    said = f" ({tag(other)})" if other is not None else ""
    scope.reading.findings.add(
        "dmn-no-expression", place, f"thiếu biểu thức{said}. Hãy điền vào.",
        f"there is no expression{said}. Fill it in.",
    )  # fmt: skip


def part(
    node: etree._Element, name: str, scope: Scope, place: Place, depth: int, vi: str, en: str
) -> Closure:
    """As within, for a named child (``in``, ``match``, ``then``, ...) that must be there."""
    found = child(node, name)
    if found is None:
        missing(scope, place.at(None, vi, en))
        return nothing
    return within(found, scope, place, depth, vi, en)


@boxed("literalExpression")
def _literal(node: etree._Element, scope: Scope, place: Place, _depth: int) -> Closure:
    if not scope.language(node, place):
        return nothing
    text = text_of(node)
    if child(node, "importedValues") is not None or not text:
        missing(scope, place, child(node, "importedValues"))
        return nothing
    compiled = scope.expression(text, place)
    return nothing if compiled is None else noting(compiled.closure, place)


@boxed("list")
def _list(node: etree._Element, scope: Scope, place: Place, depth: int) -> Closure:
    items = []
    for number, item in enumerate((n for n in elements(node) if tag(n) in _HANDLERS), 1):
        where = place.at(item, f"phần tử {number}", f"item {number}")
        items.append(closure_of(item, scope, where, depth + 1))

    def closure(env: Env) -> Value:
        env.run.size(len(items))
        return [item(env) for item in items]

    return closure


@boxed("relation")
def _relation(node: etree._Element, scope: Scope, place: Place, depth: int) -> Closure:
    columns = children(node, "column")
    names = [name_of(column) for column in columns]
    types = [scope.type_of(column, place.at(column)) for column in columns]
    if not all(names) or len(set(names)) != len(names):
        scope.reading.findings.add(
            "dmn-column-name", place, "mỗi cột cần một tên riêng.", "each column needs a name of its own."
        )  # fmt: skip
    rows: list[list[Closure]] = []
    for number, row in enumerate(children(node, "row"), 1):
        cells = [cell for cell in elements(row) if tag(cell) in _HANDLERS]
        if len(cells) != len(columns):
            scope.reading.findings.add(
                "dmn-row-cells", place.at(row, f"hàng {number}", f"row {number}"),
                f"có {len(cells)} ô, bảng có {len(columns)} cột.",
                f"it has {len(cells)} cells, the relation {len(columns)} columns.",
            )  # fmt: skip
            continue
        made: list[Closure] = []
        for name, type_, cell in zip(names, types, cells, strict=True):
            where = place.at(cell, f"hàng {number}, cột «{name}»", f"row {number}, column '{name}'")
            made.append(fitted(closure_of(cell, scope, where, depth + 1), type_, where))
        rows.append(made)

    def closure(env: Env) -> Value:
        env.run.size(len(rows) * (len(names) + 1))
        return [{name: cell(env) for name, cell in zip(names, row, strict=True)} for row in rows]

    return closure


@boxed("conditional")
def _conditional(node: etree._Element, scope: Scope, place: Place, depth: int) -> Closure:
    condition = part(node, "if", scope, place, depth, "điều kiện", "the condition")
    then = part(node, "then", scope, place, depth, "nhánh «thì»", "the branch 'then'")
    otherwise = part(node, "else", scope, place, depth, "nhánh «nếu không»", "the branch 'else'")

    def closure(env: Env) -> Value:
        return then(env) if condition(env) is True else otherwise(env)

    return closure
