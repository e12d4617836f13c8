"""Functions of strings."""

from __future__ import annotations

from decimal import Decimal

from engine.process.feel import regex
from engine.process.feel.functions import builtin
from engine.process.feel.values import Run, Value


@builtin("substring", "string: string, start position: number, length?: number")
def substring(run: Run, string: str, start: Decimal, length: Decimal | None = None) -> Value:
    """From a position (1 first, -1 last), to the end or for a length of at least 1."""
    first = _truncated(start)
    count = len(string) if length is None else _truncated(length)
    if first == 0 or abs(first) > len(string) or count < 1:
        run.null("substring lies outside the string")
        return None
    begin = first - 1 if first > 0 else len(string) + first
    return string[begin : begin + count]


def _truncated(number: Decimal) -> int:
    return int(number) if number.adjusted() < 18 else (10**18 if number > 0 else -(10**18))


@builtin("string length", "string: string")
def length_of(run: Run, string: str) -> Value:
    """How many characters (code points)."""
    return Decimal(len(string))


@builtin("upper case", "string: string")
def upper(run: Run, string: str) -> Value:
    """In capitals."""
    return string.upper()


@builtin("lower case", "string: string")
def lower(run: Run, string: str) -> Value:
    """In small letters."""
    return string.lower()


@builtin("substring before", "string: string, match: string")
def before(run: Run, string: str, match: str) -> Value:
    """What stands before the first match; "" if there is none."""
    at = string.find(match)
    return string[:at] if at > 0 else ""


@builtin("substring after", "string: string, match: string")
def after(run: Run, string: str, match: str) -> Value:
    """What stands after the first match; "" if there is none."""
    at = string.find(match)
    return string[at + len(match) :] if at >= 0 else ""


@builtin("contains", "string: string, match: string")
def contains(run: Run, string: str, match: str) -> Value:
    """Whether the match occurs."""
    return match in string


@builtin("starts with", "string: string, match: string")
def starts(run: Run, string: str, match: str) -> Value:
    """Whether the string begins with the match."""
    return string.startswith(match)


@builtin("ends with", "string: string, match: string")
def ends(run: Run, string: str, match: str) -> Value:
    """Whether the string ends with the match."""
    return string.endswith(match)


@builtin("matches", "input: string, pattern: string, flags?: string")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    """Whether the XPath pattern occurs in the input."""
    program = regex.compiled(pattern, flags, run)
    return None if program is None else regex.search(program, text, 0, run) is not None


@builtin("replace", "input: string, pattern: string, replacement: string, flags?: string")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """Every match replaced; $1 means the first group. Null if the pattern matches ""."""
    program = regex.compiled(pattern, flags, run)
    if program is None:
        return None
    parts = regex.template(replacement, "q" in (flags or ""))
    if parts is None or regex.search(program, "", 0, run) is not None:
        run.null("replace: the replacement is malformed, or the pattern matches nothing at all")
        return None
    result, at, total = [], 0, 0
    for groups in regex.find_all(program, text, run):
        result.append(text[at : groups[0]])
        result.extend(regex.filled(parts, groups, text))
        at = groups[1]
        total += sum(map(len, result[-len(parts) - 1 :]))
        run.length(total)
    return "".join(result) + text[at:]


@builtin("split", "string: string, delimiter: string")
def split(run: Run, string: str, delimiter: str) -> Value:
    """The pieces between matches of the delimiter, an XPath pattern."""
    program = regex.compiled(delimiter, None, run)
    if program is None or regex.search(program, "", 0, run) is not None:
        run.null("split: the delimiter is no pattern, or it matches nothing at all")
        return None
    result: list[Value] = []
    at = 0
    for groups in regex.find_all(program, string, run):
        result.append(string[at : groups[0]])
        at = groups[1]
    return [*result, string[at:]]


@builtin("string join", "list: list, delimiter?: string")
def join(run: Run, items: list[Value], delimiter: str | None = None) -> Value:
    """The strings in a row, nulls left out; null if an item is no string."""
    run.spend(len(items))
    strings = [item for item in items if isinstance(item, str)]
    if len(strings) != sum(item is not None for item in items):
        run.null("string join takes strings")
        return None
    delimiter = delimiter or ""
    run.length(sum(map(len, strings)) + len(delimiter) * len(strings))
    return delimiter.join(strings)
