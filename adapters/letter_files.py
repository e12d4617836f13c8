"""The letters in a file: .txt, .md, .docx, .odt, .pdf with a text layer, .html, .eml and .zip.

What a file is, its content says; a name that claims another kind is refused. Everything is bounded:
bytes, pages, characters, attachments and how deep they lie in each other. Nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from zipfile import ZipFile

from adapters.archives import archive_kind
from adapters.file_kinds import KINDS, identify
from adapters.letter_docx import docx_text
from adapters.letter_errors import LetterUnreadable
from adapters.letter_html import html_text
from adapters.letter_mail import Enclosed, enclosed_in, looks_like_mail
from adapters.letter_odt import odt_text
from adapters.letter_pdf import pdf_text
from adapters.letter_plain import plain_text
from engine.errors import DondocError

MAX_BYTES = 50 * 1024 * 1024
MAX_CHARACTERS = 1_500_000
MAX_LETTERS = 200
MAX_DEPTH = 4
SUFFIXES = (".txt", ".md", ".docx", ".odt", ".pdf", ".html", ".htm", ".eml", ".zip")

_PAGE = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|table|div|p|meta)\b",
    re.I | re.S,
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"RIFF")
_OFFICE = {"docx": docx_text, "odt": odt_text, "pdf": pdf_text}
_OLD_OFFICE = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_LETTER_WORDS = re.compile(
    r"Kính gửi|Nơi nhận|CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|^\s*Số\s*:\s*[\w\s]{0,12}/|Căn cứ|\./\.|TM\.|KT\.",
    re.M,
)


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter's text as read. ``name`` is the file's; inside a mail or archive 'mail.eml/plan.docx'."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: its letters, and the parts of it that could not be read, with why."""

    letters: tuple[LetterText, ...]
    refused: tuple[DondocError, ...] = ()


def letters_in(data: bytes, name: str) -> Reading:
    """Every letter in the file.

    Raises ``LetterUnreadable`` (with its ``reason``) or ``AttachmentRefused`` where there is none: a
    scan, a password, damage, a disguise, an archive that unpacks to too much, an unknown kind.
    """
    found = _Found()
    _read(data, name, 0, found)
    if not found.letters:
        raise found.refused[0] if found.refused else LetterUnreadable(name, "no-letter")
    return Reading(tuple(found.letters), tuple(found.refused))


class _Found:
    def __init__(self) -> None:
        self.letters: list[LetterText] = []
        self.refused: list[DondocError] = []

    def add(self, name: str, text: str) -> None:
        if len(text) > MAX_CHARACTERS:
            raise LetterUnreadable(name, "too-large", limit=f"{MAX_CHARACTERS:,} ký tự/characters")
        if not any(char.isalpha() for char in text):
            raise LetterUnreadable(name, "empty")
        self.letters.append(LetterText(name, text))


def _read(data: bytes, name: str, depth: int, found: _Found) -> None:
    if len(data) > MAX_BYTES:
        raise LetterUnreadable(name, "too-large", limit=f"{MAX_BYTES // 1024 // 1024} MB")
    if not data.strip():
        raise LetterUnreadable(name, "empty")
    kind = _kind(data, name)
    if kind in _OFFICE:
        _checked(data, name, kind)
        found.add(name, _OFFICE[kind](data, name))
    elif kind == "html":
        found.add(name, html_text(data, name))
    elif kind == "zip":
        _all_of(_members(data, name), name, depth, found)
    elif kind == "eml":
        mail = enclosed_in(data, name)
        before = len(found.letters)
        _all_of(mail.parts, name, depth, found)
        if mail.body.strip() and (_is_letter(mail.body) or len(found.letters) == before):
            found.add(name, mail.body)
    else:
        found.add(name, plain_text(data, name))


def _kind(data: bytes, name: str) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        kind, fault = archive_kind(BytesIO(data))
        if kind is None:
            vi, en = fault or ("tệp nén bị hỏng", "the archive is damaged")
            raise LetterUnreadable(name, "refused", vi=vi, en=en)
        if kind in ("docx", "odt", "zip"):
            return kind
        raise LetterUnreadable(name, "unknown-kind")
    if data.startswith(_PICTURES):
        raise LetterUnreadable(name, "no-text")
    if data.startswith(_OLD_OFFICE):
        raise LetterUnreadable(name, "unknown-kind")
    suffix = PurePath(name.lower()).suffix
    if suffix in (".pdf", ".docx", ".odt", ".zip"):
        raise LetterUnreadable(name, "broken")
    if suffix == ".eml" or looks_like_mail(data):
        return "eml"
    if suffix in (".html", ".htm") or _PAGE.match(data[:4096].lstrip(b"\xef\xbb\xbf")):
        return "html"
    return "txt"


def _checked(data: bytes, name: str, kind: str) -> None:
    """Nothing in disguise: the file is of its kind from its first byte to its last, as it is named."""
    suffix = PurePath(name.lower()).suffix
    known = suffix in {end for each in KINDS.values() for end in each.suffixes}
    identify(BytesIO(data), name if known else f"{name}.{kind}")


def _all_of(parts: list[Enclosed], name: str, depth: int, found: _Found) -> None:
    """Each part a letter of its own; what cannot be read is noted and the rest goes on."""
    for part in parts:
        inner = f"{name}/{part.name}"
        if depth + 1 > MAX_DEPTH or len(found.letters) >= MAX_LETTERS:
            found.refused.append(
                LetterUnreadable(inner, "too-large", limit=f"{MAX_LETTERS} văn bản/letters")
            )
            return
        try:
            _read(part.data, inner, depth + 1, found)
        except DondocError as error:
            found.refused.append(error)


def _members(data: bytes, name: str) -> list[Enclosed]:
    """The files of an archive, which has been unpacked once with a bound by ``archive_kind``."""
    parts: list[Enclosed] = []
    with ZipFile(BytesIO(data)) as archive:
        for entry in archive.infolist():
            hidden = any(
                step.startswith((".", "__MACOSX")) for step in PurePath(entry.filename).parts
            )
            if not entry.is_dir() and not hidden:
                if entry.file_size > MAX_BYTES or len(parts) >= MAX_LETTERS:
                    raise LetterUnreadable(
                        name, "too-large", limit=f"{MAX_BYTES // 1024 // 1024} MB"
                    )
                parts.append(Enclosed(entry.filename, archive.read(entry)))
    return parts


def _is_letter(text: str) -> bool:
    """A mail whose own body is the letter, rather than the words that go with an attachment."""
    return len({found[0].split()[0] for found in _LETTER_WORDS.finditer(text[:200_000])}) >= 2
