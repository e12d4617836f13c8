"""Signing in by an identity provider (OIDC): whose account a provider's subject is.

A subject is linked to an account when it comes for the first time with a verified address that
exactly one active account has, or by an administrator; afterwards the link decides, not the
address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import access, account_history
from engine.errors import Conflict, InputError
from engine.people import Account, Actor, SignedIn, signed_in
from engine.store import Base, Key


class ProviderLink(Base):
    """A subject of an issuer is this account's person."""

    __tablename__ = "provider_link"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        UniqueConstraint("account_id", "issuer"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    issuer: Mapped[str]
    subject: Mapped[str]
    linked_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a provider says of who signed in; ``strong``: with more than a password."""

    issuer: str
    subject: str
    email: str | None
    email_verified: bool
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A sign-in that was begun: where the browser goes, and what must come back unchanged."""

    url: str
    state: str
    nonce: str
    verifier: str


class Stranger(InputError):
    """The provider knows the person, we do not."""

    code = "stranger"
    vi = (
        "Bạn đã đăng nhập ở hệ thống định danh, nhưng chưa có tài khoản Đôn Đốc nào gắn với bạn. "
        "Hãy đăng nhập bằng mật khẩu, hoặc đề nghị quản trị lập tài khoản với thư điện tử của bạn."
    )
    en = (
        "The identity provider knows you, but no account here is yours. Sign in with a password, "
        "or ask the administrator for an account with your e-mail address."
    )


class ProviderFailed(InputError):
    """The provider refused, did not answer, or answered something that cannot be trusted."""

    code = "provider-failed"
    vi = "Đăng nhập qua hệ thống định danh không thành công. Hãy thử lại, hoặc dùng mật khẩu."
    en = "Signing in by the identity provider did not work. Try again, or use your password."


class AlreadyLinked(Conflict):
    """The subject is somebody else's, or the account has another subject."""

    code = "already-linked"
    vi = "Định danh này đã gắn với tài khoản khác, hoặc tài khoản đã có định danh. Hãy gỡ trước."
    en = "This identity belongs to another account, or the account has one. Unlink it first."


class Provider(Protocol):
    """The port to an identity provider (``adapters.identity_provider``)."""

    @property
    def name(self) -> str:
        """What the button calls it."""

    def begin(self, back: str) -> Asked:
        """Begin a sign-in that returns to the address ``back``. Raises ProviderFailed."""

    def finish(self, back: str, code: str, asked: Asked) -> Identity:
        """Who it was, by the ``code`` that came back. Raises ProviderFailed."""


def sign_in(session: Session, who: Identity, now: datetime) -> SignedIn:
    """The account of that identity, linked to it now if need be. Raises Stranger."""
    link = session.scalar(
        select(ProviderLink).where(
            ProviderLink.issuer == who.issuer, ProviderLink.subject == who.subject
        )
    )
    account_id = link.account_id if link else _by_address(session, who)
    found = signed_in(session, account_id, now) if account_id is not None else None
    if found is None or account_id is None:
        raise Stranger
    if link is None:
        _link(session, account_id, who.issuer, who.subject, f"account:{account_id}", now)
    return found


def link(
    session: Session, actor: Actor, account_id: int, issuer: str, subject: str, now: datetime
) -> None:
    """An administrator says whose subject it is. Raises Forbidden, NotFound, AlreadyLinked."""
    access.require_administrator(actor)
    access.require(session.get(Account, account_id), f"account {account_id}")
    taken = select(ProviderLink.id).where(
        ProviderLink.issuer == issuer,
        (ProviderLink.subject == subject) | (ProviderLink.account_id == account_id),
    )
    if session.scalar(taken.limit(1)) is not None:
        raise AlreadyLinked
    _link(session, account_id, issuer, subject, f"account:{actor.account_id}", now)


def unlink(session: Session, actor: Actor, account_id: int, now: datetime) -> None:
    """Take every link of an account away. Raises Forbidden, NotFound."""
    access.require_administrator(actor)
    account = access.require(session.get(Account, account_id), f"account {account_id}")
    session.execute(delete(ProviderLink).where(ProviderLink.account_id == account_id))
    account_history.record(session, account, f"account:{actor.account_id}", "provider-unlink", now)


def _by_address(session: Session, who: Identity) -> int | None:
    """The one active account of a verified address, unless it is another subject's already."""
    if not who.email or not who.email_verified:
        return None
    taken = select(ProviderLink.id).where(
        ProviderLink.account_id == Account.id, ProviderLink.issuer == who.issuer
    )
    found = session.execute(
        select(Account.id, taken.exists())
        .where(func.lower(Account.email) == who.email.strip().lower(), Account.active)
        .limit(2)
    ).all()
    return found[0][0] if len(found) == 1 and not found[0][1] else None


def _link(
    session: Session, account_id: int, issuer: str, subject: str, by: str, now: datetime
) -> None:
    session.add(ProviderLink(account_id=account_id, issuer=issuer, subject=subject, linked_at=now))
    session.flush()
    account = session.get_one(Account, account_id)
    detail: dict[str, object] = {"issuer": issuer, "subject": subject}
    account_history.record(session, account, by, "provider-link", now, detail)
