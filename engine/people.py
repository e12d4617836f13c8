"""Officers: who works where, in which roles, and how they prove who they are."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Computed,
    ForeignKey,
    Index,
    Text,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import web_sessions
from engine.deadlines import local_day
from engine.errors import Conflict, InputError, NotFound
from engine.post_tables import HOLDER, Post, holds_on
from engine.store import Base, Key
from engine.units import Unit

CLERK = "vanthu"
LEADER = "lanhdao"
OFFICER = "chuyenvien"
ADMINISTRATOR = "quantri"
DESIGNER = "thietke"
ROLES = (CLERK, LEADER, OFFICER, ADMINISTRATOR, DESIGNER)
LOCALES = ("vi", "en")

MIN_PASSWORD = 10
MAX_PASSWORD = 200
"""Longer ones would let a stranger make the hasher work for free."""
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,99}")
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\]+")
MAX_EMAIL = 254


class Account(Base):
    """One person's way in; their sessions are in ``engine.web_sessions``.

    ``password_hash`` is empty as long as they have none (invited, or by a provider only).
    ``digest``: notices are mailed together on working mornings, not one by one.
    What they may do is decided by their posts (``engine.post_tables``). ``unit_id`` is the unit
    they act for as long as they hold a post there, ``roles`` those of their posts in it.
    """

    __tablename__ = "account"
    __table_args__ = (
        Index("ix_account_unit_id", "unit_id"),
        Index("ix_account_search", "search", "id"),
    )

    id: Mapped[Key]
    username: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str]
    email: Mapped[str | None]
    password_hash: Mapped[str]
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    locale: Mapped[str] = mapped_column(Text, server_default="vi")
    active: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    digest: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    created_at: Mapped[datetime]
    search: Mapped[str] = mapped_column(
        Text, Computed("dondoc_fold(name || ' ' || username)", persisted=True), deferred=True
    )


class LoginAttempt(Base):
    """One try at a username, existing or not, so that guessing is slow for both alike.

    ``kind`` is what was tried (``engine.signing_in``), ``network`` from where; None: our own machine.
    """

    __tablename__ = "login_attempt"
    __table_args__ = (
        Index("ix_login_attempt_username_at", "username", "at"),
        Index("ix_login_attempt_network_at", "network", "at"),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(Text, server_default="password")
    username: Mapped[str]
    network: Mapped[str | None]
    at: Mapped[datetime]
    succeeded: Mapped[bool]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: handed to every function that reads or changes something for a person."""

    account_id: int
    unit_id: int
    roles: frozenset[str]
    name: str
    locale: str = "vi"
    in_place_of: tuple[tuple[str, int], ...] = ()
    """Roles of absent colleagues in the unit, with the absent account's id."""
    borrowed: frozenset[str] = frozenset()
    """Of ``roles`` those held only in an absent colleague's place."""

    @property
    def is_administrator(self) -> bool:
        """Whether this person sees everything."""
        return ADMINISTRATOR in self.roles

    def absent(self, role: str, holder: int | None) -> int | None:
        """In whose place (thay mặt) the actor does a task of ``role`` that ``holder`` has taken.

        None: in their own right.
        """
        away = [account for held, account in self.in_place_of if held == role]
        if holder in away:
            return holder
        return away[0] if away and role in self.borrowed else None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account as a session needs it."""

    actor: Actor
    username: str
    unit_name: str
    digest: bool
    email: str | None


class Passwords(Protocol):
    """The port to a password hasher (``adapters.identity``)."""

    def hash(self, password: str) -> str:
        """A salted hash as text."""

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether it matches; equally slow, and False, without a hash."""

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash should be made again with today's costs."""


class WrongPassword(InputError):
    """The username does not exist, is not active, or has another password: never says which."""

    code = "wrong-password"
    vi = "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra rồi nhập lại."
    en = "The username or the password is wrong. Check both and try again."


class BadAccount(InputError):
    """An account cannot be made of these values."""

    code = "bad-account"
    vi = "Không lập được tài khoản «{username}»: {why_vi}."
    en = "The account «{username}» cannot be made: {why}."


class UsernameTaken(Conflict):
    """Another account has this username."""

    code = "username-taken"
    vi = "Tên đăng nhập «{username}» đã có người dùng. Hãy chọn tên khác."
    en = "The username «{username}» is taken. Choose another one."


class WeakPassword(InputError):
    """A password that may not be set."""

    code = "weak-password"
    vi = f"Mật khẩu phải dài từ {MIN_PASSWORD} đến {MAX_PASSWORD} ký tự và khác tên đăng nhập."
    en = f"A password has {MIN_PASSWORD} to {MAX_PASSWORD} characters and is not the username."


