"""Small files of the kinds that may be attached, and of some that pretend to be."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(30) + b"\xff\xd9"
CSV = "đơn vị;số lớp\nxã Một;3\n".encode()


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + chunk(b"IEND", b"")
)


def archive(entries: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """A ZIP archive of these files, in this order."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED if stored else ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return made.getvalue()


def office(main: str) -> bytes:
    """As word processors write: ``word/document.xml`` or ``xl/workbook.xml`` inside."""
    return archive({"[Content_Types].xml": b"<Types/>", main: b"<document/>"})


def opendocument(kind: str) -> bytes:
    """A document of LibreOffice: ``text`` or ``spreadsheet``."""
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": mime, "content.xml": b"<x/>"}, stored=True)


GOOD = {
    "Báo cáo quý.pdf": PDF,
    "Bao cao.docx": office("word/document.xml"),
    "Số liệu.XLSX": office("xl/workbook.xml"),
    "a.odt": opendocument("text"),
    "a.ods": opendocument("spreadsheet"),
    "ảnh.png": PNG,
    "ảnh.jpeg": JPG,
    "ghi chú.txt": "Đã họp.\r\n".encode("utf-8-sig"),
    "b.csv": CSV,
    "c.zip": archive({"thư mục/a.txt": b"a"}),
}
