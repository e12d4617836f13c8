"""What an administrator does with accounts: made, changed, put to rest, woken, sessions ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import (
    access,
    account_history,
    account_letters,
    people,
    second_factors,
    web_sessions,
)
from engine.errors import Forbidden, InputError
from engine.people import Account, Actor, Passwords, username_key
from engine.ports import LetterOutbox
from engine.web_sessions import WebSession


class NeedsMail(InputError):
    """An account without a password needs a letter, and nothing sends one here."""

    code = "needs-mail"
    vi = "Hệ thống chưa cấu hình gửi thư nên không gửi được thư mời. Hãy đặt mật khẩu ban đầu."
    en = "No mail is sent here, so nobody can be invited. Give the account a first password."


def create(
    session: Session,
    actor: Actor,
    passwords: Passwords,
    outbox: LetterOutbox | None,
    *,
    username: str,
    name: str,
    unit_id: int,
    roles: Collection[str],
    now: datetime,
    email: str | None = None,
    title: str = "",
    locale: str = "vi",
    password: str | None = None,
) -> Account:
    """A new account with its posts; without a password its person is invited by letter.

    ``outbox`` None: no mail here. Raises Forbidden, BadAccount, UsernameTaken, WeakPassword,
    NoAddress, NeedsMail, NotFound (the unit).
    """
    access.require_administrator(actor)
    if password is None and outbox is None:
        raise NeedsMail
    account = people.create_account(
        session,
        passwords,
        username=username,
        name=name,
        unit_id=unit_id,
        roles=list(roles),
        password=password,
        now=now,
        email=email,
        locale=locale,
        title=title,
    )
    detail: dict[str, object] = {
        "name": account.name,
        "email": account.email,
        "roles": account.roles,
    }
    account_history.record(session, account, _by(actor), "account-add", now, detail)
    if password is None and outbox is not None:
        account_letters.invite(session, outbox, account, now, _by(actor))
    return account


def invite(
    session: Session, actor: Actor, outbox: LetterOutbox | None, account_id: int, now: datetime
) -> Account:
    """Send the invitation (again). Raises Forbidden, NotFound, NoAddress, NeedsMail."""
    account = _locked(session, actor, account_id)
    if outbox is None:
        raise NeedsMail
    if not account.active:
        raise Forbidden(what="mời tài khoản đã khóa / invite an account that is put to rest")
    account_letters.invite(session, outbox, account, now, _by(actor))
    return account


def deactivate(
    session: Session, actor: Actor, account_id: int, now: datetime, reason: str = ""
) -> Account:
    """Put an account to rest: nobody signs in, every session ends. Posts and tasks stay.

    Not one's own. Who leaves for good is for ``reassigning.leave``. Raises Forbidden, NotFound.
    """
    account = _locked(session, actor, account_id)
    if account.id == actor.account_id:
        raise Forbidden(what="tự khóa tài khoản của mình / put one's own account to rest")
    if account.active:
        account.active = False
        session.flush()
        web_sessions.end_all(session, account.id, now)
        account_letters.void(session, account.id, now)
        detail: dict[str, object] = {"active": {"old": True, "new": False}, "why": reason}
        account_history.record(session, account, _by(actor), "account-deactivate", now, detail)
    return account


def activate(session: Session, actor: Actor, account_id: int, now: datetime) -> Account:
    """Wake an account up. Raises Forbidden, NotFound."""
    account = _locked(session, actor, account_id)
    if not account.active:
        account.active = True
        session.flush()
        detail: dict[str, object] = {"active": {"old": False, "new": True}}
        account_history.record(session, account, _by(actor), "account-activate", now, detail)
    return account


def change(
    session: Session,
    actor: Actor,
    account_id: int,
    *,
    name: str,
    email: str | None,
    locale: str,
    now: datetime,
) -> Account:
    """Another name, address or language. Raises Forbidden, NotFound, BadAccount.

    With a new address open letters are void: they went to the old one.
    """
    account = _locked(session, actor, account_id)
    fresh = {"name": name.strip(), "email": people.clean_email(email), "locale": locale}
    people.check_person(account.username, name, fresh["email"], locale)
    old = {key: getattr(account, key) for key in fresh}
    changed = {k: {"old": old[k], "new": v} for k, v in fresh.items() if old[k] != v}
    if changed:
        account.name, account.email, account.locale = name.strip(), fresh["email"], locale
        session.flush()
        if "email" in changed:
            account_letters.void(session, account.id, now)
        account_history.record(session, account, _by(actor), "account-change", now, changed)
    return account


def sessions(
    session: Session, actor: Actor, account_id: int, real_now: datetime
) -> list[WebSession]:
    """Where an account is signed in. Raises Forbidden, NotFound."""
    account = _locked(session, actor, account_id)
    return web_sessions.listed(session, account.id, real_now)


def end_sessions(session: Session, actor: Actor, account_id: int, now: datetime) -> int:
    """End all sessions of an account; how many. Raises Forbidden, NotFound."""
    account = _locked(session, actor, account_id)
    ended = web_sessions.end_all(session, account.id, now)
    account_history.record(
        session, account, _by(actor), "account-sessions-end", now, {"ended": ended}
    )
    return ended


def remove_second_factor(session: Session, actor: Actor, account_id: int, now: datetime) -> None:
    """Take the second factor of somebody who lost it; sessions end. Raises Forbidden, NotFound."""
    account = _locked(session, actor, account_id)
    second_factors.drop(session, account.id)
    web_sessions.end_all(session, account.id, now)
    account_history.record(session, account, _by(actor), "second-factor-remove", now)


def account_id_of(session: Session, username: str) -> int:
    """The id of the account of that username, active or not. Raises NotFound."""
    known = select(Account.id).where(Account.username == username_key(username))
    return access.require(session.scalar(known), f"account {username}")


def _locked(session: Session, actor: Actor, account_id: int) -> Account:
    access.require_administrator(actor)
    found = session.get(Account, account_id, with_for_update=True)
    return access.require(found, f"account {account_id}")


def _by(actor: Actor) -> str:
    return f"account:{actor.account_id}"
