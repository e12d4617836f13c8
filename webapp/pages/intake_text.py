"""A letter's text cut where findings begin and end, so that each piece knows whose words it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.intake.found import Span
from engine.received_findings import Finding

HIDDEN = frozenset({"damage", "heading"})
"""Kinds whose words are not marked: repairs and headings are everywhere."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``ids`` are the findings whose words these are, the one with the fewest words first;
    ``first`` those of which this is the first piece.
    """

    start: int
    text: str
    ids: tuple[int, ...] = ()
    first: tuple[int, ...] = ()


def pieces(text: str, findings: Iterable[Finding]) -> list[Piece]:
    """The whole text in pieces, in its order."""
    marked = [
        (span.start, span.end, one.id)
        for one in findings
        if one.stands and one.kind not in HIDDEN
        for span in one.spans
        if 0 <= span.start < span.end <= len(text)
    ]
    cuts = sorted({0, len(text), *(s for s, _, _ in marked), *(e for _, e, _ in marked)})
    found: list[Piece] = []
    seen: set[int] = set()
    for start, end in pairwise(cuts):
        around = sorted((e - s, i) for s, e, i in marked if s <= start and end <= e)
        ids = tuple(dict.fromkeys(i for _, i in around))
        first = tuple(i for i in ids if i not in seen)
        seen.update(first)
        found.append(Piece(start, text[start:end], ids, first))
    return found


def span_of(text: str, words: str, start: int | None) -> Span | None:
    """Where ``words`` stand in the text, nearest to ``start``; spaces and line ends count alike.

    None where they stand nowhere.
    """
    wanted = words.split()
    if not wanted:
        return None
    if start is not None and text[start : start + len(words)] == words:
        return Span(start, start + len(words))
    places = list(_places(text, wanted))
    if not places:
        return None
    return min(places, key=lambda span: abs(span.start - (start or 0)))


def _places(text: str, wanted: Sequence[str]) -> Iterable[Span]:
    """Every place at which these words stand one after the other."""
    at = text.find(wanted[0])
    while at >= 0:
        end = at
        for word in wanted:
            begin = end if word is wanted[0] else _after_space(text, end)
            if not text.startswith(word, begin):
                break
            end = begin + len(word)
        else:
            yield Span(at, end)
        at = text.find(wanted[0], at + 1)


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
