"""Who issued a letter, at which level, of which place, under whom."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.intake import doubts
from engine.intake.found import Found, Issuer, Span
from engine.intake.head_bodies import bodies_of
from engine.intake.issuer_places import level_then, places_at_end, places_of, two_tiers
from engine.intake.levels import KHAC, PHONG, SO, TRUNG_UONG, level_of
from engine.intake.lexicon_bodies import SYMBOL_BODIES
from engine.intake.lexicon_places import HUYEN, TINH, XA
from engine.intake.localities import Place, districts_first, most_named, places_in
from engine.intake.parts import Line, spans_of
from engine.intake.pieces import Piece
from engine.intake.self_names import self_name, signing_body
from engine.intake.written_names import split_place, tidy, written

_BARE_KIND = re.compile(
    r"(?P<before>.*\S)\s+(?P<kind>tỉnh|huyện|quận|thị xã|thành phố|(?<!thị )xã|phường|thị trấn|đặc khu)$"
)
_ORGANS = frozenset({"Ban Thường trực", "Ban Thường vụ", "Ban Chấp hành"})
_PARTY = re.compile(r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy ")
_PLACED = re.compile(r" (?:ủy|đoàn) \S")


@dataclass
class _Making:
    """An issuer in the making."""

    name: str
    parent: str | None
    spans: tuple[Span, ...]
    confidence: float
    doubts: list[str] = field(default_factory=list)
    speaker: str | None = None


def find(
    head: Sequence[Line],
    foot: Sequence[Line],
    opening: Sequence[Piece],
    words: str,
    symbol: str | None,
    issued: dt.date | None,
) -> Found[Issuer] | None:
    """The issuer: as the head names it, else as signature, text and symbol tell.

    ``words`` are the letter's own (its annexes left out), where it names its place.
    """
    making = _printed(head, words) or _inferred(foot, opening, words, symbol)
    if making is None:
        return None
    named = list(places_in(words))
    making.name = _completed(making, named)
    level = level_then(making.name, level_of(making.name, making.parent), issued)
    names = (making.name, making.parent or "")
    places, doubt = places_of(names, level, named, words, issued)
    making.doubts += doubt
    locality = districts_first(places) or None
    if locality is None and level not in {TRUNG_UONG, KHAC}:
        making.doubts.append(doubts.ISSUER_UNPLACED)
    making.name = _spoken(_of_one_place(making.name), making.speaker)
    issuer = Issuer(
        making.name, level, locality, making.parent or _superior(making.name, level, places, issued)
    )
    return Found(issuer, making.spans, making.confidence, tuple(dict.fromkeys(making.doubts)))


def _printed(head: Sequence[Line], words: str) -> _Making | None:
    bodies = bodies_of(head)
    if not bodies:
        return None
    names = _each_once([written(_whole(b.text), words) for b in bodies])
    name, parent = names[-1], names[-2] if len(names) > 1 else None
    spans = spans_of(bodies[-1])
    if parent and name in _ORGANS:
        name, parent = f"{name} {parent}", None
        spans = (*spans, *spans_of(bodies[-2]))
    return _Making(name, parent, spans, 1.0)


def _each_once(names: Sequence[str]) -> list[str]:
    """Of a name printed twice, the lower one."""
    return [name for i, name in enumerate(names) if name not in names[i + 1 :]]


def _whole(name: str) -> str:
    """'Y BAN NHÂN DÂN' and 'Ã TÂN AN' have lost their first letters."""
    return re.sub(r"(?<!\w)Ã(?= )", "XÃ", re.sub(r"^(?:Y )?BAN(?= NHÂN DÂN)", "ỦY BAN", tidy(name)))


def _inferred(
    foot: Sequence[Line], opening: Sequence[Piece], words: str, symbol: str | None
) -> _Making | None:
    """By the signature ('TM. ỦY BAN NHÂN DÂN PHƯỜNG'), by how it calls itself, by its symbol."""
    said = self_name(opening)
    signed = signing_body(foot)
    doubt = [doubts.ISSUER_INFERRED]
    if said is not None:
        name = written(said.body.text, words)
        confidence = 0.8 if signed is not None else 0.7
        speaker = said.head if symbol is None else None
        return _Making(name, None, spans_of(said.body), confidence, doubt, speaker)
    if signed is not None:
        return _Making(written(signed.text, words), None, spans_of(signed), 0.6, doubt)
    body = _by_symbol(symbol)
    return _Making(body, None, (), 0.4, doubt) if body else None


def _by_symbol(symbol: str | None) -> str | None:
    """'SLĐTBXH-TE&BĐG' and 'BC-SNV' are a sở's, 'KH-UBND' and 'UBND-VX' an Ủy ban's."""
    for group in re.split(r"[-/]", symbol or ""):
        if group.startswith("UBND"):
            return "Ủy ban nhân dân"
        if group[:1] == "S" and group[1:] in SYMBOL_BODIES:
            return f"Sở {SYMBOL_BODIES[group[1:]]}"
        if group[:1] == "B" and group[1:] in SYMBOL_BODIES:
            return f"Bộ {SYMBOL_BODIES[group[1:]]}"
    return None


def _completed(making: _Making, named: Sequence[Place]) -> str:
    """'Ủy ban nhân dân huyện' with the district's name, from the text."""
    name = making.name
    bare = _BARE_KIND.match(name)
    if bare is None and name in {"Ủy ban nhân dân", "Hội đồng nhân dân"}:
        making.doubts.append(doubts.ISSUER_INFERRED)
        own = _own_place(named)
        return f"{name} {own}" if own else name
    if bare is None:
        return _with_its_place(name, making.parent)
    above = next((p for p in places_at_end(making.parent or "") if p.kind == bare["kind"]), None)
    if above is not None:
        return f"{bare['before']} {above}"
    own, torn = most_named(
        [p for p in named if p.kind == bare["kind"]], _level_of_kind(bare["kind"], named)
    )
    if own is None:
        return name
    making.doubts.append(doubts.LOCALITY_INFERRED)
    if torn:
        making.doubts.append(doubts.LOCALITY_UNDECIDED)
    return f"{bare['before']} {own}"


