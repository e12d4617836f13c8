"""Webhooks: what happens is told to whoever asked and may see it: signed, again and again, nowhere else."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network

import pytest
import sqlalchemy as sa

from adapters import postgres
from adapters.webhook_delivery import Reach, send
from adapters.webhook_jobs import WebhookJobs
from engine import inbox, webhook_deliveries, webhook_outbox, webhooks
from engine.errors import Forbidden, NotFound
from engine.people import Account
from engine.webhook_deliveries import PAUSES, Parcel
from engine.webhook_tables import Happening, WebhookDelivery
from engine.webhooks import EVENTS, BadTarget
from tests.web_world import TODAY, actor

pytest_plugins = ("tests.web_fixtures", "tests.api.fixtures")

LOCAL = Reach((ip_network("127.0.0.0/8"),))
REPORT = {
    "nil": False,
    "narrative": "Đã xong.",
    "trainingCourses": 3,
    "participants": 5,
    "femaleLeaderRate": None,
}


class Receiver:
    """A program that listens, and answers with the statuses it is given, then 200."""

    def __init__(self, *statuses):
        self.statuses = list(statuses)
        self.got: list[tuple[dict[str, str], str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((dict(self.headers), body.decode()))
                status = outer.statuses.pop(0) if outer.statuses else 200
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
                self.wfile.write("đã nghe".encode())

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks?x=1"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *args):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def told(built_world, server):
    """A database of the test's own: its sessions, and the worker's part."""
    with postgres.scratch_database(server, sa.make_url(built_world.url).database) as url:
        connections = postgres.create_engine(url)
        sessions = postgres.sessions(connections)
        yield sessions, WebhookJobs(url, sessions, lambda session: TODAY, LOCAL)
        connections.dispose()


def subscribe(sessions, username, url, events=EVENTS):
    with sessions.begin() as session:
        return webhooks.subscribe(
            session,
            actor(session, username),
            LOCAL.check,
            name="Kho số liệu",
            url=url,
            events=events,
            now=TODAY,
        )


def claim_and_submit(sessions, machine):
    """Hải Dương's officer submits a report; its number."""
    with sessions.begin() as session:
        who = actor(session, "hd.cv")
        item = inbox.page(session, who, now=TODAY).rows[0]
        inbox.complete(session, machine, who, item.id, REPORT, TODAY)
        return item.report_id


