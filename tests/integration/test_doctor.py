"""``dondoc doctor`` and the commands tell, in both languages, what is wrong and what to do."""

import json

import psycopg
import pytest
from click.testing import CliRunner

from adapters.postgres import libpq
from webapp.cli import main


def run(*arguments, **environment):
    return CliRunner(env=environment).invoke(main, arguments)


def wrong(tmp_path, **environment):
    """What is not well, by check."""
    told = run("doctor", "--json", DONDOC_HOME=str(tmp_path), **environment)
    assert told.exit_code == 1
    return {c["check"]: c["advice"] for c in json.loads(told.stdout) if not c["well"]}


def test_a_fresh_installation_says_each_next_step(database, tmp_path):
    found = wrong(tmp_path, DONDOC_DATABASE_URL=libpq(database))
    assert set(found) == {"units", "calendar", "models", "administrator"}
    assert "dondoc units import" in found["units"]


def test_an_old_schema_a_bad_mail_address_and_an_altered_history(database, tmp_path):
    url = {"DONDOC_DATABASE_URL": libpq(database)}
    assert "mail server" in wrong(tmp_path, DONDOC_SMTP_URL="smtp://x:notaport", **url)
    with psycopg.connect(libpq(database), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO audit_seal (cluster, first_txid, last_txid, count, hash,"
            " at) VALUES (1, 0, 9, 1, 'x', now())"
        )
        assert "history" in wrong(tmp_path, **url)
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert set(wrong(tmp_path, **url)) == {"schema"}
    told = run("--lang", "en", "fault", "list", DONDOC_HOME=str(tmp_path), **url)
    assert told.exit_code == 1
    assert "another version of the program" in told.stderr


@pytest.mark.parametrize("url", ["rubbish", "postgresql://nobody@127.0.0.1:1/x"])
def test_a_database_that_cannot_be_reached_is_told_in_one_sentence(tmp_path, url):
    environment = {"DONDOC_HOME": str(tmp_path), "DONDOC_DATABASE_URL": url}
    assert set(wrong(tmp_path, DONDOC_DATABASE_URL=url)) == {"database"}
    vi, en = (
        run("fault", "list", **environment),
        run("--lang", "en", "fault", "list", **environment),
    )
    assert vi.exit_code == en.exit_code == 1
    assert "Hãy" in vi.stderr or "không đúng dạng" in vi.stderr
    assert len(en.stderr.splitlines()) == 1
    assert en.stderr != vi.stderr


def test_a_data_folder_that_is_a_file(tmp_path):
    file = tmp_path / "file"
    file.touch()
    assert set(wrong(file)) == {"data folder"}


def test_the_demonstration_is_never_taken_from_a_real_database(database, tmp_path):
    told = run(
        "--demo", "fault", "list", DONDOC_HOME=str(tmp_path), DONDOC_DATABASE_URL=libpq(database)
    )
    assert told.exit_code == 1
    assert "dondoc run --demo" in told.stderr


@pytest.mark.parametrize("bind", ["localhost", "127.0.0.1:http", "127.0.0.1:99999"])
def test_an_address_that_is_none(tmp_path, bind):
    told = run("run", "--bind", bind, DONDOC_HOME=str(tmp_path))
    assert told.exit_code == 1
    assert bind in told.stderr
