"""A letter's type: its type line, else its symbol, else what its wording says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.intake import doubts
from engine.intake.found import Found
from engine.intake.lexicon_types import ABBREVIATIONS, LETTER, SELF_NAMES, TYPE_NAMES
from engine.intake.parts import ABOUT, OTHER, TO, Line, spans_of

_NAMES: Final = "|".join(sorted(TYPE_NAMES, key=len, reverse=True)).replace(" ", "[ ]{1,3}")
_TYPE_LINE: Final = re.compile(rf"(?P<name>{_NAMES})\s*[:.]?$", re.IGNORECASE)
_TYPE_THEN_TITLE: Final = re.compile(rf"(?P<name>{_NAMES.upper()})\s+(?=\S)")
_PARTY_JOINT = re.compile(r"(?P<type>[A-ZĐ][A-Za-zĐđ]{0,5})[-/]")
_JOINT_LOST = re.compile(r"(?P<type>KH|QĐ|CT|CTr|TB|NQ|NĐ|BC|TTr|HD|CĐ)(?=UBND|HĐND|TTg|CP$|BCĐ)")
_AS_ABOVE = re.compile(r"(?:Như|NHƯ)\s+(?:trên|TRÊN|kính gửi)", re.IGNORECASE)
_SELF = re.compile(
    r"(?:Trên đây là\s+(?:toàn bộ\s+)?(?:nội dung\s+)?(?:của\s+)?|ban hành\s+|xây dựng\s+)(?P<name>"
    r"[Kk]ế hoạch|[Cc]hương trình|[Hh]ướng dẫn|[Cc]hỉ thị|[Tt]hông báo|[Bb]áo cáo|[Pp]hương án)"
)


@dataclass(frozen=True, slots=True)
class TypeLine:
    """Which part of the head names the type: ``at`` its index, ``end`` where its name ends there."""

    at: int
    end: int
    code: str


def type_line(head: Sequence[Line]) -> TypeLine | None:
    """The line that names the type ('KẾ HOẠCH'), alone or with the title after it in capitals."""
    for at, line in enumerate(head):
        if line.kind != OTHER or line.bullet:
            continue
        match = _TYPE_LINE.match(line.text)
        if match and (match["name"].isupper() or _title_follows(head, at)):
            return TypeLine(at, match.end(), _code(match["name"]))
    for at, line in enumerate(head):
        match = _TYPE_THEN_TITLE.match(line.text) if line.kind == OTHER else None
        if match and (at or line.text.isupper()):
            return TypeLine(at, match.end(), _code(match["name"]))
    return None


def find(
    head: Sequence[Line], foot: Sequence[Line], symbol: str | None, body: str
) -> Found[str] | None:
    """The type's code ('ke_hoach'; 'cong_van' for a letter without a type's name)."""
    line = type_line(head)
    by_symbol = of_symbol(symbol) if symbol else None
    if line is not None:
        piece = head[line.at].piece.part(0, line.end).strip()
        unlike = by_symbol is not None and by_symbol not in {line.code, LETTER}
        doubt = (doubts.TYPE_UNLIKE_SYMBOL,) if unlike else ()
        return Found(line.code, spans_of(piece), 0.9 if unlike else 1.0, doubt)
    if by_symbol is not None:
        return Found(by_symbol, (), 0.9, (doubts.TYPE_INFERRED,))
    addressed = any(part.kind == TO for part in head)
    about = any(part.kind == ABOUT for part in head)
    if addressed or about:
        sure = symbol is not None
        return Found(LETTER, (), 1.0 if sure else 0.9, () if sure else (doubts.TYPE_INFERRED,))
    return _inferred(foot, body)


def of_symbol(symbol: str) -> str | None:
    """The type a symbol begins with: 'KH-UBND' and 'KH/TU' are ke_hoach; None for a công văn's."""
    bare = re.sub(r"^(?:19|20)\d\d/", "", symbol)
    match = _PARTY_JOINT.match(bare) or _JOINT_LOST.match(bare)
    return ABBREVIATIONS.get(match["type"]) if match else None


def _inferred(foot: Sequence[Line], body: str) -> Found[str] | None:
    """Without a head: «Như trên» answers a «Kính gửi»; else the letter names itself."""
    if any(_AS_ABOVE.search(line.text) for line in foot):
        return Found(LETTER, (), 0.8, (doubts.TYPE_INFERRED,))
    lowered = body.lower()
    counts = {code: lowered.count(name) for name, code in SELF_NAMES.items() if name in lowered}
    if counts:
        return Found(max(counts, key=lambda c: counts[c]), (), 0.6, (doubts.TYPE_INFERRED,))
    said = _SELF.search(body)
    if said:
        return Found(_code(said["name"]), (), 0.5, (doubts.TYPE_INFERRED,))
    return None


def _code(name: str) -> str:
    return TYPE_NAMES[re.sub(r"\s+", " ", name).lower()]


def _title_follows(head: Sequence[Line], at: int) -> bool:
    """'Kế hoạch' in small letters names the type where it stands alone above a title."""
    return at > 0 and at + 1 < len(head) and head[at + 1].kind in {OTHER, ABOUT}
