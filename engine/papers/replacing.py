"""A template of papers replaced or put back: who may, and that it is in the history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engine import access, audit
from engine.people import Actor

REPLACED, RESET = "paper-template", "paper-template-reset"


def note(
    session: Session, actor: Actor, action: str, name: str, sha256: str, now: datetime
) -> None:
    """Record that the actor replaced (``REPLACED``) or put back (``RESET``) a template.

    ``sha256`` is the new file's. To be called before the file changes, so that no change goes
    unrecorded. Raises ``Forbidden`` unless the actor administers the installation.
    """
    access.require_administrator(actor)
    detail: dict[str, object] = {"template": name, "sha256": sha256}
    audit.record(session, [audit.Entry(f"account:{actor.account_id}", action, detail=detail)], now)