def create_account(
    session: Session,
    passwords: Passwords,
    *,
    username: str,
    name: str,
    unit_id: int,
    roles: list[str],
    password: str | None,
    now: datetime,
    email: str | None = None,
    locale: str = "vi",
    title: str = "",
) -> Account:
    """A new active account with a post for each role from today.

    Without a password nobody signs in until one is set by an invitation (``account_letters``).
    Raises BadAccount, WeakPassword, UsernameTaken.
    """
    key, email = username_key(username), clean_email(email)
    check_username(key)
    check_person(key, name, email, locale)
    check_roles(key, roles)
    if password is not None:
        _check_password(key, password)
    if session.get(Unit, unit_id) is None:
        raise NotFound(what=f"unit {unit_id}")
    if session.scalar(select(Account.id).where(Account.username == key)) is not None:
        raise UsernameTaken(username=key)
    account = Account(
        username=key,
        name=name.strip(),
        email=email,
        password_hash="" if password is None else passwords.hash(password),
        unit_id=unit_id,
        roles=sorted(set(roles)),
        locale=locale,
        active=True,
        created_at=now,
    )
    session.add(account)
    session.flush()
    session.add_all(
        Post(
            account_id=account.id,
            unit_id=unit_id,
            role=role,
            title=title.strip(),
            valid_from=local_day(now),
        )
        for role in account.roles
    )
    session.flush()
    return account


def signed_in(session: Session, account_id: int, now: datetime) -> SignedIn | None:
    """The active account of that id as its posts are today, in two statements.

    It acts for ``Account.unit_id`` if it holds a post there (or takes an absent colleague's place),
    else for the unit of its oldest post. None without an active account, or without any post.
    """
    account = session.get(Account, account_id)
    if account is None or not account.active:
        return None
    held = session.execute(
        select(HOLDER.c.unit_id, HOLDER.c.role, HOLDER.c.absent_id, Unit.short_name)
        .join(Unit, Unit.id == HOLDER.c.unit_id)
        .where(HOLDER.c.account_id == account_id, holds_on(local_day(now)))
        .order_by(
            HOLDER.c.unit_id != account.unit_id,
            HOLDER.c.absent_id.is_not(None),
            HOLDER.c.valid_from,
            HOLDER.c.unit_id,
            HOLDER.c.absent_id,
        )
    ).all()
    if not held:
        return None
    unit = held[0].unit_id
    here = [h for h in held if h.unit_id == unit]
    own = {h.role for h in here if h.absent_id is None}
    instead = [(h.role, h.absent_id) for h in here if h.absent_id is not None]
    borrowed = frozenset(role for role, _ in instead) - own
    actor = Actor(
        account.id,
        unit,
        frozenset(own) | borrowed,
        account.name,
        account.locale,
        tuple(instead),
        borrowed,
    )
    return SignedIn(actor, account.username, held[0].short_name, account.digest, account.email)


def set_password(
    session: Session,
    passwords: Passwords,
    account: Account,
    new: str,
    now: datetime,
    keep: int | None = None,
) -> None:
    """Set a password and end the account's sessions, but for ``keep``. Raises WeakPassword."""
    _check_password(account.username, new)
    account.password_hash = passwords.hash(new)
    session.flush()
    web_sessions.end_all(session, account.id, now, keep)


def set_locale(session: Session, actor: Actor, locale: str) -> None:
    """The language of the person's pages and letters. Raises BadAccount for an unknown one."""
    if locale not in LOCALES:
        raise _bad(actor.name, f"không có ngôn ngữ «{locale}»", f"no language «{locale}»")
    session.execute(update(Account).where(Account.id == actor.account_id).values(locale=locale))


def listed(session: Session, limit: int) -> list[Any]:
    """Active accounts in the order they were made: username, name, roles, unit_name."""
    found = (
        select(Account.username, Account.name, Account.roles, Unit.name.label("unit_name"))
        .join(Unit, Unit.id == Account.unit_id)
        .where(Account.active)
        .order_by(Account.id)
        .limit(limit)
    )
    return list(session.execute(found).all())


def username_key(username: str) -> str:
    """How a username is kept and compared: without case and surrounding blanks."""
    return username.strip().lower()


def clean_email(email: str | None) -> str | None:
    """The address as it is kept; None for an empty one."""
    return (email or "").strip() or None


def check_person(username: str, name: str, email: str | None, locale: str) -> None:
    """Raise BadAccount for a name, an address or a language that cannot be."""
    if not name.strip():
        raise _bad(username, "thiếu họ tên", "the name is missing")
    if email is not None and (len(email) > MAX_EMAIL or not _EMAIL.fullmatch(email)):
        raise _bad(
            username, f"thư điện tử «{email}» không đúng dạng", f"«{email}» is no e-mail address"
        )
    if locale not in LOCALES:
        raise _bad(username, f"không có ngôn ngữ «{locale}»", f"no language «{locale}»")


def check_roles(username: str, roles: Collection[str]) -> None:
    """Raise BadAccount for no role, or an unknown one."""
    unknown = sorted(set(roles) - set(ROLES))
    if unknown or not roles:
        asked, known = ", ".join(unknown) or "-", ", ".join(ROLES)
        raise _bad(username, f"vai trò phải thuộc {known}, không phải {asked}", f"no role {asked}")


def check_username(key: str) -> None:
    """Raise BadAccount for a username that cannot be."""
    if not _USERNAME.fullmatch(key):
        raise _bad(key, "tên đăng nhập gồm chữ a-z, số và . _ @ -", "use a-z, digits and . _ @ -")


def _bad(username: str, why_vi: str, why: str) -> BadAccount:
    return BadAccount(username=username, why_vi=why_vi, why=why)


def _check_password(key: str, password: str) -> None:
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD or password.lower() == key:
        raise WeakPassword
