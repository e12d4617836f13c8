"""Who gets in, for how long, and what a stranger or a forged form can do: nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine import accounts, policies
from engine.attempts import network_of
from engine.errors import Forbidden
from engine.people import Account
from engine.signing_in import MAX_FAILURES, NAMES
from engine.web_sessions import WebSession
from tests.web_world import PASSWORD, TODAY, Browser, World, actor

pytest_plugins = ("tests.web_fixtures",)

Browse = Callable[..., Browser]
NEW = "một mật khẩu khác"


def test_a_stranger_is_led_to_the_sign_in_and_back(browse: Browse) -> None:
    answer = browse().get("/directives?q=x")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/signin?next=/directives?q%3Dx"
    from_a_part = browse().get("/inbox", headers={"HX-Request": "true"})
    assert from_a_part.status_code == 401
    assert from_a_part.headers["HX-Redirect"] == "/signin"
    by_itself = browse().get("/notices/unread", headers={"HX-Request": "true"})
    assert by_itself.status_code == 401
    assert "HX-Redirect" not in by_itself.headers


def test_a_wrong_name_and_a_wrong_password_look_alike(browse: Browse) -> None:
    known = browse().sign_in("hd.cv", "sai mật khẩu này")
    unknown = browse().sign_in("nobody", "sai mật khẩu này")
    assert known.status_code == unknown.status_code == 401
    assert "không đúng" in known.text
    assert "không đúng" in unknown.text


@pytest.mark.parametrize("username", ["hd.cv", "nobody"])
def test_guessing_is_stopped_for_a_while_even_with_the_right_password(
    browse: Browse, world: World, username: str
) -> None:
    browser = browse()
    for _ in range(MAX_FAILURES):
        assert browser.sign_in(username, "sai mật khẩu này").status_code == 401
    refused = browser.sign_in(username)
    assert refused.status_code == 429
    assert "15 phút" in refused.text
    world.now = TODAY + timedelta(minutes=16)
    assert browser.sign_in(username).status_code == (302 if username == "hd.cv" else 401)


def test_a_new_password_ends_the_sessions_of_other_browsers(browse: Browse) -> None:
    here, there = browse("hd.cv"), browse("hd.cv")
    changed = here.post("/account/password", old=PASSWORD, new=NEW, again=NEW)
    assert changed.status_code == 302
    assert here.get("/inbox").status_code == 200
    assert there.get("/inbox").status_code == 302
    assert browse().sign_in("hd.cv", PASSWORD).status_code == 401
    assert browse().sign_in("hd.cv", NEW).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [("sai mật khẩu", NEW, NEW), (PASSWORD, "ngắn", "ngắn"), (PASSWORD, NEW, NEW + "x")],
)
def test_a_password_is_changed_only_by_who_knows_it_and_to_a_good_one(
    browse: Browse, old: str, new: str, again: str
) -> None:
    browser = browse("hd.cv")
    assert browser.post("/account/password", old=old, new=new, again=again).status_code == 400
    assert browse().sign_in("hd.cv").status_code == 302


def test_a_deactivated_account_is_out_at_once(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    with web_sessions.begin() as session:
        session.execute(sa.update(Account).where(Account.username == "hd.cv").values(active=False))
    assert browser.get("/inbox").status_code == 302
    assert browse().sign_in("hd.cv").status_code == 401


def test_signing_out_forgets_the_session(browse: Browse) -> None:
    browser = browse("hd.cv")
    browser.post("/signout")
    assert browser.get("/inbox").status_code == 302


def test_a_change_without_the_pages_token_is_refused(browse: Browse) -> None:
    browser = browse("hd.cv")
    app = browser.client.application
    rules = [r for r in app.url_map.iter_rules() if "POST" in (r.methods or ())]
    for rule in rules:
        if rule.rule.startswith("/api/"):
            continue  # it takes tokens only: a page elsewhere cannot make a browser send one
        _, path = rule.build(dict.fromkeys(rule.arguments, 1)) or ("", "")
        assert browser.client.post(path).status_code == 400, rule
    assert len(rules) >= 7
    assert browser.get("/inbox").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/x.y",
    ],
)
def test_signing_in_never_leads_to_another_site(browse: Browse, target: str) -> None:
    browser = browse()
    answer = browser.client.post(
        "/signin",
        query_string={"next": target},
        data={"username": "hd.cv", "password": PASSWORD, "csrf_token": browser.token()},
    )
    assert answer.headers["Location"] == "/inbox"


def test_signing_in_returns_to_the_page_that_was_asked_for(browse: Browse) -> None:
    browser = browse()
    wanted = browser.get("/inbox?status=late").headers["Location"]
    answer = browser.client.post(
        wanted,
        data={"username": "hd.cv", "password": PASSWORD, "csrf_token": browser.token()},
    )
    assert answer.headers["Location"] == "/inbox?status=late"


@pytest.mark.parametrize(
    ("wishes", "host", "secure"),
    [
        ({}, "http://localhost/", True),
        ({"demo": True}, "http://127.0.0.1:8000/", False),
        ({"demo": True}, "http://[::1]:8000/", False),
        ({"demo": True}, "http://dondoc.example/", True),
        ({"demo": True}, "https://localhost/", True),
        ({"plain_http": True}, "http://dondoc.example/", False),
    ],
)
def test_the_cookie_is_for_tls_but_on_a_demos_own_machine(
    make_app: Callable[..., Any], wishes: dict[str, Any], host: str, secure: bool
) -> None:
    app = make_app(**({"plain_http": False} | wishes))
    answer = app.test_client().get("/signin", base_url=host)
    cookie = answer.headers["Set-Cookie"]
    assert ("Secure" in cookie) is secure
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert app.permanent_session_lifetime == timedelta(hours=8)


def _rows(sessions: sessionmaker[Session], username: str = "hd.cv") -> list[WebSession]:
    with sessions() as session:
        found = (
            sa.select(WebSession)
            .join(Account, Account.id == WebSession.account_id)
            .where(Account.username == username)
            .order_by(WebSession.id)
        )
        return list(session.scalars(found))


def test_the_database_never_holds_what_is_in_the_cookie(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    with browser.client.session_transaction() as cookie:
        token = cookie["session"]
        assert set(cookie) == {"session", "_permanent"}
    with web_sessions() as session:
        row = session.execute(sa.text("SELECT * FROM web_session")).mappings().one()
    assert token not in map(str, row.values())
    assert len(row["token_hash"]) == 64


def test_a_session_is_over_after_a_working_day_and_after_an_idle_hour(
    browse: Browse, world: World
) -> None:
    busy, idle = browse("hd.cv"), browse("hd.cv")
    for minutes in range(0, 480, 50):
        world.now = TODAY + timedelta(minutes=minutes)
        assert busy.get("/account").status_code == 200, minutes
        assert idle.get("/account").status_code == (200 if minutes <= 50 else 302)
        if minutes == 50:
            world.now += timedelta(minutes=60)
            assert idle.get("/account").status_code == 302
    world.now = TODAY + timedelta(hours=8)
    assert busy.get("/account").status_code == 302


def test_how_long_a_session_may_be_idle_is_a_policy_of_the_unit(
    browse: Browse, world: World, web_sessions: sessionmaker[Session]
) -> None:
    with web_sessions.begin() as session:
        policies.put(session, "session-idle-minutes", world.units["hd.cv"], 5, TODAY, "test")
    strict, usual = browse("hd.cv"), browse("bd.cv")
    world.now = TODAY + timedelta(minutes=6)
    assert strict.get("/account").status_code == 302
    assert usual.get("/account").status_code == 200


def test_being_there_is_noted_once_a_minute_and_not_for_what_a_page_asks_by_itself(
    browse: Browse, world: World, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    for seconds, path, seen in (
        (59, "/account", 0),
        (61, "/notices/unread", 0),
        (61, "/account", 61),
        (100, "/account", 61),
    ):
        world.now = TODAY + timedelta(seconds=seconds)
        browser.get(path)
        [row] = _rows(web_sessions)
        assert row.last_seen_at == TODAY + timedelta(seconds=seen), (seconds, path)


def test_signing_in_again_begins_another_session_and_ends_the_old_one(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    old = browser.client.get_cookie("dondoc")
    token = browser.token()
    assert browser.sign_in("hd.cv").status_code == 302
    assert [row.ended_at is None for row in _rows(web_sessions)] == [False, True]
    assert browser.token() != token
    browser.client.set_cookie("dondoc", old.value)
    assert browser.get("/inbox").status_code == 302


def test_a_cookie_from_after_signing_out_is_worth_nothing(browse: Browse) -> None:
    browser = browse("hd.cv")
    stolen = browser.client.get_cookie("dondoc").value
    browser.post("/signout")
    browser.client.set_cookie("dondoc", stolen)
    assert browser.get("/inbox").status_code == 302


def test_sessions_are_listed_with_where_and_when_and_can_be_ended(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    here, there, third = browse(), browse(), browse()
    agent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
    there.client.environ_base.update(REMOTE_ADDR="10.1.2.3", HTTP_USER_AGENT=agent)
    for browser in (here, there, third):
        browser.sign_in("hd.cv")
    page = here.get("/account/sessions").text
    for words in ("Chrome, Windows", "10.1.2.3", "10:00 29/05/2023", "phiên này"):
        assert words in page
    first, second, _ = (row.id for row in _rows(web_sessions))
    assert f"/account/sessions/{first}/end" not in page
    assert here.post(f"/account/sessions/{second}/end").status_code == 302
    assert there.get("/inbox").status_code == 302
    assert third.get("/inbox").status_code == 200
    assert here.post(f"/account/sessions/{second}/end").status_code == 404
    assert (
        "1 phiên"
        in here.client.post(
            "/account/sessions/end-others",
            data={"csrf_token": here.token()},
            follow_redirects=True,
        ).text
    )
    assert third.get("/inbox").status_code == 302
    assert here.get("/inbox").status_code == 200


def test_nobody_ends_the_session_of_another(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    theirs = browse("hd.cv")
    [row] = _rows(web_sessions)
    for username in ("hd.ld", "admin"):
        assert browse(username).post(f"/account/sessions/{row.id}/end").status_code == 404
    assert theirs.get("/inbox").status_code == 200


def test_an_administrator_ends_all_sessions_of_an_account(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browsers = [browse("hd.cv"), browse("hd.cv")]
    with web_sessions.begin() as session:
        found = accounts.account_id_of(session, "hd.cv")
        assert accounts.end_sessions(session, actor(session, "admin"), found, TODAY) == 2
        with pytest.raises(Forbidden):
            accounts.end_sessions(session, actor(session, "hd.ld"), found, TODAY)
    assert [b.get("/inbox").status_code for b in browsers] == [302, 302]


def test_the_session_costs_a_request_one_statement(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    browser.get("/account")
    asked: list[str] = []
    engine = web_sessions.kw["bind"].engine

    def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        browser.get("/account/sessions")
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    gate = [s for s in asked if "web_session" in s and "token_hash =" in s]
    assert len(gate) == 1
    assert not [s for s in asked if s.startswith(("UPDATE", "INSERT"))]


def test_many_names_from_one_address_are_stopped_and_an_office_next_door_is_not(
    browse: Browse, world: World
) -> None:
    def from_(ip: str, username: str) -> int:
        browser = browse()
        browser.client.environ_base["REMOTE_ADDR"] = ip
        return int(browser.sign_in(username, "sai mật khẩu này").status_code)

    for number in range(int(NAMES.default)):
        assert from_("203.0.113.7", f"ten.{number}") == 401
    assert from_("203.0.113.7", "ten.khac") == 429
    assert from_("203.0.113.8", "ten.khac") == 401
    world.now = TODAY + timedelta(minutes=16)
    assert from_("203.0.113.7", "ten.khac") == 401


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("127.0.0.1", None),
        ("::1", None),
        ("", None),
        ("not an address", None),
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_whose_tries_are_counted_together(ip: str, network: str | None) -> None:
    assert network_of(ip) == network