def _with_its_place(name: str, parent: str | None) -> str:
    """'Sở Nội vụ' under 'Ủy ban nhân dân tỉnh Nghệ An' is Sở Nội vụ tỉnh Nghệ An."""
    if parent and name == "Văn phòng":
        return f"{name} {parent}"
    if parent and re.match(r"(?:Đoàn (?:giám sát|kiểm tra|công tác)|Tổ )", name):
        return f"{name} của {parent}"
    if (
        parent is None
        or split_place(name)[1]
        or _PLACED.search(name)
        or level_of(name, parent) in {TRUNG_UONG, KHAC}
    ):
        return name
    if _PARTY.match(parent):
        return f"{name} {parent}"
    place = split_place(parent)[1]
    return f"{name} {place}" if place else name


def _own_place(named: Sequence[Place]) -> Place | None:
    """The smallest level the text names one place of."""
    for level in (XA, HUYEN, TINH):
        own, torn = most_named(named, level)
        if own is not None and not torn:
            return own
    return None


def _level_of_kind(kind: str, named: Sequence[Place]) -> str:
    levels = [p.level for p in named if p.kind == kind]
    return max(set(levels), key=levels.count) if levels else HUYEN


def _spoken(name: str, speaker: str | None) -> str:
    """'(Chủ tịch UBND tỉnh)' behind a name that follows only from what its chairman says."""
    place = next(iter(places_in(split_place(name)[1])), None)
    if speaker != "Chủ tịch" or not name.startswith("Ủy ban nhân dân") or place is None:
        return name
    return f"{name} (Chủ tịch UBND {place.kind})"


def _of_one_place(name: str) -> str:
    """'Ủy ban nhân dân phường A thành phố B' is that of phường A: the rest is where it lies."""
    body, place = split_place(name)
    kinds = list(places_in(place))
    return f"{body} {kinds[0]}" if len(kinds) > 1 else name


def _superior(name: str, level: str, places: Sequence[Place], issued: dt.date | None) -> str | None:
    """Whom an Ủy ban, a sở or a phòng stands under: the Ủy ban of the next place up; a committee of
    the Party under the next one's.
    """
    by_level = {p.level: p for p in places}
    if re.match(r"(?:Huyện|Quận|Thị|Thành) ủy ", name) and level == HUYEN and TINH in by_level:
        province = by_level[TINH]
        return f"{'Tỉnh ủy' if province.kind == 'tỉnh' else 'Thành ủy'} {province.name}"
    if not name.startswith(("Ủy ban nhân dân", "Sở ", "Phòng ")):
        return None
    if level == XA:
        above = by_level.get(HUYEN) or (by_level.get(TINH) if two_tiers(issued) else None)
    else:
        above = by_level.get({PHONG: HUYEN, HUYEN: TINH, SO: TINH}.get(level, ""))
    return f"Ủy ban nhân dân {above}" if above else None
