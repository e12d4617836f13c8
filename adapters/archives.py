"""Looking into a ZIP archive without believing it: office documents are archives, too."""

from __future__ import annotations

import struct
import zlib
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

MAX_ENTRIES = 5_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
_ALWAYS_FINE = 5 * 1024 * 1024
"""Bytes unpacked below which the ratio is not looked at: blank pages compress very well."""
_CHUNK = 1024 * 1024
_END = struct.Struct("<4s4H2LH")

Fault = tuple[str, str]
_BROKEN: Fault = ("tệp nén bị hỏng", "the archive is damaged")
_LOCKED: Fault = (
    "tệp đặt mật khẩu nên không kiểm tra được",
    "it is protected by a password and cannot be examined",
)
_BOMB: Fault = (
    "tệp nén bung ra quá lớn hoặc có quá nhiều tệp",
    "it unpacks to too much, or to too many files",
)
_PATH: Fault = (
    "tệp nén có đường dẫn ra ngoài thư mục",
    "it holds a path that leads out of its folder",
)
_MACROS: Fault = (
    "văn bản có macro, hãy lưu lại không có macro",
    "the document holds macros; save it without them",
)
_DISGUISED: Fault = (
    "tệp nén có phần thừa ở đầu hoặc cuối",
    "the archive has something before its beginning or after its end",
)
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


def archive_kind(source: IO[bytes]) -> tuple[str | None, Fault | None]:
    """Which kind it is ("docx", …, "zip"), or what is wrong with it.

    Everything is unpacked once, with a bound, and thrown away: declared sizes may lie.
    """
    if not _whole(source):
        return None, _DISGUISED
    try:
        with ZipFile(source) as archive:
            entries = archive.infolist()
            fault = _suspicious(entries) or _unpacked(archive, entries)
            return (None, fault) if fault else (_kind(archive, entries), None)
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, struct.error):
        return None, _BROKEN


def _whole(source: IO[bytes]) -> bool:
    """Whether the archive begins with the first byte, ends with the last, and is one."""
    size = source.seek(0, 2)
    source.seek(max(0, size - _END.size - 0xFFFF))
    tail = source.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return False
    *_, length, offset, comment = _END.unpack_from(tail, at)
    end_at = size - len(tail) + at
    big = b"PK\x06\x07" in tail[max(0, at - 20) : at]
    return at + _END.size + comment == len(tail) and (big or offset + length == end_at)


def _suspicious(entries: list[ZipInfo]) -> Fault | None:
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        return _BOMB
    if any(entry.flag_bits & 1 for entry in entries):
        return _LOCKED
    if len(set(names)) != len(names):
        return _BROKEN
    if any(_leads_out(name) for name in names):
        return _PATH
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return _MACROS
    return None


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name


def _unpacked(archive: ZipFile, entries: list[ZipInfo]) -> Fault | None:
    unpacked = 0
    packed = sum(entry.compress_size for entry in entries)
    for entry in entries:
        with archive.open(entry) as opened:
            while chunk := opened.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED:
                    return _BOMB
    return _BOMB if unpacked > max(_ALWAYS_FINE, MAX_RATIO * packed) else None


def _kind(archive: ZipFile, entries: list[ZipInfo]) -> str:
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" in names:
        return next((kind for name, kind in _OFFICE.items() if name in names), "zip")
    if entries and entries[0].filename == "mimetype":
        return _OPEN.get(archive.read("mimetype").strip(), "zip")
    return "zip"
