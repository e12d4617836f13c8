"""A change asked for twice is made once, also when both ask at the same moment."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

from adapters import postgres
from adapters.files import Folder
from engine import audit, idempotency, inbox
from engine.audit import AuditEntry
from engine.idempotency import KEPT, IdempotencyKey
from tests.api.client import Client, make_token
from tests.web_world import TODAY
from webapp.app import create_app
from webapp.wiring import Wiring

pytest_plugins = ("tests.web_fixtures", "tests.api.fixtures")


@pytest.fixture
def key():
    return {"Idempotency-Key": str(uuid.uuid4())}


def first(client):
    return f"/work-items/{client.get('/work-items').json['items'][0]['id']}"


def claims(session):
    return session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == "claim"))


def test_the_same_request_gets_the_same_answer_and_changes_nothing_more(connect, key, web_sessions):
    client = connect("hd.cv")
    item = first(client)
    made = client.post(f"{item}/claim", headers=key)
    client.post(f"{item}/unclaim")
    again = client.post(f"{item}/claim", headers=key)
    assert (made.status_code, again.status_code) == (200, 200)
    assert again.data == made.data
    assert again.headers["Idempotent-Replayed"] == "true"
    assert client.get(item).json["claimed_by"] is None
    with web_sessions() as session:
        assert claims(session) == 1


def test_another_request_with_the_key_is_refused(connect, key):
    client = connect("hd.cv")
    item = first(client)
    client.ask("PUT", f"{item}/draft", json={"answers": {"narrative": "a"}}, headers=key)
    for path, body in ((f"{item}/draft", {"answers": {"narrative": "b"}}), (f"{item}/claim", None)):
        method = "PUT" if body else "POST"
        refused = client.ask(method, path, json=body, headers=key)
        assert (refused.status_code, refused.json["code"]) == (422, "key-reused")
    assert client.get(item).json["draft"] == {"narrative": "a"}


def test_the_key_is_the_accounts_own(connect, key):
    one, other = connect("hd.cv"), connect("bd.cv")
    assert one.post(f"{first(one)}/claim", headers=key).status_code == 200
    assert other.post(f"{first(other)}/claim", headers=key).status_code == 200


def test_what_was_refused_may_be_asked_again(connect, key):
    client = connect("hd.cv")
    item = first(client)
    assert client.post(f"{item}/unclaim", headers=key).status_code == 403
    client.post(f"{item}/claim")
    assert client.post(f"{item}/unclaim", headers=key).status_code == 200


def test_a_key_is_a_uuid(connect):
    client = connect("hd.cv")
    refused = client.post(f"{first(client)}/claim", headers={"Idempotency-Key": "1"})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["in"] == "header"


def test_it_is_forgotten_after_a_day(connect, key, web_sessions, world):
    client = connect("hd.cv")
    client.post(f"{first(client)}/claim", headers=key)
    with web_sessions.begin() as session:
        assert idempotency.sweep(session, TODAY + KEPT - timedelta(seconds=1)) == 0
        assert idempotency.sweep(session, TODAY + KEPT) == 1


@pytest.fixture
def apart(built_world, tmp_path, server):
    """The application on a database of its own, whose requests run side by side."""
    name = sa.make_url(built_world.url).database
    with postgres.scratch_database(server, name) as url:
        connections = postgres.create_engine(url, pool_size=8)
        sessions: sessionmaker = postgres.sessions(connections)
        wiring = Wiring(
            sessions=sessions,
            engine=built_world.machine,
            now=lambda session: TODAY,
            demo=False,
            secret_key="only for tests",
            plain_http=True,
            files=Folder(tmp_path),
        )
        yield sessions, create_app(wiring)
        connections.dispose()


def test_of_many_at_once_one_is_made_and_the_others_wait_or_get_its_answer(apart, key):
    sessions, app = apart
    token = make_token(sessions, "hd.cv")
    item = first(Client(app, token))
    together = threading.Barrier(6)

    def claim(_nth):
        together.wait()
        return Client(app, token).post(f"{item}/claim", headers=key)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(claim, range(6)))
    assert {a.status_code for a in answers} <= {200, 409}
    fresh = [a for a in answers if a.status_code == 200 and "Idempotent-Replayed" not in a.headers]
    assert len(fresh) == 1
    assert {a.json["code"] for a in answers if a.status_code == 409} <= {"still-running"}
    with sessions() as session:
        assert claims(session) == 1
    later = Client(app, token).post(f"{item}/claim", headers=key)
    assert later.data == fresh[0].data


def test_while_the_first_runs_the_second_is_told_so(apart, key, monkeypatch):
    sessions, app = apart
    token = make_token(sessions, "hd.cv")
    item = first(Client(app, token))
    begun, go_on = threading.Event(), threading.Event()
    claim = inbox.claim

    def slowly(*args):
        begun.set()
        assert go_on.wait(20)
        claim(*args)

    monkeypatch.setattr(inbox, "claim", slowly)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(Client(app, token).post, f"{item}/claim", headers=key)
        assert begun.wait(20)
        second = Client(app, token).post(f"{item}/claim", headers=key)
        go_on.set()
        assert running.result().status_code == 200
    assert (second.status_code, second.json["code"]) == (409, "still-running")


def test_a_crash_before_the_commit_leaves_neither_effect_nor_answer(apart, key, monkeypatch):
    sessions, app = apart
    token = make_token(sessions, "hd.cv")
    client = Client(app, token)
    item = first(client)
    keep = idempotency.keep

    def killed(*args):
        keep(*args)
        raise SystemExit

    monkeypatch.setattr(idempotency, "keep", killed)
    with pytest.raises(SystemExit):
        client.post(f"{item}/claim", headers=key)
    monkeypatch.setattr(idempotency, "keep", keep)
    with sessions() as session:
        assert claims(session) == 0
        assert session.scalars(sa.select(IdempotencyKey)).all() == []
    assert client.post(f"{item}/claim", headers=key).status_code == 200
    with sessions() as session:
        assert claims(session) == 1
        assert audit.verify(session) is None