def drain(sessions, jobs):
    """What is due is sent, whatever pause it was given."""
    with sessions.begin() as session:
        session.execute(sa.text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
    asyncio.run(jobs.drain())


def signatures(headers):
    parts = [p.split("=", 1) for p in headers["Dondoc-Signature"].split(",")]
    return dict(parts)["t"], [v for k, v in parts if k == "v1"]


def signed(secret, at, body):
    return hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()


def test_an_event_arrives_signed_after_two_failures_each_time_the_same(told, built_world):
    sessions, jobs = told
    with Receiver(500, 503) as receiver:
        webhook_id, secret = subscribe(sessions, "hd.ld", receiver.url, ["report.submitted"])
        report_id = claim_and_submit(sessions, built_world.machine)
        assert jobs.hand_out() == 1
        for _ in range(4):
            drain(sessions, jobs)
    assert len(receiver.got) == 3
    assert len({body for _, body in receiver.got}) == 1
    headers, body = receiver.got[-1]
    at, found = signatures(headers)
    assert found == [signed(secret, at, body)]
    said = json.loads(body)
    assert said["event"] == headers["Dondoc-Event"] == "report.submitted"
    assert said["object"] == {
        "kind": "report",
        "id": report_id,
        "url": f"/api/v1/reports/{report_id}",
    }
    with sessions() as session:
        (row,), _ = webhook_deliveries.listed(session, actor(session, "hd.ld"), webhook_id)
    assert (row.status, row.attempts, row.answer_status) == ("delivered", 3, 200)
    assert row.answer == "đã nghe"


def test_only_what_the_subscriber_may_see_is_told(told, built_world):
    sessions, jobs = told
    with Receiver() as receiver:
        subscribe(sessions, "hd.ld", receiver.url)
        with sessions.begin() as session:
            session.execute(
                sa.update(Account).where(Account.username == "bd.cv").values(roles=["lanhdao"])
            )
            session.execute(
                sa.text(
                    "UPDATE post SET role = 'lanhdao' WHERE account_id = (SELECT id FROM account"
                    " WHERE username = 'bd.cv')"
                )
            )
        foreign, _ = subscribe(sessions, "bd.cv", receiver.url)
        claim_and_submit(sessions, built_world.machine)
        jobs.hand_out()
    with sessions() as session:
        rows = session.scalars(sa.select(WebhookDelivery)).all()
        assert session.scalars(sa.select(Happening)).all() == []
    assert {r.event for r in rows} == {"report.submitted", "work-item.completed"}
    assert foreign not in {r.webhook_id for r in rows}


def test_what_is_rolled_back_and_what_nobody_asked_for_is_not_noted(told, built_world):
    sessions, _ = told
    claim_and_submit(sessions, built_world.machine)
    with sessions() as session:
        assert session.scalar(sa.select(sa.func.count(Happening.id))) == 0


def test_who_lost_the_post_is_told_nothing_more(told, built_world):
    sessions, jobs = told
    subscribe(sessions, "hd.ld", "https://example.org/x")
    with sessions.begin() as session:
        session.execute(sa.update(Account).where(Account.username == "hd.ld").values(active=False))
    claim_and_submit(sessions, built_world.machine)
    jobs.hand_out()
    with sessions() as session:
        assert session.scalars(sa.select(WebhookDelivery)).all() == []


def test_it_is_given_up_after_the_last_pause_and_sent_again_on_demand(told, built_world):
    sessions, jobs = told
    with Receiver(*[500] * (len(PAUSES) + 1)) as receiver:
        webhook_id, _ = subscribe(sessions, "hd.ld", receiver.url, ["report.submitted"])
        claim_and_submit(sessions, built_world.machine)
        jobs.hand_out()
        for _ in range(len(PAUSES) + 3):
            drain(sessions, jobs)
        assert len(receiver.got) == len(PAUSES) + 1
        with sessions.begin() as session:
            who = actor(session, "hd.ld")
            (row,), _ = webhook_deliveries.listed(session, who, webhook_id)
            assert (row.status, row.problem["en"]) == ("dead", "The receiver answered 500.")
            from adapters.webhook_jobs import defer

            webhook_deliveries.send_again(session, defer, who, webhook_id, row.id, TODAY)
        drain(sessions, jobs)
    with sessions() as session:
        (row,), _ = webhook_deliveries.listed(session, who, webhook_id)
    assert row.status == "delivered"


def test_for_a_day_both_secrets_sign(told):
    sessions, _ = told
    webhook_id, old = subscribe(sessions, "hd.ld", "https://example.org/x")
    with sessions.begin() as session:
        who = actor(session, "hd.ld")
        new = webhooks.rotate(session, who, webhook_id, TODAY)
        webhook = webhooks.own(session, who, webhook_id)
        for after, secrets in ((timedelta(hours=23), [new, old]), (timedelta(hours=24), [new])):
            header = {"Dondoc-Signature": webhooks.signature(webhook, "{}", TODAY + after, TODAY)}
            at, found = signatures(header)
            assert found == [signed(s, at, "{}") for s in secrets]


def test_reports_become_overdue_by_the_clock_and_are_told_once(told):
    sessions, _ = told
    subscribe(sessions, "admin", "https://example.org/x", ["report.overdue"])
    found = []
    for days in (0, 0, 3, 3):
        with sessions.begin() as session:
            found.append(webhook_outbox.note_overdue(session, TODAY + timedelta(days=days)))
    assert found[:2] == [0, 0]
    assert found[2] > 0 == found[3]


def test_officers_subscribe_to_nothing_and_foreign_ones_are_not_there(told):
    sessions, _ = told
    with pytest.raises(Forbidden):
        subscribe(sessions, "hd.cv", "https://example.org/x")
    webhook_id, _ = subscribe(sessions, "hd.ld", "https://example.org/x")
    with sessions() as session, pytest.raises(NotFound):
        webhooks.read(session, actor(session, "admin"), webhook_id)


REFUSED = (
    "http://example.org/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://10.0.0.1/",
    "https://169.254.169.254/latest",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://user:secret@example.org/",
    "https://example.org/#x",
    "https://example.org:99999/",
    "ftp://example.org/",
    "https:///x",
)


@pytest.mark.parametrize("url", REFUSED)
def test_no_address_inside_is_told(url):
    with pytest.raises(BadTarget):
        Reach().check(url)


def parcel(url):
    return Parcel(url, "{}", {})


def test_a_name_that_leads_inside_is_refused_when_it_is_resolved(monkeypatch):
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))]
    inside += [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: inside)
    monkeypatch.setattr(socket, "create_connection", lambda *args: pytest.fail("connected"))
    outcome = send(parcel("https://rebind.example/"), Reach())
    assert outcome.status is None
    assert "private" in outcome.problem["en"]


