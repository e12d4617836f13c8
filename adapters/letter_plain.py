"""Plain text of any usual encoding: UTF-8, UTF-16, UTF-32, windows-1258."""

from __future__ import annotations

import codecs
import re

from adapters.letter_errors import LetterUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def plain_text(data: bytes, name: str) -> str:
    """The text. Raises ``LetterUnreadable`` where the bytes are no text."""
    text = _decoded(data)
    if text is None or len(_CONTROL.findall(text[:20_000])) > 4:
        raise LetterUnreadable(name, "unknown-kind")
    return text


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    zeros = data[:2000].count(0)
    if zeros > len(data[:2000]) // 8:
        even = data[:2000:2].count(0)
        return data.decode("utf-16-be" if even > zeros // 2 else "utf-16-le", "replace")
    try:
        return data.decode("cp1258")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace") if data[:4000].count(0) == 0 else None
