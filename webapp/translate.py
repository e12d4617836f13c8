"""Catalogues: collect the texts of the pages, and compile what was translated.

``python -m webapp.translate collect`` brings messages.po up to date with the sources; new texts
have no translation yet, gone ones are dropped. ``... compile`` writes messages.mo from it.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEBAPP = Path(__file__).parent
MAPPING = WEBAPP.parent / "babel.cfg"
BIRTH = datetime(2023, 1, 1, tzinfo=UTC)
"""The date in every catalogue's head: the file changes only when its texts do."""
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}


def sources() -> Catalog:
    """Every text of the pages, without where it stands, so that moving code changes nothing."""
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog(charset="utf-8")
    for _, _, message, _, _ in extract_from_dir(
        WEBAPP, methods, options, keywords=KEYWORDS, directory_filter=_is_ours
    ):
        found.add(message)
    return found


def po(locale: str) -> Path:
    """The catalogue that people edit."""
    return WEBAPP / "translations" / locale / "LC_MESSAGES" / "messages.po"


def translated(locale: str) -> Catalog:
    """The catalogue as it stands in the file."""
    with po(locale).open("rb") as file:
        return read_po(file, locale=locale)


def collect(locale: str) -> Catalog:
    """The file's catalogue brought up to date with the sources, in memory."""
    kept = translated(locale) if po(locale).exists() else Catalog()
    fresh = Catalog(
        locale=locale,
        header_comment="# What the pages say; the message ids are the Vietnamese of the sources.",
        project="dondoc",
        version="1",
        charset="utf-8",
        creation_date=BIRTH,
        revision_date=BIRTH,
        fuzzy=False,
    )
    for message in (m for m in sources() if m.id):
        known = kept.get(message.id)
        fresh.add(message.id, known.string if known is not None else None, flags=message.flags)
    return fresh


def compiled(locale: str) -> bytes:
    """What messages.mo holds for the messages.po there is."""
    buffer = io.BytesIO()
    write_mo(buffer, translated(locale))
    return buffer.getvalue()


def main(action: str, locale: str = "en") -> None:
    """Run one of the two actions."""
    target = po(locale)
    if action == "collect":
        target.parent.mkdir(parents=True, exist_ok=True)
        catalogue = collect(locale)
        with target.open("wb") as file:
            write_po(file, catalogue, width=100, omit_header=False, sort_output=True)
    elif action == "compile":
        target.with_suffix(".mo").write_bytes(compiled(locale))
    else:
        raise SystemExit(__doc__)


def _is_ours(folder: str) -> bool:
    return Path(folder).name not in {"editor", "static", "translations", "__pycache__"}


if __name__ == "__main__":
    main(*(sys.argv[1:] or [""]))
