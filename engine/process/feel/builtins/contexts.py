"""Functions of contexts."""

from __future__ import annotations

from engine.process.feel.functions import builtin
from engine.process.feel.values import Run, Value

Context = dict[str, Value]


@builtin("get value", "m: context, key: string")
@builtin("get value", "context: context, keys: list")
def get_value(run: Run, m: Context, key: Value) -> Value:
    """The entry under a key, or along a list of keys."""
    found: Value = m
    for step in key if isinstance(key, list) else [key]:
        if not isinstance(found, dict) or not isinstance(step, str):
            run.null("get value: the keys lead nowhere")
            return None
        found = found.get(step)
    return found if key != [] else None


@builtin("get entries", "m: context")
def get_entries(run: Run, m: Context) -> Value:
    """A list of {key, value}."""
    run.size(len(m))
    return [{"key": key, "value": value} for key, value in m.items()]


@builtin("context", "entries: list")
def context(run: Run, entries: list[Value]) -> Value:
    """A context of a list of {key, value}; null if a key is missing, no string, or repeated."""
    run.size(len(entries))
    result: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry:
            return None
        key = entry.get("key")
        if not isinstance(key, str) or key in result:
            run.null("context: each entry needs a key of its own")
            return None
        result[key] = entry["value"]
    return result


@builtin("context put", "context: context, key: string, value: any")
@builtin("context put", "context: context, keys: list, value: any")
def context_put(run: Run, target: Context, key: Value, value: Value) -> Value:
    """The context with an entry set, under a key or along a list of keys."""
    given = key if isinstance(key, list) else [key]
    keys = [step for step in given if isinstance(step, str)]
    if not keys or len(keys) != len(given) or len(keys) > 100:
        run.null("context put: a key must be a string")
        return None
    result: Context = dict(target)
    inner = result
    for step in keys[:-1]:
        run.spend(len(inner) + 1)
        below = inner.get(step)
        if below is not None and not isinstance(below, dict):
            run.null(f"context put: '{step}' is no context")
            return None
        copy: Context = dict(below or {})
        inner[step] = copy
        inner = copy
    inner[keys[-1]] = value
    return result


@builtin("context merge", "contexts: list")
def context_merge(run: Run, contexts: list[Value]) -> Value:
    """The entries of all; a later one wins. Null if an item is no context."""
    result: Context = {}
    for one in contexts:
        if not isinstance(one, dict):
            run.null("context merge takes contexts")
            return None
        run.spend(len(one) + 1)
        result.update(one)
    return result
