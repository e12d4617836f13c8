"""What printing and copying broke inside a paragraph: symbols, dates and lost spaces."""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.intake.found import Found, Span
from engine.intake.glued_words import apart
from engine.intake.letters import LOWER, UPPER
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
    r"\b(\d{1,2})\s{0,2}([/.–-])\s{0,2}(\d{1,2})\s{0,2}([/.–-])\s{0,2}((?:19|20)\d\d)\b"
)
_WORD_NUMBER = re.compile(r"(?<=[^\W\d_])(?<=ngày|háng|.năm|.quý|.Quý|.Năm)(?=\d)")
_AFTER_DATE = re.compile(r"(?<=\d)(?<=/(?:19|20)\d\d)(?=[^\W\d_])")
_AFTER_MARK = re.compile(r"(?<=[^\W\d_A-ZĐ][,;])(?=[^\W\d_])|(?<=\d;)(?=[^\W\d_])")
_INNER_D = re.compile(rf"(?<=[{LOWER}])(?=đ[{LOWER}])")
_SPACES = re.compile(r"[ \t]{2,}|\t")
_BEFORE_MARK = re.compile(r"(?<=\w) +(?=[,;](?:\s|$))")
_SLIPS = {
    "rà roát": "rà soát", "tuyên tuyền": "tuyên truyền", "tuyên truyên": "tuyên truyền", "đông bào": "đồng bào", "thực hiên": "thực hiện",
    "tổng hơp": "tổng hợp", "kế hoach": "kế hoạch", "chậm nhât": "chậm nhất", "truớc ngày": "trước ngày",
    "trưóc ngày": "trước ngày", "trứơc ngày": "trước ngày", "định kì": "định kỳ", "hàng qúy": "hàng quý",
}  # fmt: skip
_SLIP = re.compile(
    rf"\b(?:(?P<twice>và|của|các|cho|về|trong|ngày) (?P=twice)(?= )|(?P<field>[Ll]ĩnh)(?= (?-i:[{UPPER}]))|(?P<slip>{'|'.join(_SLIPS)}))(?!\w)",
    re.I,
)


def mended(piece: Piece, damage: list[Found[str]] | None = None) -> Piece:
    """The paragraph with its symbols and dates whole and one space between words.

    What was repaired in words and symbols is added to ``damage``; white space alone is not.
    """
    repairs: list[Found[str]] = [] if damage is None else damage
    piece = apart(piece.sub(_SPACES, " ").sub(_BEFORE_MARK, ""))
    if "-" in piece.text or "–" in piece.text:
        piece = _told(
            piece, _SYMBOL_SPLIT, lambda m: f"{m['a'].replace(' ', '')}-{m['b']}", repairs
        )
        piece = _told(piece, _PARTY_SPLIT, lambda m: f"{m['a']}-{m['b'].replace(' ', '')}", repairs)
    piece = _told(piece, _SLASH, lambda m: f"{m['a']}/{m['b'].replace(' ', '')}", repairs)
    piece = piece.sub(_DATE_SPACES, lambda m: m[0].replace(" ", "").replace("–", "-"))
    for gap in (_WORD_NUMBER, _AFTER_DATE, _AFTER_MARK, _INNER_D):
        piece = piece.sub(gap, " ")
    return _told(piece, _SLIP, _intended, repairs)


def _told(
    piece: Piece,
    pattern: re.Pattern[str],
    new: Callable[[re.Match[str]], str],
    repairs: list[Found[str]],
) -> Piece:
    """``piece.sub``, each change that is one noted with the place it stands at."""
    for match in pattern.finditer(piece.text):
        if new(match) != match[0]:
            span = Span(piece.origin[match.start()], piece.origin[match.end() - 1] + 1)
            repairs.append(Found(new(match), (span,), 0.95))
    return piece.sub(pattern, new)


def _intended(match: re.Match[str]) -> str:
    """The word meant, with the capital it was begun with."""
    if match["twice"]:
        return match["twice"]
    if match["field"]:
        return f"{match['field']} vực"
    right = _SLIPS[match["slip"].lower()]
    return right[0].upper() + right[1:] if match["slip"][0].isupper() else right
