"""One way to write each character: composed letters, plain spaces, Vietnamese letters for look-alikes.

Decomposed text (NFD), no-break and thin spaces, soft hyphens, zero-width marks, full-width digits,
the Icelandic and African letters that look like Đ, and Cyrillic letters inside Latin words are what
copying out of word processors and PDF files leaves behind.
"""

from __future__ import annotations

import re
import unicodedata

from engine.intake.legacy_fonts import decoded
from engine.intake.pieces import Piece

_DROPPED = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ALIKE = {
    "Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ",
    "‐": "-", "‑": "-", "−": "-", "﹣": "-", "－": "-",
    "\x0b": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n",
    "⁄": "/", "∕": "/", "／": "/", "：": ":", "．": ".", "，": ",", "（": "(", "）": ")", "；": ";",
    "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff",
}  # fmt: skip
_TABLE = {
    **dict.fromkeys(_DROPPED, ""),
    **dict.fromkeys(_SPACES, " "),
    **_ALIKE,
    **{chr(0xFF10 + i): str(i) for i in range(10)},
    **{chr(0xFF21 + i): chr(65 + i) for i in range(26)},
    **{chr(0xFF41 + i): chr(97 + i) for i in range(26)},
    **{chr(i): "" for i in range(32) if chr(i) not in "\t\n\r\f\x0b"},
}
_ODD = re.compile("[" + re.escape("".join(_TABLE)) + "]|\r\n?")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]{1,8}")
_CYRILLIC = str.maketrans("аеорсухАВЕКМНОРСТУХіІ", "aeopcyxABEKMHOPCTYXiI")
_MIXED = re.compile(r"[a-zA-ZÀ-ỹ][аеорсухАВЕКМНОРСТУХіІ]|[аеорсухАВЕКМНОРСТУХіІ][a-zA-ZÀ-ỹ]")
_CYRILLIC_LETTERS = re.compile("[аеорсухАВЕКМНОРСТУХіІ]")


def tidy(text: str) -> Piece:
    """``text`` in one way of writing; any text will do, lone surrogates and controls included."""
    piece = _composed(decoded(text))
    piece = piece.sub(_ODD, lambda m: _TABLE.get(m[0], "\n"))
    if _MIXED.search(piece.text):
        piece = piece.sub(_CYRILLIC_LETTERS, lambda m: m[0].translate(_CYRILLIC))
    return piece


def _composed(text: str) -> Piece:
    """NFC, cluster by cluster: a base and the marks that follow it."""
    piece = Piece(text, tuple(range(len(text))))
    return piece.sub(_CLUSTER, lambda m: unicodedata.normalize("NFC", m[0]))
