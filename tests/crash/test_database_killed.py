"""The embedded PostgreSQL killed with kill -9: what was committed is there when it is back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from adapters import postgres

ROUNDS = 4
# The second server's own process: what another start of the product does after the crash.
ELSEWHERE = """
import sys
from pathlib import Path
import psycopg
from adapters import postgres
url = postgres.Embedded(Path(sys.argv[1])).ensure()
with psycopg.connect(postgres.libpq(url)) as connection:
    print(connection.execute("SELECT count(*) FROM kept").fetchone()[0])
"""


@pytest.fixture
def embedded(tmp_path, monkeypatch):
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    found = postgres.Embedded(tmp_path)
    yield found
    found.ensure()
    found.stop()


def postmaster(embedded: postgres.Embedded) -> int:
    return int((embedded.folder / "postmaster.pid").read_text().split()[0])


def test_what_was_committed_survives_and_the_server_comes_back(embedded, tmp_path):
    url = embedded.ensure()
    with psycopg.connect(postgres.libpq(url)) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    slowest = 0.0
    for n in range(ROUNDS):
        with psycopg.connect(postgres.libpq(url)) as connection:
            connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
        half = psycopg.connect(postgres.libpq(url))
        half.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
        os.kill(postmaster(embedded), signal.SIGKILL)
        begun = time.monotonic()
        if n % 2:
            url = embedded.ensure()
        else:
            found = subprocess.run(
                [sys.executable, "-c", ELSEWHERE, str(tmp_path)],
                check=True,
                text=True,
                capture_output=True,
                cwd=Path(postgres.__file__).parents[1],
            )
            assert found.stdout.split() == [str((n + 1) * 1000)]
            assert embedded.ensure() == url
        slowest = max(slowest, time.monotonic() - begun)
        half.close()
        with psycopg.connect(postgres.libpq(url)) as connection:
            rows = connection.execute("SELECT count(*) FROM kept").fetchone()
            assert rows == ((n + 1) * 1000,)
    assert slowest < 30


def test_a_pool_of_connections_outlives_the_server_that_made_them(embedded):
    engine = postgres.create_engine(embedded.ensure())
    sessions = postgres.sessions(engine)
    with sessions() as session:
        assert session.connection()
    os.kill(postmaster(embedded), signal.SIGKILL)
    embedded.ensure()
    with sessions() as session:
        assert session.connection().exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()
