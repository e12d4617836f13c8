"""Saved filters of the list of tasks, one of them perhaps the one it opens with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine import access
from engine.errors import InputError
from engine.inbox_tables import InboxFilter, InboxPreference
from engine.people import Account, Actor

MAX_FILTERS = 30
MAX_NAME = 60
MAX_QUERY = 1000


class BadFilterName(InputError):
    """A filter that cannot be saved under that name."""

    code = "bad-filter-name"
    vi = "Tên bộ lọc phải có từ 1 đến 60 ký tự."
    en = "A filter's name has 1 to 60 characters."


class TooManyFilters(InputError):
    """More filters than a list of them can usefully show."""

    code = "too-many-filters"
    vi = "Đã có {most} bộ lọc. Hãy xóa bớt rồi lưu lại."
    en = "There are {most} filters already. Delete one, then save again."


class FilterTooLong(InputError):
    """More conditions than an address can carry."""

    code = "filter-too-long"
    vi = "Bộ lọc quá dài để lưu. Hãy bớt điều kiện hoặc rút ngắn ô tìm kiếm."
    en = "The filter is too long to be saved. Use fewer conditions or a shorter text."


@dataclass(frozen=True, slots=True)
class Saved:
    """One saved filter."""

    id: int
    name: str
    query: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the list's page needs to know of its reader; ``introduced``: needs no explanation."""

    filters: tuple[Saved, ...]
    introduced: bool

    @property
    def default(self) -> Saved | None:
        """The filter the list opens with."""
        return next((f for f in self.filters if f.is_default), None)


def preferences(session: Session, actor: Actor) -> Preferences:
    """The actor's filters by name, and whether they know the list; in one statement."""
    found = session.execute(
        select(
            InboxPreference.introduced_at,
            InboxFilter.id,
            InboxFilter.name,
            InboxFilter.query,
            InboxFilter.is_default,
        )
        .select_from(Account)
        .outerjoin(InboxPreference, InboxPreference.account_id == Account.id)
        .outerjoin(InboxFilter, InboxFilter.account_id == Account.id)
        .where(Account.id == actor.account_id)
        .order_by(InboxFilter.name)
    ).all()
    filters = tuple(Saved(*row[1:]) for row in found if row.id is not None)
    return Preferences(filters, bool(found and found[0].introduced_at))


def save(
    session: Session, actor: Actor, name: str, query: str, *, is_default: bool, now: datetime
) -> None:
    """Keep a filter under a name; one of that name is replaced.

    Raises BadFilterName, FilterTooLong, TooManyFilters.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= MAX_NAME or "\0" in name:
        raise BadFilterName
    if len(query) > MAX_QUERY:
        raise FilterTooLong
    session.execute(select(Account.id).where(Account.id == actor.account_id).with_for_update())
    others = select(func.count()).where(
        InboxFilter.account_id == actor.account_id, InboxFilter.name != name
    )
    if (session.scalar(others) or 0) >= MAX_FILTERS:
        raise TooManyFilters(most=MAX_FILTERS)
    if is_default:
        _no_default(session, actor)
    values = {"query": query, "is_default": is_default}
    session.execute(
        insert(InboxFilter)
        .values(account_id=actor.account_id, name=name, created_at=now, **values)
        .on_conflict_do_update(index_elements=["account_id", "name"], set_=values)
    )


def choose(session: Session, actor: Actor, filter_id: int, *, is_default: bool) -> None:
    """Open the list with this filter from now on, or no longer. Raises NotFound."""
    found = access.require(session.scalars(_own(actor, filter_id)).first(), f"filter {filter_id}")
    _no_default(session, actor)
    session.execute(
        update(InboxFilter).where(InboxFilter.id == found.id).values(is_default=is_default)
    )


def remove(session: Session, actor: Actor, filter_id: int) -> str:
    """Delete the filter; its name. Raises NotFound."""
    found = access.require(session.scalars(_own(actor, filter_id)).first(), f"filter {filter_id}")
    session.execute(delete(InboxFilter).where(InboxFilter.id == found.id))
    return found.name


def introduced(session: Session, actor: Actor, now: datetime) -> None:
    """The actor has read what the list is."""
    session.execute(
        insert(InboxPreference)
        .values(account_id=actor.account_id, introduced_at=now)
        .on_conflict_do_nothing()
    )


def _own(actor: Actor, filter_id: int) -> Select[InboxFilter]:
    return select(InboxFilter).where(
        InboxFilter.id == filter_id, InboxFilter.account_id == actor.account_id
    )


def _no_default(session: Session, actor: Actor) -> None:
    session.execute(
        update(InboxFilter)
        .where(InboxFilter.account_id == actor.account_id, InboxFilter.is_default)
        .values(is_default=False)
    )
