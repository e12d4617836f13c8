"""A mail server for demonstrations: it delivers nothing, and keeps every mail as a file."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class _Keep:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        content: bytes = envelope.content
        count = sum(1 for _ in self._folder.glob("*.eml")) + 1
        (self._folder / f"{count:06d}.eml").write_bytes(content)
        return "250 kept"


def serve(folder: Path, port: int, stop: threading.Event) -> None:
    """Take mail on 127.0.0.1:``port`` into ``folder`` until ``stop`` is set."""
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(_Keep(folder), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        stop.wait()
    finally:
        controller.stop()
