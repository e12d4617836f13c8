"""The officers' pages over 1,000,000 tasks: server time through the whole application.

``python -m benchmarks.web --json``: ``inbox_median_ms`` and ``inbox_p95_ms`` are the time of a GET
of the list of tasks by many officers, heads and clerks of communes, districts, provinces and a
national body, with and without filters, searches and orders, through the WSGI application: gate,
statements, page and compression (``benchmarks/web_fill.py`` says what the database holds).
``board_median_ms`` is the leaders' board. ``page_kb`` is the heaviest of these pages as it travels
(gzip) once the files beside it are kept by the browser; ``first_visit_kb`` are those files.
``floor_ms`` is an empty Flask page through the same client and a bare SELECT of 50 primary keys.
Warm: every officer has opened the list before.
"""

from __future__ import annotations

import random
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from adapters import clock
from adapters.files import Folder
from adapters.identity import Argon2Passwords
from benchmarks import common
from benchmarks.web_fill import NOW, PASSWORD, fill
from webapp.app import create_app
from webapp.wiring import Wiring

GZIP = {"Accept-Encoding": "gzip"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')
MORE = re.compile(r'href="(/inbox\?[^"]*after=[^"]*)"')
ASKED = (
    *[("open", "")] * 8,
    ("late", "status=late"),
    ("late", "status=late"),
    ("done", "status=done"),
    ("search", "q=bao+cao"),
    ("search", "q=binh+dang+gioi"),
    ("search", "q=b%E1%BA%A3o+c%C3%A1o+giao+th%C3%B4ng"),
    ("search", "status=done&q=ke+hoach+khong+co+gi"),
    ("search", "status=done&q=khong+tim+thay"),
    ("filter", "whose=mine"),
    ("filter", "whose=free&days=7"),
    ("filter", "priority=1&status=open"),
    ("filter", "follow=1&status=open"),
    ("filter", "period=2023-03"),
    ("filter", "form=review&more=1"),
    ("order", "sort=new&status=open"),
    ("order", "sort=follow&status=open"),
)
"""What is asked, in the shares in which it is: mostly the plain list."""


def application(place: common.Place) -> Flask:
    """The product's application; its clock is asked as always, and says the day of the data."""

    def now(session: Session) -> datetime:
        clock.now(session)
        return NOW

    return create_app(
        Wiring(
            sessions=place.sessions,
            engine=place.machine,
            now=now,
            demo=False,
            secret_key="benchmark",  # noqa: S106
            files=Folder(Path(tempfile.gettempdir()) / "dondoc-benchmark-files"),
            plain_http=True,
            passwords=Argon2Passwords(time_cost=1, memory_kib=1024),
        )
    )


def officers(place: common.Place, count: int) -> list[str]:
    """Usernames: mostly of communes, then districts, provinces and the busiest body of all."""
    chance = random.Random(5)
    found = []
    with place.sessions() as session:
        busiest = session.scalar(
            sa.text(
                "SELECT unit_id FROM work_item WHERE status = 'open' GROUP BY 1"
                " ORDER BY count(*) DESC LIMIT 1"
            )
        )
        for share, tier in ((0.6, "xa"), (0.25, "huyen"), (0.1, "tinh")):
            units = session.scalars(
                sa.text("SELECT id FROM unit WHERE tier = :tier ORDER BY id"), {"tier": tier}
            ).all()
            found += chance.sample(units, max(1, int(count * share)))
    found += [busiest] * max(1, count - len(found))
    return [f"{chance.choice(('cv', 'cv', 'cv', 'vt', 'ld'))}.{unit}" for unit in found]


def signed_in(app: Flask, username: str) -> FlaskClient:
    """That person's browser."""
    browser = app.test_client()
    token = TOKEN.search(browser.get("/signin").text)
    assert token is not None
    form = {"csrf_token": token[1], "username": username, "password": PASSWORD}
    assert browser.post("/signin", data=form).status_code == 302
    return browser


def asked(browsers: Sequence[FlaskClient], count: int) -> Iterator[tuple[str, FlaskClient, str]]:
    """What is asked by whom: a kind, a browser, an address; each fifth goes on to a second page."""
    chance = random.Random(7)
    for nth in range(count):
        browser = browsers[nth % len(browsers)]
        kind, query = ASKED[chance.randrange(len(ASKED))]
        path = f"/inbox?{query}" if query else "/inbox"
        yield kind, browser, path
        if nth % 5 == 0:
            following = MORE.search(browser.get(path).text)
            if following:
                yield "second page", browser, following[1].replace("&amp;", "&")


def timed(browser: FlaskClient, path: str) -> tuple[float, int]:
    """Milliseconds of a page, and its bytes as they travel."""
    started = time.perf_counter()
    answer = browser.get(path, headers=GZIP)
    took = (time.perf_counter() - started) * 1000
    assert answer.status_code == 200, (path, answer.status_code)
    return took, len(answer.data)


def inbox(app: Flask, place: common.Place, people: int, count: int) -> dict[str, Any]:
    """The list of tasks, asked for in many ways."""
    browsers = [signed_in(app, name) for name in officers(place, people)]
    for browser in browsers:
        timed(browser, "/inbox")
    kinds: dict[str, list[float]] = defaultdict(list)
    sizes = []
    for kind, browser, path in asked(browsers, count):
        took, size = timed(browser, path)
        kinds[kind].append(took)
        sizes.append(size)
    every = sorted(took for times in kinds.values() for took in times)
    return {
        "inbox_median_ms": round(statistics.median(every), 1),
        "inbox_p95_ms": round(every[int(len(every) * 0.95)], 1),
        "inbox_max_ms": round(every[-1], 1),
        "inbox_requests": len(every),
        "inbox_by_kind_median_ms": {k: round(statistics.median(v), 1) for k, v in kinds.items()},
        "inbox_page_kb": round(max(sizes) / 1024, 1),
        "inbox_statements": statements(place, browsers[-1], "/inbox"),
        "first_visit_kb": round(beside(browsers[-1], "/inbox") / 1024, 1),
    }


def statements(place: common.Place, browser: FlaskClient, path: str) -> int:
    """How many statements one page takes."""
    sent: list[str] = []

    def note(_c: Any, _cu: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(place.connections, "before_cursor_execute", note)
    try:
        browser.get(path)
    finally:
        sa.event.remove(place.connections, "before_cursor_execute", note)
    return len(sent)


def beside(browser: FlaskClient, path: str) -> int:
    """Bytes of the style sheets and scripts of a page, which a browser fetches once."""
    files = set(STATIC.findall(browser.get(path).text))
    answers = [browser.get(file.replace("&amp;", "&"), headers=GZIP) for file in files]
    assert all("immutable" in a.headers["Cache-Control"] for a in answers)
    return sum(len(a.data) for a in answers)


def board(app: Flask, place: common.Place, rounds: int) -> dict[str, Any]:
    """The leaders' board, as a head of the national body opens it."""
    if "board.page" not in app.view_functions:
        return {"board_median_ms": None}
    with app.test_request_context():
        path = url_for("board.page")
    name = officers(place, 1)[-1].split(".")[1]
    browser = signed_in(app, f"ld.{name}")
    timed(browser, path)
    found = [timed(browser, path) for _ in range(rounds)]
    return {
        "board_median_ms": round(statistics.median(took for took, _ in found), 1),
        "board_page_kb": round(max(size for _, size in found) / 1024, 1),
        "board_statements": statements(place, browser, path),
    }


def floor(place: common.Place) -> dict[str, float]:
    """An empty page through the same client, and fifty rows by their key."""
    empty = Flask("empty")
    empty.add_url_rule("/", view_func=lambda: "")
    browser = empty.test_client()
    page = common.median_ms(lambda: browser.get("/"), 200)
    with place.connections.connect() as connection:
        ids = list(connection.scalars(sa.text("SELECT id FROM work_item ORDER BY id LIMIT 50")))
        query = sa.text("SELECT * FROM work_item WHERE id = ANY(:ids)")
        rows = common.median_ms(lambda: connection.execute(query, {"ids": ids}).all(), 200)
    return {"empty_page": round(page, 2), "fifty_rows": round(rows, 2)}


def measure(*, quick: bool) -> dict[str, Any]:
    """Everything, on one database."""
    with common.national() as url, common.opened(url) as place:
        filled = fill(place, 1 if quick else 5)
        app = application(place)
        with place.sessions() as session:
            items = session.scalar(sa.text("SELECT count(*) FROM work_item"))
        figures = inbox(app, place, 40 if quick else 200, 150 if quick else 800)
        figures |= board(app, place, 5 if quick else 25)
        sizes = [figures["inbox_page_kb"], figures.get("board_page_kb", 0)]
        return {
            **{k: figures[k] for k in ("inbox_median_ms", "inbox_p95_ms", "board_median_ms")},
            "page_kb": max(sizes),
            **figures,
            "floor_ms": floor(place),
            "work_items": items,
            "fill_s": round(filled, 1),
            "peak_rss_mb": common.peak_rss_mb(),
            **common.settings(url),
        }


def main() -> None:
    """Measure and print."""
    wish = common.arguments(__doc__ or "")
    common.show(measure(quick=wish.quick), wish)


if __name__ == "__main__":
    main()
