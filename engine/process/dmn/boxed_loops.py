"""The boxed filter, for, some and every."""

from __future__ import annotations

from lxml import etree

from engine.process.dmn.boxed import boxed, part
from engine.process.dmn.findings import Place
from engine.process.dmn.scope import Scope
from engine.process.feel.numbers import number, whole
from engine.process.feel.sequences import domain
from engine.process.feel.values import Closure, Env, Run, Value
from engine.process.feel.words import canonical


@boxed("filter")
def _filter(node: etree._Element, scope: Scope, place: Place, depth: int) -> Closure:
    source = part(node, "in", scope, place, depth, "danh sách", "the list")
    match = part(node, "match", scope.inside_filter(), place, depth, "điều kiện lọc", "the match")

    def closure(env: Env) -> Value:
        value, run = source(env), env.run
        items = value if isinstance(value, list) else [] if value is None else [value]
        run.size(len(items))
        kept: list[Value] = []
        for item in items:
            own = item if isinstance(item, dict) else {}
            verdict = match(Env({**env.context, "item": item, **own}, env.slots, run))
            if verdict is True:
                kept.append(item)
            elif verdict is not False and number(verdict) is not None:
                return _at(items, whole(verdict), run)
        return kept

    return closure


def _at(items: list[Value], index: int | None, run: Run) -> Value:
    if index is None or index == 0 or abs(index) > len(items):
        run.null(f"there is no item {index} in a list of {len(items)}")
        return None
    return items[index - 1 if index > 0 else index]


def _variable(node: etree._Element, scope: Scope, place: Place) -> str:
    name = canonical(node.get("iteratorVariable") or "")
    if not name:
        scope.reading.findings.add(
            "dmn-iterator-variable", place, "vòng lặp thiếu tên biến.",
            "the loop has no name for its variable.",
        )  # fmt: skip
    return name


@boxed("for")
def _for(node: etree._Element, scope: Scope, place: Place, depth: int) -> Closure:
    name = _variable(node, scope, place)
    source = part(node, "in", scope, place, depth, "danh sách", "the list")
    inner = scope.bind(name, "partial")
    body = part(node, "return", inner, place, depth, "kết quả mỗi vòng", "the result of a turn")

    def closure(env: Env) -> Value:
        items = domain(source(env), env.run)
        if items is None:
            return None
        env.run.size(len(items))
        results: list[Value] = []
        for item in items:
            env.run.spend(1 + (len(results) >> 4))
            context = {**env.context, "partial": list(results), name: item}
            results.append(body(Env(context, env.slots, env.run)))
        return results

    return closure


def _quantified(
    decisive: bool, node: etree._Element, scope: Scope, place: Place, depth: int
) -> Closure:
    name = _variable(node, scope, place)
    source = part(node, "in", scope, place, depth, "danh sách", "the list")
    condition = part(
        node, "satisfies", scope.bind(name), place, depth, "điều kiện", "the condition"
    )

    def closure(env: Env) -> Value:
        items = domain(source(env), env.run)
        if items is None:
            return None
        unknown = False
        for item in items:
            env.run.spend(1)
            verdict = condition(Env({**env.context, name: item}, env.slots, env.run))
            if verdict is decisive:
                return decisive
            unknown = unknown or verdict is not (not decisive)
        return None if unknown else not decisive

    return closure


@boxed("some")
def _some(node: etree._Element, scope: Scope, place: Place, depth: int) -> Closure:
    return _quantified(True, node, scope, place, depth)


@boxed("every")
def _every(node: etree._Element, scope: Scope, place: Place, depth: int) -> Closure:
    return _quantified(False, node, scope, place, depth)
