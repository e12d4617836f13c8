"""Text that remembers where it came from: every repair of a letter leaves the way back intact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """``origin[i]`` is where ``text[i]`` stands in the text as read; it never decreases by itself.

    A character that was put in has the place of the one it stands for, or of its neighbour.
    """

    text: str
    origin: tuple[int, ...]

    def part(self, start: int, end: int) -> Piece:
        """The characters ``start`` up to ``end``."""
        return Piece(self.text[start:end], self.origin[start:end])

    def strip(self) -> Piece:
        """Without white space around it."""
        left = len(self.text) - len(self.text.lstrip())
        return self.part(left, max(left, len(self.text.rstrip())))

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> Piece:
        """With each ``(start, end, new)`` in place of what stood there; edits in order, apart."""
        texts: list[str] = []
        origin: list[int] = []
        at = 0
        for start, end, new in edits:
            texts += (self.text[at:start], new)
            origin += self.origin[at:start]
            origin += _places(self.origin, start, end, len(new))
            at = end
        texts.append(self.text[at:])
        origin += self.origin[at:]
        return Piece("".join(texts), tuple(origin))

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Piece:
        """As ``pattern.sub``, with the way back kept."""
        edits = [
            (m.start(), m.end(), new if isinstance(new, str) else new(m))
            for m in pattern.finditer(self.text)
        ]
        return self.edited(edits) if edits else self


def _places(origin: Sequence[int], start: int, end: int, count: int) -> list[int]:
    """``count`` places for what replaces ``start`` up to ``end``."""
    if not count:
        return []
    if not origin:
        return [0] * count
    last = min(max(start, end - 1), len(origin) - 1)
    first = min(start, last)
    return [origin[min(first + i, last)] for i in range(count)]


EMPTY = Piece("", ())


def joined(pieces: Sequence[Piece], glue: str = " ") -> Piece:
    """The pieces with ``glue`` between them; the glue stands where the piece before it ends."""
    texts: list[str] = []
    origin: list[int] = []
    for piece in pieces:
        if not piece.text:
            continue
        if texts:
            texts.append(glue)
            origin += [origin[-1] + 1] * len(glue)
        texts.append(piece.text)
        origin += piece.origin
    return Piece("".join(texts), tuple(origin))
