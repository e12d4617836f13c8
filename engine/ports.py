"""What the engine asks of the outside world; adapters provide it, and nothing here imports them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy.orm import Session


class Outbox(Protocol):
    """Where mail leaves: called inside our transaction with the notices that somebody reads."""

    def __call__(self, session: Session, notice_ids: Sequence[int]) -> None:
        """Defer one mail for each notice; it is sent only if the transaction commits."""
