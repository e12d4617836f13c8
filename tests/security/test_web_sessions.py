"""Who gets in, for how long, and what a stranger or a forged form can do: nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine.people import Account
from engine.signing_in import MAX_FAILURES
from tests.web_world import PASSWORD, TODAY, Browser, World

pytest_plugins = ("tests.web_fixtures",)

Browse = Callable[..., Browser]
NEW = "một mật khẩu khác"


def test_every_page_but_the_open_ones_asks_to_sign_in(browse: Browse) -> None:
    stranger = browse()
    app = stranger.client.application
    asked = 0
    with app.test_request_context():
        rules = [r for r in app.url_map.iter_rules() if r.endpoint != "static"]
    for rule in rules:
        _, path = rule.build(dict.fromkeys(rule.arguments, 1)) or ("", "")
        if rule.endpoint in {"account.sign_in", "account.language", "health.check"}:
            continue
        answer = stranger.post(path) if "POST" in (rule.methods or ()) else stranger.get(path)
        assert answer.status_code == 302, rule
        assert answer.headers["Location"].startswith("/signin"), rule
        asked += 1
    assert asked > 10


def test_no_route_makes_an_account_or_an_administrator(browse: Browse) -> None:
    rules = browse().client.application.url_map.iter_rules()
    words = ("setup", "install", "register", "admin", "first", "bootstrap")
    assert not [r for r in rules if any(word in r.rule for word in words)]


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
