"""Which units a selection means on a day: one statement for each kind, however many ask.

A selection is what a FEEL selector returns, or what a directive stores::

    {"select": "children", "unit": 12, "tier": "xa"}      no tier: all tiers
    {"select": "descendants", "unit": 12, "tier": "xa"}
    {"select": "lead", "unit": 12, "field": "noivu"}      the one in charge of a field
    {"select": "superior", "unit": 12}
    {"select": "successor", "unit": 12}                   itself while it is valid
    {"select": "unit by code", "code": "52"}
    12, Decimal(12), {"id": 12, ...}                      that unit, or its successors once ended
    [ ... ]                                               all of those

``unit`` may itself be a selection. ``children`` and ``descendants`` of a national unit include
those of the root, but never the unit itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import InputError
from engine.unit_queries import BY_CODE, PLAIN, STATEMENTS, Questions, bigints
from engine.units import Unit, UnitRef, UnknownUnit, in_force, refs

Selection = Any
"""A FEEL value, see the module's docstring; checked by ``resolve``."""


class BadSelection(InputError):
    """A value that selects no units, whatever the day."""

    code = "bad-selection"
    vi = "Không chọn được đơn vị từ {value}: {why_vi}."
    en = "{value} does not select units: {why}."


@dataclass(frozen=True, slots=True)
class _Ask:
    """``arg`` is the tier, field or code; ``inner`` the questions whose units ``unit`` will be."""

    kind: str
    unit: int | None
    arg: str | None = None
    inner: tuple[_Ask, ...] | None = None


K = TypeVar("K", bound=Hashable)

_ARGUMENT = {"children": "tier", "descendants": "tier", "lead": "field", BY_CODE: "code"}
_MUST_SAY = frozenset({"lead", BY_CODE})
_MUST_ANSWER = frozenset({PLAIN, BY_CODE})


def resolve(session: Session, selection: Selection, on: date) -> list[UnitRef]:
    """The units of ``selection`` on the day ``on``, each once, ordered by code.

    Raises BadSelection, and UnknownUnit for an id or code without a unit.
    """
    return resolve_many(session, [(None, selection)], on)[None]


def resolve_many(
    session: Session, selections: Sequence[tuple[K, Selection]], on: date
) -> dict[K, list[UnitRef]]:
    """``resolve`` for many keys at once; a key given twice gets the units of both.

    One statement for units named by their ids and valid on the day; for the others one for each
    kind of selection present and level of nesting, plus one that checks ids. Raises what
    ``resolve`` raises, whichever selection is to blame.
    """
    found: dict[K, dict[int, UnitRef]] = {key: {} for key, _ in selections}
    selections = _take_valid(session, selections, on, found)
    asked = _plain(session, [(key, ask) for key, s in selections for ask in _parse(s)], on)
    answers = _answers(session, {ask for _, ask in asked}, on)
    for key, ask in asked:
        found[key].update((ref.id, ref) for ref in answers[ask])
    return {
        key: sorted(refs.values(), key=lambda ref: (ref.code, ref.id))
        for key, refs in found.items()
    }


def _take_valid(
    session: Session,
    selections: Sequence[tuple[K, Selection]],
    on: date,
    found: dict[K, dict[int, UnitRef]],
) -> list[tuple[K, Selection]]:
    """Put units named by valid ids into ``found``; what remains to be asked for."""
    named = [(key, _ids(selection)) for key, selection in selections]
    wanted = {unit for _, ids in named for unit in ids or ()}
    if not wanted:
        return list(selections)
    rows = session.execute(refs().where(Unit.id == func.any(bigints(wanted)), in_force(on)))
    valid = {row[0]: UnitRef(*row) for row in rows}
    left: list[tuple[K, Selection]] = []
    for (key, selection), (_, ids) in zip(selections, named, strict=True):
        if ids is None:
            left.append((key, selection))
            continue
        found[key].update((unit, valid[unit]) for unit in ids if unit in valid)
        missing = [unit for unit in ids if unit not in valid]
        if missing:
            left.append((key, missing))
    return left


def _ids(selection: Selection) -> list[int] | None:
    """The ids of a selection that names units by nothing else; None for any other."""
    if isinstance(selection, Mapping) and "select" not in selection:
        selection = selection.get("id")
    parts = selection if isinstance(selection, list) else [selection]
    if not all(type(part) is int or type(part) is Decimal for part in parts):
        return None
    return [_number(part) for part in parts]


def children(session: Session, unit_id: int, tier: str | None, on: date) -> list[UnitRef]:
    """Units of ``tier`` (None: any) directly under the unit; a national unit reaches the root's."""
    return resolve(session, {"select": "children", "unit": unit_id, "tier": tier}, on)


def descendants(session: Session, unit_id: int, tier: str | None, on: date) -> list[UnitRef]:
    """Units of ``tier`` (None: any) at any depth under the unit."""
    return resolve(session, {"select": "descendants", "unit": unit_id, "tier": tier}, on)


