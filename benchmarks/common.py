"""What the benchmarks share: a server as it is shipped, databases on it, and how figures are said.

The server is the one ``DONDOC_DATABASE_URL`` names, or an embedded one in a folder of its own that
is removed afterwards; its settings are those the product runs with, and are printed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters import postgres
from adapters.units_data import load as load_units
from engine.deployments import deploy
from engine.instances import Engine
from engine.unit_import import import_units
from webapp.setup import deploy_shipped, make_engine

MODELS = Path(__file__).parent / "models"
DAWN = datetime(2023, 1, 2, 1, tzinfo=UTC)
ISSUE = datetime(2023, 3, 16, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """One database, and the engine wired as the product wires it (no mail server)."""

    url: str
    connections: sa.Engine
    sessions: sessionmaker[Session]
    machine: Engine


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The URL of a server to measure on."""
    given = postgres.given_url()
    if given:
        yield given
        return
    home = Path(tempfile.mkdtemp(prefix="dondoc-bench-"))
    embedded = postgres.Embedded(home)
    try:
        yield embedded.ensure()
    finally:
        with contextlib.suppress(OSError):
            embedded.stop()
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def copy_of(url: str, *, name: str) -> Iterator[str]:
    """A database that is a file-by-file copy of another on the same server."""
    with postgres.scratch_database(url, name) as made:
        yield made


@contextlib.contextmanager
def opened(url: str) -> Iterator[Place]:
    """A database opened as a process of the product opens it."""
    connections = postgres.create_engine(url)
    try:
        yield Place(
            url, connections, postgres.sessions(connections), make_engine(lambda session, ids: None)
        )
    finally:
        connections.dispose()


@contextlib.contextmanager
def national() -> Iterator[str]:
    """A server's database with the nation's units and all diagrams; nobody is connected to it."""
    with server() as base, postgres.scratch_database(base) as url:
        postgres.migrate(url)
        with opened(url) as place, place.sessions.begin() as session:
            data = load_units()
            import_units(session, data.rows, data.successions)
            deploy_shipped(session, place.machine, DAWN)
            straight = (MODELS / "straight-down.bpmn").read_bytes()
            deploy(session, place.machine.library, "straight-down", straight, DAWN)
            session.execute(sa.text("ANALYZE"))
        yield url


def database_name(url: str) -> str:
    """The database's own name in a URL."""
    return str(sa.make_url(url).database)


def settings(url: str) -> dict[str, str]:
    """The settings of the server on which durable writes depend."""
    names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
    connections = postgres.create_engine(url)
    with connections.connect() as connection:
        found = {n: str(connection.scalar(sa.text(f"SHOW {n}"))) for n in names}
    connections.dispose()
    return found


def peak_rss_mb() -> float:
    """The most memory this process has used, in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def compared(ours: float, floor: float, **more: Any) -> dict[str, Any]:
    """``ours`` beside the ``floor`` of the same run, how many times the floor it is, and more."""
    return {
        "ours": round(ours, 4),
        "floor": round(floor, 4),
        "ratio": round(ours / floor, 3),
        **more,
        "peak_rss_mb": peak_rss_mb(),
        "cpus": os.cpu_count(),
    }


def together(works: Sequence[Callable[[], object]]) -> float:
    """Seconds from the common start of threads until the last has ended; a failure is raised."""
    barrier = threading.Barrier(len(works) + 1)

    def run(work: Callable[[], object]) -> None:
        barrier.wait()
        work()

    with ThreadPoolExecutor(len(works)) as pool:
        running = [pool.submit(run, work) for work in works]
        barrier.wait()
        started = time.perf_counter()
        for one in running:
            one.result()
        return time.perf_counter() - started


def median_ms(call: Callable[[], object], rounds: int) -> float:
    """The median time of a call in milliseconds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def arguments(about: str, argv: Sequence[str] | None = None) -> argparse.Namespace:
    """``--json`` and ``--quick``."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--quick", action="store_true", help="smaller, for a first look")
    return parser.parse_args(argv)


def show(figures: dict[str, Any], asked: argparse.Namespace) -> None:
    """Print the figures as asked."""
    if asked.json:
        json.dump(figures, sys.stdout, ensure_ascii=False)
        print()
        return
    for name, value in figures.items():
        print(f"{name:20} {value}")
