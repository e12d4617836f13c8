"""The tables of webhooks: who wants to be told what, what happened, and each telling of it.

``happening`` is the outbox: triggers write it in the transaction of what happened, and only while
somebody subscribes to its kind (docs/adr/0058). The worker takes rows out and makes deliveries.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Base, Key

WAITING, DELIVERED, DEAD = "waiting", "delivered", "dead"


class Webhook(Base):
    """An address that is told of ``events``, as far as its owner may see them.

    ``secret`` signs; after a change ``previous_secret`` signs as well, until ``previous_until``.
    ``ended_at``: it is told nothing any more.
    """

    __tablename__ = "webhook"
    __table_args__ = (Index("ix_webhook_account_id", "account_id"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    name: Mapped[str]
    url: Mapped[str]
    events: Mapped[list[str]] = mapped_column(ARRAY(Text))
    secret: Mapped[str]
    previous_secret: Mapped[str | None]
    previous_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Happening(Base):
    """Something that happened to the object ``object_id`` and has not been told yet."""

    __tablename__ = "happening"

    id: Mapped[Key]
    event: Mapped[str]
    object_id: Mapped[int] = mapped_column(BigInteger)
    unit_id: Mapped[int | None] = mapped_column(BigInteger)
    directive_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]


class WebhookDelivery(Base):
    """One event on its way to one webhook; ``body`` is what is sent and signed."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("ix_webhook_delivery_webhook_id", "webhook_id", "id"),
        Index("uq_webhook_delivery_event", "webhook_id", "event_id", unique=True),
        Index("ix_webhook_delivery_at", "created_at"),
    )

    id: Mapped[Key]
    webhook_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("webhook.id"))
    event_id: Mapped[int] = mapped_column(BigInteger)
    event: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    status: Mapped[str]
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    tried_at: Mapped[datetime | None]
    answer_status: Mapped[int | None] = mapped_column(Integer)
    answer: Mapped[str | None]
    problem: Mapped[dict[str, Any] | None]


class OverdueMark(Base):
    """Up to which moment overdue reports were noticed; one row."""

    __tablename__ = "overdue_mark"
    __table_args__ = (Index("uq_overdue_mark_one", text("(true)"), unique=True),)

    id: Mapped[Key]
    until: Mapped[datetime]
