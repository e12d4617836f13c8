"""The product as ``make run`` starts it, in a data folder of the tests' own, and a browser."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

DEBIAN = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)  # of a page; three tests share two cores
PATIENCE = 240  # seconds for the first start on a busy machine


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a demonstration in which one province acts, stopped again.

    The first of pytest's processes to need it makes it for all of them.
    """
    own = tmp_path_factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "filled"
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "made").exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            with _running(home):
                pass
            (home / "made").touch()
    return home


@pytest.fixture(scope="module")
def product(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demonstration that only this module's tests change."""
    home = tmp_path_factory.mktemp("product")
    # Whoever may be root gives the server's files to another user: that stays so.
    subprocess.run(["cp", "-a", filled / "data", home / "data"], check=True)
    with _running(home) as address:
        yield address


@contextlib.contextmanager
def _running(home: Path) -> Iterator[str]:
    """The product on the data folder in ``home``, as a newcomer would start it."""
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {
        **os.environ,
        "DONDOC_HOME": str(home / "data"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONWARNINGS": "default",
    }
    environment.pop("DONDOC_DATABASE_URL", None)
    log = (home / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", "run", "--demo", "--province-only", "--bind", bind],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(f"http://{bind}/healthz", process, home / "log")
        yield f"http://{bind}"
    finally:
        process.terminate()
        process.wait(60)
        log.close()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            pass
        if process.poll() is not None:
            break
        time.sleep(0.5)
    raise AssertionError(f"the product did not start:\n{log.read_text()}")


# Not for the whole session: Playwright's loop would still run in tests that start their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or Playwright's own where that was set up."""
    with sync_playwright() as playwright:
        path = str(DEBIAN) if DEBIAN.exists() else None
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window; anything the page reports as an error fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    context.close()
    assert not wrong
