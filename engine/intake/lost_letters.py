"""Letters an extractor lost: found by the syllables they tore apart, put back by the words they make.

A PDF font without a proper map drops some letters everywhere ('ch nh sách', 'đề  uất', 'ph  hợp') and
leaves a space for each. A text is touched only where many syllables are torn and words of the lexicon
heal most of them with the same few letters; a sound text has none, whatever names stand in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from engine.intake.found import Found, Span
from engine.intake.letters import UPPER
from engine.intake.lexicon_words import PAIRS, SYLLABLES
from engine.intake.pieces import Piece
from engine.intake.reading_doubts import LETTER_GUESSED

_TOKEN = re.compile(r"[^\W\d_]+")
_LINE = re.compile(r"[^\n\f]+")
_SPOKEN = re.compile(
    "[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]", re.I
)
_ENOUGH = 6
"""Torn syllables that words heal, before a text is taken to have lost letters."""
_SENTENCE_GAP = re.compile(rf"(?<=[^\W\d_A-ZĐ])(?P<gap> ) +(?=[{UPPER}][^\W\d_A-ZĐ]+ )")
_SENTENCE_LOST = re.compile(r"(?<=[^\W\d_A-ZĐ])(?P<gap> ) +$")
_SHOWN = 80


def _torn_apart() -> dict[tuple[str, str], tuple[str, ...]]:
    """For what is left before and after a letter, the letters that make it a syllable again."""
    torn: dict[tuple[str, str], list[str]] = {}
    for syllable in sorted(SYLLABLES):
        for at, letter in enumerate(syllable):
            torn.setdefault((syllable[:at], syllable[at + 1 :]), []).append(letter)
    return {rest: tuple(letters) for rest, letters in torn.items()}


_TORN = _torn_apart()


@dataclass(frozen=True, slots=True)
class _Cure:
    """One way to heal: the letter goes to ``at`` (a space), the syllable is ``whole``."""

    at: int
    letter: str
    whole: str
    start: int
    end: int
    word: tuple[int, int, str] | None
    width: int = 1


def restored(piece: Piece) -> tuple[Piece, tuple[Found[str], ...]]:
    """The text with its lost letters and full stops, and what was repaired; itself where none is lost."""
    torn = list(_torn(piece.text))
    if len(torn) < _ENOUGH:
        return piece, ()
    votes: Counter[str] = Counter()
    for cures in torn:
        sure = {cure.letter for cure in cures if cure.word}
        if len(sure) == 1:
            votes[next(iter(sure))] += 1
    if sum(votes.values()) < _ENOUGH:
        return piece, ()
    lost = {letter for letter, count in votes.items() if count >= 2}
    edits, damage = _healed(piece, torn, lost)
    stops = [(at, at + 1, ".") for at in _lost_stops(piece.text)]
    taken = {start for start, _, _ in edits}
    whole = piece.edited(sorted(edits + [stop for stop in stops if stop[0] not in taken]))
    return whole, damage


def _healed(
    piece: Piece, torn: list[list[_Cure]], lost: AbstractSet[str]
) -> tuple[list[tuple[int, int, str]], tuple[Found[str], ...]]:
    edits: list[tuple[int, int, str]] = []
    shown: dict[str, Found[str]] = {}
    done = 0
    for cures in torn:
        fitting = [cure for cure in cures if cure.letter in lost and cure.start >= done]
        best = next((cure for cure in fitting if cure.word), None)
        if best is None and len({cure.whole for cure in fitting}) == 1:
            best = fitting[0]
        if best is None:
            continue
        done = max(best.at + best.width, best.end)
        edits.append((best.at, best.at + best.width, best.letter))
        start, end, word = best.word or (best.start, best.end, best.whole)
        span = Span(piece.origin[start], piece.origin[end - 1] + 1)
        doubts = () if best.word else (LETTER_GUESSED,)
        shown.setdefault(word.lower(), Found(word, (span,), 0.95 if best.word else 0.6, doubts))
    return edits, tuple(list(shown.values())[:_SHOWN])


def _torn(text: str) -> Iterator[list[_Cure]]:
    """For each torn syllable the ways to heal it, in the order of the text."""
    tokens = list(_TOKEN.finditer(text))
    for i, token in enumerate(tokens):
        if not _whole(token[0]):
            cures = list(_cures(text, tokens, i))
            if cures:
                yield cures


def _whole(token: str) -> bool:
    low = token.lower()
    if low in SYLLABLES or len(low) > 6:
        return True
    return token.isupper() and len(token) > 1


def _cures(text: str, tokens: list[re.Match[str]], i: int) -> Iterator[_Cure]:
    token = tokens[i]
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if _SPOKEN.search(token[0]) is None:
        if after is not None and text[token.end() : after.start()] == " ":
            follow = tokens[i + 2] if i + 2 < len(tokens) else None
            yield from _between(text, token, after, before, follow)
        if before is not None and text[before.end() : token.start()] == " ":
            yield from _between(text, before, token, tokens[i - 2] if i > 1 else None, after)
        if _room_after(text, token.end()):
            yield from _grown(text, token.end(), token, before, after, front=False)
        yield from _inside(text, token, before, after)
    if _room_before(text, token.start()):
        yield from _grown(text, token.start() - 1, token, before, after, front=True)


def _room_after(text: str, end: int) -> bool:
    """A space too many after the token: before another, before a mark, or at the line's end."""
    return text[end : end + 1] == " " and not text[end + 1 : end + 2].isalnum()


