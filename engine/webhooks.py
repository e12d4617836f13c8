"""Webhooks: programs are told what happens, as far as the one who asked for it may see it.

Who subscribes, what a telling says, and how it is signed. Triggers note what happens
(``webhook_tables.Happening``), ``webhook_outbox`` makes a delivery for each webhook that wants to
know it, and an adapter sends it (``adapters.webhook_delivery``).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import access, audit
from engine.errors import Conflict, Forbidden, InputError
from engine.people import LEADER, Actor
from engine.policies import Policy, declare, value
from engine.webhook_tables import Webhook

EVENTS = (
    "directive.issued",
    "work-item.created",
    "work-item.completed",
    "report.submitted",
    "report.accepted",
    "report.returned",
    "report.overdue",
    "rollup.closed",
    "rollup.supplemented",
    "incident.reported",
    "incident.closed",
    "difficulty.raised",
    "difficulty.answered",
    "inspection.concluded",
)
TEST = "test"
"""Sent on the owner's wish, to see whether it arrives."""
MAX_NAME, MAX_URL = 100, 500
OVERLAP = timedelta(hours=24)
"""How long the secret before signs beside a new one."""

MOST = declare(
    Policy(
        "webhooks.per-account",
        20,
        "Số webhook tối đa của một tài khoản",
        "Webhooks that one account may have",
        "custom",
        low=0,
        high=1000,
    )
)

Target = Callable[[str], None]
"""Says whether an address may be told at all; raises ``BadTarget``."""


class BadTarget(InputError):
    """An address that is not told anything: not https, or not on the open network."""

    code = "bad-webhook-target"
    vi = "Địa chỉ nhận không dùng được: {why_vi}."
    en = "This address cannot be told: {why}."


class BadWebhook(InputError):
    """A webhook cannot be made of these values; ``field`` is which."""

    code = "bad-webhook"
    vi = "{why_vi}"
    en = "{why}"

    def __init__(self, field: str, why_vi: str, why: str) -> None:
        self.field = field
        super().__init__(why_vi=why_vi, why=why)


class WebhookEnded(Conflict):
    """It was ended and is told nothing any more."""

    code = "webhook-ended"
    vi = "Webhook «{what}» đã dừng. Hãy đăng ký webhook mới."
    en = "The webhook «{what}» has ended. Make a new one."


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook as its owner sees it; ``rotating``: the secret before still signs until then."""

    id: int
    name: str
    url: str
    events: tuple[str, ...]
    created_at: datetime
    ended_at: datetime | None
    rotating: datetime | None


def may_subscribe(actor: Actor) -> bool:
    """Whether the actor is an administrator, or the head of a unit in their own right."""
    return actor.is_administrator or LEADER in actor.roles - actor.borrowed


def subscribe(
    session: Session,
    actor: Actor,
    target: Target,
    *,
    name: str,
    url: str,
    events: Collection[str],
    now: datetime,
) -> tuple[int, str]:
    """A new webhook: its id, and the secret that signs what it is told, which is shown once.

    Raises ``Forbidden``, ``BadWebhook``, ``BadTarget``.
    """
    _require(actor)
    _check(session, actor, name.strip(), url, events)
    target(url)
    made = Webhook(
        account_id=actor.account_id,
        name=name.strip(),
        url=url,
        events=[e for e in EVENTS if e in set(events)],
        secret=_secret(),
        created_at=now,
    )
    session.add(made)
    session.flush()
    _note(session, actor, "webhook-subscribe", made, now)
    return made.id, made.secret


def listed(session: Session, actor: Actor) -> list[WebhookRow]:
    """The actor's own webhooks, the newest first."""
    found = session.scalars(
        select(Webhook)
        .where(Webhook.account_id == actor.account_id)
        .order_by(Webhook.id.desc())
        .execution_options(populate_existing=True)
    )
    return [_row(w) for w in found]


def read(session: Session, actor: Actor, webhook_id: int) -> WebhookRow:
    """One of the actor's own. Raises ``NotFound``."""
    return _row(own(session, actor, webhook_id))


