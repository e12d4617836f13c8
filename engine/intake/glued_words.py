"""Words that lost the space between them ('đánhgiá', 'VụKế hoạch'): Vietnamese writes each syllable apart.

A word that is no syllable and can be cut into two or three is one that a line's end was taken out of. Only words
with a mark of Vietnamese in them are looked at, so that names of things and abbreviations stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from engine.intake.lexicon_words import PAIRS, SYLLABLES
from engine.intake.pieces import Piece

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_FOR_STOPS = frozenset("\u0301\u0323")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_RHYMES = _words(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et"
    " ê êch êm ên ênh êp êt êu i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot"
    " oa oac oach oai oan oang oanh oat oay oăc oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt"
    " u uc ui um un ung up ut ua uân uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uy uych uynh uyt uyên uyêt uyêch uơ"
    " ươc ươi ươm ươn ương ươp ươt ươu ư ưc ưi ưng ưt ưu ưa y yêm yên yêt yêu"
)
_ONSETS = _words("b ch d đ gi h kh l m n nh p ph r s t th tr v x")
_FRONT = frozenset("eêiy")


def _spoken() -> frozenset[str]:
    """All syllables that can be, without their tones."""
    out = {onset + rhyme for onset in _ONSETS for rhyme in _RHYMES}
    for rhyme in _RHYMES:
        front = rhyme[0] in _FRONT
        out |= {onset + rhyme for onset in (("k", "gh", "ngh") if front else ("c", "g", "ng"))}
        if rhyme[0] in "aăâeêiyơ":
            out.add("qu" + rhyme)
    return frozenset(out | {"gi", "gin", *(rhyme for rhyme in _RHYMES if len(rhyme) > 1)})


_SPOKEN = _spoken()
_ALONE = frozenset({"ý", "ở"})
_VOWEL_FIRST = frozenset(
    _words("án ảnh ấn an âm ốm ủy uỷ ý ở em ích ứng ước yêu yếu áp ổn ưu uống ăn ông ấp úng ương")
)
"""Syllables without an onset that words end on: 'Trung ương', 'tòa án'; any other cut there is a guess."""
_TOKEN = re.compile(r"(?<![\w/&.@-])[^\W\d_]{4,24}(?![\w&@]|[/-][A-ZĐ]{2})")
_SHORTEST = 4


def apart(piece: Piece) -> Piece:
    """``piece`` with the words that ran together apart."""
    cuts = list(_cuts(piece.text))
    return piece.edited((at, at, " ") for at in cuts) if cuts else piece


def _cuts(text: str) -> Iterator[int]:
    if text.isascii():
        return
    for found in _TOKEN.finditer(text):
        at = found.start()
        for part in split_word(found.group())[:-1]:
            at += len(part)
            yield at


@lru_cache(maxsize=8192)
def split_word(word: str) -> tuple[str, ...]:
    """The syllables that ran together; the word alone where it is one, or cannot be told apart.

    >>> split_word("đánhgiá")
    ('đánh', 'giá')
    """
    if word.isascii() or len(word) < _SHORTEST or _is_syllable(word):
        return (word,)
    ways = list(_ways(word, 2)) or (list(_ways(word, 3)) if word[1:].islower() else [])
    best = max(ways, key=_likely, default=(word,))
    return best if len(ways) < 2 or _likely(best) > 0 else (word,)


def _ways(word: str, parts: int) -> Iterator[tuple[str, ...]]:
    for at in range(1, len(word)):
        first, rest = word[:at], word[at:]
        if not _is_part(first):
            continue
        if parts == 2:
            if _is_part(rest):
                yield first, rest
        else:
            yield from ((first, *more) for more in _ways(rest, parts - 1))


def _is_part(word: str) -> bool:
    """A syllable of two letters at least, in one case or with a capital in front."""
    if len(word) == 1:
        return word in _ALONE
    return (word.isupper() or word[1:].islower()) and _is_syllable(word)


def _likely(way: tuple[str, ...]) -> int:
    low = [part.lower() for part in way]
    known = sum(part in SYLLABLES for part in low) == len(low)
    paired = sum(f"{a} {b}" in PAIRS for a, b in pairwise(low))
    led = sum(2 if part in _VOWEL_FIRST else -4 for part in low[1:] if not _has_onset(part))
    return 2 * known + 4 * paired + led


def _has_onset(part: str) -> bool:
    return unicodedata.normalize("NFD", part)[0] not in "aeiouy"


@lru_cache(maxsize=8192)
def _is_syllable(word: str) -> bool:
    """Whether it can be spoken as one: at most one tone, and after a stop only the two that go with it."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in letters if letter in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    if bare not in _SPOKEN or len(tones) > 1:
        return False
    return not bare.endswith(("p", "t", "c", "ch")) or (bool(tones) and tones[0] in _FOR_STOPS)