def _room_before(text: str, start: int) -> bool:
    return text[start - 1 : start] == " " and not text[max(0, start - 2) : start - 1].isalnum()


def _inside(
    text: str, token: re.Match[str], before: re.Match[str] | None, after: re.Match[str] | None
) -> Iterator[_Cure]:
    """A letter that left no space behind ('chnh sách'); only with the word it makes."""
    for cut in range(1, len(token[0])):
        for letter in _TORN.get((token[0][:cut].lower(), token[0][cut:].lower()), ()):
            whole = token[0][:cut] + letter + token[0][cut:]
            word = _word(text, whole, token.start(), token.end(), before, after)
            if word:
                at = token.start() + cut
                yield _Cure(at, letter, whole, token.start(), token.end(), word, width=0)


def _between(
    text: str,
    left: re.Match[str],
    right: re.Match[str],
    before: re.Match[str] | None,
    after: re.Match[str] | None,
) -> Iterator[_Cure]:
    if not right[0].islower():
        return
    for letter in _TORN.get((left[0].lower(), right[0]), ()):
        whole = left[0] + letter + right[0]
        word = _word(text, whole, left.start(), right.end(), before, after)
        yield _Cure(left.end(), letter, whole, left.start(), right.end(), word)


def _grown(
    text: str,
    at: int,
    token: re.Match[str],
    before: re.Match[str] | None,
    after: re.Match[str] | None,
    *,
    front: bool,
) -> Iterator[_Cure]:
    start, end = (at, token.end()) if front else (token.start(), at + 1)
    low = token[0].lower()
    for letter in _TORN.get(("", low) if front else (low, ""), ()):
        whole = letter + token[0] if front else token[0] + letter
        yield _Cure(at, letter, whole, start, end, _word(text, whole, start, end, before, after))


def _word(
    text: str,
    whole: str,
    start: int,
    end: int,
    before: re.Match[str] | None,
    after: re.Match[str] | None,
) -> tuple[int, int, str] | None:
    """The word the syllable makes with a neighbour, itself perhaps torn as well."""
    low = whole.lower()
    if (
        after is not None
        and _near(text, end, after.start())
        and f"{low} {after[0].lower()}" in PAIRS
    ):
        return start, after.end(), f"{whole} {after[0]}"
    if (
        before is not None
        and _near(text, before.end(), start)
        and f"{before[0].lower()} {low}" in PAIRS
    ):
        return before.start(), end, f"{before[0]} {whole}"
    return None


def _near(text: str, end: int, start: int) -> bool:
    return start - end <= 6 and not text[end:start].strip(" \n")


def _lost_stops(text: str) -> Iterator[int]:
    """Two spaces where a sentence ends: before a capital, or at the end of a paragraph's last line."""
    lines = list(_LINE.finditer(text))
    for at, line in enumerate(lines):
        for gap in _SENTENCE_GAP.finditer(line[0]):
            yield line.start() + gap.start("gap")
        end = _SENTENCE_LOST.search(line[0])
        follows = lines[at + 1][0].strip() if at + 1 < len(lines) else ""
        if end and (not follows or re.match(rf"[-+•]\s|\d{{1,2}}\.\s|[{UPPER}]", follows)):
            yield line.start() + end.start("gap")
