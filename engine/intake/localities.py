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
_NEXT = rf"(?!\w+\s(?:hoạch|định|thị|báo|cáo|tịch|văn|ban|đồng|hiện|cứ|an|ủy|uỷ)(?!\w)){_WORD}"
_PLACE: Final = re.compile(
    r"(?<![\w-])(?P<kind>[Tt]ỉnh|[Tt]hành [Pp]hố|[Tt][Pp]\.?|[Hh]uyện|[Qq]uận|[Tt]hị [Xx]ã|(?<![Tt]hị )[Xx]ã"
    r"|[Pp]hường|[Tt]hị [Tt]rấn|[Đđ]ặc khu)"
    rf"\s+(?P<name>{_NEXT}(?:(?:\s|\s?-\s?){_NEXT}){{0,3}}|\d{{1,2}}(?!\d|[/.]\d))"
)
_BODIES: Final = frozenset(
    {"UBND", "HĐND", "MTTQ", "Ủy", "Uỷ", "Đảng", "Sở", "Và", "Về", "Căn", "Giai"}
)
_NOT_NAMES: Final = _BODIES | {"Ban", "Phòng", "Các", "Theo", "Thực"}
_NOT_ALONE: Final = frozenset({
    "Hội", "Công", "Kế", "Quyết", "Chỉ", "Nghị", "Thông", "Báo", "Đoàn", "Trường", "Trung", "Đề", "Chủ",
    "Giám", "Trưởng", "Mặt", "Liên", "Số", "Luật", "Văn", "Bí", "Thường", "Trạm", "Viên",
})  # fmt: skip
_NOT_TOGETHER: Final = frozenset({
    ("Hội", "Liên"), ("Hội", "Nông"), ("Hội", "Cựu"), ("Hội", "Chữ"), ("Hội", "Đồng"), ("Đoàn", "Thanh"),
    ("Đoàn", "TNCS"), ("Mặt", "Trận"), ("Liên", "Đoàn"), ("Trung", "Tâm"), ("Công", "An"), ("Thường", "Trực"),
    ("Kế", "Hoạch"), ("Chủ", "Tịch"), ("Trung", "Ương"), ("Bí", "Thư"), ("Đài", "Truyền"),
})  # fmt: skip
"""First words of bodies that follow a kind of place ('các cấp Hội Liên hiệp', 'tỉnh Đoàn Thanh niên')."""


@dataclass(frozen=True, slots=True)
class Place:
    """'huyện', 'Vị Xuyên' and its level."""

    kind: str
    name: str
    level: str

    def __str__(self) -> str:
        kind = "Thành phố" if self.name == "Hồ Chí Minh" else self.kind
        return f"{kind} {self.name}"


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
    if _is_no_name(words):
        return None
    if kind in {"tỉnh", "thành phố"}:
        known = _longest_province(words)
        if known and (kind == "tỉnh" or known in CENTRAL_CITIES):
            return Place(kind, known, TINH)
        if kind == "tỉnh":
            return None
    cut = next(
        (i for i, w in enumerate(words) if i and (w in _BODIES or (w.isupper() and len(w) > 1))),
        len(words),
    )
    name = " ".join(words[:cut])
    return Place(kind, name, level_of_place(kind, name))


def _is_no_name(words: list[str]) -> bool:
    first = words[0]
    if first in _NOT_NAMES or (first.isupper() and len(first) > 1):
        return True
    return (len(words) == 1 and first in _NOT_ALONE) or tuple(words[:2]) in _NOT_TOGETHER


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
