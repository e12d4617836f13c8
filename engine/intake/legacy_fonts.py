"""Text typed for TCVN3 (ABC) fonts: Vietnamese letters under the codes of Western ones.

Word documents of the 1990s and 2000s, and PDFs made of them, hold 'ñy ban nh©n d©n' for 'ủy ban nhân
dân'. Each code is one letter, so the way back to the text as read is not touched.
"""

from __future__ import annotations

import re

_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ§¡¢£¤¥¦"
_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĐĂÂÊÔƠƯ"
_TABLE = str.maketrans(_CODES, _LETTERS)
_TELLING = frozenset("µ¸¶·¹¨»¾¼½Æ©Ç®ÌÐÎÏÑªÖ×ØÜÞß«åæç¬ëîïñ÷øûþ§¦")
"""Codes that stand for nothing in a Vietnamese text in Unicode."""
_ENOUGH = 20


def decoded(text: str) -> str:
    """``text`` with its letters, as long as it is; itself unless it was typed for TCVN3 fonts."""
    telling = sum(1 for char in text if char in _TELLING)
    if telling < _ENOUGH or telling * 25 < sum(1 for char in text if char.isalpha()):
        return text
    if any("\u1ea0" <= char <= "\u1ef9" for char in text):
        return text
    return _COMMITTEE.sub("Ủ", _RUN.sub(_in_capitals, text.translate(_TABLE)))


_RUN = re.compile(r"[^\W\d_a-z]+(?:[ .,/&-]{1,3}[^\W\d_a-z]+)*(?![a-z])")
"""Words without a small letter of the alphabet's own."""
_COMMITTEE = re.compile(r"(?<!\w)ủ(?=y ban nhân dân)")
"""The font of small letters has no Ủ to begin the name with."""
_MIXED = re.compile(r"[^\W\d_][^\W\d_a-z]*[A-Z]")


def _in_capitals(run: re.Match[str]) -> str:
    """'ủY BAN NHâN DâN', set in a font of capitals (.VnTimeH), whose codes for them are those of small letters."""
    words = run[0]
    mixed = any(word != word.upper() for word in _MIXED.findall(words))
    return words.upper() if mixed else words
