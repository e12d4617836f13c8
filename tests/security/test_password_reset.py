"""A forgotten password, and an invitation: a letter with a link that is good once."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from sqlalchemy.orm import Session, sessionmaker

from adapters import clock, mail
from adapters.jobs import Jobs
from engine import account_letter_text, account_letters, accounts, people
from engine.account_letters import MAX_NAMES, MAX_RESETS, AccountLetter
from engine.people import Account
from engine.unit_names import find
from tests.web_world import ON, PASSWORD, PASSWORDS, START, TODAY, Browser, World, actor

pytest_plugins = ("tests.web_fixtures",)
NEW = "một mật khẩu khác"
FORGOTTEN = "/password/forgotten"


class Post:
    """The letters that were deferred, and what is written in them once they are sent."""

    def __init__(self, sessions: sessionmaker[Session], world: World) -> None:
        self.sessions, self.world = sessions, world
        self.deferred: list[int] = []

    def __call__(self, session: Session, letter_ids: Any) -> None:
        self.deferred.extend(letter_ids)

    def delivered(self) -> list[str]:
        """The bodies of what was deferred since, each sent."""
        bodies = []
        with self.sessions.begin() as session:
            for letter_id in self.deferred:
                letter = account_letters.engrave(session, letter_id, self.world.now)
                if letter is not None:
                    bodies.append(account_letter_text.mail(letter, "https://dondoc.example/")[1])
        self.deferred.clear()
        return bodies


@pytest.fixture
def post(web_sessions: sessionmaker[Session], world: World) -> Post:
    """The post office; hd.cv and bd.cv have addresses."""
    with web_sessions.begin() as session:
        for username in ("hd.cv", "bd.cv"):
            session.execute(
                sa.update(Account)
                .where(Account.username == username)
                .values(email=f"{username}@Tinh.gov.vn")
            )
    return Post(web_sessions, world)


@pytest.fixture
def browse(make_app: Callable[..., Any], post: Post) -> Callable[..., Browser]:
    """Browsers on an application that sends letters."""
    app = make_app(account_letters=post)

    def opened(username: str | None = None) -> Browser:
        browser = Browser(app)
        if username is not None:
            assert browser.sign_in(username).status_code == 302
        return browser

    return opened


Browse = Callable[..., Browser]


def link(body: str) -> str:
    """The address in a letter, without the host."""
    found = re.search(r"https://dondoc\.example(/password/new\?token=[\w-]{43})\n", body)
    assert found is not None
    return found[1]


def token(address: str) -> str:
    """The token of an address."""
    return address.partition("token=")[2]


def forget(browse: Browse, named: str, ip: str = "127.0.0.1") -> Any:
    """Say that one forgot; the answer."""
    browser = browse()
    browser.client.environ_base["REMOTE_ADDR"] = ip
    return browser.post(FORGOTTEN, named=named)


def test_a_forgotten_password_is_chosen_anew_by_the_link_of_a_letter(
    browse: Browse, post: Post, web_sessions: sessionmaker[Session]
) -> None:
    inside = browse("hd.cv")
    assert "Quên mật khẩu?" in browse().get("/signin").text
    assert forget(browse, "HD.cv ").status_code == 302
    [body] = post.delivered()
    assert "hd.cv" in body
    assert "10:30 29/05/2023" in body
    browser = browse()
    assert "Phạm Văn Viên" in browser.get(link(body)).text
    assert browser.get(link(body)).status_code == 200
    for new, again in (("ngắn", "ngắn"), (NEW, NEW + "x")):
        sent = browser.post("/password/new", token=token(link(body)), new=new, again=again)
        assert sent.status_code == 400
    done = browser.post("/password/new", token=token(link(body)), new=NEW, again=NEW)
    assert done.headers["Location"] == "/signin"
    assert inside.get("/inbox").status_code == 302
    assert browse().sign_in("hd.cv", PASSWORD).status_code == 401
    assert browse().sign_in("hd.cv", NEW).status_code == 302
    assert browser.get(link(body)).status_code == 410
    again = browser.post("/password/new", token=token(link(body)), new=NEW, again=NEW)
    assert again.status_code == 410
    with web_sessions() as session:
        acts = session.scalars(sa.text("SELECT action FROM audit_entry ORDER BY id DESC LIMIT 2"))
        assert acts.all() == ["account-password", "account-letter"]


@pytest.mark.parametrize(
    "named", ["hd.cv", "nobody", "hd.cv@tinh.gov.vn", "x@tinh.gov.vn", "", "hd.ld"]
)
def test_the_answer_never_says_whether_there_is_such_an_account(
    browse: Browse, post: Post, named: str
) -> None:
    answer = forget(browse, named)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{FORGOTTEN}?sent=1")
    assert len(post.delivered()) == (1 if named.startswith("hd.cv") else 0)


def test_an_address_that_two_accounts_share_names_neither(
    browse: Browse, post: Post, web_sessions: sessionmaker[Session]
) -> None:
    with web_sessions.begin() as session:
        session.execute(sa.update(Account).values(email="chung@tinh.gov.vn"))
    forget(browse, "chung@tinh.gov.vn")
    assert post.delivered() == []
    forget(browse, "hd.cv")
    assert len(post.delivered()) == 1


def test_the_link_is_good_for_half_an_hour(browse: Browse, post: Post, world: World) -> None:
    forget(browse, "hd.cv")
    [body] = post.delivered()
    world.now = TODAY + timedelta(minutes=29)
    assert browse().get(link(body)).status_code == 200
    world.now = TODAY + timedelta(minutes=30)
    assert browse().get(link(body)).status_code == 410


def test_using_one_letter_makes_the_others_worthless(browse: Browse, post: Post) -> None:
    forget(browse, "hd.cv")
    forget(browse, "hd.cv")
    first, second = post.delivered()
    browse().post("/password/new", token=token(link(second)), new=NEW, again=NEW)
    assert browse().get(link(first)).status_code == 410


def test_asking_again_and_again_fills_nobodys_box(browse: Browse, post: Post, world: World) -> None:
    for _ in range(MAX_RESETS + 2):
        assert forget(browse, "hd.cv").status_code == 302
    assert len(post.delivered()) == MAX_RESETS
    for number in range(MAX_NAMES):
        assert forget(browse, f"ten.{number}", "203.0.113.9").status_code == 302
    assert forget(browse, "bd.cv", "203.0.113.9").status_code == 429
    assert post.delivered() == []
    world.now = TODAY + timedelta(minutes=16)
    forget(browse, "hd.cv")
    assert len(post.delivered()) == 1


@pytest.mark.parametrize("given", ["", "x", "a" * 43, "\u00e1" * 43])
def test_a_made_up_link_opens_nothing(browse: Browse, post: Post, given: str) -> None:
    forget(browse, "hd.cv")
    post.delivered()
    assert browse().get("/password/new", query_string={"token": given}).status_code == 410
    sent = browse().post("/password/new", token=given, new=NEW, again=NEW)
    assert sent.status_code == 410


def test_the_database_never_holds_the_link(
    browse: Browse, post: Post, web_sessions: sessionmaker[Session]
) -> None:
    forget(browse, "hd.cv")
    [body] = post.delivered()
    with web_sessions() as session:
        rows = session.execute(sa.text("SELECT * FROM account_letter")).all()
        told = session.scalars(sa.text("SELECT detail FROM audit_entry ORDER BY id DESC LIMIT 3"))
        assert token(link(body)) not in str(rows) + str(told.all())


def test_who_was_locked_out_by_others_guesses_comes_in_after_choosing_anew(
    browse: Browse, post: Post
) -> None:
    for _ in range(5):
        browse().sign_in("hd.cv", "sai mật khẩu này")
    assert browse().sign_in("hd.cv").status_code == 429
    forget(browse, "hd.cv")
    [body] = post.delivered()
    browse().post("/password/new", token=token(link(body)), new=NEW, again=NEW)
    assert browse().sign_in("hd.cv", NEW).status_code == 302


def test_where_no_mail_is_sent_the_page_says_so(make_app: Callable[..., Any]) -> None:
    browser = Browser(make_app())
    assert "Quên mật khẩu?" not in browser.get("/signin").text
    assert "không gửi thư" in browser.get(FORGOTTEN).text
    assert "không gửi thư" in browser.post(FORGOTTEN, named="hd.cv").text


def test_an_invited_person_chooses_a_password_and_comes_in(
    browse: Browse, post: Post, world: World, web_sessions: sessionmaker[Session]
) -> None:
    with web_sessions.begin() as session:
        made = accounts.create(
            session,
            actor(session, "admin"),
            PASSWORDS,
            post,
            username="moi",
            name="Người Mới",
            unit_id=world.units["hd.cv"],
            roles=["chuyenvien"],
            email="moi@tinh.gov.vn",
            now=TODAY,
            locale="en",
        )
        assert made.password_hash == ""
    [body] = post.delivered()
    assert body.startswith("Dear Người Mới")
    for guess in ("", "nobody has this password"):
        assert browse().sign_in("moi", guess).status_code == 401
    world.now = TODAY + timedelta(days=6)
    page = browse().get(link(body)).text
    assert "Choose" in page or "password" in page
    browse().post("/password/new", token=token(link(body)), new=NEW, again=NEW)
    assert browse().sign_in("moi", NEW).status_code == 302


def test_a_letter_to_an_old_address_or_a_resting_account_is_worthless(
    browse: Browse, post: Post, web_sessions: sessionmaker[Session]
) -> None:
    forget(browse, "hd.cv")
    forget(browse, "bd.cv")
    mine, theirs = post.delivered()
    with web_sessions.begin() as session:
        admin = actor(session, "admin")
        accounts.change(
            session,
            admin,
            accounts.account_id_of(session, "hd.cv"),
            name="Phạm Văn Viên",
            email="khac@tinh.gov.vn",
            locale="vi",
            now=TODAY,
        )
        accounts.deactivate(session, admin, accounts.account_id_of(session, "bd.cv"), TODAY)
    assert browse().get(link(mine)).status_code == 410
    assert browse().get(link(theirs)).status_code == 410


class Box:
    """An SMTP server that keeps what it gets, or refuses."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.got.append(envelope.content.decode())
        return self.answer


