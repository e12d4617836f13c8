"""Bases that have a date and no number: 'Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.intake import doubts
from engine.intake.citation_parts import issuer_after, title_after
from engine.intake.cited import DATE, date_of
from engine.intake.found import Basis, Found
from engine.intake.parts import spans_of
from engine.intake.pieces import Piece

_LAW: Final = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\s(?!số\s?\d)(?:(?!số\s?\d)[^;/\d]){1,200}?(?=,?\s*(?:ban hành\s+)?ngày\s*\d)"
)
_PAPER: Final = re.compile(
    r"(?:Công văn|Văn bản|Quyết định|Nghị quyết|Chỉ thị|Tờ trình|Thông báo|Công điện|Báo cáo)(?=\s+ngày\s*\d)"
)
_MAKERS: Final = (("Pháp lệnh", "Ủy ban Thường vụ Quốc hội"), ("", "Quốc hội"))


def unnumbered(piece: Piece, role: re.Pattern[str]) -> Iterator[Found[Basis]]:
    """Those of a paragraph that ``role`` opens, one clause each; a clause with a number is another's."""
    text = piece.text
    opened = role.match(text)
    at = opened.end() if opened else len(text)
    while opened and at < len(text):
        stop = text.find(";", at)
        stop = len(text) if stop < 0 else stop
        start = at + len(text[at:stop]) - len(text[at:stop].lstrip())
        if found := _basis(piece, opened["role"], start, stop):
            yield found
        at = stop + 1


def _basis(piece: Piece, role: str, start: int, stop: int) -> Found[Basis] | None:
    text = piece.text
    law, paper = _LAW.match(text, start, stop), _PAPER.match(text, start, stop)
    named = law or paper
    printed = DATE.match(text, named.end(), stop) if named else None
    if named is None or printed is None:
        return None
    issuer, at = issuer_after(text, printed.end(), stop)
    about, end = (None, at) if law else title_after(text, at, stop)
    if law:
        issuer = issuer or next(by for word, by in _MAKERS if law[0].startswith(word))
    elif issuer is None:
        return None
    name = " ".join(named[0].split()).strip(" ,")
    title = f"{name} {about}" if about else name
    date = date_of(printed)
    doubt = () if date else (doubts.BASIS_DATE_IMPOSSIBLE,)
    spans = spans_of(piece.part(start, max(end, printed.end())))
    return Found(Basis("", date, issuer, role, title), spans, 0.8 if doubt else 0.9, doubt)
