"""Lines and pieces of a head or foot, made from plain text: each character stands where it stands."""

from __future__ import annotations

from engine.intake.parts import Line, parts
from engine.intake.pieces import Piece


def piece(text: str, at: int = 0) -> Piece:
    """``text`` as a piece that begins at character ``at``."""
    return Piece(text, tuple(range(at, at + len(text))))


def lines(text: str) -> list[Line]:
    """The lines of ``text`` as parts of a head; '- ' in front is a bullet."""
    made, at = [], 0
    for raw in text.splitlines():
        words = raw.strip()
        start = at + raw.index(words) if words else at
        bullet = words[:1] if words[:2] in {"- ", "+ "} else ""
        skip = 2 if bullet else 0
        if words:
            made.append(Line(piece(words[skip:], start + skip), bullet=bullet))
        at += len(raw) + 1
    return parts(made)
