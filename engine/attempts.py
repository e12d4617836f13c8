"""Tries are counted, by name and by network, so that guessing is slow for everybody.

What comes from the machine itself has no network: behind a web server that does not say for whom
it asks, everybody would share one.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine.errors import InputError
from engine.people import LoginAttempt

PASSWORD, CODE, RESET = "password", "code", "reset"
MAX_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)
_IPV6_BITS = 64  # what one subscriber is given


class TooManyAttempts(InputError):
    """Too many failures lately for one name or from one network, whoever made them."""

    code = "too-many-attempts"
    vi = "Đăng nhập sai quá nhiều lần. Hãy thử lại sau {minutes} phút."
    en = "Too many failed sign-ins. Try again in {minutes} min."


def network_of(ip: str) -> str | None:
    """The network whose tries are counted together; None for this machine or no address."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return None
    if address.is_loopback:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _IPV6_BITS), strict=False))
    return str(address)


def one_at_a_time(session: Session, kind: str, key: str, network: str | None) -> None:
    """Until the end of the transaction others who try the same, or from there, wait."""
    for what in (f"network:{network}", f"{kind}:{key}"):
        if what != "network:None":
            session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))


def refuse_name(
    session: Session, kind: str, key: str, now: datetime, most: int = MAX_FAILURES
) -> None:
    """Raise TooManyAttempts after ``most`` failures in the window since the last success."""
    mine = (LoginAttempt.kind == kind, LoginAttempt.username == key)
    last_success = (
        select(func.max(LoginAttempt.id)).where(*mine, LoginAttempt.succeeded).scalar_subquery()
    )
    _refuse(
        session, func.count(), most, now, *mine, LoginAttempt.id > func.coalesce(last_success, 0)
    )


def refuse_network(
    session: Session, kind: str, network: str | None, now: datetime, most: int
) -> None:
    """Raise TooManyAttempts after failures for ``most`` different names from the network."""
    if network is not None:
        names = func.count(LoginAttempt.username.distinct())
        mine = (LoginAttempt.kind == kind, LoginAttempt.network == network)
        _refuse(session, names, most, now, *mine)


def note(
    session: Session, kind: str, key: str, network: str | None, succeeded: bool, now: datetime
) -> None:
    """Write a try down."""
    session.add(LoginAttempt(kind=kind, username=key, network=network, at=now, succeeded=succeeded))
    session.flush()


def _refuse(
    session: Session,
    counted: ColumnElement[int],
    most: int,
    now: datetime,
    *which: ColumnElement[bool],
) -> None:
    count, oldest = session.execute(
        select(counted, func.min(LoginAttempt.at)).where(
            LoginAttempt.at > now - FAILURE_WINDOW, ~LoginAttempt.succeeded, *which
        )
    ).one()
    if count >= most:
        wait = oldest + FAILURE_WINDOW - now
        raise TooManyAttempts(minutes=max(1, -int(-wait.total_seconds() // 60)))
