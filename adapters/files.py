"""Attached files in a folder, each under the hash of its bytes, so that no name is ever a path."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import IO

from adapters import file_kinds
from engine.attachments import MEGABYTE, AttachmentRefused
from engine.errors import NotFound
from engine.ports import Kept

_HASH = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024
_UNFINISHED = "unfinished-"


class Folder:
    """A ``FileStore``. The folder is made, for its owner only, when a file first comes.

    Several machines that serve one installation must share it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, source: IO[bytes], name: str, limit: int) -> Kept:
        """Written beside, looked at, made durable, then renamed: nobody sees half a file."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=_UNFINISHED, dir=self.path)
        try:
            with os.fdopen(handle, "w+b") as target:
                size, sha256 = _copied(source, target, name, limit)
                kind = file_kinds.identify(target, name)
                target.flush()
                os.fsync(target.fileno())
            final = self._place(sha256)
            final.parent.mkdir(mode=0o700, exist_ok=True)
            Path(temporary).replace(final)
            for folder in (final.parent, self.path):
                _sync(folder)
        finally:
            Path(temporary).unlink(missing_ok=True)
        return Kept(sha256, size, kind.media_type)

    def open(self, sha256: str) -> IO[bytes]:
        """Read it. Raises ``NotFound``."""
        try:
            return self._place(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotFound(what="tệp/the file") from error

    def hashes(self) -> set[str]:
        """Of all that are there."""
        found = self.path.glob("??/*")
        return {path.name for path in found if _HASH.fullmatch(path.name)}

    def remove(self, sha256: str) -> bool:
        """Remove it; whether it was there."""
        place = self._place(sha256)
        there = place.exists()
        place.unlink(missing_ok=True)
        return there

    def remove_unfinished(self) -> int:
        """Remove what interrupted writings left behind."""
        left = list(self.path.glob(f"{_UNFINISHED}*"))
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _place(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            raise NotFound(what="tệp/the file")
        return self.path / sha256[:2] / sha256


def _copied(source: IO[bytes], target: IO[bytes], name: str, limit: int) -> tuple[int, str]:
    source.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            most = f"{limit / MEGABYTE:.1f}".removesuffix(".0")
            vi = f"tệp quá lớn, chỉ còn được tối đa {most.replace('.', ',')} MB"
            raise AttachmentRefused(name, vi, f"it is too large, at most {most} MB are allowed")
        digest.update(chunk)
        target.write(chunk)
    if not size:
        raise AttachmentRefused(name, "tệp rỗng", "the file is empty")
    return size, digest.hexdigest()


def _sync(folder: Path) -> None:
    """Make a rename durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
