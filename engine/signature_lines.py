"""The lines above a signature, by the body that issues and the authority it is signed under.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục 7 (TM., KT., TL., TUQ.). The posts are those
that head each kind of body; where the kind is not known, «THỦ TRƯỞNG».
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BLANK = "…………………"
"""What is to be written in by hand."""
HEAD, DEPUTY, BY_ORDER = "head", "deputy", "by-order"
"""Under which authority a paper is signed: in person, by a deputy, by order."""

_BREAK = re.compile(r"\s*\n\s*|\s+/\s+|[,;]?\s+(?=(?:TM|KT|TL|TUQ|Q)\.\s*\w)")
"""Between two lines told as one: «TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG»."""


@dataclass(frozen=True, slots=True)
class _Posts:
    """``collective``: on whose behalf the head signs; '' where the head signs in their own name."""

    collective: str
    head: str
    deputy: str


_BODIES = (
    ("ủy ban nhân dân", _Posts("ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ("ubnd", _Posts("ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ("hội đồng nhân dân", _Posts("HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ("chính phủ", _Posts("CHÍNH PHỦ", "THỦ TƯỚNG", "PHÓ THỦ TƯỚNG")),
    ("văn phòng", _Posts("", "CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
    ("thanh tra", _Posts("", "CHÁNH THANH TRA", "PHÓ CHÁNH THANH TRA")),
    ("chi cục", _Posts("", "CHI CỤC TRƯỞNG", "PHÓ CHI CỤC TRƯỞNG")),
    ("cục", _Posts("", "CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG")),
    ("bộ chỉ huy", _Posts("", "CHỈ HUY TRƯỞNG", "PHÓ CHỈ HUY TRƯỞNG")),
    ("bộ", _Posts("", "BỘ TRƯỞNG", "THỨ TRƯỞNG")),
    ("sở", _Posts("", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    ("trung tâm", _Posts("", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    ("phòng", _Posts("", "TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")),
    ("ban", _Posts("", "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
)
_OTHER = _Posts("", "THỦ TRƯỞNG", "PHÓ THỦ TRƯỞNG")


def _posts(body: str) -> _Posts:
    called = body.strip().lower().replace("uỷ", "ủy")
    return next((p for start, p in _BODIES if called.startswith(f"{start} ")), _OTHER)


def lines(body: str, authority: str = HEAD) -> tuple[str, ...]:
    """The lines over the signature: ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH").

    ``authority`` is HEAD, DEPUTY or BY_ORDER; by whose post an order is signed is left blank.
    """
    posts = _posts(body)
    if authority == BY_ORDER:
        return (f"TL. {posts.head}", BLANK)
    collective = (f"TM. {posts.collective}",) if posts.collective else ()
    if authority == DEPUTY:
        return (*collective, f"KT. {posts.head}", posts.deputy)
    return (*collective, posts.head)


def given(signer: Mapping[str, Any] | None, body: str) -> tuple[tuple[str, ...], str]:
    """The lines and the name that a directive's file states; the head's and '' where it does not."""
    told = signer or {}
    parts = (str(told.get(name) or "").strip() for name in ("authority", "on_behalf", "title"))
    found: list[str] = []
    for line in (line.upper().strip() for part in parts for line in _BREAK.split(part)):
        if line and line not in found:
            found.append(line)
    return tuple(found) or lines(body), str(told.get("name") or "").strip()


def decider(body: str, over_signature: Sequence[str]) -> str:
    """Who decides, in capitals, over a decision: the body itself where it is signed on its behalf
    ("ỦY BAN NHÂN DÂN TỈNH A"), else its head ("GIÁM ĐỐC SỞ NỘI VỤ TỈNH A")."""
    if any(line.startswith("TM.") for line in over_signature):
        return body.upper()
    return f"{_posts(body).head} {body.upper()}"
