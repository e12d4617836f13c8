"""From a letter's text to a draft: put in order, then what stands around the body, then its duties."""

from __future__ import annotations

from engine.intake import duties, header
from engine.intake.found import Draft
from engine.intake.reading import put_in_order


def draft_of(text: str) -> Draft:
    """All that is found in ``text``. Any text will do; what is not found stays empty."""
    letter = put_in_order(text)
    around = header.find(letter)
    return Draft(
        text=text,
        header=around,
        headings=letter.headings,
        duties=duties.find(letter, around),
        damage=letter.damage,
    )
