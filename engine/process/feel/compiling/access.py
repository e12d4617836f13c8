"""Names, paths and filters."""

from __future__ import annotations

from engine.process.feel import tree
from engine.process.feel.compiling.core import INPUT, Compiler, handles
from engine.process.feel.numbers import number, whole
from engine.process.feel.properties import member_of
from engine.process.feel.scope import Found, Scope, bind, find
from engine.process.feel.values import DIRECT, Closure, Env, FeelFunction, Run, Value, adapt, kind


@handles(tree.Name)
def _name(compiler: Compiler, node: tree.Name, scope: Scope | None) -> Closure:
    compiler.asked += node.name == INPUT
    found = find(scope, node.name)
    outer = _outer(compiler, node, scope, found)
    return _through_items(node.name, found.items, outer) if found.items else outer


def _outer(compiler: Compiler, node: tree.Name, scope: Scope | None, found: Found) -> Closure:
    if found.slot is not None:
        return _slot(found.slot)
    name = node.name
    function = compiler.function(name)
    if compiler.is_input(name):
        compiler.read.add(name)
        return _input(name) if function is None else _input_or(name, function)
    if function is not None:
        return lambda env: function
    if found.items:
        return lambda env: None
    raise compiler.unknown(node, name, scope)


def _slot(slot: int) -> Closure:
    def closure(env: Env) -> Value:
        return env.slots[slot]

    return closure


def _input(name: str) -> Closure:
    def closure(env: Env) -> Value:
        value = env.context.get(name)
        return value if type(value) in DIRECT else adapt(value)

    return closure


def _input_or(name: str, function: FeelFunction) -> Closure:
    """An input that bears the name of a function; without a value it is the function."""

    def closure(env: Env) -> Value:
        return adapt(env.context.get(name, function))

    return closure


def _through_items(name: str, items: tuple[int, ...], outer: Closure) -> Closure:
    """Inside filters, an entry of the item under test goes before every name outside."""

    def closure(env: Env) -> Value:
        for slot in items:
            item = env.slots[slot]
            if isinstance(item, dict) and name in item:
                return item[name]
        return outer(env)

    return closure


@handles(tree.Path)
def _path(compiler: Compiler, node: tree.Path, scope: Scope | None) -> Closure:
    value, name = compiler.closure(node.value, scope), node.name

    def closure(env: Env) -> Value:
        found = value(env)
        if type(found) is dict and name in found:
            member = found[name]
            return member if type(member) in DIRECT else adapt(member)
        if found is None:
            return None
        return member_of(found, name, env.run)

    return closure


@handles(tree.Filter)
def _filter(compiler: Compiler, node: tree.Filter, scope: Scope | None) -> Closure:
    value = compiler.closure(node.value, scope)
    if isinstance(node.condition, tree.Constant) and number(node.condition.value) is not None:
        index = whole(node.condition.value)
        return lambda env: _indexed(_as_list(value(env)), index, env.run)
    condition = compiler.closure(node.condition, bind(scope, None))

    def closure(env: Env) -> Value:
        items = _as_list(value(env))
        context, slots, run = env.context, env.slots, env.run
        run.spend(len(items))
        result = []
        for item in items:
            verdict = condition(Env(context, (*slots, item), run))
            if verdict is True:
                result.append(item)
            elif verdict is not False and number(verdict) is not None:
                return _indexed(items, whole(verdict), run)
        if not items and (fixed := number(condition(Env(context, (*slots, None), run)))):
            return _indexed(items, whole(fixed), run)
        return result

    return closure


def _as_list(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _indexed(items: list[Value], index: int | None, run: Run) -> Value:
    """The item at a position: 1 is the first, -1 the last."""
    if index is None or index == 0 or abs(index) > len(items):
        run.null(f"there is no item {index} in a {kind(items)} of {len(items)}")
        return None
    return items[index - 1 if index > 0 else index]
