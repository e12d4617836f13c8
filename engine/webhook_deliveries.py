"""Deliveries of webhooks: begun, sent, tried again, given up, sent again; what became of each.

Each event is told at least once: a receiver knows it again by its ``id``. What is delivered to whom,
``webhook_outbox`` says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine import access, audit
from engine.errors import Conflict
from engine.people import Actor
from engine.webhook_tables import DEAD, DELIVERED, WAITING, Webhook, WebhookDelivery
from engine.webhooks import TEST, own, signature

PAUSES = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200, 21600, 43200, 86400))
"""How long to wait after the first failure, the second, …; after the last one it is given up."""
KEPT = timedelta(days=30)
SHOWN = 1000
"""Characters of a receiver's answer that are kept."""

Defer = Callable[[Session, Sequence[int], timedelta], None]
"""Sends deliveries (ids) after a while, if the session's transaction commits."""


class NothingToSend(Conflict):
    """A delivery that waits already, or whose webhook has ended."""

    code = "nothing-to-send"
    vi = "Lần gửi này đang chờ hoặc webhook đã dừng, nên không gửi lại được."
    en = "This delivery waits already, or its webhook has ended; it cannot be sent again."


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery as its webhook's owner sees it; ``problem`` is a sentence in each language."""

    id: int
    event_id: int
    event: str
    created_at: datetime
    status: str
    attempts: int
    tried_at: datetime | None
    answer_status: int | None
    answer: str | None
    problem: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be sent where."""

    url: str
    body: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a sending ended: the receiver's status and words, or why there are none."""

    status: int | None
    answer: str = ""
    problem: Mapping[str, str] | None = None

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300


def parcel(session: Session, delivery_id: int, now: datetime, sent_at: datetime) -> Parcel | None:
    """What is to be sent; None where nothing is (sent already, given up, the webhook ended)."""
    found = session.execute(
        select(WebhookDelivery, Webhook)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(
            WebhookDelivery.id == delivery_id,
            WebhookDelivery.status == WAITING,
            Webhook.ended_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    delivery, webhook = found
    headers = {
        "Dondoc-Event": delivery.event,
        "Dondoc-Delivery": str(delivery.id),
        "Dondoc-Signature": signature(webhook, delivery.body, now, sent_at),
    }
    return Parcel(webhook.url, delivery.body, headers)


def tried(
    session: Session, defer: Defer, delivery_id: int, outcome: Outcome, now: datetime
) -> None:
    """Note how a sending ended; one that failed is tried again after a while, or given up."""
    delivery = session.get(WebhookDelivery, delivery_id, with_for_update=True)
    if delivery is None or delivery.status != WAITING:
        return
    delivery.attempts += 1
    delivery.tried_at = now
    delivery.answer_status = outcome.status
    delivery.answer = outcome.answer[:SHOWN].replace("\0", "") or None
    delivery.problem = dict(outcome.problem) if outcome.problem else None
    if outcome.delivered:
        delivery.status = DELIVERED
    elif delivery.attempts > len(PAUSES):
        delivery.status = DEAD
    else:
        defer(session, [delivery.id], PAUSES[delivery.attempts - 1])
    session.flush()


def listed(
    session: Session,
    actor: Actor,
    webhook_id: int,
    after: int | None = None,
    limit: int = 50,
) -> tuple[list[DeliveryRow], int | None]:
    """A webhook's deliveries, the newest first, and what continues them. Raises ``NotFound``."""
    own(session, actor, webhook_id)
    query = (
        select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook_id)
        .order_by(WebhookDelivery.id.desc())
        .limit(limit + 1)
        .execution_options(populate_existing=True)
    )
    if after is not None:
        query = query.where(WebhookDelivery.id < after)
    found = session.scalars(query).all()
    rows = [
        DeliveryRow(
            d.id,
            d.event_id,
            d.event,
            d.created_at,
            d.status,
            d.attempts,
            d.tried_at,
            d.answer_status,
            d.answer,
            d.problem,
        )
        for d in found[:limit]
    ]
    return rows, rows[-1].id if len(found) > limit else None


def send_again(
    session: Session,
    defer: Defer,
    actor: Actor,
    webhook_id: int,
    delivery_id: int,
    now: datetime,
) -> None:
    """Send a delivery again that was given up, or that arrived and got lost there.

    Raises ``NotFound``, ``NothingToSend``.
    """
    webhook = own(session, actor, webhook_id)
    delivery = session.scalars(
        select(WebhookDelivery)
        .where(WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook.id)
        .with_for_update()
    ).first()
    delivery = access.require(delivery, f"delivery {delivery_id}")
    if delivery.status == WAITING or webhook.ended_at is not None:
        raise NothingToSend(what=delivery.event)
    delivery.status, delivery.attempts = WAITING, 0
    session.flush()
    defer(session, [delivery.id], timedelta())
    by, detail = f"account:{actor.account_id}", {"delivery": delivery.id, "webhook": webhook.id}
    audit.record(session, [audit.Entry(by, "webhook-send-again", detail=dict(detail))], now)


def send_test(session: Session, defer: Defer, actor: Actor, webhook_id: int, now: datetime) -> None:
    """Send a test event. Raises ``NotFound``, ``NothingToSend``."""
    webhook = own(session, actor, webhook_id)
    if webhook.ended_at is not None:
        raise NothingToSend(what=TEST)
    nth = session.execute(text("SELECT nextval(pg_get_serial_sequence('happening', 'id'))"))
    event_id = int(nth.scalar_one())
    body = body_of(event_id, TEST, now, None, None, None)
    begin(session, defer, webhook, [(event_id, TEST, body)], now)


def sweep(session: Session, now: datetime) -> int:
    """Forget deliveries that ended long ago; how many."""
    old = delete(WebhookDelivery).where(
        WebhookDelivery.created_at <= now - KEPT, WebhookDelivery.status != WAITING
    )
    return len(session.execute(old.returning(WebhookDelivery.id)).all())


def begin(
    session: Session,
    defer: Defer,
    webhook: Webhook,
    told: Sequence[tuple[int, str, str]],
    now: datetime,
) -> None:
    """Begin the deliveries of (event id, event, body) to the webhook; an event once only."""
    if not told:
        return
    made = session.scalars(
        insert(WebhookDelivery)
        .values(
            [
                {
                    "webhook_id": webhook.id,
                    "event_id": event_id,
                    "event": event,
                    "body": body,
                    "created_at": now,
                    "status": WAITING,
                }
                for event_id, event, body in told
            ]
        )
        .on_conflict_do_nothing()
        .returning(WebhookDelivery.id)
    ).all()
    defer(session, sorted(made), timedelta())


def body_of(
    event_id: int,
    event: str,
    at: datetime,
    about: dict[str, Any] | None,
    unit: dict[str, Any] | None,
    directive_id: int | None,
) -> str:
    """What is sent of an event: which thing, whose, and where the API shows it."""
    said = {
        "id": f"evt_{event_id}",
        "event": event,
        "at": at.astimezone(UTC).isoformat(),
        "object": about,
        "unit": unit,
        "directive_id": directive_id,
    }
    return json.dumps(said, ensure_ascii=False)
