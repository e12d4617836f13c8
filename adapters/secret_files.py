"""Secrets as files in the data folder, readable by its owner only, each under a name of its own."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Collection
from pathlib import Path

from engine.errors import NotFound

_NAME = re.compile(r"[0-9a-f]{32}")
_YOUNG = 3600
"""Seconds in which the row that names a new secret may still be uncommitted."""


class SecretFiles:
    """A ``SecretStore``. A secret is never overwritten: who still names the old one still has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, secret: str) -> str:
        """A new file, durable before its name is returned."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16)
        handle = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        return name

    def get(self, name: str) -> str:
        """Read it. Raises ``NotFound``."""
        if not _NAME.fullmatch(name):
            raise NotFound(what="mật khẩu máy chủ thư/the mail server's password")
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise NotFound(what="mật khẩu máy chủ thư/the mail server's password") from error

    def keep_only(self, names: Collection[str]) -> int:
        """Remove those that nobody names any more; how many that were."""
        removed = 0
        for path in self.folder.glob("*"):
            young = time.time() - path.stat().st_mtime < _YOUNG
            if path.name not in names and not young:
                path.unlink(missing_ok=True)
                removed += 1
        return removed
