"""A letter's text, put in order: paragraphs joined, page numbers out, each part in its zone.

Rules read ``Paragraph.text``, which is clean (NFC, wrapped lines joined, split symbols mended, lost
characters restored); ``Paragraph.span`` leads back to the words in the text as it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.intake.found import Found, Heading, Span

HEAD, BODY, FOOT, ANNEX, FOOTNOTE = "head", "body", "foot", "annex", "footnote"
"""Before the first sentence («Kính gửi» included) · what it says · Nơi nhận and signature · after · notes."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``origin[i]`` is where ``text[i]`` stands in the text as read; ``where`` the headings' path.

    ``lines`` are the (start, end) of the printed lines inside ``text``: heads and signatures are read
    by the line. ``zone`` is one of HEAD, BODY, FOOT, ANNEX, FOOTNOTE; ``bullet`` the mark in front
    ('-', '+', '*', 'a)'), '' without one; ``cells`` are a table row's, empty otherwise.
    """

    text: str
    origin: tuple[int, ...]
    zone: str
    where: str = ""
    bullet: str = ""
    lines: tuple[tuple[int, int], ...] = ()
    cells: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` stands in the text as read; of no characters, a place."""
        start, end = max(start, 0), min(end, len(self.origin))
        if start >= end:
            at = self.origin[min(start, len(self.origin) - 1)] if self.origin else 0
            return Span(at, at)
        return Span(self.origin[start], self.origin[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Letter:
    """``text`` as read; ``damage`` are the repairs made ('Bảo về trẻ em' is none: it is a misprint)."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Found[Heading], ...]
    damage: tuple[Found[str], ...] = ()

    def zone(self, *zones: str) -> Sequence[Paragraph]:
        """The paragraphs of these zones, in the letter's order."""
        return [p for p in self.paragraphs if p.zone in zones]
