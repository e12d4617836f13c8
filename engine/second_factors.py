"""The second factor: codes of an authenticator application (TOTP, RFC 6238), and recovery codes.

The secret is kept sealed (``Codes``, a port); a code is good once, whoever saw it. Recovery codes
are shown once and kept as hashes.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import BigInteger, ForeignKey, Index, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import account_history, attempts, policies, web_sessions
from engine.errors import Conflict, InputError
from engine.people import ROLES, Account, Actor, SignedIn
from engine.policies import Policy
from engine.store import Base, Key
from engine.web_sessions import ENFORCED, Present

_ROLE_NAMES = {
    "vanthu": ("văn thư", "clerks"),
    "lanhdao": ("lãnh đạo", "heads"),
    "chuyenvien": ("chuyên viên", "officers"),
    "quantri": ("quản trị", "administrators"),
    "thietke": ("thiết kế quy trình", "process designers"),
}
POLICIES = {
    role: policies.declare(
        Policy(
            ENFORCED + role,
            False,
            f"Bắt buộc xác thực hai bước đối với {_ROLE_NAMES[role][0]}",
            f"A second factor is required of {_ROLE_NAMES[role][1]}",
            source="[K]",
        )
    )
    for role in ROLES
}
"""Role → the policy that requires a second factor of who holds it."""
RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
_GROUPS, _GROUP = 4, 4  # 32 ** 16 possibilities: 80 bits


class SecondFactor(Base):
    """An account's secret. ``coming`` is being set up and counts from its first code on."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    secret: Mapped[str | None]
    coming: Mapped[str | None]
    since: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, server_default="0")


class RecoveryCode(Base):
    """A code for who has lost the telephone; good once."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_account_id", "account_id"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class WrongCode(InputError):
    """Not the code of this moment, or one that was used."""

    code = "wrong-code"
    vi = "Mã không đúng hoặc đã được dùng. Hãy nhập mã đang hiện trên ứng dụng xác thực."
    en = "The code is wrong or was used already. Enter the one your application shows now."


class NothingToConfirm(Conflict):
    """The second factor is not being set up, or was set up meanwhile."""

    code = "nothing-to-confirm"
    vi = "Không có thiết lập nào đang chờ xác nhận. Hãy bắt đầu thiết lập lại."
    en = "Nothing is waiting for a code. Begin setting up again."


class FactorIsRequired(InputError):
    """A rule of the administration wants this person to have a second factor."""

    code = "factor-is-required"
    vi = "Vai trò của bạn bắt buộc xác thực hai bước nên không bỏ được."
    en = "Your role requires a second factor, so it cannot be removed."


class Codes(Protocol):
    """The port to the codes' mathematics and the secret's seal (``adapters.second_factor``)."""

    def fresh(self) -> str:
        """A new secret, sealed."""

    def picture(self, sealed: str, username: str) -> tuple[str, str] | None:
        """The secret as a QR code's ``data:`` address, and to type; None if it cannot be read."""

    def step(self, sealed: str, code: str, at: datetime) -> int | None:
        """The time step whose code this is, around ``at``; None for any other code."""


def begin(session: Session, codes: Codes, account_id: int) -> None:
    """Make a new secret that waits for its first code; the present one counts until then."""
    coming = codes.fresh()
    row = insert(SecondFactor).values(account_id=account_id, coming=coming)
    session.execute(
        row.on_conflict_do_update(index_elements=["account_id"], set_={"coming": coming})
    )


def confirm(
    session: Session, codes: Codes, actor: Actor, code: str, now: datetime, keep: int
) -> list[str]:
    """The new secret counts from now on; ten fresh recovery codes, shown here only.

    Every other session of the account ends; the one of id ``keep`` has its second factor.
    Raises NothingToConfirm, WrongCode, TooManyAttempts (commit all the same).
    """
    row = _row(session, actor.account_id)
    if row is None or row.coming is None:
        raise NothingToConfirm
    account = session.get_one(Account, actor.account_id)
    step = _tried(session, codes, row.coming, account.username, code, now)
    row.secret, row.coming, row.since, row.last_step = row.coming, None, now, step
    web_sessions.end_all(session, account.id, now, keep)
    session.execute(
        update(web_sessions.WebSession)
        .where(web_sessions.WebSession.id == keep)
        .values(second_factor_at=now)
    )
    fresh = _recovery(session, account.id)
    account_history.record(session, account, f"account:{account.id}", "second-factor-set", now)
    return fresh


