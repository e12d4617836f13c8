"""What a docx may hold before anything in it is read: no macros, no links outwards, no bomb."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

MAX_FILE = 2 * 1024 * 1024
MAX_PART = 1024 * 1024
"""Bytes of one XML part, unpacked."""
MAX_WHOLE = 10 * 1024 * 1024
MAX_PARTS = 200
DOCUMENT = "word/document.xml"
_TYPES = "[Content_Types].xml"
_MACROS = re.compile(
    r"vbaProject|vbaData|macroEnabled|activeX|attachedToolbars|\.bin\"|oleObject|/embeddings/",
    re.IGNORECASE,
)
_NAMES = re.compile(r"vba|activex|embeddings|\.bin\Z|\.exe\Z|customUI|afchunk", re.IGNORECASE)
_OUTSIDE = re.compile(r"TargetMode\s*=\s*['\"]External", re.IGNORECASE)
_HYPERLINK = re.compile(r"relationships/hyperlink['\"]", re.IGNORECASE)
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_FIELDS = re.compile(
    r"\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|MACROBUTTON|DATABASE)\b"
)
_INSTRUCTION = re.compile(r"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
_CHUNK = re.compile(r"<w:altChunk\b|<w:attachedTemplate\b")


def faults(file: bytes) -> list[str]:
    """Codes of what is wrong, each a key of ``adapters.paper_check.SAYINGS``; none: it may be read."""
    if len(file) > MAX_FILE:
        return ["too-large"]
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            if _bomb(package):
                return ["too-large"]
            names = package.namelist()
            if DOCUMENT not in names or _TYPES not in names or len(set(names)) != len(names):
                return ["not-docx"]
            return list(dict.fromkeys(_parts(package)))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        return ["not-docx"]


def _bomb(package: zipfile.ZipFile) -> bool:
    told = package.infolist()
    sizes = [entry.file_size for entry in told]
    parts = [e.file_size for e in told if e.filename.endswith((".xml", ".rels"))]
    return len(told) > MAX_PARTS or sum(sizes) > MAX_WHOLE or max(parts, default=0) > MAX_PART


def _parts(package: zipfile.ZipFile) -> Iterator[str]:
    for entry in package.infolist():
        if _NAMES.search(entry.filename):
            yield "macros"
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        data = package.read(entry)
        if not _well_formed(data):
            yield "not-docx"
            return
        text = data.decode("utf-8", "replace")
        if _MACROS.search(text) and entry.filename in (_TYPES,):
            yield "macros"
        if entry.filename.endswith(".rels"):
            yield from _relations(text)
        elif entry.filename.startswith("word/"):
            yield from _inside(text)


def _relations(text: str) -> Iterator[str]:
    for relation in _RELATION.findall(text):
        if _OUTSIDE.search(relation) and not _HYPERLINK.search(relation):
            yield "links"
        if _MACROS.search(relation):
            yield "macros"


def _inside(text: str) -> Iterator[str]:
    if _CHUNK.search(text):
        yield "links"
    code = "".join(a or b for a, b in _INSTRUCTION.findall(text))
    if _FIELDS.search(code.upper()):
        yield "links"


def _well_formed(data: bytes) -> bool:
    """Whether it is XML without a document type: no entities, so none that grow or read files."""

    def refuse(*_args: object) -> None:
        raise expat.ExpatError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError):
        return False
    return True
