"""Many units in the words of an office: «UBND các xã, thị trấn». Pure; units as (short name, place)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_TERRITORIES = (
    "thành phố", "thị trấn", "đặc khu", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã"
)  # fmt: skip
_HEADS = {
    **{head: f"Các {head}, ban, ngành" for head in ("bộ", "sở", "phòng")},
    **dict.fromkeys(("hội", "đoàn"), "Các hội, đoàn thể"),
}
"""By the word with which most names begin."""
_KIND = re.compile(rf"(?P<body>.+?) (?P<kind>{'|'.join(_TERRITORIES)})\Z")


def together(units: Sequence[tuple[str, str]]) -> str:
    """All units of one selection, each as (short name, place), as an office names them.

    "UBND các xã, thị trấn"; of bodies of one territory "Các phòng, ban, ngành thuộc huyện".
    """
    if len(units) == 1:
        return units[0][0]
    bodies: dict[str, Counter[str]] = {}
    for name, place in units:
        body, kind = parted(name, place)
        bodies.setdefault(body, Counter())[kind] += 1
    if len(bodies) == 1:
        return "; ".join(all_of(body, kinds) for body, kinds in bodies.items())
    places = {place for _, place in units}
    kind = next((k for k in _TERRITORIES if all(p.lower().startswith(f"{k} ") for p in places)), "")
    heads = Counter(name.split(" ", 1)[0].lower() for name, _ in units)
    head = next((word for word, n in heads.most_common(1) if n > 1), "")
    said = _HEADS.get(head, "Các cơ quan, đơn vị")
    return f"{said} thuộc {kind}" if kind else said


def all_of(body: str, kinds: Counter[str]) -> str:
    """ "UBND các xã, thị trấn", the commonest kind first."""
    return f"{body} các {', '.join(kind for kind, _ in kinds.most_common())}"


def parted(name: str, place: str) -> tuple[str, str]:
    """("UBND", "thị trấn") of "UBND thị trấn Thanh Hà"; (name, "") where no kind stands in it."""
    for end in _ends(place.split(" ")):
        if name.endswith(f" {end}"):
            found = _KIND.fullmatch(name.removesuffix(end).strip())
            if found:
                return found["body"], found["kind"]
    return name, ""


def _ends(words: Sequence[str]) -> list[str]:
    """What a unit's name may end with: its place without the kind, the longest first."""
    return [" ".join(words[n:]) for n in range(1, len(words))]