def test_it_connects_to_the_address_it_looked_at(monkeypatch):
    with Receiver() as receiver:
        asked = []

        def once(host, *args, **kwargs):
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]

        resolve = socket.getaddrinfo
        monkeypatch.setattr(
            "adapters.webhook_delivery.socket.getaddrinfo",
            lambda host, *a, **k: once(host) if host == "hooks.example" else resolve(host, *a, **k),
        )
        url = receiver.url.replace("127.0.0.1", "hooks.example")
        assert send(parcel(url), LOCAL).delivered
    assert asked == ["hooks.example"]
    assert receiver.got[0][0]["Host"].startswith("hooks.example")


def test_redirects_are_not_followed_and_nobody_answers_is_an_outcome():
    with Receiver(302) as receiver:
        outcome = send(parcel(receiver.url), LOCAL)
    assert (outcome.status, outcome.delivered) == (302, False)
    gone = send(parcel(receiver.url), LOCAL)
    assert gone.status is None and "ConnectionRefused" in gone.problem["en"]


def test_a_receiver_that_never_ends_is_hung_up_on(monkeypatch):
    monkeypatch.setattr("adapters.webhook_delivery.PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        outcome = send(parcel(url), LOCAL)
    assert outcome.status is None


def test_on_the_page_the_head_subscribes_tests_and_ends(browse, make_app, web_sessions):
    browser = browse("hd.ld")
    assert "/account/webhooks" in browser.get("/account").text
    data = {"name": "Kho", "url": "https://10.0.0.1/", "events": ["report.submitted"]}
    data["csrf_token"] = browser.token()
    refused = browser.client.post("/account/webhooks", data=data)
    assert refused.status_code == 422
    assert 'id="url-error"' in refused.text and "https://10.0.0.1/" in refused.text
    data["url"] = "https://example.org/x"
    made = browser.client.post("/account/webhooks", data=data)
    assert "whsec_" in made.text
    with web_sessions() as session:
        (row,) = webhooks.listed(session, actor(session, "hd.ld"))
    page = f"/account/webhooks/{row.id}"
    assert "whsec_" not in browser.get(page).text
    assert browser.post(f"{page}/test").status_code == 302
    assert "gửi thử" in browser.get(page).text
    assert "whsec_" in browser.post(f"{page}/secret").text
    assert browse("admin").get(page).status_code == 404
    assert browser.post(f"{page}/end").status_code == 302
    assert "đã dừng" in browser.get("/account/webhooks").text
    assert browse("hd.cv").get("/account/webhooks").status_code == 403
