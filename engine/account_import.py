"""Accounts from a table: every row judged first, then all good rows made, or none.

The columns, in this order: họ tên, tên đăng nhập, thư điện tử, đơn vị (its code, or a name with its
superiors), vai trò (one or several, apart by commas), chức danh. A row whose username exists
changes nothing: reading the same file twice makes nobody twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import access, accounts, people, units
from engine.deadlines import local_day
from engine.errors import InputError
from engine.people import ADMINISTRATOR, CLERK, DESIGNER, LEADER, OFFICER, Account, Actor, Passwords
from engine.ports import LetterOutbox
from engine.unit_names import find, fold
from engine.units import UnitRef

COLUMNS = ("Họ tên", "Tên đăng nhập", "Thư điện tử", "Đơn vị", "Vai trò", "Chức danh")
"""The heads of the table; a first row like it is what ``adapters.spreadsheets.read`` skips."""
MADE, EXISTS, WRONG = "made", "exists", "error"
MOST = 5000

_ROLES = {
    CLERK: ("vanthu", "van thu", "clerk"),
    LEADER: ("lanhdao", "lanh dao", "head", "leader"),
    OFFICER: ("chuyenvien", "chuyen vien", "officer"),
    ADMINISTRATOR: ("quantri", "quan tri", "administrator", "admin"),
    DESIGNER: ("thietke", "thiet ke", "designer"),
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}


class TooManyAccounts(InputError):
    """More rows than one import makes."""

    code = "too-many-accounts"
    vi = f"Bảng có hơn {MOST} người. Hãy chia thành nhiều tệp."
    en = f"The table has more than {MOST} people. Split it into several files."


class NothingToImport(InputError):
    """A table without a single row."""

    code = "nothing-to-import"
    vi = f"Bảng không có dòng nào. Dòng đầu là tên cột ({', '.join(COLUMNS)}), sau đó mỗi người một dòng."
    en = f"The table has no rows. The first is the heads ({', '.join(COLUMNS)}), then one row a person."


class RowsAreWrong(InputError):
    """All or none was asked for, and some rows cannot be made."""

    code = "rows-are-wrong"
    vi = "{count} dòng có lỗi (dòng {rows}) nên chưa lập tài khoản nào. Hãy sửa bảng rồi gửi lại."
    en = "{count} rows are wrong (rows {rows}), so no account was made. Correct them and try again."


class Why(NamedTuple):
    """A reason in both languages."""

    vi: str
    en: str


@dataclass(slots=True)
class Verdict:
    """What becomes of a row: ``made``, ``exists``, or ``error`` with ``why``.

    ``number`` is the row's in the table, the head being 1.
    """

    number: int
    name: str
    username: str
    email: str
    unit: str
    roles: tuple[str, ...]
    title: str
    verdict: str = MADE
    why: list[Why] = field(default_factory=list)
    unit_id: int | None = None

    def reason(self, locale: str) -> str:
        """Why not, as one sentence; '' for a good row."""
        return "; ".join(w.vi if locale == "vi" else w.en for w in self.why)

    def wrong(self, vi: str, en: str) -> None:
        """One more reason why the row cannot be made."""
        self.verdict = WRONG
        self.why.append(Why(vi, en))


def preview(
    session: Session,
    actor: Actor,
    rows: Iterable[tuple[int, Sequence[str]]],
    now: datetime,
    *,
    mails: bool,
) -> list[Verdict]:
    """A verdict for each row (its number in the table, its cells); nothing is changed.

    ``mails``: whether letters are sent here; the person of a new account is invited by one.
    Raises Forbidden, NothingToImport, TooManyAccounts.
    """
    access.require_administrator(actor)
    read: list[Verdict] = []
    for number, cells in rows:
        if len(read) >= MOST:
            raise TooManyAccounts
        read.append(_read(number, cells))
    if not read:
        raise NothingToImport
    _units(session, read, local_day(now))
    _known(session, read)
    _alike(read)
    for row in read:
        if row.verdict == MADE:
            _judge(row, mails)
    return read


def apply(
    session: Session,
    actor: Actor,
    passwords: Passwords,
    outbox: LetterOutbox | None,
    rows: Iterable[tuple[int, Sequence[str]]],
    now: datetime,
    *,
    only_good: bool,
) -> list[Verdict]:
    """Make the accounts of a table and invite their people, in the caller's transaction.

    ``only_good``: pass over wrong rows; otherwise a single one stops everything (RowsAreWrong).
    The rows are judged again: what was previewed may have changed. Raises what ``preview`` does.
    """
    read = preview(session, actor, rows, now, mails=outbox is not None)
    wrong = [row for row in read if row.verdict == WRONG]
    if wrong and not only_good:
        shown = ", ".join(str(row.number) for row in wrong[:10])
        raise RowsAreWrong(count=len(wrong), rows=shown + ("…" if len(wrong) > 10 else ""))
    for row in read:
        if row.verdict == MADE and row.unit_id is not None:
            accounts.create(
                session,
                actor,
                passwords,
                outbox,
                username=row.username,
                name=row.name,
                unit_id=row.unit_id,
                roles=row.roles,
                now=now,
                email=row.email,
                title=row.title,
            )
    return read


def _read(number: int, cells: Sequence[str]) -> Verdict:
    name, username, email, unit, roles, title = (*cells[:6], *[""] * (6 - len(cells[:6])))
    asked = [word.strip() for word in roles.replace(";", ",").split(",") if word.strip()]
    return Verdict(
        number,
        " ".join(name.split()),
        people.username_key(username),
        email.strip(),
        unit.strip(),
        tuple(dict.fromkeys(_ROLE_OF.get(fold(word), word) for word in asked)),
        title.strip(),
    )


def _units(session: Session, read: list[Verdict], on: date) -> None:
    """Look each different name up once; a code wins over a name."""
    found: dict[str, UnitRef | InputError] = {}
    for row in read:
        if row.unit and row.unit not in found:
            found[row.unit] = _unit(session, row.unit, on)
        unit = found.get(row.unit)
        if unit is None:
            row.wrong("thiếu đơn vị", "the unit is missing")
        elif isinstance(unit, InputError):
            row.wrong(unit.text("vi"), unit.text("en"))
        else:
            row.unit_id, row.unit = unit.id, unit.name


def _unit(session: Session, text: str, on: date) -> UnitRef | InputError:
    try:
        return units.by_code(session, text, on)
    except InputError:
        pass  # not a code: a name
    try:
        return find(session, text, on)
    except InputError as unknown:
        return unknown


def _known(session: Session, read: list[Verdict]) -> None:
    names = {row.username for row in read}
    known = set(session.scalars(select(Account.username).where(Account.username.in_(names))))
    emails = {row.email.lower() for row in read if row.email}
    owners = select(Account.email, Account.username).where(
        func.lower(Account.email).in_(emails), Account.active
    )
    taken = {str(email).lower(): username for email, username in session.execute(owners)}
    for row in read:
        if row.username in known:
            row.verdict, row.why = EXISTS, []
        elif row.email and (owner := taken.get(row.email.lower())):
            row.wrong(
                f"thư điện tử đã thuộc tài khoản «{owner}»",
                f"the address is that of the account «{owner}»",
            )


def _alike(read: list[Verdict]) -> None:
    """The second of two rows that are alike is wrong; it says where the first stands."""
    names: dict[str, int] = {}
    emails: dict[str, int] = {}
    for row in read:
        for seen, key, vi, en in (
            (names, row.username, "tên đăng nhập", "username"),
            (emails, row.email.lower(), "thư điện tử", "address"),
        ):
            if key and (first := seen.setdefault(key, row.number)) != row.number:
                row.wrong(f"trùng {vi} với dòng {first}", f"the same {en} as row {first}")


def _judge(row: Verdict, mails: bool) -> None:
    email = people.clean_email(row.email)
    checks: tuple[Callable[[], None], ...] = (
        partial(people.check_username, row.username),
        partial(people.check_person, row.username, row.name, email, people.LOCALES[0]),
        partial(people.check_roles, row.username, row.roles),
    )
    for check in checks:
        try:
            check()
        except people.BadAccount as bad:
            row.wrong(str(bad.values["why_vi"]), str(bad.values["why"]))
    if email is None:
        row.wrong("thiếu thư điện tử để gửi thư mời", "no address to send the invitation to")
    elif not mails:
        needs = accounts.NeedsMail()
        row.wrong(needs.text("vi"), needs.text("en"))
