"""What printing and copying broke inside a paragraph: symbols, dates and lost spaces."""

from __future__ import annotations

import re

from engine.intake.letters import LOWER
from engine.intake.pieces import Piece

_ABBREVIATION = (
    r"(?=[A-Za-zĐđ&]{0,6}[A-ZĐ][A-Za-zđ&]{0,6}[A-ZĐ])[A-ZĐ][A-Za-zĐđƯưƠơ&]{1,14}(?![^\W\d_])"
)
_SYMBOL_SPLIT = re.compile(
    rf"(?P<a>/\s?(?:[A-ZĐ][A-Za-zĐđ&]{{0,9}}))\s*[-–—]\s*(?P<b>{_ABBREVIATION})"
)
_PARTY_SPLIT = re.compile(
    r"(?P<a>\b\d{1,4}[a-z]?)\s*[-–—]\s*(?P<b>(?:NQ|CT|KH|QĐ|KL|HD|TB|CV|BC|QC|TTr|CTr|QyĐ|TT|ĐA)\s?/\s?[A-ZĐ]{2})"
)
_SLASH = re.compile(r"(?P<a>\b[Ss]ố:?\s{0,3}\d{1,5}[a-z]?)\s*/\s*(?P<b>(?:\d{4}\s*/\s*)?[A-ZĐ]{2})")
_DATE_SPACES = re.compile(
    r"\b(\d{1,2})\s{0,2}([/.-])\s{0,2}(\d{1,2})\s{0,2}([/.-])\s{0,2}((?:19|20)\d\d)\b"
)
_WORD_NUMBER = re.compile(r"(?<=[^\W\d_])(?<=ngày|háng|.năm|.quý|.Quý|.Năm)(?=\d)")
_AFTER_DATE = re.compile(r"(?<=\d)(?<=/(?:19|20)\d\d)(?=[^\W\d_])")
_AFTER_MARK = re.compile(r"(?<=[^\W\d_A-ZĐ][,;])(?=[^\W\d_])|(?<=\d;)(?=[^\W\d_])")
_INNER_D = re.compile(rf"(?<=[{LOWER}])(?=đ[{LOWER}])")
_SPACES = re.compile(r"[ \t]{2,}|\t")
_BEFORE_MARK = re.compile(r"(?<=\w) +(?=[,;](?:\s|$))")


def mended(piece: Piece) -> Piece:
    """The paragraph with its symbols and dates whole and one space between words."""
    piece = piece.sub(_SPACES, " ").sub(_BEFORE_MARK, "")
    if "-" in piece.text or "–" in piece.text:
        piece = piece.sub(_SYMBOL_SPLIT, lambda m: f"{m['a'].replace(' ', '')}-{m['b']}")
        piece = piece.sub(_PARTY_SPLIT, lambda m: f"{m['a']}-{m['b'].replace(' ', '')}")
    piece = piece.sub(_SLASH, lambda m: f"{m['a']}/{m['b'].replace(' ', '')}")
    piece = piece.sub(_DATE_SPACES, lambda m: m[0].replace(" ", ""))
    for gap in (_WORD_NUMBER, _AFTER_DATE, _AFTER_MARK, _INNER_D):
        piece = piece.sub(gap, " ")
    return piece
