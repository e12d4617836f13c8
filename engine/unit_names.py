"""A unit from what people write: with or without accents, short forms, superiors behind it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate

from sqlalchemy.orm import Session

from engine.unit_book import Book, Entry, Superiors
from engine.units import AmbiguousUnit, UnitRef, UnknownUnit

Found = UnitRef | UnknownUnit | AmbiguousUnit
"""The unit that a name means, or why there is none."""

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
    found = find_all(session, [text], on, within)[text]
    if isinstance(found, UnitRef):
        return found
    raise found


def find_all(
    session: Session, names: Iterable[str], on: date, within: int | None = None
) -> dict[str, Found]:
    """``find`` for many names: what each means, or the error that says why it means none.

    A number of statements that does not depend on how many names there are.
    """
    book = Book(session)
    return book.answers(names, lambda text: look_up(book, text, on, within))


def look_up(book: Book, text: str, on: date, within: int | None = None) -> Found:
    """``find`` in a book; to be asked through ``Book.answers``. Raises Unread."""
    words = words_of(text)
    found = _matching(book, words, lambda entry: entry.in_force(on), within)
    if not found:
        found = _through_successors(book, words, on, within)
    if not found:
        return UnknownUnit(what=text.strip(), on=on.isoformat())
    return AmbiguousUnit(text.strip(), found) if len(found) > 1 else found[0]


def words_of(text: str) -> list[str]:
    """The folded words of a name that are looked at."""
    return fold(text).split()[:MAX_WORDS]


def beginnings(words: Sequence[str]) -> list[str]:
    """The keys of all beginnings of a name, the shortest first."""
    return list(accumulate(words))


def _matching(
    book: Book, words: list[str], valid: Callable[[Entry], bool], within: int | None
) -> list[UnitRef]:
    """Those whose name is the longest beginning of ``words`` and whose superiors are the rest."""
    heads = beginnings(words)
    borne = book.borne(heads)
    for size in range(len(words), 0, -1):
        head, tail = heads[size - 1], tuple(words[size:])
        if head not in borne or not _may_be_superiors(book, tail):
            continue
        rest: dict[int | None, bool] = {}
        meant = []
        for entry in book.named(head):
            if not valid(entry):
                continue
            above = book.superiors(entry)
            if entry.parent_id not in rest:
                rest[entry.parent_id] = _consumed(tail, above)
            if rest[entry.parent_id] and _depth(entry, above, within) is not None:
                meant.append(entry)
        if meant:
            best = [entry for entry in meant if _fully(entry, head)] or meant
            return _nearest(book, best, within)
    return []


def _may_be_superiors(book: Book, tail: tuple[str, ...]) -> bool:
    """Whether ``tail`` is made of names of superiors of any unit at all.

    Told before the units of a name are read: 'UBND xã' is an alias of ten thousand.
    """
    if not tail:
        return True
    last = ("".join(tail[start:]) for start in range(len(tail)))
    if not book.borne(last):
        return False
    parts = {
        (start, end): "".join(tail[start:end])
        for start in range(len(tail))
        for end in range(start + 1, len(tail) + 1)
    }
    ruling = book.ruling(parts.values())
    reached = {0}
    for start in range(len(tail)):
        if start in reached:
            ends = range(start + 1, len(tail) + 1)
            reached.update(end for end in ends if parts[start, end] in ruling)
    return len(tail) in reached


def _fully(entry: Entry, key: str) -> bool:
    """Whether the key is the unit's name or place rather than an alias."""
    ref = entry.ref
    return key in (key_of(ref.name), key_of(ref.short_name), key_of(entry.place))


def _consumed(tail: Sequence[str], superiors: Superiors) -> bool:
    """Whether ``tail`` is made of names of ``superiors``, from the nearest up."""
    if not tail:
        return True
    for place, (_, keys) in enumerate(superiors):
        for size in range(1, len(tail) + 1):
            if "".join(tail[:size]) in keys and _consumed(tail[size:], superiors[place + 1 :]):
                return True
    return False


def _depth(entry: Entry, above: Superiors, within: int | None) -> int | None:
    """How far the unit is below ``within``, None if it is not; 0 without it."""
    if within is None or entry.ref.id == within:
        return 0
    return next((step for step, (unit, _) in enumerate(above, 1) if unit == within), None)


def _nearest(book: Book, found: Iterable[Entry], within: int | None) -> list[UnitRef]:
    """Of ``found``, those at the least depth below ``within``; all of them without it."""
    depths = {entry.ref: _depth(entry, book.superiors(entry), within) for entry in found}
    least = min((depth for depth in depths.values() if depth is not None), default=None)
    return [ref for ref, depth in depths.items() if depth is not None and depth == least]


def _through_successors(
    book: Book, words: list[str], on: date, within: int | None
) -> list[UnitRef]:
    """The units valid on ``on`` that succeed the ended units which ``words`` name."""
    ended = _matching(book, words, lambda entry: entry.ended(on), None)
    if not ended:
        return []
    heirs = book.heirs([ref.id for ref in ended], on)
    return _nearest(book, book.units(ref.id for ref in heirs), within)
