"""A unit from what people write: with or without accents, short forms, superiors behind it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session, aliased

from engine.selectors import successors_of
from engine.units import REF_COLUMNS, AmbiguousUnit, Unit, UnitRef, UnknownUnit, in_force

_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile("[a-z0-9]+")

MAX_WORDS = 40
"""A name and its superiors are shorter; the rest of a pasted paragraph is not looked at."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without accents, words apart by one space: 'Tỉnh  Bình Định' -> 'tinh binh dinh'.

    'và' and '&' are dropped, because short forms write either or neither.
    """
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower().replace("đ", "d")))
    return " ".join(word for word in _WORD.findall(bare) if word != "va")


def key_of(text: str) -> str:
    """What two spellings of one name have in common: 'Sở LĐ-TB&XH' -> 'soldtbxh'."""
    return fold(text).replace(" ", "")


def find(session: Session, text: str, on: date, within: int | None = None) -> UnitRef:
    """The one unit that ``text`` names on the day ``on``.

    ``text`` may end with the names of superiors ("huyện Thanh Hà, tỉnh Hải Dương"). ``within`` is
    a unit's id: only it and the units below it are meant, the nearest of them if several match.
    A full name wins over an alias. A name only ended units bear means their successors.
    Raises UnknownUnit, AmbiguousUnit.
    """
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
