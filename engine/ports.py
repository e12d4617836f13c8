"""What the engine asks of the outside world; adapters provide it, and nothing here imports them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Protocol

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from engine.deadline_rules import Rule
    from engine.drafts import DirectiveDraft


class Outbox(Protocol):
    """Where mail leaves: called inside our transaction with the notices that somebody reads."""

    def __call__(self, session: Session, notice_ids: Sequence[int]) -> None:
        """Defer one mail for each notice; it is sent only if the transaction commits."""


class LetterOutbox(Protocol):
    """Where letters about accounts leave (``engine.account_letters``)."""

    def __call__(self, session: Session, letter_ids: Sequence[int]) -> None:
        """Defer one mail for each letter; it is sent only if the transaction commits."""


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


class SecretStore(Protocol):
    """Where passwords that the product itself must use are kept, outside the database."""

    def put(self, secret: str) -> str:
        """Keep a secret, durably; the name by which ``get`` finds it."""

    def get(self, name: str) -> str:
        """The secret of that name. Raises ``NotFound``."""


class DirectiveFormat(Protocol):
    """The form in which a directive is written down (``adapters.directive_files``).

    All but ``dump`` raise ``DirectiveRefused`` with every fault, each at its path.
    """

    def parse(self, data: bytes, name: str) -> DirectiveDraft:
        """The draft in a file's bytes; ``content`` holds its plain data."""

    def load(self, content: Mapping[str, Any]) -> DirectiveDraft:
        """The draft in a file's plain data."""

    def rule(self, deadline: Mapping[str, Any]) -> Rule:
        """The rule that a deadline's plain data mean."""

    def dump(self, content: Mapping[str, Any]) -> bytes:
        """Plain data as a file."""


class Progress(Protocol):
    """Told by the work how far it is; it is seen at once, whatever the work's transaction."""

    def __call__(self, done: int, total: int, vi: str, en: str) -> None:
        """``done`` of ``total`` steps, and what is being done. Raises ``WorkCancelled``."""


def silent(done: int, total: int, vi: str, en: str) -> None:
    """A ``Progress`` that nobody watches."""
