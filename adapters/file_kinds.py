"""What an attached file is, by its bytes: the few kinds an office sends, and nothing in disguise.

A file is of a kind only if it is so from its first byte to its last. Something before or after
(a *polyglot*: a picture that is also an archive, a document that a browser would take for a page)
is refused, and so is an archive that unpacks to much more than it is, or holds macros. Nothing of
it is ever shown in a page: downloads are attachments and are not guessed at (``nosniff``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from adapters.archives import archive_kind
from engine.attachments import AttachmentRefused


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, and the ends of name it goes by."""

    media_type: str
    suffixes: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    "pdf": Kind("application/pdf", (".pdf",)),
    "docx": Kind(f"{_OFFICE}.wordprocessingml.document", (".docx",)),
    "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
    "odt": Kind(f"{_OPEN}.text", (".odt",)),
    "ods": Kind(f"{_OPEN}.spreadsheet", (".ods",)),
    "png": Kind("image/png", (".png",)),
    "jpg": Kind("image/jpeg", (".jpg", ".jpeg")),
    "txt": Kind("text/plain; charset=utf-8", (".txt",)),
    "csv": Kind("text/csv; charset=utf-8", (".csv",)),
    "zip": Kind("application/zip", (".zip",)),
}
SUFFIXES = tuple(suffix for kind in KINDS.values() for suffix in kind.suffixes)

_HEAD = 1024
_TAIL = 65_557  # where the end of an archive may stand: 22 bytes and a comment
_ARCHIVE_END = b"PK\x05\x06"
_MARKUP = re.compile(
    rb"<\s*(!doctype|\?xml|html|svg|script|head|body|iframe|meta|math)\b", re.IGNORECASE
)
_PAGE = re.compile(rb"<\s*(!doctype html|html|svg|script|iframe|body)\b", re.IGNORECASE)
"""What no document or picture begins with; of XML their metadata may be made."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def identify(source: IO[bytes], name: str) -> Kind:
    """The kind of the file, which its name must agree with. Raises ``AttachmentRefused``."""
    suffix = PurePath(name.lower()).suffix
    claimed = next((key for key, kind in KINDS.items() if suffix in kind.suffixes), None)
    if claimed is None:
        allowed = " ".join(sorted(KINDS))
        vi, en = f"chỉ nhận các loại {allowed}", f"only these kinds are taken: {allowed}"
        raise AttachmentRefused(name, vi, en)
    source.seek(0)
    look = _Look(source.read(_HEAD), source)
    fault = _LOOKS[claimed](look)
    if fault is not None:
        raise AttachmentRefused(name, *fault)
    return KINDS[claimed]


class _Look:
    """A file's beginning at hand, the rest when asked for."""

    def __init__(self, head: bytes, source: IO[bytes]) -> None:
        self.head, self.source = head, source

    def tail(self, count: int = _TAIL) -> bytes:
        """The last bytes."""
        end = self.source.seek(0, 2)
        self.source.seek(max(0, end - count))
        return self.source.read()

    def whole(self) -> bytes:
        """All of it: at most what the quota lets through."""
        self.source.seek(0)
        return self.source.read()


_Fault = tuple[str, str]
_DISGUISED: _Fault = (
    "tệp là hai loại cùng lúc hoặc có phần thừa ở đầu, cuối; hãy lưu lại tệp rồi gửi",
    "it is two kinds of file at once, or has something before its beginning or after its end",
)
_MARKED: _Fault = (
    "nội dung là trang web hoặc mã lệnh (HTML, SVG)",
    "its content is a web page or a script (HTML, SVG)",
)


def _not(kind: str) -> _Fault:
    return (
        f"nội dung không phải loại {kind} như tên tệp",
        f"its content is not {kind} as it is named",
    )


def _pdf(look: _Look) -> _Fault | None:
    tail = look.tail()
    if not look.head.startswith(b"%PDF-"):
        return _not("pdf")
    if _PAGE.search(look.head) or _ARCHIVE_END in tail:
        return _DISGUISED
    return None if b"%%EOF" in tail[-_HEAD:] else _DISGUISED


def _png(look: _Look) -> _Fault | None:
    if not look.head.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return _not("png")
    data, at = look.whole(), 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return None if at == len(data) and _ARCHIVE_END not in data[-_TAIL:] else _DISGUISED
    return _not("png")


def _jpg(look: _Look) -> _Fault | None:
    tail = look.tail()
    if not look.head.startswith(b"\xff\xd8\xff"):
        return _not("jpg")
    ends = tail.rstrip(b"\x00").endswith(b"\xff\xd9")
    hidden = _ARCHIVE_END in tail or b"%PDF-" in look.head or _PAGE.search(look.head)
    return None if ends and not hidden else _DISGUISED


def _text(look: _Look) -> _Fault | None:
    try:
        text = look.whole().decode("utf-8-sig")
    except UnicodeDecodeError:
        return (
            "chữ không theo bảng mã UTF-8, hãy lưu lại với bảng mã UTF-8",
            "its text is not in UTF-8; save it again in UTF-8",
        )
    if _CONTROL.search(text):
        return _not("văn bản/text")
    return _MARKED if _MARKUP.search(look.head) else None


def _archive(kind: str) -> Callable[[_Look], _Fault | None]:
    def look_at(look: _Look) -> _Fault | None:
        if not look.head.startswith(b"PK\x03\x04"):
            return _not(kind)
        found, fault = archive_kind(look.source)
        if fault is None and found is None:
            return _DISGUISED
        return fault or (None if found == kind else _not(kind))

    return look_at


_LOOKS: dict[str, Callable[[_Look], _Fault | None]] = {
    "pdf": _pdf,
    "png": _png,
    "jpg": _jpg,
    "txt": _text,
    "csv": _text,
    **{kind: _archive(kind) for kind in ("docx", "xlsx", "odt", "ods", "zip")},
}
