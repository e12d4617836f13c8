"""What is doubtful about how a text was put in order: codes and sentences, part of ``engine.intake.doubts``."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from engine.intake.found import Draft

LETTER_GUESSED: Final = "letter-guessed"
NOTHING_FOUND: Final = "nothing-found"

OF_READING: Final = {
    NOTHING_FOUND: (
        "Không nhận ra phần nào của một văn bản chỉ đạo trong tệp này: hãy xem có đúng tệp không.",
        "No part of an official letter was recognised in this file: see whether it is the right one.",
    ),
    LETTER_GUESSED: (
        "Một chữ bị mất khi trích văn bản được điền theo vần, không theo từ chắc chắn.",
        "A letter lost when the text was extracted was put back by its syllable, no word proves it.",
    ),
}


def of_letter(draft: Draft) -> tuple[str, ...]:
    """What is doubtful about the letter as a whole: that nothing was found in it (numbered lines are in any text)."""
    parts = (draft.header, draft.duties)
    found = any(getattr(part, one.name) for part in parts for one in fields(part))
    return () if found else (NOTHING_FOUND,)
