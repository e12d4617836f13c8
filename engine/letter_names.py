"""Which unit a letter means by a name: spellings tried one after the other, the nearest body first.

A letter names bodies as its writer sees them: «UBND tỉnh» is the province above the issuer, «Phòng
Lao động» the issuer's own. So a name is looked for below the issuer, then below each body above it,
then everywhere. Several that answer alike are told, never chosen from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.unit_names import MAX_WORDS, find, fold
from engine.units import AmbiguousUnit, Unit, UnitRef, UnknownUnit, by_code

FOUND, CHOSEN, UNKNOWN, AMBIGUOUS, NEAREST, OUTSIDE = (
    "found", "chosen", "unknown", "ambiguous", "nearest", "outside",
)  # fmt: skip
"""NEAREST: several have the name, one of them stands above or below the reader's unit."""

MOST_LEVELS = 8
_NOW = re.compile(r"\(?\s*\bnay là\b\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\(([^()]*)\)?\s*")
_OFFICE = re.compile(
    r"^(?:chủ tịch|phó chủ tịch|lãnh đạo|giám đốc|trưởng phòng|bộ trưởng|"
    r"(?:cơ quan\s+)?thường trực(?:\s+là)?|cơ quan)\s+(?=\S)",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?<=\S)\s+(?:(?:của|thuộc|cấp)\s+)?(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a name means. ``why`` is one of the codes above; ``unit`` None where it means none, or
    several, which are the ``candidates``.
    """

    text: str
    unit: UnitRef | None = None
    candidates: tuple[UnitRef, ...] = ()
    why: str = UNKNOWN

    @property
    def settled(self) -> bool:
        """Whether nobody need look at it."""
        return self.why in (FOUND, CHOSEN, OUTSIDE)


@dataclass
class Names:
    """Looks up names, each of them once: a letter says the same ones again and again."""

    session: Session
    known: dict[tuple[str, date, tuple[int, ...]], Named] = field(default_factory=dict)

    def named(self, text: str, on: date, near: Sequence[int] = ()) -> Named:
        """See ``named``."""
        key = (text, on, tuple(near))
        if key not in self.known:
            self.known[key] = named(self.session, text, on, near)
        return self.known[key]


def named(session: Session, text: str, on: date, near: Sequence[int] = ()) -> Named:
    """The unit that ``text`` means on the day ``on`` for a writer whose body is ``near[0]``, with
    the bodies above it after it (``chain``).
    """
    ambiguous: Named | None = None
    forms = list(spellings(text))
    known = _known(session, {key for form in forms for key in _heads(form)})
    for spelling in forms:
        if known.isdisjoint(_heads(spelling)):
            continue
        for within in (*near, None):
            try:
                unit = find(session, spelling, on, within)
                if _speaks_of(session, text, unit):
                    return Named(text, unit, (), FOUND)
            except UnknownUnit:
                continue
            except AmbiguousUnit as several:
                candidates = tuple(several.candidates[: several.SHOWN])
                ambiguous = ambiguous or Named(text, None, candidates, AMBIGUOUS)
                break
    return ambiguous or Named(text)


def _heads(spelling: str) -> list[str]:
    """The keys of all beginnings of a name (see ``unit_names.find``)."""
    words = fold(spelling).split()[:MAX_WORDS]
    return ["".join(words[:size]) for size in range(1, len(words) + 1)]


def _known(session: Session, keys: set[str]) -> set[str]:
    """Those of the keys that any unit ever had: most words of a letter are no unit's name."""
    if not keys:
        return set()
    key = func.unnest(Unit.keys).label("key")
    having = select(key).where(Unit.keys.overlap(sorted(keys))).subquery()
    wanted = select(having.c.key).where(having.c.key.in_(sorted(keys))).distinct()
    return set(session.scalars(wanted))


def _speaks_of(session: Session, text: str, unit: UnitRef) -> bool:
    """Whether the words mean the body of a place, and not a body that happens to be called like
    one: «Công an» is no commune Công An.
    """
    row = session.get_one(Unit, unit.id)
    if row.field is not None or row.requested:
        return True
    said = f" {fold(text)} "
    marks = (fold(row.kind), "ubnd", "uy ban nhan dan", fold(row.name), fold(row.short_name))
    return any(f" {mark} " in said for mark in marks)


def chosen(session: Session, text: str, code: str, on: date) -> Named:
    """What a clerk said that ``text`` means: a unit's code, or OUTSIDE for a body of no tree."""
    if code == OUTSIDE:
        return Named(text, None, (), OUTSIDE)
    try:
        return Named(text, by_code(session, code, on), (), CHOSEN)
    except UnknownUnit:
        return Named(text)


def chain(session: Session, unit_id: int) -> list[int]:
    """The unit and the bodies above it, the nearest first, without the root that has them all."""
    found = [unit_id]
    while len(found) < MOST_LEVELS:
        above = session.scalar(select(Unit.parent_id).where(Unit.id == found[-1]))
        if above is None:
            break
        found.append(above)
    return found[:-1] if len(found) > 1 else found


def spellings(text: str) -> Iterator[str]:
    """The name in the forms in which it is looked for, the fullest first, each once.

    'Sở A (nay là Sở B)' may be known as either; what stands in brackets may be the body itself
    ('Thường trực Ban (Phòng A)'); an office or a level around a body's name is none of it.
    """
    seen: set[str] = set()
    for form in _forms(" ".join(text.split())):
        if form and form not in seen:
            seen.add(form)
            yield form


def _forms(text: str) -> Iterator[str]:
    bare = _ASIDE.sub(" ", _NOW.split(text)[0]).strip(" ;,.")
    asides = [aside.strip() for aside in _ASIDE.findall(text)]
    later = [part.strip(" );,.") for part in _NOW.split(text)[1:]]
    for base in (bare, *later, *(_NOW.sub("", aside) for aside in asides)):
        yield base
        plain = _OFFICE.sub("", base)
        yield plain
        yield _LEVEL.sub("", plain)
