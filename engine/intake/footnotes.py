"""Footnotes: their text out of the body's way, their marks out of its sentences."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.intake.letters import UPPER
from engine.intake.lines import NOTE_START, Line
from engine.intake.wrapping import Page

_ALONE = re.compile(r"\d{1,2}")
_SUPERSCRIPT = re.compile(r"(?<![mM])\s?[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|\s?\[\^\d{1,3}\]")
_GLUED = re.compile(r"(?<=[^\W\d_A-ZĐ]|[)”\"’%])(\d{1,2})(?=[\s,.;:)”]|$)")
_BRACKETED = re.compile(r"\s?\[(\d{1,3})\]")
_STUCK = re.compile(
    r"(?<![\d./])((?:19|20)\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d)(\d{1,2})(?!\d|[./]\d)"
)
_NOTE_LINE = re.compile(rf"(\d{{1,2}})\s+(?=[{UPPER}][^\W\d_])")
_DONE = re.compile(r"[.;]\s*$")


def set_apart(lines: list[Line], page: Page) -> tuple[list[Line], list[list[Line]]]:
    """The body's lines, and the lines of each footnote."""
    body: list[Line] = []
    notes: list[list[Line]] = []
    numbers: set[str] = set()
    inside = False
    at = 0
    while at < len(lines):
        line = lines[at]
        number = _note_number(lines, at, inside)
        if number is not None:
            inside = True
            numbers.add(number)
            skip = 1 if _ALONE.fullmatch(line.text) else 0
            notes.append([_without_number(lines[at + skip])])
            at += 1 + skip
            continue
        if inside and _goes_on(notes[-1][-1], line, page):
            notes[-1].append(line)
        elif not _is_mark(line, body):
            inside = False
            body.append(line)
        at += 1
    return [_unmarked(line, numbers) for line in body], notes


def _note_number(lines: list[Line], at: int, inside: bool) -> str | None:
    """The number of the note that begins on this line."""
    line = lines[at]
    begins = NOTE_START.match(line.text)
    if begins and not line.row and (":" in begins[0] or not _goes_with(line.text[begins.end()])):
        return begins[1] or begins[2]
    after = lines[at + 1] if at + 1 < len(lines) else None
    if _ALONE.fullmatch(line.text):
        if after is not None and not after.gap and (line.rule or inside):
            return line.text
        return None
    found = _NOTE_LINE.match(line.text)
    if found and (line.rule or inside) and not line.row:
        return found[1]
    return None


def _goes_with(first: str) -> bool:
    """What stands after a mark inside a sentence, where a note would begin with a capital."""
    return first.islower() or not (first.isalnum() or first in '“"(')


def _without_number(line: Line) -> Line:
    begins = NOTE_START.match(line.text) or _NOTE_LINE.match(line.text)
    if begins is None:
        return line
    return replace(line, piece=line.piece.part(begins.end(), len(line.text)))


def _goes_on(before: Line, line: Line, page: Page) -> bool:
    """The note ``before`` ends in goes on with ``line``."""
    if line.page or line.row or line.rule:
        return False
    turned = page.spaced and not line.gap and line.indent > 0
    if turned:
        return False
    if line.text[0].islower():
        return not _DONE.search(before.text)
    if _DONE.search(before.text):
        return False
    return line.gap == 0 or page.spaced


def _is_mark(line: Line, body: list[Line]) -> bool:
    """A raised number that came to stand alone on its line, in the middle of a sentence."""
    return bool(_ALONE.fullmatch(line.text)) and not line.gap and bool(body) and not line.row


def _unmarked(line: Line, numbers: set[str]) -> Line:
    piece = line.piece.sub(_SUPERSCRIPT, "")
    if numbers:
        for mark in (_BRACKETED, _GLUED):
            piece = piece.sub(mark, lambda m: "" if m[1] in numbers else m[0])
    if numbers and _STUCK.search(piece.text):
        piece = piece.sub(_STUCK, lambda m: m[1] if m[2] in numbers else m[0])
    return replace(line, piece=piece) if piece.text.strip() else line
