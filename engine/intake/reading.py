"""A letter put in order: from any text to paragraphs that rules can read."""

from __future__ import annotations

from engine.intake.characters import tidy
from engine.intake.columns import unfolded
from engine.intake.footnotes import set_apart
from engine.intake.found import Found
from engine.intake.headings import places_of
from engine.intake.letter import Letter, Paragraph
from engine.intake.lines import printed_lines, without_page_numbers
from engine.intake.lost_letters import restored
from engine.intake.paragraphs import Block, Printed, blocks_of, printed
from engine.intake.run_together import parted
from engine.intake.tables import tabled
from engine.intake.wrapping import BULLET, LETTERED, NUMBERED, page_of
from engine.intake.zones import zones_of


def put_in_order(text: str) -> Letter:
    """``text`` as a letter; any text will do, and nothing in it raises.

    Paragraphs keep their number or bullet in ``text``; footnotes come last.
    """
    whole, damage = restored(tidy(text))
    lines = without_page_numbers(tabled(printed_lines(parted(whole))))
    page = page_of(lines)
    body, notes = set_apart(lines, page)
    blocks = blocks_of(unfolded(body), page)
    blocks += [Block(note, note=True) for note in notes]
    repairs: list[Found[str]] = []
    parts = [part for block in blocks for part in printed(block, repairs)]
    zones = zones_of(parts)
    places = places_of(parts, zones)
    paragraphs = tuple(
        _paragraph(part, zone, where)
        for part, zone, where in zip(parts, zones, places.where, strict=True)
    )
    return Letter(text, paragraphs, places.headings, (*damage, *repairs))


def _paragraph(part: Printed, zone: str, where: str) -> Paragraph:
    mark = BULLET.match(part.text)
    bullet = mark["bullet"] if mark else ""
    if not mark and not NUMBERED.match(part.text):
        letter = LETTERED.match(part.text)
        bullet = letter[0].strip() if letter else ""
    return Paragraph(
        text=part.text,
        origin=part.piece.origin,
        zone=zone,
        where=where,
        bullet=bullet,
        lines=part.lines,
        cells=part.cells,
    )
