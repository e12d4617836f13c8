"""Which unit a letter means by a name: spellings tried one after the other, the nearest body first.

A letter names bodies as its writer sees them: «UBND tỉnh» is the province above the issuer, «Phòng
Lao động» the issuer's own. So a name is looked for below the issuer, then below each body above it,
then everywhere. Several that answer alike are told, never chosen from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from engine.unit_book import Book, Entry
from engine.unit_names import beginnings, fold, look_up, words_of
from engine.units import AmbiguousUnit, Unit, UnitRef, UnknownUnit, by_code

FOUND, CHOSEN, UNKNOWN, AMBIGUOUS, NEAREST, OUTSIDE = (
    "found", "chosen", "unknown", "ambiguous", "nearest", "outside",
)  # fmt: skip
"""NEAREST: several have the name, one of them stands above or below the reader's unit."""

EVERYBODY = "everybody"
"""A clerk's choice for who owes: all recipients of the letter."""

UNIT = "unit"
"""The part of a finding about which a person chooses which unit it is."""

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


Ask = tuple[str, date, tuple[int, ...]]
"""A name, the day, and the bodies near which it is looked for (see ``Names.named``)."""


class Names:
    """Looks up names, each of them once: a letter says the same ones again and again."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.book = Book(session)
        self._known: dict[Ask, Named] = {}

    def named(self, text: str, on: date, near: Sequence[int] = ()) -> Named:
        """The unit that ``text`` means on the day ``on`` for a writer whose body is ``near[0]``,
        with the bodies above it after it (``chain``).
        """
        ask = (text, on, tuple(near))
        self.prepare([ask])
        return self._known[ask]

    def prepare(self, asked: Iterable[Ask]) -> None:
        """Look up many at once; a number of statements that does not depend on how many."""
        new = [ask for ask in asked if ask not in self._known]
        self._known |= self.book.answers(new, lambda ask: _named(self.book, *ask))

    def entry(self, unit: UnitRef) -> Entry:
        """All that is known of a unit."""
        return self.book.answers([unit.id], lambda known: self.book.units([known])[0])[unit.id]


def _named(book: Book, text: str, on: date, near: Sequence[int]) -> Named:
    ambiguous: Named | None = None
    forms = {form: beginnings(words_of(form)) for form in spellings(text)}
    borne = book.borne(key for heads in forms.values() for key in heads)
    for spelling, heads in forms.items():
        if borne.isdisjoint(heads):
            continue
        for within in (*near, None):
            found = look_up(book, spelling, on, within)
            if isinstance(found, AmbiguousUnit):
                candidates = tuple(found.candidates[: found.SHOWN])
                ambiguous = ambiguous or Named(text, None, candidates, AMBIGUOUS)
                break
            if isinstance(found, UnitRef) and _speaks_of(book, text, found):
                return Named(text, found, (), FOUND)
    return ambiguous or Named(text)


def _speaks_of(book: Book, text: str, unit: UnitRef) -> bool:
    """Whether the words mean the body of a place, and not a body that happens to be called like
    one: «Công an» is no commune Công An.
    """
    (row,) = book.units([unit.id])
    if row.field is not None or row.requested:
        return True
    said = f" {fold(text)} "
    marks = (fold(row.kind), "ubnd", "uy ban nhan dan", fold(unit.name), fold(unit.short_name))
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
    chain = select(Unit.id, Unit.parent_id, literal(1).label("step")).where(Unit.id == unit_id)
    up = chain.cte("up", recursive=True)
    above = select(Unit.id, Unit.parent_id, up.c.step + 1)
    up = up.union_all(above.where(Unit.id == up.c.parent_id, up.c.step < MOST_LEVELS))
    found = list(session.scalars(select(up.c.id).order_by(up.c.step)))
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
