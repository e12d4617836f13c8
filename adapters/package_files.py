"""A package of models as one file: a ZIP of .bpmn, .dmn and .json files and a manifest.

``manifest.json``: {"format": "dondoc-models", "version": 1, "models": [{"file", "kind", "key",
"title"}, …]}. An archive is not believed: its names, their number, and what it unpacks to are
bounded, and nothing is written to a folder.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from engine.errors import InputError
from engine.model_packages import MOST, Item

FORMAT, VERSION = "dondoc-models", 1
MANIFEST = "manifest.json"
MAX_PACKED = 10 * 1024 * 1024
MAX_ONE = 5 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
MEDIA_TYPE = "application/zip"
SUFFIXES = {"bpmn": "bpmn", "dmn": "dmn", "form": "json"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}\.(bpmn|dmn|json)")
_BIRTH = (2023, 1, 1, 0, 0, 0)
"""The date of every entry: the same models give the same file."""


class PackageRefused(InputError):
    """A file that is no package of models, or one that cannot be trusted."""

    code = "package-refused"
    vi = "Không nhận được gói này: {vi}."
    en = "This package is refused: {en}."


def write(items: Sequence[Item]) -> bytes:
    """The package of these models."""
    names = [_file_name(n, item) for n, item in enumerate(items)]
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "models": [
            {"file": name, "kind": item.kind, "key": item.key, "title": item.title}
            for name, item in zip(names, items, strict=True)
        ],
    }
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        for name, content in [
            (MANIFEST, text),
            *zip(names, (i.content for i in items), strict=True),
        ]:
            entry = ZipInfo(name, _BIRTH)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content.encode())
    return made.getvalue()


def read(source: bytes) -> list[Item]:
    """The models of a package. Raises ``PackageRefused``; nothing of a refused one is used."""
    if len(source) > MAX_PACKED:
        raise _refused("lớn hơn 10 MB", "it is larger than 10 MB")
    try:
        with ZipFile(io.BytesIO(source)) as archive:
            files = _unpacked(archive)
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise _refused("không phải tệp ZIP lành lặn", "it is no ZIP in good order") from error
    manifest = _manifest(files.pop(MANIFEST, None))
    named = [_entry(entry, files) for entry in manifest]
    if unknown := sorted(set(files) - {name for name, _ in named}):
        raise _refused(f"manifest.json không nêu {unknown[0]}", f"its manifest omits {unknown[0]}")
    if len({(item.kind, item.key) for _, item in named}) != len(named):
        raise _refused("hai mô hình cùng loại và mã", "two models have one kind and key")
    return [item for _, item in named]


def _unpacked(archive: ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST + 1 or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _bomb()
    if len(set(names)) != len(names):
        raise _refused("hai tệp cùng tên", "two of its files have one name")
    if wrong := next((n for n in names if n != MANIFEST and not _NAME.fullmatch(n)), None):
        shown = wrong[:60].encode("ascii", "replace").decode()
        raise _refused(f"tên tệp «{shown}» không hợp lệ", f"«{shown}» is no name of a model's file")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused("tệp nén đặt mật khẩu", "it is protected by a password")
    found: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for entry in entries:
        with archive.open(entry) as opened:
            # What an entry declares may be a lie: it is read up to the bound and no further.
            content = opened.read(min(MAX_ONE, left) + 1)
        left -= len(content)
        if len(content) > MAX_ONE or left < 0:
            raise _bomb()
        found[entry.filename] = content
    return found


def _manifest(source: bytes | None) -> list[Any]:
    if source is None:
        raise _refused("thiếu manifest.json", "manifest.json is missing")
    try:
        data = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise _refused("manifest.json không phải JSON", "its manifest is no JSON") from error
    known = isinstance(data, dict) and (data.get("format"), data.get("version")) == (
        FORMAT,
        VERSION,
    )
    if not known or not isinstance(data.get("models"), list) or not data["models"]:
        raise _refused(
            "manifest.json không theo mẫu dondoc-models 1", "its manifest is not dondoc-models 1"
        )
    return list(data["models"])


def _entry(entry: Any, files: dict[str, bytes]) -> tuple[str, Item]:
    given = entry if isinstance(entry, dict) else {}
    name, kind, key, title = (given.get(k) for k in ("file", "kind", "key", "title"))
    texts = all(isinstance(v, str) for v in (name, kind, key, title))
    if not texts or kind not in SUFFIXES or name not in files:
        raise _refused("manifest.json có mục sai hoặc thiếu tệp", "an entry or its file is wrong")
    try:
        content = files[str(name)].decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(f"tệp {name} không phải UTF-8", f"{name} is not UTF-8") from error
    return str(name), Item(str(kind), str(key), str(title), content)


def _file_name(number: int, item: Item) -> str:
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in item.key)
    return f"m{number + 1:03}-{safe[:80]}.{SUFFIXES[item.kind]}"


def _bomb() -> PackageRefused:
    return _refused(
        "có quá nhiều tệp hoặc bung ra quá lớn", "it has too many files or unpacks to too much"
    )


def _refused(vi: str, en: str) -> PackageRefused:
    return PackageRefused(vi=vi, en=en)
