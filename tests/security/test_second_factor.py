"""The second factor: set up, asked for, replayed, guessed, recovered from, enforced."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters.second_factor import TotpCodes
from engine import accounts, policies
from engine.attempts import MAX_FAILURES
from engine.people import Account
from engine.second_factors import SecondFactor
from tests.web_world import PASSWORD, TODAY, Browser, World, actor

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]
STEP = timedelta(seconds=30)
HOME = "/account/second-factor"


class Telephone:
    """An authenticator application with the secret that a page showed."""

    def __init__(self, page: str, world: World) -> None:
        shown = re.search(r"<code>((?:[A-Z2-7]{4} ?)+)</code>", page)
        assert shown is not None
        self.totp, self.world = pyotp.TOTP(shown[1].replace(" ", "")), world

    def code(self) -> str:
        """The code of this moment."""
        return str(self.totp.at(self.world.now))


def set_up(browser: Browser, world: World) -> tuple[Telephone, list[str]]:
    """A second factor for whoever is signed in; their telephone and their recovery codes."""
    page = browser.post(f"{HOME}/begin", password=PASSWORD)
    assert page.status_code == 200
    assert 'src="data:image/svg+xml' in page.text
    telephone = Telephone(page.text, world)
    done = browser.post(f"{HOME}/confirm", code=telephone.code())
    assert done.status_code == 200
    codes = re.findall(r"<code>([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3})</code>", done.text)
    assert len(set(codes)) == 10
    world.now += STEP
    return telephone, codes


def half(browse: Browse, username: str = "hd.cv") -> Browser:
    """A browser that has given the password only."""
    browser = browse()
    answer = browser.sign_in(username)
    assert answer.headers["Location"] == "/signin/code"
    return browser


def test_the_password_alone_opens_nothing_any_more(browse: Browse, world: World) -> None:
    telephone, _ = set_up(browse("hd.cv"), world)
    browser = half(browse)
    assert browser.get("/inbox").headers["Location"].startswith("/signin/code")
    assert (
        browser.post("/account/password", old=PASSWORD, new="x" * 12, again="x" * 12)
        .headers["Location"]
        .startswith("/signin/code")
    )
    before = browser.client.get_cookie("dondoc").value
    assert browser.post("/signin/code", code=telephone.code()).headers["Location"] == "/inbox"
    assert browser.get("/inbox").status_code == 200
    assert browser.client.get_cookie("dondoc").value != before
    browser.client.set_cookie("dondoc", before)
    assert browser.get("/signin/code").headers["Location"] == "/signin"


def test_after_the_code_one_is_where_one_wanted_to_go(browse: Browse, world: World) -> None:
    telephone, _ = set_up(browse("hd.cv"), world)
    browser = browse()
    form = {"username": "hd.cv", "password": PASSWORD, "csrf_token": browser.token()}
    asked = browser.client.post("/signin?next=/directives", data=form).headers["Location"]
    given = {"code": telephone.code(), "csrf_token": browser.token()}
    assert browser.client.post(asked, data=given).headers["Location"] == "/directives"


def test_a_code_is_good_once_whoever_saw_it(browse: Browse, world: World) -> None:
    telephone, _ = set_up(browse("hd.cv"), world)
    code = telephone.code()
    assert half(browse).post("/signin/code", code=code).status_code == 302
    refused = half(browse).post("/signin/code", code=code)
    assert refused.status_code == 401
    assert "đã được dùng" in refused.text
    world.now += STEP
    assert half(browse).post("/signin/code", code=code).status_code == 401
    assert half(browse).post("/signin/code", code=telephone.code()).status_code == 302


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 302), (1, 302), (2, 401)])
def test_a_telephone_s_clock_may_be_half_a_minute_off(
    browse: Browse, world: World, steps: int, status: int
) -> None:
    telephone, _ = set_up(browse("hd.cv"), world)
    world.now += 4 * STEP
    code = str(telephone.totp.at(world.now + steps * STEP))
    assert half(browse).post("/signin/code", code=f" {code[:3]} {code[3:]} ").status_code == status


def test_guessing_codes_is_stopped_even_for_the_right_one(browse: Browse, world: World) -> None:
    telephone, codes = set_up(browse("hd.cv"), world)
    for _ in range(MAX_FAILURES):
        assert half(browse).post("/signin/code", code="000000").status_code == 401
    browser = half(browse)
    assert browser.post("/signin/code", code=telephone.code()).status_code == 429
    assert browser.post("/signin/code", code=codes[0]).status_code == 429
    world.now += timedelta(minutes=16)
    assert half(browse).post("/signin/code", code=telephone.code()).status_code == 302


def test_half_a_sign_in_is_over_after_ten_minutes(browse: Browse, world: World) -> None:
    telephone, _ = set_up(browse("hd.cv"), world)
    browser = half(browse)
    world.now += timedelta(minutes=11)
    late = browser.post("/signin/code", code=telephone.code())
    assert late.headers["Location"].startswith("/signin")
    assert browser.get("/inbox").status_code == 302


def test_each_recovery_code_lets_in_once(browse: Browse, world: World) -> None:
    _, codes = set_up(browse("hd.cv"), world)
    assert half(browse).post("/signin/code", code=codes[3].lower()).status_code == 302
    assert half(browse).post("/signin/code", code=codes[3]).status_code == 401
    browser = half(browse)
    assert browser.post("/signin/code", code=codes[4].replace("-", "")).status_code == 302
    assert "Còn 8 mã" in browser.get(HOME).text
    fresh = browser.post(f"{HOME}/recovery", password=PASSWORD).text
    assert codes[5] not in fresh
    assert half(browse).post("/signin/code", code=codes[5]).status_code == 401


def test_nothing_in_the_database_is_a_code_or_a_secret(
    browse: Browse, world: World, web_sessions: sessionmaker[Session]
) -> None:
    telephone, codes = set_up(browse("hd.cv"), world)
    with web_sessions() as session:
        tables = ("second_factor", "recovery_code")
        kept = [session.execute(sa.text(f"SELECT * FROM {name}")).all() for name in tables]
        told = session.scalars(sa.text("SELECT detail FROM audit_entry ORDER BY id DESC LIMIT 9"))
        everything = str(kept) + str(told.all())
    assert telephone.totp.secret not in everything
    assert not [c for c in codes if c in everything or c.replace("-", "") in everything]


def test_setting_up_and_removing_ask_for_the_password_and_end_other_sessions(
    browse: Browse, world: World
) -> None:
    browser, other = browse("hd.cv"), browse("hd.cv")
    assert browser.post(f"{HOME}/begin", password="sai mật khẩu").status_code == 400
    assert browser.post(f"{HOME}/confirm", code="123456").status_code == 409
    telephone, _ = set_up(browser, world)
    assert other.get("/inbox").status_code == 302
    other = half(browse)
    other.post("/signin/code", code=telephone.code())
    for act in ("remove", "recovery"):
        assert browser.post(f"{HOME}/{act}", password="sai mật khẩu").status_code == 400
    assert browser.post(f"{HOME}/remove", password=PASSWORD).status_code == 302
    assert other.get("/inbox").status_code == 302
    assert browse().sign_in("hd.cv").headers["Location"] == "/inbox"


def test_a_stolen_session_cannot_guess_the_password(browse: Browse) -> None:
    browser = browse("hd.cv")
    for _ in range(MAX_FAILURES):
        assert browser.post(f"{HOME}/begin", password="đoán mò 1").status_code == 400
    assert browser.post(f"{HOME}/begin", password=PASSWORD).status_code == 429


def test_a_new_telephone_counts_from_its_first_code_on(browse: Browse, world: World) -> None:
    browser = browse("hd.cv")
    old, _ = set_up(browser, world)
    page = browser.post(f"{HOME}/begin", password=PASSWORD).text
    new = Telephone(page, world)
    wrong = browser.post(f"{HOME}/confirm", code=old.code())
    assert wrong.status_code == 400
    assert 'src="data:image/svg+xml' in wrong.text
    assert half(browse).post("/signin/code", code=old.code()).status_code == 302
    assert browser.post(f"{HOME}/confirm", code=new.code()).status_code == 200
    world.now += STEP
    assert half(browse).post("/signin/code", code=old.code()).status_code == 401
    assert half(browse).post("/signin/code", code=new.code()).status_code == 302


def test_who_must_have_one_is_led_to_set_it_up_before_anything_else(
    browse: Browse, world: World, web_sessions: sessionmaker[Session]
) -> None:
    unit = world.units["hd.ld"]
    early = browse("hd.ld")
    with web_sessions.begin() as session:
        policies.put(session, "second-factor-lanhdao", unit, True, TODAY, "test")
    assert browse("hd.cv").get("/inbox").status_code == 200
    assert browse("bo.cv").get("/inbox").status_code == 200
    for browser in (early, browse("hd.ld")):
        assert browser.get("/directives").headers["Location"] == HOME
        page = browser.get(HOME).text
        assert "bắt buộc" in page
        assert 'href="/directives"' not in page
    set_up(early, world)
    assert early.get("/directives").status_code == 200
    refused = early.post(f"{HOME}/remove", password=PASSWORD)
    assert refused.status_code == 400
    assert "không bỏ được" in refused.text


def test_an_administrator_helps_who_lost_everything(
    browse: Browse, world: World, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    set_up(browser, world)
    with web_sessions.begin() as session:
        found = accounts.account_id_of(session, "hd.cv")
        accounts.remove_second_factor(session, actor(session, "admin"), found, TODAY)
    assert browser.get("/inbox").status_code == 302
    assert browse().sign_in("hd.cv").headers["Location"] == "/inbox"


def test_a_secret_sealed_with_another_key_lets_nobody_in_and_recovery_codes_still_do(
    browse: Browse, world: World, web_sessions: sessionmaker[Session], caplog: Any
) -> None:
    telephone, codes = set_up(browse("hd.cv"), world)
    with web_sessions.begin() as session:
        account = session.scalars(sa.select(Account.id).where(Account.username == "hd.cv")).one()
        row = session.get_one(SecondFactor, account)
        row.secret = TotpCodes("another installation").fresh()
    assert half(browse).post("/signin/code", code=telephone.code()).status_code == 401
    assert "another secret_key" in caplog.text
    assert half(browse).post("/signin/code", code=codes[0]).status_code == 302
