"""Letters about an account: an invitation, or a forgotten password. Each opens one page once.

The link's token is made when the letter is sent (``engrave``), so that it stands in the letter
only; the database has its hash. A letter that is sent again bears another token.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, Index, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import account_history, attempts, policies
from engine.attempts import TooManyAttempts
from engine.errors import InputError
from engine.people import Account, Passwords, set_password, username_key
from engine.policies import Policy
from engine.ports import LetterOutbox
from engine.store import Base, Key

RESET, INVITATION = "reset", "invitation"
RESET_LIFE = timedelta(minutes=30)
MAX_RESETS = 3
"""Letters for one name within ``attempts.FAILURE_WINDOW``; more are not sent, and nobody is told."""
MAX_NAMES = 10
"""Names from one network in that time."""
INVITATION_DAYS = policies.declare(
    Policy(
        "invitation-days",
        7,
        "Thư mời đặt mật khẩu có hiệu lực trong mấy ngày",
        "For how many days an invitation to choose a password is good",
        source="[K]",
        low=1,
        high=60,
    )
)


class AccountLetter(Base):
    """One letter with a link that is good until ``expires_at``, once."""

    __tablename__ = "account_letter"
    __table_args__ = (
        Index("uq_account_letter_token_hash", "token_hash", unique=True),
        Index("ix_account_letter_account_id", "account_id", "asked_at"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    purpose: Mapped[str]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    token_hash: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class LetterIsOver(InputError):
    """The link was used, is too old, or a newer letter took its place."""

    code = "letter-is-over"
    vi = "Đường dẫn này đã hết hiệu lực hoặc đã được dùng. Hãy yêu cầu gửi thư mới."
    en = "This link is no longer good, or it was used already. Ask for a new letter."


class NoAddress(InputError):
    """Nobody can write to the account."""

    code = "no-address"
    vi = "Tài khoản «{username}» chưa có thư điện tử. Hãy ghi địa chỉ rồi gửi lại."
    en = "The account «{username}» has no e-mail address. Enter one and send again."


@dataclass(frozen=True, slots=True)
class Engraved:
    """A letter that is being sent: to whom, in which language, with which token."""

    purpose: str
    to: str
    locale: str
    name: str
    username: str
    token: str
    expires_at: datetime


def forgotten(
    session: Session, outbox: LetterOutbox, named: str, now: datetime, ip: str = ""
) -> None:
    """Somebody says that they forgot their password: a letter goes to the account's address.

    ``named`` is a username, or an address that one active account has. Nothing says whether there
    is such an account. Raises TooManyAttempts for too many names from one network (commit anyhow).
    """
    key, network = username_key(named)[:254], attempts.network_of(ip)
    attempts.one_at_a_time(session, attempts.RESET, key, network)
    attempts.refuse_network(session, attempts.RESET, network, now, MAX_NAMES)
    try:
        attempts.refuse_name(session, attempts.RESET, key, now, MAX_RESETS)
    except TooManyAttempts:
        return
    attempts.note(session, attempts.RESET, key, network, False, now)
    account = _meant(session, key)
    if account is not None and account.email:
        _write(session, outbox, account, RESET, now, now + RESET_LIFE, f"account:{account.id}")


def invite(
    session: Session, outbox: LetterOutbox, account: Account, now: datetime, by: str
) -> None:
    """Send an account a letter with which its person chooses a password. Raises NoAddress."""
    if not account.email:
        raise NoAddress(username=account.username)
    days = policies.value(session, INVITATION_DAYS, account.unit_id)
    _write(session, outbox, account, INVITATION, now, now + timedelta(days=days), by)


def engrave(session: Session, letter_id: int, now: datetime) -> Engraved | None:
    """The letter with a fresh token, noted as sent; None when there is nothing to send any more.

    To be called by whoever sends it, in a transaction that is kept when it was sent.
    """
    letter = session.get(AccountLetter, letter_id, with_for_update=True)
    if letter is None or letter.sent_at or letter.used_at or letter.expires_at <= now:
        return None
    account = session.get_one(Account, letter.account_id)
    if not account.active or not account.email:
        return None
    token = secrets.token_urlsafe(32)
    letter.token_hash, letter.sent_at = _hash(token), now
    session.flush()
    return Engraved(
        letter.purpose,
        account.email,
        account.locale,
        account.name,
        account.username,
        token,
        letter.expires_at,
    )


def account_of(session: Session, token: str, now: datetime) -> Account:
    """Whose letter it is; using it up is left to ``choose_password``. Raises LetterIsOver."""
    letter = _open(session, token, now, lock=False)
    account = session.get_one(Account, letter.account_id)
    if not account.active:
        raise LetterIsOver
    return account


def choose_password(
    session: Session, passwords: Passwords, token: str, new: str, now: datetime
) -> Account:
    """Set the password by a letter's link; every session ends, every other letter is void.

    Raises LetterIsOver, WeakPassword.
    """
    letter = _open(session, token, now, lock=True)
    account = session.get_one(Account, letter.account_id, with_for_update=True)
    if not account.active:
        raise LetterIsOver
    set_password(session, passwords, account, new, now)
    session.execute(
        update(AccountLetter)
        .where(AccountLetter.account_id == account.id, AccountLetter.used_at.is_(None))
        .values(used_at=now)
    )
    # Who reads the mail box owns the name: wrong guesses of others no longer keep them out.
    attempts.note(session, attempts.PASSWORD, account.username, None, True, now)
    detail: dict[str, object] = {"by": letter.purpose, "letter": letter.id}
    account_history.record(
        session, account, f"account:{account.id}", "account-password", now, detail
    )
    return account


def void(session: Session, account_id: int, now: datetime) -> None:
    """Make every open letter of the account worthless."""
    session.execute(
        update(AccountLetter)
        .where(AccountLetter.account_id == account_id, AccountLetter.used_at.is_(None))
        .values(used_at=now)
    )


def _open(session: Session, token: str, now: datetime, *, lock: bool) -> AccountLetter:
    wanted = select(AccountLetter).where(
        AccountLetter.token_hash == _hash(token),
        AccountLetter.used_at.is_(None),
        AccountLetter.expires_at > now,
    )
    found = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise LetterIsOver
    return found


def _meant(session: Session, key: str) -> Account | None:
    named = session.scalar(select(Account).where(Account.username == key, Account.active))
    if named is not None or "@" not in key:
        return named
    found = session.scalars(
        select(Account).where(func.lower(Account.email) == key, Account.active).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def _write(
    session: Session,
    outbox: LetterOutbox,
    account: Account,
    purpose: str,
    now: datetime,
    until: datetime,
    by: str,
) -> None:
    letter = AccountLetter(account_id=account.id, purpose=purpose, asked_at=now, expires_at=until)
    session.add(letter)
    session.flush()
    outbox(session, [letter.id])
    detail: dict[str, object] = {"purpose": purpose, "letter": letter.id}
    account_history.record(session, account, by, "account-letter", now, detail)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
