"""The parts that templates share: the head, whom it goes to, the text, the foot, tables by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tools.papers.sheet import (
    BODY,
    CELL,
    CENTRE,
    COLUMN_HEAD,
    COPIES,
    HEADING,
    LEFT,
    MARK,
    MIDDLE,
    SMALL,
    TEXT,
    WIDTH,
    Look,
    repeated,
    rule,
    table,
    write,
)

ISSUER, NATION = 66, WIDTH - 66
"""Widths of the head's two columns in mm."""
_HEAD = Look(size=SMALL, align=CENTRE, first=0, after=0)
_HEAD_BOLD = replace(_HEAD, bold=True)


def mark(place: Any, words: str) -> None:
    """A mark of the template in a paragraph of its own."""
    write(place, words, MARK)


def head(document: Any, *, letter: bool = False) -> None:
    """Both columns: who issues and its number; the nation, its motto, place and date (mục II)."""
    made = table(document, (ISSUER, NATION), 2, lined=False)
    left, right = made.rows[0].cells
    mark(left, "{%p if parent %}")
    write(left, "{{ parent }}", _HEAD)
    mark(left, "{%p endif %}")
    write(left, "{{ issuer }}", _HEAD_BOLD)
    rule(left, 22, 22)
    write(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _HEAD_BOLD)
    write(right, "Độc lập - Tự do - Hạnh phúc", replace(_HEAD_BOLD, size=13))
    rule(right, (NATION - 57.5) / 2, (NATION - 57.5) / 2)
    left, right = made.rows[1].cells
    write(left, "{{ number }}", replace(_HEAD, size=13))
    if letter:
        write(left, "{{ subject }}", replace(_HEAD, left=3, right=3, before=2))
    write(right, "{{ place_date }}", replace(_HEAD, size=13, italic=True))


def title(document: Any) -> None:
    """The type's name and the trích yếu, with the line under them."""
    bold = Look(bold=True, align=CENTRE, first=0, after=0)
    write(document, "{{ type_name }}", replace(bold, before=14))
    write(document, "{{ subject }}", replace(bold, left=10, right=10))
    rule(document, 65, 65, after=12)


def addressees(document: Any, *, only_if: str = "to") -> None:
    """«Kính gửi»: one in the same line, several each in their own."""
    centred = Look(align=CENTRE, first=0, before=14, after=12)
    mark(document, "{%p if to|length > 1 %}")
    write(document, "Kính gửi:", Look(align=LEFT, first=0, left=45, before=14, after=2))
    mark(document, "{%p for unit in to %}")
    write(document, "- {{ unit }}", Look(align=LEFT, first=0, left=55, after=2))
    mark(document, "{%p endfor %}")
    write(document, "", Look(size=6, first=0, after=0))
    mark(document, f"{{%p elif {only_if} %}}")
    write(document, "Kính gửi: {{ to[0] }}", centred)
    mark(document, "{%p endif %}")


def blocks(document: Any, name: str = "body") -> None:
    """Paragraphs and headings of the text."""
    mark(document, f"{{%p for part in {name} %}}")
    mark(document, "{%p if part.style == 'heading' %}")
    write(document, "{{ part.text }}", HEADING)
    # The last lines stay with the signature: none may stand alone on a page.
    mark(document, "{%p elif loop.last %}")
    write(document, "{{ part.text }}", replace(TEXT, keep_next=True))
    mark(document, "{%p else %}")
    write(document, "{{ part.text }}", TEXT)
    mark(document, "{%p endif %}")
    mark(document, "{%p endfor %}")


def each(document: Any, name: str, words: str, look: Look = TEXT) -> None:
    """One paragraph for each of a list; ``words`` speak of ``line``."""
    mark(document, f"{{%p for line in {name} %}}")
    write(document, words, look)
    mark(document, "{%p endfor %}")


def by_line(
    document: Any,
    name: str,
    columns: Sequence[tuple[str, str, float, bool]],
) -> None:
    """A lined table: columns as (head, what stands in a row, width in mm, centred)."""
    made = table(document, [width for _, _, width, _ in columns], 4, lined=True)
    for cell, (words, _, _, _) in zip(made.rows[0].cells, columns, strict=True):
        write(cell, words, COLUMN_HEAD)
    repeated(made.rows[0])
    mark(made.rows[1].cells[0], f"{{%tr for row in {name} %}}")
    for cell, (_, words, _, centred) in zip(made.rows[2].cells, columns, strict=True):
        write(cell, words, MIDDLE if centred else CELL)
    mark(made.rows[3].cells[0], "{%tr endfor %}")
    write(document, "", Look(size=6, first=0, after=0))


def foot(document: Any) -> None:
    """Nơi nhận on the left, the signature by authority on the right (mục II.7-9)."""
    write(document, "", Look(size=6, first=0, after=0, keep_next=True))
    made = table(document, (80, WIDTH - 80), 1, lined=False)
    left, right = made.rows[0].cells
    small = Look(size=COPIES, align=LEFT, first=0, after=0)
    write(left, "Nơi nhận:", replace(small, size=12, bold=True, italic=True))
    mark(left, "{%p for line in copies %}")
    write(left, "- {{ line }}", small)
    mark(left, "{%p endfor %}")
    signature(right, "{%p for line in signer_lines %}", "{{ line }}", "{{ signer_name }}")


def signature(cell: Any, loop: str, line: str, name: str, *, note: str = "") -> None:
    """The lines of authority, room to sign, the name."""
    bold = Look(bold=True, size=BODY, align=CENTRE, first=0, after=0)
    if loop:
        mark(cell, loop)
    write(cell, line, bold)
    if loop:
        mark(cell, "{%p endfor %}")
    if note:
        write(cell, note, replace(bold, bold=False, italic=True, size=13))
    for _ in range(4):
        write(cell, "", replace(bold, size=13))
    write(cell, name, bold)
