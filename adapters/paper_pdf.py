"""A docx as PDF: read into data, set by one constant program (``adapters/data/paper.typ``).

No word processor and no library of the system; the font, Tinos, has the widths of Times New Roman.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from adapters.paper_notices import Notices
from adapters.paper_reading import read

MOST_TAGGED = 2_000_000
"""Characters of data up to which the PDF tells programs that read it aloud what is what; the marks
of a long annex would be nine tenths of the file."""
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Pdf:
    """The file, and what of the docx could not be set."""

    file: bytes
    notices: Notices


@cache
def _program() -> bytes:
    return (DATA / "paper.typ").read_bytes()


@cache
def _fonts() -> Any:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(DATA / "fonts")]
    )


def pdf(docx: bytes, title: str, made_at: datetime) -> Pdf:
    """The same pages as the docx has; the same bytes for the same docx, title and moment."""
    found = read(docx)
    told = json.dumps({"title": title, "sections": found.sections}, ensure_ascii=False)
    file = typst.compile(
        _program(),
        font_paths=_fonts(),
        sys_inputs={"paper": told},
        timestamp=int(made_at.timestamp()),
        pdf_tags=len(told) < MOST_TAGGED,
    )
    return Pdf(file, found.notices)
