"""A token stands for its person, reduced by its scopes, and for nobody once it is dead."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import api_tokens, policies
from engine.api_tokens import PER_MINUTE, SCOPES, ApiToken, BadTokenWish
from engine.people import Account
from tests.api.client import Client
from tests.web_world import TODAY, actor

pytest_plugins = ("tests.web_fixtures", "tests.api.fixtures")

MARK = re.compile(r'value="(dondoc_[0-9a-f]{8}_[\w-]+)"')


def test_a_token_made_on_the_page_opens_the_api_and_is_shown_once(browse, make_app):
    browser = browse("hd.cv")
    answer = browser.client.post(
        "/account/tokens",
        data={
            "csrf_token": browser.token(),
            "name": "Kho số liệu",
            "days": "30",
            "scopes": ["work:read", "units:read"],
        },
    )
    token = MARK.search(answer.text)[1]
    assert token not in browser.get("/account/tokens").text
    me = Client(make_app(), token).get("/me").json
    assert (me["username"], me["scopes"]) == ("hd.cv", ["units:read", "work:read"])


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", {"name": ""}),
        ("days", {"days": "0"}),
        ("days", {"days": "9999"}),
        ("days", {"days": "x"}),
        ("scopes", {"scopes": []}),
        ("scopes", {"scopes": ["all"]}),
    ],
)
def test_a_wish_that_is_wrong_says_so_at_its_field_and_keeps_what_was_typed(browse, field, typed):
    browser = browse("hd.cv")
    data = {"name": "Kho số liệu", "days": "30", "scopes": ["work:read"]} | typed
    answer = browser.client.post("/account/tokens", data=data | {"csrf_token": browser.token()})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert ("Kho số liệu" in answer.text) is (field != "name")


def test_only_the_hash_is_kept(connect, web_sessions):
    client = connect("hd.cv")
    with web_sessions() as session:
        row = session.scalars(sa.select(ApiToken)).one()
    kept = " ".join(str(v) for v in vars(row).values())
    assert client.token.split("_", 2)[2] not in kept


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer x", "Bearer dondoc_00000000_x", "Basic eDp5", "Bearer é"]
)
def test_without_a_token_nothing_opens(connect, sent):
    answer = connect(None).get("/me", headers={"Authorization": sent.encode().decode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json["code"] == "bad-token"


def test_a_cookie_opens_nothing_and_needs_no_csrf_token(browse, web_sessions, world):
    browser = browse("hd.cv")
    assert browser.get("/api/v1/me").status_code == 401
    assert browser.client.post("/api/v1/work-items/1/claim").status_code == 401


def test_it_dies_by_revoking_by_its_last_day_and_with_its_account(connect, web_sessions, world):
    revoked, short, orphan = connect("hd.cv"), connect("hd.cv", days=1), connect("hd.ld")
    with web_sessions.begin() as session:
        who = actor(session, "hd.cv")
        first = api_tokens.listed(session, who)[-1]
        api_tokens.revoke(session, who, first.id, TODAY)
        session.execute(sa.update(Account).where(Account.username == "hd.ld").values(active=False))
    assert revoked.get("/me").status_code == orphan.get("/me").status_code == 401
    assert short.get("/me").status_code == 200
    world.now = TODAY + timedelta(days=1)
    assert short.get("/me").status_code == 401


def test_nobody_revokes_anothers(browse, connect, web_sessions):
    connect("hd.cv")
    with web_sessions() as session:
        token_id = session.scalars(sa.select(ApiToken.id)).one()
    assert browse("hd.ld").post(f"/account/tokens/{token_id}/revoke").status_code == 404
    assert browse("hd.cv").post(f"/account/tokens/{token_id}/revoke").status_code == 302


def test_each_request_needs_its_scope(connect, world):
    everything = {
        "/directives": "directives:read",
        f"/directives/{world.root}": "directives:read",
        "/work-items": "work:read",
        "/reports": "reports:read",
        "/rollups": "rollups:read",
        "/inspections": "inspections:read",
        "/incidents": "matters:read",
        "/units": "units:read",
        "/board": "board:read",
        "/process-models": "models:read",
        "/notices": "notices:read",
    }
    for path, scope in everything.items():
        assert connect("hd.cv", [scope]).get(path).status_code == 200, path
        answer = connect("hd.cv", set(SCOPES) - {scope}).get(path)
        assert (answer.status_code, answer.json["code"]) == (403, "missing-scope"), path


def test_reading_scopes_change_nothing(connect):
    reading = [s for s in SCOPES if s.endswith(":read")]
    client = connect("hd.cv", reading)
    for path in ("/work-items/1/claim", "/rollups/1/urge", "/notices/1/read", "/directives"):
        assert client.post(path, json={}).status_code == 403, path


def test_more_requests_than_the_policy_allows_are_told_to_wait(connect, web_sessions, world):
    with web_sessions.begin() as session:
        policies.put(session, PER_MINUTE.key, None, 3, TODAY, "test")
    client = connect("hd.cv")
    assert [client.get("/me").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = client.get("/me")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    world.now = TODAY + timedelta(minutes=1)
    assert client.get("/me").status_code == 200


def test_scopes_cannot_be_made_up(web_sessions):
    with web_sessions() as session:
        who = actor(session, "hd.cv")
    with pytest.raises(BadTokenWish):
        api_tokens.make(session, who, name="x", scopes=["admin"], days=1, now=TODAY)
