"""What is doubtful about how a text was put in order: codes and sentences, part of ``engine.intake.doubts``."""

from __future__ import annotations

from typing import Final

LETTER_GUESSED: Final = "letter-guessed"

OF_READING: Final = {
    LETTER_GUESSED: (
        "Một chữ bị mất khi trích văn bản được điền theo vần, không theo từ chắc chắn.",
        "A letter lost when the text was extracted was put back by its syllable, no word proves it.",
    ),
}