def superior(session: Session, unit_id: int, on: date) -> UnitRef | None:
    """The unit directly above, or None at the top."""
    return next(iter(resolve(session, {"select": "superior", "unit": unit_id}, on)), None)


def lead(session: Session, unit_id: int, field: str, on: date) -> UnitRef | None:
    """The unit under ``unit_id`` in charge of ``field``: its own field before one taken over."""
    asked = {"select": "lead", "unit": unit_id, "field": field}
    return next(iter(resolve(session, asked, on)), None)


def successors(session: Session, unit_id: int, on: date) -> list[UnitRef]:
    """Who answers on ``on`` for what the unit held: itself while valid, else along the chain."""
    return resolve(session, {"select": "successor", "unit": unit_id}, on)


def successors_of(session: Session, unit_ids: Iterable[int], on: date) -> dict[int, list[UnitRef]]:
    """``successors`` of many units by their id, in one statement."""
    asked = [(unit, {"select": "successor", "unit": unit}) for unit in unit_ids]
    return resolve_many(session, asked, on)


def _parse(selection: Selection) -> Iterator[_Ask]:
    """The single questions of a selection; raises BadSelection."""
    if isinstance(selection, list | tuple):
        for part in selection:
            yield from _parse(part)
    elif isinstance(selection, UnitRef):
        yield _Ask(PLAIN, selection.id)
    elif isinstance(selection, Mapping):
        yield _parse_context(selection)
    else:
        yield _Ask(PLAIN, _number(selection))


def _parse_context(selection: Mapping[str, Any]) -> _Ask:
    if "select" not in selection:
        return _Ask(PLAIN, _number(selection.get("id")))
    kind = selection["select"]
    if not isinstance(kind, str) or kind not in STATEMENTS or kind == PLAIN:
        raise _bad(selection, "cách chọn không có", "no such kind of selection")
    name = _ARGUMENT.get(kind)
    arg = selection.get(name) if name else None
    if not isinstance(arg, str | None) or (arg is None and kind in _MUST_SAY):
        raise _bad(selection, f"thiếu hoặc sai «{name}»", f"«{name}» is missing or not a text")
    if kind == BY_CODE:
        return _Ask(kind, None, arg)
    unit = selection.get("unit")
    if isinstance(unit, Mapping | list | tuple):
        return _Ask(kind, None, arg, tuple(_parse(unit)))
    return _Ask(kind, _number(unit.id if isinstance(unit, UnitRef) else unit), arg)


def _number(value: Any) -> int:
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and value == int(value):
        return int(value)
    raise _bad(value, "không phải số hiệu đơn vị", "that is no unit's id")


def _bad(value: Any, why_vi: str, why: str) -> BadSelection:
    return BadSelection(value=repr(value)[:200], why_vi=why_vi, why=why)


def _plain(session: Session, asked: list[tuple[K, _Ask]], on: date) -> list[tuple[K, _Ask]]:
    """``asked`` with each inner selection replaced by the units it means."""
    inner = {ask.inner for _, ask in asked if ask.inner is not None}
    if not inner:
        return asked
    pairs = _plain(session, [(group, ask) for group in inner for ask in group], on)
    answers = _answers(session, {ask for _, ask in pairs}, on)
    units: dict[Any, dict[int, None]] = defaultdict(dict)
    for group, ask in pairs:
        units[group].update(dict.fromkeys(ref.id for ref in answers[ask]))
    plain: list[tuple[K, _Ask]] = []
    for key, ask in asked:
        at = [ask.unit] if ask.inner is None else list(units[ask.inner])
        plain.extend((key, replace(ask, unit=unit, inner=None)) for unit in at)
    return plain


def _answers(session: Session, asks: set[_Ask], on: date) -> dict[_Ask, list[UnitRef]]:
    """The units of each question, one statement for each kind."""
    _refuse_unknown(session, {ask.unit for ask in asks if ask.unit is not None}, on)
    by_kind: dict[str, list[_Ask]] = defaultdict(list)
    for ask in asks:
        by_kind[ask.kind].append(ask)
    answers: dict[_Ask, list[UnitRef]] = {ask: [] for ask in asks}
    for kind, group in by_kind.items():
        questions = Questions([(ask.unit, ask.arg) for ask in group])
        for number, *values in session.execute(STATEMENTS[kind](questions, on)):
            answers[group[number - 1]].append(UnitRef(*values))
    for ask, found in answers.items():
        if not found and ask.kind in _MUST_ANSWER:
            raise UnknownUnit(what=str(ask.arg or ask.unit), on=on.isoformat())
    return answers


def _refuse_unknown(session: Session, units: set[int], on: date) -> None:
    known = set(session.scalars(select(Unit.id).where(Unit.id == func.any(bigints(units)))))
    for unit in sorted(units - known):
        raise UnknownUnit(what=str(unit), on=on.isoformat())
