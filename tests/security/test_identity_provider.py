"""Signing in by an identity provider: whom it lets in, and every way in which it must not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters.identity_provider import BadProvider, OpenIdProvider
from engine import accounts, provider_links
from engine.errors import Forbidden
from engine.people import Account
from engine.provider_links import AlreadyLinked, ProviderLink
from engine.second_factors import SecondFactor
from tests.helpers.provider import CLIENT, OTHER, SECRET, SHARED, FakeProvider, serving
from tests.web_world import TODAY, Browser, World, actor

pytest_plugins = ("tests.web_fixtures",)
BACK = "/signin/provider/back"
LEEWAY = 60


@pytest.fixture
def fake() -> Iterator[FakeProvider]:
    """The provider."""
    with serving() as running:
        yield running


@pytest.fixture
def browser(
    make_app: Callable[..., Any], fake: FakeProvider, web_sessions: sessionmaker[Session]
) -> Browser:
    """A browser of an installation with that provider; hd.cv has the address it knows."""
    with web_sessions.begin() as session:
        session.execute(
            sa.update(Account)
            .where(Account.username == "hd.cv")
            .values(email="HD.cv@tinh.gov.vn", password_hash="")
        )
    provider = OpenIdProvider(fake.issuer, CLIENT, SECRET, "Định danh tỉnh")
    return Browser(make_app(provider=provider))


def begun(browser: Browser, fake: FakeProvider, wanted: str | None = None) -> dict[str, str]:
    """The person pressed the button and signed in there: what comes back."""
    answer = browser.get("/signin/provider", query_string={"next": wanted} if wanted else {})
    assert answer.status_code == 302
    assert answer.location.startswith(f"{fake.issuer}/authorize?")
    return fake.authorize(answer.location)


def back(browser: Browser, answer: dict[str, str]) -> Any:
    """The person comes back with it."""
    return browser.get(BACK, query_string=answer)


def links(sessions: sessionmaker[Session]) -> list[tuple[str, str]]:
    """Who is linked to which subject."""
    with sessions() as session:
        rows = session.execute(
            sa.select(Account.username, ProviderLink.subject).join(
                ProviderLink, ProviderLink.account_id == Account.id
            )
        )
        return [(username, subject) for username, subject in rows]


def test_a_verified_address_is_linked_once_and_then_the_subject_decides(
    browser: Browser, fake: FakeProvider, web_sessions: sessionmaker[Session]
) -> None:
    assert "Đăng nhập qua Định danh tỉnh" in browser.get("/signin").text
    assert back(browser, begun(browser, fake, "/directives")).location == "/directives"
    assert "Phạm Văn Viên" in browser.get("/account").text
    assert "hệ thống định danh" in browser.get("/account/sessions").text
    assert links(web_sessions) == [("hd.cv", "person-1")]
    browser.post("/signout")
    fake.claims = {"email": "bd.cv@tinh.gov.vn", "email_verified": False}
    assert back(browser, begun(browser, fake)).location == "/inbox"
    assert "Phạm Văn Viên" in browser.get("/account").text


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "nobody@tinh.gov.vn"},
        {"email": None},
        {"email": ""},
    ],
)
def test_strangers_are_refused_politely(
    browser: Browser, fake: FakeProvider, web_sessions: sessionmaker[Session], claims: Any
) -> None:
    fake.claims = claims
    refused = back(browser, begun(browser, fake))
    assert refused.status_code == 401
    assert "chưa có tài khoản" in refused.text
    assert browser.get("/inbox").status_code == 302
    assert links(web_sessions) == []


def test_an_address_of_two_accounts_or_of_a_resting_one_lets_nobody_in(
    browser: Browser, fake: FakeProvider, web_sessions: sessionmaker[Session]
) -> None:
    with web_sessions.begin() as session:
        admin = actor(session, "admin")
        accounts.deactivate(session, admin, accounts.account_id_of(session, "hd.cv"), TODAY)
    assert back(browser, begun(browser, fake)).status_code == 401
    with web_sessions.begin() as session:
        session.execute(
            sa.update(Account)
            .where(Account.username.in_(("hd.ld", "bd.cv")))
            .values(email="hd.cv@tinh.gov.vn")
        )
    assert back(browser, begun(browser, fake)).status_code == 401


def test_an_address_given_to_somebody_else_does_not_open_the_old_account(
    browser: Browser, fake: FakeProvider
) -> None:
    back(browser, begun(browser, fake))
    browser.post("/signout")
    fake.claims = {"sub": "person-2"}
    assert back(browser, begun(browser, fake)).status_code == 401


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nonce": ({"claims": {"nonce": "of another sign-in"}}, "Invalid claim: 'nonce'"),
    "no nonce": ({"without": ("nonce",)}, "Missing claim: 'nonce'"),
    "audience": ({"claims": {"aud": "another-client"}}, "Invalid claim: 'aud'"),
    "audiences": ({"claims": {"aud": ["another-client"]}}, "Invalid claim: 'aud'"),
    "party": ({"claims": {"aud": [CLIENT, "another"], "azp": "another"}}, "another client"),
    "issuer": ({"claims": {"iss": "https://evil.example"}}, "Invalid claim: 'iss'"),
    "no subject": ({"without": ("sub",)}, "Missing claim: 'sub'"),
    "expired": ({"claims": {"exp": int(time.time()) - LEEWAY - 5}}, "expired"),
    "no expiry": ({"without": ("exp",)}, "Missing claim: 'exp'"),
    "from the future": ({"claims": {"iat": int(time.time()) + 3600}}, "in the future"),
    "another's key": ({"key": OTHER}, "bad_signature"),
    "our secret as key": ({"key": SHARED, "algorithm": "HS256"}, "'HS256' is not allowed"),
}
"""A lie, and why it is not believed."""


@pytest.mark.parametrize(("lie", "why"), WRONG.values(), ids=WRONG.keys())
def test_a_token_that_is_not_the_providers_for_this_sign_in_is_refused(
    browser: Browser,
    fake: FakeProvider,
    web_sessions: sessionmaker[Session],
    caplog: pytest.LogCaptureFixture,
    lie: dict[str, Any],
    why: str,
) -> None:
    for name, value in lie.items():
        setattr(fake, name, value)
    refused = back(browser, begun(browser, fake))
    assert refused.status_code == 401
    assert "không thành công" in refused.text
    assert why in caplog.text
    assert browser.get("/inbox").status_code == 302
    assert links(web_sessions) == []


def test_a_state_is_good_once_and_in_the_browser_that_began(
    browser: Browser, fake: FakeProvider
) -> None:
    answer = begun(browser, fake)
    other = Browser(browser.client.application)
    assert back(other, answer).status_code == 401
    begun(other, fake)
    assert back(other, answer).status_code == 401
    assert back(browser, answer).status_code == 302
    browser.post("/signout")
    assert back(browser, answer).status_code == 401
    again = begun(browser, fake)
    assert back(browser, again | {"state": "x" + again["state"][1:]}).status_code == 401
    assert back(browser, again).status_code == 401


@pytest.mark.parametrize("sent", [{}, {"error": "access_denied"}, {"code": "x"}, {"state": "x"}])
def test_coming_back_without_an_answer_is_refused(
    browser: Browser, fake: FakeProvider, sent: dict[str, str]
) -> None:
    assert back(browser, sent).status_code == 401
    begun(browser, fake)
    assert back(browser, sent).status_code == 401


def test_a_provider_that_is_down_or_speaks_for_another_is_said_to_have_failed(
    make_app: Callable[..., Any], fake: FakeProvider
) -> None:
    fake.document = {"issuer": "https://evil.example"}
    for issuer in (fake.issuer, "http://127.0.0.1:9"):
        app = make_app(provider=OpenIdProvider(issuer, CLIENT, SECRET))
        refused = Browser(app).get("/signin/provider")
        assert refused.status_code == 401
        assert "không thành công" in refused.text


def test_the_second_factor_is_ours_unless_the_provider_asked_for_one(
    browser: Browser, fake: FakeProvider, web_sessions: sessionmaker[Session]
) -> None:
    with web_sessions.begin() as session:
        found = accounts.account_id_of(session, "hd.cv")
        session.add(SecondFactor(account_id=found, secret="sealed", last_step=0))
    assert back(browser, begun(browser, fake)).location == "/signin/code"
    assert browser.get("/inbox").status_code == 302
    fake.claims = {"amr": ["pwd", "otp"]}
    assert back(browser, begun(browser, fake)).location == "/inbox"


def test_who_has_no_password_sets_up_a_second_factor_just_after_signing_in(
    browser: Browser, fake: FakeProvider, world: World
) -> None:
    back(browser, begun(browser, fake))
    assert browser.post("/account/second-factor/begin").status_code == 200
    world.now = TODAY.replace(hour=4)
    assert browser.post("/account/second-factor/begin").status_code in (302, 400)


def test_without_a_provider_there_is_no_button_and_no_address(
    make_app: Callable[..., Any],
) -> None:
    browser = Browser(make_app())
    assert "/signin/provider" not in browser.get("/signin").text
    assert browser.get("/signin/provider").status_code == 404
    assert browser.get(BACK).status_code == 404


def test_an_administrator_links_and_unlinks(
    browser: Browser, fake: FakeProvider, web_sessions: sessionmaker[Session]
) -> None:
    fake.claims = {"email": "nobody@tinh.gov.vn"}
    with web_sessions.begin() as session:
        admin = actor(session, "admin")
        mine = accounts.account_id_of(session, "hd.ld")
        with pytest.raises(Forbidden):
            provider_links.link(
                session, actor(session, "hd.ld"), mine, fake.issuer, "person-1", TODAY
            )
        provider_links.link(session, admin, mine, fake.issuer, "person-1", TODAY)
        with pytest.raises(AlreadyLinked):
            provider_links.link(session, admin, mine, fake.issuer, "person-2", TODAY)
    assert back(browser, begun(browser, fake)).location == "/inbox"
    assert "Lê Thị Đạo" in browser.get("/account").text
    with web_sessions.begin() as session:
        provider_links.unlink(session, actor(session, "admin"), mine, TODAY)
    assert back(browser, begun(browser, fake)).status_code == 401


@pytest.mark.parametrize(
    ("issuer", "good"),
    [
        ("https://id.tinh.gov.vn", True),
        ("http://127.0.0.1:8080/realms/x", True),
        ("http://localhost:8080", True),
        ("http://id.tinh.gov.vn", False),
        ("id.tinh.gov.vn", False),
        ("https://", False),
    ],
)
def test_an_issuer_is_reached_by_tls_or_on_this_machine(issuer: str, good: bool) -> None:
    given = {
        "DONDOC_OIDC_ISSUER": issuer,
        "DONDOC_OIDC_CLIENT_ID": CLIENT,
        "DONDOC_OIDC_CLIENT_SECRET": SECRET,
    }
    if good:
        assert OpenIdProvider.of(given) is not None
        with pytest.raises(BadProvider):
            OpenIdProvider.of(given | {"DONDOC_OIDC_CLIENT_SECRET": ""})
    else:
        with pytest.raises(BadProvider):
            OpenIdProvider.of(given)
    assert OpenIdProvider.of({}) is None