@pytest.fixture
def box() -> Iterator[tuple[Box, mail.Server]]:
    """A running one, and its address."""
    handler = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, mail.Server("127.0.0.1", port)
    controller.stop()


@pytest.mark.usefixtures("units")
def test_a_letter_is_a_job_sent_once_and_again_with_a_fresh_link_when_it_was_refused(
    database: str, sessions: sessionmaker[Session], box: tuple[Box, mail.Server]
) -> None:
    handler, server = box

    def send(letter_id: int) -> None:
        mail.send_account_letter(sessions, server, "https://d.example", clock.now, letter_id)

    jobs = Jobs(database, send_letter=send)
    with sessions.begin() as session:
        people.create_account(
            session,
            PASSWORDS,
            username="hd.cv",
            name="Phạm Văn Viên",
            unit_id=find(session, "tỉnh Hải Dương", ON).id,
            roles=["chuyenvien"],
            password=PASSWORD,
            now=START,
            email="hd.cv@tinh.gov.vn",
        )
        account_letters.forgotten(session, jobs.account_letters, "hd.cv", clock.now(session))
    handler.answer = "451 try later"
    asyncio.run(jobs.drain())
    with sessions.begin() as session:
        assert session.scalars(sa.select(AccountLetter.token_hash)).one() is None
        session.execute(sa.text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
    handler.answer = "250 OK"
    asyncio.run(jobs.drain())
    asyncio.run(jobs.drain())
    [told] = handler.got
    assert "To: hd.cv@tinh.gov.vn" in told
    with sessions() as session:
        assert session.scalars(sa.select(AccountLetter.token_hash)).one() is not None
