"""Proving who one is by a password: checked, and guesses counted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import attempts, audit, policies
from engine.attempts import FAILURE_WINDOW, MAX_FAILURES, TooManyAttempts
from engine.people import (
    MAX_PASSWORD,
    Account,
    Actor,
    Passwords,
    SignedIn,
    WrongPassword,
    set_password,
    signed_in,
    username_key,
)
from engine.policies import Policy

__all__ = ["FAILURE_WINDOW", "MAX_FAILURES", "TooManyAttempts", "authenticate", "change_password"]

NAMES = policies.declare(
    Policy(
        "sign-in-names-per-address",
        30,
        "Từ một địa chỉ mạng, sau bao nhiêu tên đăng nhập bị nhập sai trong 15 phút thì tạm khóa",
        "After failures for how many usernames within 15 minutes an address has to wait",
        source="[K]",
        low=5,
        high=1000,
    )
)


def authenticate(
    session: Session,
    passwords: Passwords,
    username: str,
    password: str,
    now: datetime,
    *,
    ip: str = "",
) -> SignedIn:
    """The account behind the credentials. Commit also when it raises: the attempt is recorded.

    Raises WrongPassword, and TooManyAttempts after ``MAX_FAILURES`` failures in
    ``FAILURE_WINDOW`` for the name, or for too many names from the address, even for the right
    password. Attempts made side by side are counted one after the other, so that no more answers
    are given than failures are allowed.
    """
    key = username_key(username)[:100]
    account = session.scalar(select(Account).where(Account.username == key))
    known = account.password_hash if account is not None and account.active else None
    valid = _checked(session, passwords, key, known, password, now, attempts.network_of(ip))
    if account is None or not valid:
        raise WrongPassword
    if passwords.outdated(account.password_hash):
        account.password_hash = passwords.hash(password)
    found = signed_in(session, account.id, now)
    if found is None:
        raise WrongPassword
    return found


def confirm(
    session: Session, passwords: Passwords, actor: Actor, password: str, now: datetime
) -> Account:
    """The actor's account, locked, after its password was asked again.

    Counted like a sign-in. Commit also when it raises WrongPassword or TooManyAttempts.
    """
    account = session.get_one(Account, actor.account_id, with_for_update=True)
    known = account.password_hash
    if not _checked(session, passwords, account.username, known, password, now, None):
        raise WrongPassword
    return account


def change_password(
    session: Session,
    passwords: Passwords,
    actor: Actor,
    old: str,
    new: str,
    now: datetime,
    keep: int | None = None,
) -> None:
    """Set a new password and end every session of the account but ``keep``; in the history.

    Raises WrongPassword when ``old`` is not the present one (commit all the same), WeakPassword.
    """
    account = confirm(session, passwords, actor, old, now)
    set_password(session, passwords, account, new, now, keep)
    entry = audit.Entry(
        f"account:{account.id}", "account-password", unit_id=actor.unit_id, detail={}
    )
    audit.record(session, [entry], now)


def _checked(
    session: Session,
    passwords: Passwords,
    key: str,
    known: str | None,
    password: str,
    now: datetime,
    network: str | None,
) -> bool:
    _refuse(session, key, network, now)
    valid = len(password) <= MAX_PASSWORD and passwords.verify(known, password)
    attempts.one_at_a_time(session, attempts.PASSWORD, key, network)
    _refuse(session, key, network, now)
    attempts.note(session, attempts.PASSWORD, key, network, valid, now)
    return valid


def _refuse(session: Session, key: str, network: str | None, now: datetime) -> None:
    attempts.refuse_name(session, attempts.PASSWORD, key, now)
    if network is not None:
        most = policies.value(session, NAMES, None)
        attempts.refuse_network(session, attempts.PASSWORD, network, now, most)