def check(session: Session, codes: Codes, account: Account, given: str, now: datetime) -> None:
    """Accept a code of the application or a recovery code, each once.

    Raises WrongCode, TooManyAttempts; commit all the same.
    """
    row = _row(session, account.id)
    if row is None or row.secret is None:
        raise NothingToConfirm
    code = "".join(given.split()).replace("-", "").upper()
    if len(code) == _GROUPS * _GROUP:
        _recovered(session, account, code, now)
        return
    step = _tried(session, codes, row.secret, account.username, code, now, row.last_step)
    row.last_step = step
    session.flush()


def recovery(session: Session, actor: Actor, now: datetime) -> list[str]:
    """Ten new recovery codes in place of the old ones; shown here only. Raises NothingToConfirm."""
    row = _row(session, actor.account_id)
    if row is None or row.secret is None:
        raise NothingToConfirm
    fresh = _recovery(session, actor.account_id)
    account = session.get_one(Account, actor.account_id)
    account_history.record(session, account, f"account:{account.id}", "second-factor-recovery", now)
    return fresh


def remove(session: Session, actor: Actor, now: datetime, keep: int) -> None:
    """Do without a second factor from now on; other sessions end. Raises FactorIsRequired."""
    if required(session, actor.unit_id, actor.roles):
        raise FactorIsRequired
    drop(session, actor.account_id)
    web_sessions.end_all(session, actor.account_id, now, keep)
    account = session.get_one(Account, actor.account_id)
    account_history.record(session, account, f"account:{account.id}", "second-factor-remove", now)


def drop(session: Session, account_id: int) -> None:
    """Forget the secret and the recovery codes."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))


def is_set(session: Session, account_id: int) -> bool:
    """Whether codes are asked for at sign-in."""
    known = select(SecondFactor.account_id).where(
        SecondFactor.account_id == account_id, SecondFactor.secret.is_not(None)
    )
    return session.scalar(known) is not None


def of(session: Session, account_id: int) -> tuple[SecondFactor | None, int]:
    """The account's row, and how many recovery codes are left."""
    left = session.scalar(
        select(func.count()).where(
            RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
        )
    )
    return session.get(SecondFactor, account_id), left or 0


def required(session: Session, unit_id: int, roles: frozenset[str]) -> bool:
    """Whether the unit's policies require a second factor of one of the roles."""
    return any(
        policies.value(session, POLICIES[role], unit_id) for role in sorted(roles & set(POLICIES))
    )


def missing(session: Session, present: Present, person: SignedIn) -> bool:
    """Whether the person must set one up before anything else.

    Costs no statement where nobody enforces one for any of the person's roles.
    """
    if present.has_factor or present.second_factor:
        return False
    roles = person.actor.roles & present.enforced
    return bool(roles) and required(session, person.actor.unit_id, roles)


def _row(session: Session, account_id: int) -> SecondFactor | None:
    return session.get(SecondFactor, account_id, with_for_update=True, populate_existing=True)


def _tried(
    session: Session,
    codes: Codes,
    sealed: str,
    key: str,
    code: str,
    now: datetime,
    after: int = 0,
) -> int:
    """The step of a right code that is newer than ``after``; every try is counted."""
    attempts.one_at_a_time(session, attempts.CODE, key, None)
    attempts.refuse_name(session, attempts.CODE, key, now)
    step = codes.step(sealed, code, now)
    good = step is not None and step > after
    attempts.note(session, attempts.CODE, key, None, good, now)
    if step is None or not good:
        raise WrongCode
    return step


def _recovered(session: Session, account: Account, code: str, now: datetime) -> None:
    attempts.one_at_a_time(session, attempts.CODE, account.username, None)
    attempts.refuse_name(session, attempts.CODE, account.username, now)
    used: Any = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == _hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    attempts.note(session, attempts.CODE, account.username, None, used.rowcount == 1, now)
    if used.rowcount != 1:
        raise WrongCode
    account_history.record(
        session, account, f"account:{account.id}", "second-factor-recovered", now
    )


def _recovery(session: Session, account_id: int) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    fresh = ["".join(_letters()) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account_id, code_hash=_hash(code)) for code in fresh)
    session.flush()
    return ["-".join(code[i : i + _GROUP] for i in range(0, len(code), _GROUP)) for code in fresh]


def _letters() -> Sequence[str]:
    return [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)]


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
