"""Personal tokens: a program acts as the person who made the token, reduced by the token's scopes.

Of a token only its first part and a hash are kept; the person sees it once. Who the person is and
what they may do is asked anew with each request (``people.signed_in``): a post that ended takes
the token's rights with it, an account that is not active any more makes the token worthless.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Index, Integer, Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import access, audit, policies
from engine.errors import DondocError, Forbidden, InputError
from engine.people import Actor, SignedIn, signed_in
from engine.policies import Policy, declare
from engine.store import Base, Key

SCOPES = (
    "directives:read",
    "directives:write",
    "work:read",
    "work:write",
    "reports:read",
    "rollups:read",
    "rollups:write",
    "inspections:read",
    "matters:read",
    "units:read",
    "board:read",
    "models:read",
    "models:write",
    "notices:read",
    "notices:write",
)
MARK = "dondoc"
MAX_NAME = 100
WINDOW = timedelta(minutes=1)
_PREFIX, _REST = 8, 32

PER_MINUTE = declare(
    Policy(
        "api.requests-per-minute",
        600,
        "Số yêu cầu mỗi phút mà một mã truy cập API được gửi",
        "Requests a minute that one API token may make",
        "custom",
        low=1,
        high=100_000,
    )
)
LONGEST = declare(
    Policy(
        "api.token-days",
        365,
        "Số ngày hiệu lực tối đa của một mã truy cập API",
        "Days for which an API token is good at most",
        "custom",
        low=1,
    )
)


class ApiToken(Base):
    """A person's token; ``window_at`` and ``used`` count the requests of the current minute."""

    __tablename__ = "api_token"
    __table_args__ = (Index("ix_api_token_account_id", "account_id"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    name: Mapped[str]
    prefix: Mapped[str] = mapped_column(Text, unique=True)
    sha256: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    window_at: Mapped[datetime | None]
    used: Mapped[int] = mapped_column(Integer, server_default="0")


class BadToken(DondocError):
    """No token, or one that is unknown, expired, revoked, or of an account that is not active."""

    code = "bad-token"
    vi = "Mã truy cập API thiếu, sai, hết hạn hoặc đã thu hồi. Hãy tạo mã mới ở trang Tài khoản."
    en = "The API token is missing, wrong, expired or revoked. Make a new one on the account page."


class MissingScope(Forbidden):
    """The token was not given the scope for this."""

    code = "missing-scope"
    vi = "Mã truy cập không có phạm vi «{scope}». Hãy tạo mã có phạm vi này."
    en = "The token lacks the scope «{scope}». Make one that has it."


class TooManyRequests(InputError):
    """The token made more requests in this minute than the policy allows."""

    code = "too-many-requests"
    vi = "Mã truy cập đã gửi quá {limit} yêu cầu trong một phút. Hãy thử lại sau {seconds} giây."
    en = "The token made more than {limit} requests in a minute. Try again in {seconds} s."


class BadTokenWish(InputError):
    """A token cannot be made of these values; ``field`` is which: name, scopes or days."""

    code = "bad-token-wish"
    vi = "{why_vi}"
    en = "{why}"

    def __init__(self, field: str, why_vi: str, why: str) -> None:
        self.field = field
        super().__init__(why_vi=why_vi, why=why)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its owner sees it; ``prefix`` is how it begins."""

    id: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None

    def dead(self, now: datetime) -> bool:
        """Whether it opens nothing any more."""
        return self.revoked_at is not None or self.expires_at <= now


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who comes with a token, and what it was given to do."""

    token_id: int
    person: SignedIn
    scopes: frozenset[str]

    def require(self, scope: str) -> None:
        """Raise MissingScope unless the token has the scope."""
        if scope not in self.scopes:
            raise MissingScope(scope=scope)


def make(
    session: Session,
    actor: Actor,
    *,
    name: str,
    scopes: Collection[str],
    days: int,
    now: datetime,
) -> tuple[int, str]:
    """A new token of the actor's, good for ``days``: its id, and the token, which is shown once.

    Raises ``BadTokenWish``.
    """
    _check(session, name.strip(), scopes, days)
    prefix, rest = secrets.token_hex(_PREFIX // 2), secrets.token_urlsafe(_REST)
    whole = f"{MARK}_{prefix}_{rest}"
    made = ApiToken(
        account_id=actor.account_id,
        name=name.strip(),
        prefix=prefix,
        sha256=_hash(whole),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    _note(session, actor, "token-make", made, now)
    return made.id, whole


def listed(session: Session, actor: Actor) -> list[TokenRow]:
    """The actor's own tokens, the newest first."""
    rows = session.scalars(
        select(ApiToken)
        .where(ApiToken.account_id == actor.account_id)
        .order_by(ApiToken.id.desc())
        .execution_options(populate_existing=True)
    )
    return [
        TokenRow(
            t.id,
            t.name,
            f"{MARK}_{t.prefix}_…",
            tuple(t.scopes),
            t.created_at,
            t.expires_at,
            t.revoked_at,
            t.last_used_at,
        )
        for t in rows
    ]


def revoke(session: Session, actor: Actor, token_id: int, now: datetime) -> None:
    """End one's own token at once; again changes nothing. Raises ``NotFound``."""
    found = session.scalars(
        select(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.account_id == actor.account_id)
        .with_for_update()
    ).first()
    token = access.require(found, f"token {token_id}")
    if token.revoked_at is None:
        token.revoked_at = now
        session.flush()
        _note(session, actor, "token-revoke", token, now)


_COUNT = text("""
    UPDATE api_token SET last_used_at = :now,
        used = CASE WHEN window_at > :begins AND window_at <= :now THEN used + 1 ELSE 1 END,
        window_at = CASE WHEN window_at > :begins AND window_at <= :now THEN window_at ELSE :now END
    WHERE id = :id RETURNING used, window_at
""")


def authenticate(session: Session, token: str, now: datetime) -> Bearer:
    """Who comes with the token. One write: the caller commits it apart from the request's work,
    so that requests of one token do not wait for one another.

    Raises ``BadToken`` and ``TooManyRequests``; the request is counted then too.
    """
    mark, _, tail = token.partition("_")
    prefix, _, _ = tail.partition("_")
    found = session.scalars(select(ApiToken).where(ApiToken.prefix == prefix)).first()
    known = found is not None and hmac.compare_digest(found.sha256, _hash(token))
    if found is None or not known or mark != MARK:
        raise BadToken
    if found.revoked_at is not None or found.expires_at <= now:
        raise BadToken
    person = signed_in(session, found.account_id, now)
    if person is None:
        raise BadToken
    limit = policies.value(session, PER_MINUTE, None)
    counted = session.execute(_COUNT, {"id": found.id, "now": now, "begins": now - WINDOW}).one()
    if counted.used > limit:
        wait = counted.window_at + WINDOW - now
        raise TooManyRequests(limit=limit, seconds=max(1, -int(-wait.total_seconds() // 1)))
    return Bearer(found.id, person, frozenset(found.scopes))


def _check(session: Session, name: str, scopes: Collection[str], days: int) -> None:
    longest = policies.value(session, LONGEST, None)
    if not 0 < len(name) <= MAX_NAME or not name.isprintable():
        vi = f"Hãy đặt tên cho mã, tối đa {MAX_NAME} ký tự."
        raise BadTokenWish("name", vi, f"Give the token a name of at most {MAX_NAME} characters.")
    if not scopes or set(scopes) - set(SCOPES):
        raise BadTokenWish("scopes", "Hãy chọn ít nhất một phạm vi.", "Choose at least one scope.")
    if not 1 <= days <= longest:
        vi = f"Số ngày hiệu lực phải từ 1 đến {longest}."
        raise BadTokenWish("days", vi, f"It is good for 1 to {longest} days.")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _note(session: Session, actor: Actor, action: str, token: ApiToken, now: datetime) -> None:
    detail: dict[str, object] = {"token": token.id, "name": token.name, "scopes": token.scopes}
    by = f"account:{actor.account_id}"
    audit.record(session, [audit.Entry(by, action, unit_id=actor.unit_id, detail=detail)], now)


def alive(session: Session, account_id: int, now: datetime) -> int:
    """How many tokens of the account open something."""
    return (
        session.scalar(
            select(func.count()).where(
                ApiToken.account_id == account_id,
                ApiToken.revoked_at.is_(None),
                ApiToken.expires_at > now,
            )
        )
        or 0
    )
