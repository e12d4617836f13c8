"""Lists of places under their kind («UBND các xã: A, B»), and words that mean the ones named before
(«UBND các xã nêu trên»). Pure; ``places`` are the words for kinds of places, folded, by tier.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.unit_names import fold

_ABOVE_WORDS = r"(?:(?:có\s+tên|được|đã|ở|kể|nêu|nói)\s+){0,4}(?:trên(?:\s+đây)?|nêu|kể\s+ra)"
_ABOVE = re.compile(rf"(?P<whom>.+?)\s+{_ABOVE_WORDS}", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s,;:/()]+|[,;:/()]")
_JOINTS = (",", "/", "và")
_MOST_WORDS_OF_KIND = 3
_EDGES = " .:-–+*"
_NEAR = 150
"""Characters before a finding's words in which its sentence may have named who."""


@dataclass(frozen=True, slots=True)
class PlaceList:
    """The ``kinds`` that stand over a list, as printed, and the ``names`` under them as one text."""

    kinds: tuple[str, ...]
    names: str


def before_above(phrase: str) -> str:
    """«UBND các xã» of «UBND các xã nêu trên»; '' for a phrase that means nobody named before."""
    text = unicodedata.normalize("NFC", " ".join(phrase.split())).strip(_EDGES)
    found = _ABOVE.fullmatch(text)
    return found["whom"] if found and fold(found["whom"]) != "nhu" else ""


def said_above(who: str, text: str, start: int, end: int) -> str:
    """``who`` with the words for «named before» that follow it in the sentence of a finding
    whose words are ``text[start:end]``; as it is without them.
    """
    passage = unicodedata.normalize("NFC", " ".join(text[max(start - _NEAR, 0) : end].split()))
    words = re.escape(unicodedata.normalize("NFC", " ".join(who.split())))
    found = re.search(rf"(?<!\w){words}\s+{_ABOVE_WORDS}(?!\s+địa)(?!\w)", passage, re.IGNORECASE)
    return found[0] if who.strip() and found else who


def place_list(text: str, places: Mapping[str, str]) -> PlaceList | None:
    """«UBND các xã: A, B và thị trấn C»; None where it is no list under a kind.

    Under several kinds the list needs its colon: «các xã, thị trấn A» may be all communes and A.
    """
    tokens = list(_TOKEN.finditer(text))
    plural = next((n for n, token in enumerate(tokens) if _plural(token[0])), None)
    at = _past_office(tokens) if plural is None else plural + 1
    kinds, after = _kinds(tokens, at, places)
    if not kinds or after >= len(tokens):
        return None
    colon = tokens[after][0] == ":"
    if after + colon >= len(tokens):
        return None
    names = text[tokens[after + colon].start() :]
    plain = plural is not None and len(kinds) == 1 and names[:1].isupper()
    return PlaceList(tuple(kinds), names) if colon or plain else None


def has_kind(name: str, places: Mapping[str, str]) -> bool:
    """Whether it begins with its own kind: «thị trấn Diêu Trì», «UBND xã A»."""
    tokens = list(_TOKEN.finditer(name))
    return bool(_kind(tokens, _past_office(tokens), places))


def _kinds(
    tokens: Sequence[re.Match[str]], at: int, places: Mapping[str, str]
) -> tuple[list[str], int]:
    """The kinds of places that stand there one after the other, and where they end."""
    found: list[str] = []
    while size := _kind(tokens, at, places):
        found.append(" ".join(token[0].lower() for token in tokens[at : at + size]))
        at += size
        joint = tokens[at][0].lower() if at < len(tokens) else ""
        if joint not in _JOINTS or not _kind(tokens, at + 1, places):
            break
        at += 1
    return found, at


def _kind(tokens: Sequence[re.Match[str]], at: int, places: Mapping[str, str]) -> int:
    """Of how many words the kind of place is that stands there; 0 for none."""
    for size in range(_MOST_WORDS_OF_KIND, 0, -1):
        words = [token[0] for token in tokens[at : at + size]]
        plain = all(word[:1].isalpha() for word in words)
        small = all(word[:1].islower() for word in words[1:])
        if plain and small and fold(" ".join(words)) in places:
            return size
    return 0


def _plural(word: str) -> bool:
    return word.lower() in ("các", "những") or (word.isascii() and word.isdigit())


def _past_office(tokens: Sequence[re.Match[str]]) -> int:
    """Past «UBND», «Ủy ban nhân dân», with which a phrase may begin."""
    for size in (1, 4):
        if fold(" ".join(token[0] for token in tokens[:size])) in ("ubnd", "uy ban nhan dan"):
            return size
    return 0
