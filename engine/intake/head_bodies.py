"""The bodies a head names, from the highest down: 'UBND TỈNH X' above 'SỞ NỘI VỤ'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from engine.intake.letter_types import type_line
from engine.intake.lexicon_bodies import BODY_STARTS, NOT_A_START
from engine.intake.parts import ABOUT, OTHER, TO, Line, together
from engine.intake.pieces import Piece

_START: Final = re.compile(
    "(?:" + "|".join(re.escape(s) for s in sorted(BODY_STARTS, key=len, reverse=True)) + r")(?!\w)"
)
_NO_START: Final = re.compile("(?:" + "|".join(map(re.escape, (*NOT_A_START, "BỘ ĐỘI"))) + ")")
_UNFINISHED: Final = re.compile(
    r"(?:(?:VÀ|CỦA|VỀ|[,–-]|TRƯỚC|THUỘC)|^(?:VĂN PHÒNG|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|BAN QUẢN LÝ|HỘI ĐỒNG|BAN|BỘ|SỞ))\s*$"
)
_URGENCY: Final = re.compile(
    r"(?:THƯỢNG |HỎA TỐC|HOẢ TỐC|KHẨN|MẬT|TỐI MẬT|TUYỆT MẬT|DỰ THẢO|BẢN SAO|SAO Y|TRANG \d|FAX|ĐẾN|CÔNG VĂN ĐẾN)"
)
_ONE_LINE = 130


def bodies_of(head: Sequence[Line]) -> list[Piece]:
    """Each body's name, its lines joined; only what stands in capitals above type and subject."""
    bodies: list[list[Line]] = []
    for line in _above(head):
        text = line.text.strip(" -–*:")
        if _URGENCY.match(text) or len(text) > _ONE_LINE:
            continue
        if _starts(text) and not (bodies and _UNFINISHED.search(together(bodies[-1]).text)):
            bodies.append([line])
        elif bodies and len(bodies[-1]) < 5:
            bodies[-1].append(line)
    return [together(lines) for lines in bodies]


def _above(head: Sequence[Line]) -> list[Line]:
    named = type_line(head)
    end = named.at if named else len(head)
    for at, line in enumerate(head[:end]):
        if line.kind in {ABOUT, TO}:
            end = at
            break
    return [x for x in head[:end] if x.kind == OTHER and not x.bullet and _in_capitals(x.text)]


def _in_capitals(text: str) -> bool:
    """'UBNDt HÀ GIANG' and 'T.W' count: some offices keep one small letter."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def _starts(text: str) -> bool:
    return _START.match(text) is not None and _NO_START.match(text) is None
