"""``engine.unit_names.find`` one statement at a time: what the fast look-up is held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session, aliased

from engine.selectors import successors_of
from engine.unit_names import MAX_WORDS, fold, key_of
from engine.units import REF_COLUMNS, AmbiguousUnit, Unit, UnitRef, UnknownUnit, in_force


def find_slowly(session: Session, text: str, on: date, within: int | None = None) -> UnitRef:
    """See ``engine.unit_names.find``."""
    words = fold(text).split()[:MAX_WORDS]
    found = _matching(session, words, in_force(on), within)
    if not found:
        found = _through_successors(session, words, on, within)
    if not found:
        raise UnknownUnit(what=text.strip(), on=on.isoformat())
    if len(found) > 1:
        raise AmbiguousUnit(text.strip(), found)
    return found[0]


def _matching(
    session: Session, words: list[str], condition: ColumnElement[bool], within: int | None
) -> list[UnitRef]:
    """Those whose name is the longest beginning of ``words`` and whose superiors are the rest."""
    for size in range(len(words), 0, -1):
        head, tail = "".join(words[:size]), words[size:]
        named = _named(session, head, condition)
        if not named:
            continue
        above = _superiors(session, (ref.id for ref, _ in named))
        meant = [
            (ref, full)
            for ref, full in named
            if _consumed(tail, above[ref.id][1:])
            and (within is None or within in dict(above[ref.id]))
        ]
        best = [ref for ref, full in meant if full] or [ref for ref, _ in meant]
        if best:
            return _nearest(best, above, within)
    return []


def _named(
    session: Session, key: str, condition: ColumnElement[bool]
) -> list[tuple[UnitRef, bool]]:
    """Units with that key, and whether it is their name or place rather than an alias."""
    wanted = select(*REF_COLUMNS, Unit.place).where(Unit.keys.contains([key]), condition)
    return [
        (UnitRef(*row[:5]), key in {key_of(row[2]), key_of(row[3]), key_of(row[5])})
        for row in session.execute(wanted)
    ]


def _consumed(tail: Sequence[str], superiors: Sequence[tuple[int, frozenset[str]]]) -> bool:
    """Whether ``tail`` is made of names of ``superiors``, from the nearest up."""
    if not tail:
        return True
    for place, (_, keys) in enumerate(superiors):
        for size in range(1, len(tail) + 1):
            if "".join(tail[:size]) in keys and _consumed(tail[size:], superiors[place + 1 :]):
                return True
    return False


def _nearest(
    found: list[UnitRef], above: dict[int, list[tuple[int, frozenset[str]]]], within: int | None
) -> list[UnitRef]:
    """Of ``found``, those at the least depth below ``within``; all of them without it."""
    if within is None:
        return found
    depth = {}
    for ref in found:
        chain = [unit for unit, _ in above[ref.id]]
        if within in chain:
            depth[ref] = chain.index(within)
    return [ref for ref in depth if depth[ref] == min(depth.values())]


def _superiors(
    session: Session, units: Iterable[int]
) -> dict[int, list[tuple[int, frozenset[str]]]]:
    """For each unit: itself, its superior, and so on, as (id, keys)."""
    base = (
        select(Unit.id.label("start"), Unit.id, Unit.parent_id, Unit.keys, literal(0).label("up"))
        .where(Unit.id == func.any(list(units)))
        .cte("above", recursive=True)
    )
    parent = aliased(Unit)
    step = select(base.c.start, parent.id, parent.parent_id, parent.keys, base.c.up + 1).join(
        parent, parent.id == base.c.parent_id
    )
    chain = base.union_all(step)
    result: dict[int, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    rows = select(chain.c.start, chain.c.id, chain.c["keys"]).order_by(chain.c.start, chain.c.up)
    for start, unit, keys in session.execute(rows):
        result[start].append((unit, frozenset(keys)))
    return result


def _through_successors(
    session: Session, words: list[str], on: date, within: int | None
) -> list[UnitRef]:
    """The units valid on ``on`` that succeed the ended units which ``words`` name."""
    ended = _matching(session, words, Unit.valid_to <= on, None)
    heirs = successors_of(session, [ref.id for ref in ended], on)
    unique = {ref.id: ref for refs in heirs.values() for ref in refs}
    return _nearest(list(unique.values()), _superiors(session, unique), within)
