"""An outbox for machines whose notices nobody mails."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session


def no_mail(session: Session, notice_ids: Sequence[int]) -> None:
    """Notices stay in the box."""
