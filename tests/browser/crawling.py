"""Walking the product by its links, as people do: which pages each of them can open."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml.html import HtmlElement, fromstring
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

PASSWORD = "dondoc-demo"
FILES = (".xlsx", ".jsonl", ".txt", ".bpmn", ".json", ".yaml", ".docx", ".pdf", ".csv", ".svg")


def routes(app: Flask) -> set[str]:
    """The patterns of all addresses that can be opened."""
    return {r.rule for r in app.url_map.iter_rules() if r.methods and "GET" in r.methods}


@dataclass
class Crawl:
    """A walk: ``seen`` are the patterns of what was opened, ``wrong`` what did not open.

    ``first`` are the addresses of patterns by the person who was the first to open one.
    ``files`` are patterns of linked files, which a browser keeps, and of what scripts fetch.
    """

    app: Flask
    product: str
    page: Page
    seen: set[str] = field(default_factory=set)
    first: dict[str, list[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def sign_in(self, username: str, lang: str) -> None:
        """As that person, who reads that language."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.product}/signin")
        self.page.locator("#username").fill(username)
        self.page.locator("#password").fill(PASSWORD)
        self.page.locator("#password").press("Enter")
        self.page.wait_for_url(lambda url: "/signin" not in url)
        if self.page.locator("html").get_attribute("lang") != lang:
            self.page.locator(f"button[name=lang][value={lang}]").click()
            self.page.wait_for_selector(f"html[lang={lang}]")

    def walk(self, person: str, start: str) -> None:
        """Ask for what links lead to, one address of each pattern, as who is signed in.

        Patterns that were seen are opened only up to two steps from ``start``: that is where
        lists differ from person to person.
        """
        waiting, met = deque([(start, 0)]), set[str]()
        while waiting:
            address, steps = waiting.popleft()
            pattern = self.pattern(address)
            if pattern in met or (pattern in self.seen and steps > 2):
                continue
            met.add(pattern)
            answer = self.page.context.request.get(self.product + address)
            if answer.status != 200:
                self.wrong.append(f"{person} {address}: {answer.status}")
                continue
            if "text/html" not in answer.headers["content-type"]:
                self.files.add(pattern)
                continue
            if pattern not in self.seen:
                self.first.setdefault(person, []).append(address)
            self.seen.add(pattern)
            waiting.extend((link, steps + 1) for link in self.links(address, answer.text()))

    def links(self, address: str, page: str) -> list[str]:
        """Where a page's links lead, inside the product; files and what scripts fetch apart."""
        root = fromstring(page)
        shown = self._inside(address, root, "//a[not(@download)]/@href")
        fetched = self._inside(address, root, "//@hx-get | //@data-bpmn-url | //@data-overlays-url")
        self.files |= {self.pattern(u) for u in (*fetched, *shown) if u in fetched or _is_file(u)}
        return [u for u in shown if not _is_file(u)]

    def _inside(self, address: str, root: HtmlElement, what: str) -> list[str]:
        found = [urljoin(self.product + address, str(link)) for link in root.xpath(what)]
        own = f"{self.product}/"
        return [u.removeprefix(self.product).split("#")[0] for u in found if u.startswith(own)]

    def pattern(self, address: str) -> str:
        """The pattern that an address belongs to; itself where there is none."""
        adapter = self.app.url_map.bind("localhost")
        try:
            rule, _ = adapter.match(urlsplit(address).path, return_rule=True)
        except (HTTPException, RequestRedirect):
            return address
        return str(rule.rule)


def _is_file(address: str) -> bool:
    return urlsplit(address).path.endswith(FILES)
