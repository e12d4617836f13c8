"""The places an issuer belongs to: by its name, by its superior's, else by what the text names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.intake import doubts
from engine.intake.levels import PHONG, SO, TRUNG_UONG
from engine.intake.lexicon_districts import province_of
from engine.intake.lexicon_places import CENTRAL_CITIES, HUYEN, PROVINCES, TINH, XA
from engine.intake.localities import Place, most_named, places_in
from engine.intake.written_names import province, split_place
from engine.searching import folded

TWO_TIERS_FROM: Final = dt.date(2025, 7, 1)
"""No districts since (Nghị quyết 203/2025/QH15): a commune's superior is the province."""

_HUE_CENTRAL_FROM: Final = dt.date(2025, 1, 1)
"""Nghị quyết 175/2024/QH15."""

_DOMAIN = re.compile(r"[@./]([a-z]{4,16})\.(?:gov|edu)\.vn")
_OF_THE_PARTY = re.compile(r"\b(?P<kind>Tỉnh|Huyện|Thị|Quận|Thành) (?:ủy|đoàn) (?P<name>[^,]+)$")
_PARTY_KINDS: Final = {
    "Tỉnh": "tỉnh", "Huyện": "huyện", "Thị": "thị xã", "Quận": "quận", "Thành": "thành phố"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """A place that follows from the text, with what is doubtful about it."""

    place: Place
    doubts: tuple[str, ...]


def two_tiers(issued: dt.date | None) -> bool:
    """Whether a letter of this day knows no districts."""
    return issued is not None and issued >= TWO_TIERS_FROM


def places_of(
    names: Sequence[str],
    level: str,
    named: Sequence[Place],
    words: str,
    issued: dt.date | None,
) -> tuple[list[Place], list[str]]:
    """The places and their doubts. ``names``: the issuer's and its superior's; ``named``: the text's."""
    if level == TRUNG_UONG:
        return [], []
    found: dict[str, Place] = {}
    for name in names:
        for place in places_at_end(name):
            then = _as_it_was(place, issued)
            found.setdefault(then.level, then)
    doubt: list[str] = []
    for above in _above(level, issued):
        district = found.get(HUYEN)
        guess = None if above in found else _guessed(above, district, named, words)
        if guess is not None and above == TINH and guess.place.name == "Huế":
            guess = Guess(_province_of_hue(issued), guess.doubts)
        if guess is not None:
            found[above] = guess.place
            doubt += guess.doubts
    return list(found.values()), doubt


def level_then(name: str, level: str, issued: dt.date | None) -> str:
    """A level by the body's name, as it was on the letter's day: Huế was a province's city till 2025."""
    hue = any(p.name == "Huế" and p.kind != "tỉnh" for p in places_at_end(name))
    return {TINH: HUYEN, SO: PHONG}.get(level, level) if hue and _before_hue(issued) else level


def _before_hue(issued: dt.date | None) -> bool:
    return issued is not None and issued < _HUE_CENTRAL_FROM


def _as_it_was(place: Place, issued: dt.date | None) -> Place:
    if place.name == "Huế" and place.level == TINH and _before_hue(issued):
        return Place("thành phố", "Huế", HUYEN)
    return place


def _province_of_hue(issued: dt.date | None) -> Place:
    if _before_hue(issued):
        return Place("tỉnh", "Thừa Thiên Huế", TINH)
    return Place("thành phố", "Huế", TINH)


def _guessed(
    level: str, district: Place | None, named: Sequence[Place], words: str
) -> Guess | None:
    known = _province_of(district, named) if level == TINH and district else None
    if known is not None:
        return known
    place, torn = most_named(named, level)
    if place is None and level == TINH:
        place = _bare_province(words)
    if place is None:
        return None
    undecided = (doubts.LOCALITY_UNDECIDED,) if torn else ()
    return Guess(place, (doubts.LOCALITY_INFERRED, *undecided))


def _province_of(district: Place, named: Sequence[Place]) -> Guess | None:
    """The province a district is known to lie in; whether the text says so too is a doubt's matter."""
    known = province_of(district.name)
    if known is None:
        return None
    said = any(p.name == known for p in named if p.level == TINH)
    kind = "thành phố" if known in CENTRAL_CITIES else "tỉnh"
    doubt = doubts.LOCALITY_INFERRED if said else doubts.LOCALITY_KNOWN
    return Guess(Place(kind, known, TINH), (doubt,))


def places_at_end(name: str) -> list[Place]:
    """The places a body's name says: two in 'Ủy ban nhân dân xã A huyện B', one in 'Sở Y tế Bắc Giang'."""
    party = _OF_THE_PARTY.search(name)
    if party:
        return list(places_in(f"{_PARTY_KINDS[party['kind']]} {party['name']}"))
    places = list(places_in(split_place(name)[1]))
    if places:
        return places
    words = name.split()
    known = next((p for n in (4, 3, 2) if (p := province(" ".join(words[-n:])))), None)
    return [Place("thành phố" if known in CENTRAL_CITIES else "tỉnh", known, TINH)] if known else []


def _above(level: str, issued: dt.date | None) -> tuple[str, ...]:
    if level in {XA, PHONG}:
        return (TINH,) if two_tiers(issued) else (HUYEN, TINH)
    return {HUYEN: (TINH,), SO: (TINH,), TINH: (TINH,)}.get(level, ())


def _bare_province(words: str) -> Place | None:
    """The only province the text names without «tỉnh», or the one of its addresses of e-mail."""
    domains = set(_DOMAIN.findall(words))
    by_domain = [p for p in PROVINCES if _plain(p) in domains]
    named = by_domain or [p for p in PROVINCES if re.search(rf"(?<!\w){re.escape(p)}(?!\w)", words)]
    named = [p for p in named if not any(p != longer and p in longer for longer in named)]
    if len(named) != 1:
        return None
    return next(iter(places_in(f"tỉnh {named[0]}")), None)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", folded(name))
