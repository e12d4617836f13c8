"""What happens to an account, in the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engine import audit
from engine.people import Account


def record(
    session: Session,
    account: Account,
    by: str,
    action: str,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """``by`` did something to an account: its id and name go into the entry, under its unit."""
    said = {"account": account.id, "username": account.username, **(detail or {})}
    audit.record(session, [audit.Entry(by, action, unit_id=account.unit_id, detail=said)], now)
