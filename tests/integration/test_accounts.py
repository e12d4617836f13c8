"""What an administrator does with accounts, by functions, by a table and by the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.orm import Session, sessionmaker

from adapters import postgres, spreadsheets
from engine import account_import, accounts, people, posts, web_sessions
from engine.account_import import EXISTS, MADE, WRONG, NothingToImport, RowsAreWrong
from engine.account_letters import AccountLetter, NoAddress
from engine.accounts import NeedsMail
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.people import Account, Actor, BadAccount
from engine.post_tables import Post
from engine.unit_names import find
from tests.web_world import PASSWORD, PASSWORDS
from webapp.cli import main

NOW = datetime(2023, 5, 29, 3, 0, tzinfo=UTC)
ON = date(2023, 5, 29)
pytestmark = pytest.mark.usefixtures("units")


class Letters:
    """An outbox that remembers."""

    def __init__(self) -> None:
        self.deferred: list[int] = []

    def __call__(self, session: Session, letter_ids: Any) -> None:
        self.deferred.extend(letter_ids)


@pytest.fixture
def letters() -> Letters:
    """What would be mailed."""
    return Letters()


@pytest.fixture
def admin(session: Session) -> Actor:
    """An administrator."""
    return _administrator(session)


def _administrator(session: Session) -> Actor:
    unit = find(session, "tỉnh Hải Dương", ON).id
    made = people.create_account(
        session,
        PASSWORDS,
        username="admin",
        name="Quản trị",
        unit_id=unit,
        roles=["quantri"],
        password=PASSWORD,
        now=NOW,
    )
    return Actor(made.id, unit, frozenset({"quantri"}), "Quản trị")


def make(session: Session, admin: Actor, letters: Letters | None, **more: Any) -> Account:
    """An officer of the province."""
    given: dict[str, Any] = {
        "username": "an",
        "name": "Nguyễn Văn An",
        "unit_id": admin.unit_id,
        "roles": ["chuyenvien"],
        "email": "an@tinh.gov.vn",
        "now": NOW,
    }
    return accounts.create(session, admin, PASSWORDS, letters, **(given | more))


def acts(session: Session) -> list[str]:
    """What the history says was done, the last first."""
    found = sa.text("SELECT action FROM audit_entry ORDER BY id DESC LIMIT 10")
    return list(session.scalars(found))


def test_an_account_is_made_with_its_post_and_its_person_invited(
    session: Session, admin: Actor, letters: Letters
) -> None:
    made = make(session, admin, letters, title="Chuyên viên phòng Tổng hợp")
    [letter] = letters.deferred
    assert session.get_one(AccountLetter, letter).expires_at == NOW + timedelta(days=7)
    post = session.scalars(sa.select(Post).where(Post.account_id == made.id)).one()
    assert (post.role, post.title, post.valid_from) == (
        "chuyenvien",
        "Chuyên viên phòng Tổng hợp",
        ON,
    )
    assert acts(session)[:2] == ["account-letter", "account-add"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"email": None}, NoAddress),
        ({"email": "không phải thư"}, BadAccount),
        ({"email": "a@b"}, BadAccount),
        ({"email": "a@x.vn\nBcc: b@x.vn"}, BadAccount),
        ({"username": "admin"}, Conflict),
        ({"unit_id": -1}, NotFound),
        ({"password": "ngắn"}, people.WeakPassword),
    ],
)
def test_a_bad_account_is_refused_in_both_languages(
    session: Session, admin: Actor, letters: Letters, change: Any, error: type[InputError]
) -> None:
    with pytest.raises(error) as refused, session.begin_nested():
        make(session, admin, letters, **change)
    assert refused.value.text("vi") != refused.value.text("en")
    assert session.scalar(sa.select(sa.func.count(Account.id))) == 1


def test_without_mail_an_account_needs_a_first_password(session: Session, admin: Actor) -> None:
    with pytest.raises(NeedsMail):
        make(session, admin, None)
    assert make(session, admin, None, password=PASSWORD, email=None).password_hash


def test_rest_and_waking(session: Session, admin: Actor, letters: Letters) -> None:
    made = make(session, admin, letters)
    where = web_sessions.Where()
    token = web_sessions.begin(session, made.id, None, where, web_sessions.PASSWORD, NOW)
    accounts.deactivate(session, admin, made.id, NOW, "nghỉ sinh")
    assert web_sessions.find(session, token, NOW) is None
    assert people.signed_in(session, made.id, NOW) is None
    with pytest.raises(Forbidden):
        accounts.invite(session, admin, letters, made.id, NOW)
    accounts.activate(session, admin, made.id, NOW)
    assert people.signed_in(session, made.id, NOW) is not None
    assert web_sessions.find(session, token, NOW) is None
    assert acts(session)[:2] == ["account-activate", "account-deactivate"]
    with pytest.raises(Forbidden):
        accounts.deactivate(session, admin, admin.account_id, NOW)


def test_name_and_address_change_and_the_history_says_from_what(
    session: Session, admin: Actor, letters: Letters
) -> None:
    made = make(session, admin, letters)
    same = {"name": made.name, "email": made.email, "locale": "vi"}
    accounts.change(session, admin, made.id, **same, now=NOW)
    assert acts(session)[0] == "account-letter"
    accounts.change(session, admin, made.id, name="Trần Thị An", email=" ", locale="en", now=NOW)
    assert (made.name, made.email, made.locale) == ("Trần Thị An", None, "en")
    told = json.loads(session.scalar(sa.text("SELECT detail FROM audit_entry ORDER BY id DESC")))
    assert told["email"] == {"old": "an@tinh.gov.vn", "new": None}
    with pytest.raises(BadAccount):
        accounts.change(session, admin, made.id, name=" ", email=None, locale="vi", now=NOW)


def test_nobody_gives_up_their_own_administration(session: Session, admin: Actor) -> None:
    (own,) = (p for p in posts.listed(session, admin, ON) if p.role == "quantri")
    with pytest.raises(Forbidden):
        posts.end(session, admin, own.id, ON, NOW)


def test_nobody_but_an_administrator_touches_accounts(
    session: Session, admin: Actor, letters: Letters
) -> None:
    made = make(session, admin, letters)
    me = Actor(made.id, admin.unit_id, frozenset({"lanhdao", "chuyenvien", "vanthu"}), "An")
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: make(session, me, letters, username="binh"),
        lambda: accounts.invite(session, me, letters, made.id, NOW),
        lambda: accounts.deactivate(session, me, made.id, NOW),
        lambda: accounts.activate(session, me, made.id, NOW),
        lambda: accounts.change(session, me, made.id, name="B", email=None, locale="vi", now=NOW),
        lambda: accounts.end_sessions(session, me, made.id, NOW),
        lambda: accounts.sessions(session, me, made.id, NOW),
        lambda: accounts.remove_second_factor(session, me, made.id, NOW),
        lambda: account_import.preview(session, me, [(2, [""] * 6)], NOW, mails=True),
    )
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()


GOOD = ["Trần Thị Bình", "binh", "binh@x.vn", "huyện Thanh Hà, tỉnh Hải Dương", "Chuyên viên", ""]
TABLE: list[tuple[list[str], str, str]] = [
    (GOOD, MADE, ""),
    (["Lê  Văn Chi ", "CHI", "chi@x.vn", "30", "Văn thư; lãnh đạo", "Phó"], MADE, ""),
    (["Quản trị", "admin", "", "", "", ""], EXISTS, ""),
    (["", "dung", "dung@x.vn", "30", "vanthu", ""], WRONG, "thiếu họ tên"),
    (["Dung", "có dấu", "d@x.vn", "30", "vanthu", ""], WRONG, "tên đăng nhập gồm"),
    (["Dung", "dung2", "không", "30", "vanthu", ""], WRONG, "không đúng dạng"),
    (["Dung", "dung3", "", "30", "vanthu", ""], WRONG, "thiếu thư điện tử"),
    (["Dung", "dung4", "d4@x.vn", "xã Không Có", "vanthu", ""], WRONG, "xã Không Có"),
    (["Dung", "dung5", "d5@x.vn", "", "vanthu", ""], WRONG, "thiếu đơn vị"),
    (["Dung", "dung6", "d6@x.vn", "30", "giám đốc", ""], WRONG, "vai trò phải thuộc"),
    (["Dung", "dung7", "d7@x.vn", "30"], WRONG, "vai trò phải thuộc"),
    (["Bình", "binh", "b2@x.vn", "30", "vanthu", ""], WRONG, "trùng tên đăng nhập với dòng 2"),
    (["Bình", "binh3", "BINH@x.vn", "30", "vanthu", ""], WRONG, "trùng thư điện tử với dòng 2"),
    (["Dung", "dung8", "an@tinh.gov.vn", "30", "vanthu", ""], WRONG, "đã thuộc tài khoản «an»"),
]


def numbered() -> list[tuple[int, list[str]]]:
    """The rows with their numbers in the table."""
    return [(number, cells) for number, (cells, _, _) in enumerate(TABLE, 2)]


def test_every_row_is_judged_and_nothing_is_changed(
    session: Session, admin: Actor, letters: Letters
) -> None:
    make(session, admin, letters)
    before = session.scalar(sa.select(sa.func.count(Account.id)))
    read = account_import.preview(session, admin, numbered(), NOW, mails=True)
    for row, (cells, verdict, why) in zip(read, TABLE, strict=True):
        assert row.verdict == verdict, (cells, row.reason("vi"))
        assert why in row.reason("vi")
        assert bool(row.reason("en")) == (verdict == WRONG)
        assert row.reason("en") != row.reason("vi") or verdict != WRONG
    assert (read[1].name, read[1].username, read[1].roles) == (
        "Lê Văn Chi",
        "chi",
        ("vanthu", "lanhdao"),
    )
    assert session.scalar(sa.select(sa.func.count(Account.id))) == before


def test_all_or_none_or_only_the_good_rows(
    session: Session, admin: Actor, letters: Letters
) -> None:
    make(session, admin, letters)
    letters.deferred.clear()
    rows = numbered()
    with pytest.raises(RowsAreWrong, match="11 rows are wrong"):
        account_import.apply(session, admin, PASSWORDS, letters, rows, NOW, only_good=False)
    assert letters.deferred == []
    account_import.apply(session, admin, PASSWORDS, letters, rows, NOW, only_good=True)
    made = session.scalars(sa.select(Account.username).order_by(Account.id)).all()
    assert made == ["admin", "an", "binh", "chi"]
    assert len(letters.deferred) == 2
    again = account_import.apply(session, admin, PASSWORDS, letters, rows[:3], NOW, only_good=False)
    assert [row.verdict for row in again] == [EXISTS] * 3
    assert len(letters.deferred) == 2


def test_a_table_without_rows_or_without_mail_says_so(session: Session, admin: Actor) -> None:
    with pytest.raises(NothingToImport):
        account_import.preview(session, admin, [], NOW, mails=True)
    [row] = account_import.preview(session, admin, [(2, GOOD)], NOW, mails=False)
    assert row.verdict == WRONG
    assert "chưa cấu hình gửi thư" in row.reason("vi")


@pytest.fixture
def dondoc(
    database: str, sessions: sessionmaker[Session], monkeypatch: Any, tmp_path: Path
) -> Callable[..., Any]:
    """The command, on a database with an administrator and a mail server."""
    with sessions.begin() as session:
        _administrator(session)
    monkeypatch.setenv("DONDOC_DATABASE_URL", postgres.libpq(database))
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    monkeypatch.setenv("DONDOC_SMTP_URL", "smtp://127.0.0.1:9")
    monkeypatch.setenv("DONDOC_PUBLIC_URL", "https://dondoc.example")

    def run(*arguments: str, status: int = 0) -> str:
        told = CliRunner().invoke(main, ["--lang", "en", *arguments])
        assert told.exit_code == status, (told.output, told.exception)
        return told.output

    return run


def test_commands_import_a_table_and_look_after_accounts(
    dondoc: Callable[..., str], sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    heads = [(title, 20) for title in account_import.COLUMNS]
    by = ("--by", "admin")

    def saved(name: str, *rows: list[str]) -> str:
        sheet = spreadsheets.Sheet("Người", heads, rows)
        (tmp_path / name).write_bytes(spreadsheets.write([sheet]).getvalue())
        return str(tmp_path / name)

    mixed = saved("mixed.xlsx", GOOD, ["X", "x y", "", "", "", ""])
    told = json.loads(dondoc("account", "import", mixed, *by, "--dry-run", "--json", status=1))
    assert [(row["number"], row["verdict"]) for row in told] == [(2, MADE), (3, WRONG)]
    assert "rows are wrong" in dondoc("account", "import", mixed, *by, status=1)
    with sessions() as session:
        assert session.scalars(sa.select(Account.username)).all() == ["admin"]
    dondoc("account", "import", mixed, *by, "--only-good", status=1)
    dondoc("account", "import", saved("good.xlsx", GOOD), *by)
    dondoc("account", "invite", "binh", *by)
    with sessions.begin() as session:
        jobs = session.scalars(sa.text("SELECT args FROM procrastinate_jobs ORDER BY id")).all()
        letters = session.scalars(sa.select(AccountLetter.id).order_by(AccountLetter.id)).all()
        assert jobs == [{"letter_id": letter} for letter in letters]
        assert len(jobs) == 2
        found = accounts.account_id_of(session, "binh")
        now = datetime.now(UTC)
        where = web_sessions.Where("10.0.0.1", "Firefox")
        web_sessions.begin(session, found, None, where, web_sessions.PASSWORD, now)
    assert "10.0.0.1" in dondoc("account", "sessions", "binh", *by)
    assert "1 phiên" in dondoc("account", "end-sessions", "binh", *by)
    assert json.loads(dondoc("account", "sessions", "binh", *by, "--json")) == []
    issuer = ("--issuer", "https://id.example", "--subject", "s-1")
    dondoc("account", "link", "binh", *issuer, *by)
    dondoc("account", "link", "binh", *issuer, *by, status=1)
    dondoc("account", "unlink", "binh", *by)
    dondoc("account", "remove-second-factor", "binh", *by)
    dondoc("account", "deactivate", "binh", *by, "--reason", "x")
    dondoc("account", "activate", "binh", *by)
    dondoc("account", "deactivate", "nobody", *by, status=1)
    dondoc(
        "account", "add", "chi", "--name", "Chi", "--unit", "thành phố Hải Phòng", "--role", "vanthu",
        "--email", "chi@x.vn", "--invite",
    )  # fmt: skip
