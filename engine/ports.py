"""What the engine asks of the outside world; adapters provide it, and nothing here imports them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from sqlalchemy.orm import Session


class Outbox(Protocol):
    """Where mail leaves: called inside our transaction with the notices that somebody reads."""

    def __call__(self, session: Session, notice_ids: Sequence[int]) -> None:
        """Defer one mail for each notice; it is sent only if the transaction commits."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was kept: the SHA-256 of its bytes in hex, their number, and what they are."""

    sha256: str
    size: int
    media_type: str


class FileStore(Protocol):
    """Where the bytes of attachments are kept, by their hash (``adapters.files``)."""

    def put(self, source: IO[bytes], name: str, limit: int) -> Kept:
        """Keep what ``source`` holds, durably, if it is of a kind allowed and at most ``limit`` bytes.

        What the file is, its bytes say; ``name`` must agree. Raises ``AttachmentRefused``, with
        nothing kept.
        """

    def open(self, sha256: str) -> IO[bytes]:
        """The bytes of a kept file. Raises ``NotFound``."""

    def hashes(self) -> set[str]:
        """Of all files kept."""

    def remove(self, sha256: str) -> bool:
        """Remove a file; whether it was there."""

    def remove_unfinished(self) -> int:
        """Remove what interrupted writings left behind; how many that were."""
