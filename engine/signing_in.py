"""Proving who one is: passwords checked, guesses counted, so that guessing is slow for everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import InputError
from engine.people import (
    MAX_PASSWORD,
    Account,
    LoginAttempt,
    Passwords,
    SignedIn,
    WrongPassword,
    signed_in,
    username_key,
)

MAX_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)


class TooManyAttempts(InputError):
    """Too many failures for one username lately, whoever made them."""

    code = "too-many-attempts"
    vi = "Đăng nhập sai quá nhiều lần. Hãy thử lại sau {minutes} phút."
    en = "Too many failed sign-ins. Try again in {minutes} min."


def authenticate(
    session: Session, passwords: Passwords, username: str, password: str, now: datetime
) -> SignedIn:
    """The account behind the credentials. Commit also when it raises: the attempt is recorded.

    Raises WrongPassword, and TooManyAttempts after ``MAX_FAILURES`` failures in
    ``FAILURE_WINDOW``, even for the right password. Attempts made side by side are counted one
    after the other, so that no more answers are given than failures are allowed.
    """
    key = username_key(username)[:100]
    _refuse_if_throttled(session, key, now)
    account = session.scalar(select(Account).where(Account.username == key))
    known = account.password_hash if account is not None and account.active else None
    valid = len(password) <= MAX_PASSWORD and passwords.verify(known, password)
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    _refuse_if_throttled(session, key, now)
    session.add(LoginAttempt(username=key, at=now, succeeded=valid))
    session.flush()
    if account is None or not valid:
        raise WrongPassword
    if passwords.outdated(account.password_hash):
        account.password_hash = passwords.hash(password)
    found = signed_in(session, account.id, now)
    if found is None:
        raise WrongPassword
    return found


def _refuse_if_throttled(session: Session, key: str, now: datetime) -> None:
    """Counts the failures in the window since the last success."""
    last_success = (
        select(func.max(LoginAttempt.id))
        .where(LoginAttempt.username == key, LoginAttempt.succeeded)
        .scalar_subquery()
    )
    failures = session.execute(
        select(func.count(), func.min(LoginAttempt.at)).where(
            LoginAttempt.username == key,
            LoginAttempt.at > now - FAILURE_WINDOW,
            ~LoginAttempt.succeeded,
            LoginAttempt.id > func.coalesce(last_success, 0),
        )
    ).one()
    count, oldest = failures
    if count >= MAX_FAILURES:
        wait = oldest + FAILURE_WINDOW - now
        raise TooManyAttempts(minutes=max(1, -int(-wait.total_seconds() // 60)))
