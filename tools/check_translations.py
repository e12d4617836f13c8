"""Check the catalogues that ``webapp.translate`` keeps: complete, well formed, freshly compiled.

Checked for each language: nothing fuzzy, nothing empty, placeholders as in the source, every text
of the pages there and none left over, and ``messages.mo`` is what ``messages.po`` compiles to.

Exit status 1, with one line for each finding.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from webapp.translate import WEBAPP, compiled, po, sources, translated


def texts(catalogue: Catalog) -> dict[str, Message]:
    """The messages by what stands in the source (of a plural: its singular)."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in catalogue
        if message.id
    }


def wrong_with(message: Message, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with one translation."""
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings):
        yield "not translated"
    yield from (str(error) for error in message.check(catalogue))


def findings(locale: str, wanted: set[str]) -> Iterator[str]:
    """What is wrong with one language's catalogue."""
    where = po(locale).relative_to(WEBAPP.parent)
    catalogue = translated(locale)
    held = texts(catalogue)
    for text, message in held.items():
        yield from (f"{where}: {what}: {text!r}" for what in wrong_with(message, catalogue))
    for text in sorted(wanted - held.keys()):
        yield f"{where}: missing, run make translations: {text!r}"
    for text in sorted(held.keys() - wanted):
        yield f"{where}: on no page, run make translations: {text!r}"
    binary = po(locale).with_suffix(".mo")
    if not binary.is_file() or binary.read_bytes() != compiled(locale):
        yield f"{binary.relative_to(WEBAPP.parent)}: stale, run make translations"


def main() -> int:
    """Check; returns the exit status."""
    wanted = set(texts(sources()))
    locales = sorted(path.parent.parent.name for path in WEBAPP.glob("translations/*/*/*.po"))
    lines = [line for locale in locales for line in findings(locale, wanted)]
    if not locales:
        lines.append("webapp/translations: no catalogue")
    print("\n".join(lines) or f"translations: {len(wanted)} texts, no findings")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