def rotate(session: Session, actor: Actor, webhook_id: int, now: datetime) -> str:
    """A new secret, shown once; for ``OVERLAP`` the one before signs as well.

    Raises ``NotFound``, ``WebhookEnded``.
    """
    webhook = _running(session, actor, webhook_id)
    webhook.previous_secret, webhook.previous_until = webhook.secret, now + OVERLAP
    webhook.secret = _secret()
    session.flush()
    _note(session, actor, "webhook-rotate", webhook, now)
    return webhook.secret


def end(session: Session, actor: Actor, webhook_id: int, now: datetime) -> None:
    """It is told nothing any more; again changes nothing. Raises ``NotFound``."""
    webhook = own(session, actor, webhook_id, lock=True)
    if webhook.ended_at is None:
        webhook.ended_at = now
        session.flush()
        _note(session, actor, "webhook-end", webhook, now)


def own(session: Session, actor: Actor, webhook_id: int, *, lock: bool = False) -> Webhook:
    """The actor's webhook of that id. Raises ``NotFound``."""
    query = select(Webhook).where(Webhook.id == webhook_id, Webhook.account_id == actor.account_id)
    found = session.scalars(query.with_for_update() if lock else query).first()
    return access.require(found, f"webhook {webhook_id}")


def signature(webhook: Webhook, body: str, now: datetime, sent_at: datetime) -> str:
    """``t=…,v1=…``: HMAC-SHA256 over ``t``, a point and the body, by each secret in force ``now``.

    ``sent_at`` is the receiver's time: a demonstration's clock is nobody else's.
    """
    at = int(sent_at.timestamp())
    known = [webhook.secret]
    if webhook.previous_secret and webhook.previous_until and now < webhook.previous_until:
        known.append(webhook.previous_secret)
    said = f"{at}.{body}".encode()
    signed = (hmac.new(s.encode(), said, hashlib.sha256).hexdigest() for s in known)
    return ",".join([f"t={at}", *(f"v1={s}" for s in signed)])


def _running(session: Session, actor: Actor, webhook_id: int) -> Webhook:
    webhook = own(session, actor, webhook_id, lock=True)
    if webhook.ended_at is not None:
        raise WebhookEnded(what=webhook.name)
    return webhook


def _require(actor: Actor) -> None:
    if not may_subscribe(actor):
        raise Forbidden(
            what="đăng ký webhook (cần lãnh đạo hoặc quản trị / a head's or administrator's)"
        )


def _check(session: Session, actor: Actor, name: str, url: str, events: Collection[str]) -> None:
    most = value(session, MOST, actor.unit_id)
    having = select(func.count()).where(
        Webhook.account_id == actor.account_id, Webhook.ended_at.is_(None)
    )
    if not 0 < len(name) <= MAX_NAME or not name.isprintable():
        vi = f"Hãy đặt tên, tối đa {MAX_NAME} ký tự."
        raise BadWebhook("name", vi, f"Give it a name of at most {MAX_NAME} characters.")
    if not 0 < len(url) <= MAX_URL or not url.isprintable() or not url.isascii():
        vi = f"Hãy ghi địa chỉ https, tối đa {MAX_URL} ký tự."
        raise BadWebhook("url", vi, f"Give an https address of at most {MAX_URL} characters.")
    if not events or set(events) - set(EVENTS):
        raise BadWebhook("events", "Hãy chọn ít nhất một sự kiện.", "Choose at least one event.")
    if (session.scalar(having) or 0) >= most:
        vi = f"Mỗi tài khoản có tối đa {most} webhook. Hãy dừng bớt một webhook."
        raise BadWebhook("name", vi, f"An account has at most {most} webhooks. End one first.")


def _row(w: Webhook) -> WebhookRow:
    return WebhookRow(
        w.id, w.name, w.url, tuple(w.events), w.created_at, w.ended_at, w.previous_until
    )


def _secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


def _note(session: Session, actor: Actor, action: str, webhook: Webhook, now: datetime) -> None:
    detail: dict[str, object] = {
        "webhook": webhook.id,
        "url": webhook.url,
        "events": webhook.events,
    }
    by = f"account:{actor.account_id}"
    audit.record(session, [audit.Entry(by, action, unit_id=actor.unit_id, detail=detail)], now)
