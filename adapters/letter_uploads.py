"""Uploaded letters: their texts, and the file as it is kept.

What is not among the kinds that attachments are kept in (a page, a mail, a text of another
encoding) is kept inside an archive, unchanged: nothing is ever shown of it but its text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePath
from typing import IO

from adapters import file_kinds, letter_files
from adapters.letter_errors import LetterUnreadable
from engine.attachments import AttachmentRefused
from engine.errors import DondocError

_STILL = (1980, 1, 1, 0, 0, 0)
"""The same file always makes the same archive, so that it is known again."""


def kept(data: bytes, name: str) -> tuple[IO[bytes], str]:
    """The file to keep, and its name: itself, or inside an archive."""
    try:
        file_kinds.identify(io.BytesIO(data), name)
    except AttachmentRefused:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(PurePath(name).name, _STILL), data)
        return held, f"{name}.zip"
    return io.BytesIO(data), name


def letters_in(data: bytes, name: str) -> tuple[list[tuple[str, str]], Sequence[DondocError]]:
    """The letters in a file, each with its name and text, and what in it could not be read.

    Raises LetterUnreadable, AttachmentRefused where there is no letter at all.
    """
    if PurePath(name.lower()).suffix not in letter_files.SUFFIXES:
        raise LetterUnreadable(name, "unknown-kind")
    found = letter_files.letters_in(data, name)
    return [(letter.name, letter.text) for letter in found.letters], found.refused
