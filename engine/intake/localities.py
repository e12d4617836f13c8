"""Places a letter names: of which the issuer's own is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from engine.intake.lexicon_places import CENTRAL_CITIES, HUYEN, TINH, XA, level_of_place
from engine.intake.parts import UPPER
from engine.intake.written_names import province

_WORD = rf"[{UPPER}][\wà-ỹ’']*"
_PLACE: Final = re.compile(
    r"(?<![\w-])(?P<kind>[Tt]ỉnh|[Tt]hành [Pp]hố|[Tt][Pp]\.?|[Hh]uyện|[Qq]uận|[Tt]hị [Xx]ã|(?<![Tt]hị )[Xx]ã|[Pp]hường|[Tt]hị [Tt]rấn|[Đđ]ặc khu)"
    rf"\s+(?P<name>{_WORD}(?:(?:\s|\s?-\s?){_WORD}){{0,3}}|\d{{1,2}}(?!\d|[/.]\d))"
)
_NOT_NAMES = frozenset({
    "Ban", "Báo", "Bí", "Chỉ", "Chủ", "Các", "Công", "Căn", "Giám", "HĐND", "Hội", "Kế", "Liên",
    "Luật", "MTTQ", "Mặt", "Nghị", "Phòng", "Quyết", "Số", "Sở", "Theo", "Thường", "Thực",
    "Trung", "Trường", "Trưởng", "Trạm", "UBND", "Uỷ", "Viên", "Việt", "Về", "và", "Đoàn", "Đảng",
    "Đề", "Ủy",
})  # fmt: skip
_STOPS = frozenset({
    "Ban", "Chủ", "Công", "Căn", "Giai", "HĐND", "Hội", "Kế", "MTTQ", "Nội", "Phòng", "Quyết",
    "Sở", "Thực", "UBND", "Uỷ", "Và", "Về", "Đảng", "Ủy",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """'huyện', 'Vị Xuyên' and its level."""

    kind: str
    name: str
    level: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


def places_in(text: str) -> Iterable[Place]:
    """Each place named with its kind, in order, as often as it is named."""
    for match in _PLACE.finditer(text):
        if match[0].isupper():
            continue
        place = _place(match["kind"], match["name"])
        if place is not None:
            yield place


def most_named(places: Iterable[Place], level: str) -> tuple[Place | None, bool]:
    """The place of this level named most, and whether another comes near it."""
    counts = Counter(_key(p) for p in places if p.level == level)
    if not counts:
        return None, False
    (best, count), *others = counts.most_common(2)
    kind, name = best
    return Place(kind, name, level), bool(others) and 2 * others[0][1] > count


def _key(place: Place) -> tuple[str, str]:
    return place.kind, " ".join(w[:1].upper() + w[1:].lower() for w in place.name.split(" "))


def _place(kind: str, name: str) -> Place | None:
    kind = re.sub(r"\s+", " ", kind).lower()
    kind = "thành phố" if kind.startswith("tp") else kind
    name = re.sub(r"\s+", " ", name)
    words = name.split(" ")
    if words[0] in _NOT_NAMES or (words[0].isupper() and len(words[0]) > 1):
        return None
    if kind in {"tỉnh", "thành phố"}:
        known = _longest_province(words)
        if known and (kind == "tỉnh" or known in CENTRAL_CITIES):
            return Place(kind, known, TINH)
        if kind == "tỉnh":
            return None
    cut = next(
        (i for i, w in enumerate(words) if i and (w in _STOPS or (w.isupper() and len(w) > 1))),
        len(words),
    )
    name = " ".join(words[:cut])
    return Place(kind, name, level_of_place(kind, name))


def _longest_province(words: list[str]) -> str | None:
    for count in range(len(words), 0, -1):
        known = province(" ".join(words[:count]))
        if known:
            return known
    return None


def districts_first(locality: Iterable[Place]) -> str:
    """'phường Phú Thứ, thị xã Kinh Môn, tỉnh Hải Dương': the smallest first."""
    order = {XA: 0, HUYEN: 1, TINH: 2}
    return ", ".join(str(p) for p in sorted(locality, key=lambda p: order[p.level]))
