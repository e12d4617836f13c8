"""The command that reads letters from files and says what they ask for; it needs no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from adapters.letter_errors import LetterUnreadable
from adapters.letter_files import MAX_BYTES, SUFFIXES, letters_in
from engine.errors import DondocError
from engine.intake.draft import draft_of
from engine.intake.listing import Listing, listing_of
from webapp.commands.common import json_option
from webapp.commands.intake_words import summary

_NAMED_AS_UNREAD = (".doc", ".rtf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
"""Kinds no letter is read from, which a folder of letters may hold all the same: they are named."""


@click.command("intake")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def intake(files: tuple[Path, ...], as_json: bool) -> None:
    """Read letters and say what they ask for: reports with their last days, tasks, addressees.

    FILE is a letter (.txt .md .docx .odt .pdf .html), a mail (.eml) or archive (.zip) with letters
    in it, or a folder, which is walked. What cannot be read is named, and the rest is read.
    """
    listings: list[Listing] = []
    refused: list[DondocError] = []
    for path in _walked(files):
        for listing in _read(path, refused):
            listings.append(listing)
            if not as_json:
                click.echo(summary(listing))
    if as_json:
        _echo_json(listings, refused)
    for error in refused:
        click.echo(f"{error.text('vi')}\n{error.text('en')}", err=True)
    if refused:
        sys.exit(1)


def _walked(files: tuple[Path, ...]) -> Iterator[Path]:
    """The files named, and those of the folders named, in order of their names."""
    for path in files:
        if not path.is_dir():
            yield path
            continue
        for inner in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
            known = inner.suffix.lower() in (*SUFFIXES, *_NAMED_AS_UNREAD)
            if known and not hidden and inner.is_file():
                yield inner


def _read(path: Path, refused: list[DondocError]) -> Iterator[Listing]:
    try:
        data = _bytes(path)
        found = letters_in(data, path.name)
    except DondocError as error:
        refused.append(error)
        return
    refused += found.refused
    for letter in found.letters:
        yield listing_of(draft_of(letter.text), letter.name)


def _bytes(path: Path) -> bytes:
    """The file's bytes. Raises ``LetterUnreadable``: it is not there, not ours to read, or too large."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LetterUnreadable(path.name, "too-large", limit=f"{MAX_BYTES // 1024 // 1024} MB")
        return path.read_bytes()
    except OSError as error:
        raise LetterUnreadable(str(path), "not-there") from error


def _echo_json(listings: list[Listing], refused: list[DondocError]) -> None:
    whole: dict[str, Any] = {"documents": listings}
    if refused:
        whole["refused"] = [
            {"file": str(error.values.get("name", "")), "code": error.code,
             "reason": str(error.values.get("reason", error.code)), "vi": error.text("vi"), "en": error.text("en")}
            for error in refused
        ]  # fmt: skip
    click.echo(json.dumps(whole, ensure_ascii=False, indent=1))


COMMANDS = (intake,)
