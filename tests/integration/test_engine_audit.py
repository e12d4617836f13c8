"""The history cannot be changed unseen; deployed models are numbered and never change."""

import threading

import pytest
import sqlalchemy as sa

from engine import audit, deployments
from engine.deployments import ProcessModel, deploy
from engine.errors import ModelRefused
from tests.helpers import bpmn as b
from tests.helpers.bpmn import end, path, start, user
from tests.helpers.story import ISSUED

GUARD = "ALTER TABLE {} {} TRIGGER ALL"


@pytest.fixture
def history(sessions):
    """Three sealed links of four entries each, and two entries not sealed yet."""
    with sessions.begin() as session:  # ids count from 1, whatever the template's sequences say
        for table in ("audit_entry", "audit_seal"):
            session.execute(sa.text(f"ALTER TABLE {table} ALTER COLUMN id RESTART"))
    for n in range(3):
        for m in range(2):
            with sessions.begin() as session:
                audit.record(
                    session,
                    [audit.Entry("account:1", "complete", n, m, 7, {"n": k}) for k in range(2)],
                    ISSUED,
                )
        with sessions.begin() as session:
            assert audit.seal(session, ISSUED) == 4
    with sessions.begin() as session:
        audit.record(session, [audit.Entry("clock", "x")] * 2, ISSUED)
    with sessions() as session:
        assert audit.verify(session) is None
    return sessions


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id + 0",
        "UPDATE {} SET at = now()",
        "DELETE FROM {}",
        "DELETE FROM {} WHERE false",
        "TRUNCATE {}",
        "TRUNCATE {} CASCADE",
    ],
)
def test_the_database_refuses_to_change_the_history(history, table, statement):
    with history() as session, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(statement.format(table)))


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit_entry SET detail = replace(detail, '0', '1') WHERE id = 1",
        "UPDATE audit_entry SET actor = 'account:2' WHERE id = 6",
        "UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = 12",
        "UPDATE audit_entry SET unit_id = NULL WHERE id = 3",
        "UPDATE audit_entry SET txid = (SELECT max(txid) FROM audit_entry) WHERE id = 5",
        "UPDATE audit_entry SET id = 1000 WHERE id = 2",
        "DELETE FROM audit_entry WHERE id = 4",
        "DELETE FROM audit_entry WHERE txid < (SELECT last_txid FROM audit_seal WHERE id = 1)",
        (
            "INSERT INTO audit_entry (txid, at, actor, action, detail) SELECT txid, at, 'x', 'y', '{}' "
            "FROM audit_entry WHERE id = 1"
        ),
        "INSERT INTO audit_entry (txid, at, actor, action, detail) VALUES (1, now(), 'x', 'y', '{}')",
        "UPDATE audit_seal SET hash = reverse(hash) WHERE id = 2",
        "UPDATE audit_seal SET count = 0 WHERE id = 3",
        "DELETE FROM audit_seal WHERE id = 1",
        "DELETE FROM audit_seal WHERE id = 2",
        "UPDATE audit_seal SET last_txid = last_txid - 2 WHERE id = 1",
    ],
)
def test_a_single_change_behind_the_guard_s_back_is_found(history, tamper):
    with history.begin() as session:
        for table in ("audit_entry", "audit_seal"):
            session.execute(sa.text(GUARD.format(table, "DISABLE")))
        assert session.execute(sa.text(tamper)).rowcount > 0
        for table in ("audit_entry", "audit_seal"):
            session.execute(sa.text(GUARD.format(table, "ENABLE")))
    with history() as session:
        assert audit.verify(session) is not None


def test_what_is_still_being_written_is_sealed_later_and_nothing_twice(history):
    with history() as writing, history() as other:
        audit.record(writing, [audit.Entry("slow", "x")], ISSUED)
        with history.begin() as session:
            audit.record(session, [audit.Entry("quick", "x")], ISSUED)
        audit.seal(other, ISSUED)
        other.commit()
        writing.commit()
    sealed = []

    def work():
        with history.begin() as session:
            sealed.append(audit.seal(session, ISSUED))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    with history() as session:
        assert audit.verify(session) is None
        total = session.scalar(sa.text("SELECT sum(count) FROM audit_seal"))
        assert total == session.scalar(sa.text("SELECT count(*) FROM audit_entry")) == 16


def diagram(name):
    return b.sample("", start("s"), user("a", name=name), end("e"), path("s", "a", "e"))


@pytest.fixture
def library():
    return deployments.Library(b.SERVICES, b.FORMS)


def test_the_same_content_is_one_version_and_new_content_the_next(session, library):
    one = deploy(session, library, "k", diagram("Một"), ISSUED)
    again = deploy(session, library, "k", diagram("Một"), ISSUED)
    two = deploy(session, library, "k", diagram("Hai"), ISSUED)
    other = deploy(session, library, "other", diagram("Một"), ISSUED)
    assert (one.version, again.id, two.version, other.version) == (1, one.id, 2, 1)
    assert deployments.deployed(session, "k").id == two.id
    assert deployments.xml(session, one.id).encode() == diagram("Một")
    assert library.load(session, one.id).processes["p"].element("a").name == "Một"


def test_what_is_refused_stores_nothing(session, library):
    with pytest.raises(ModelRefused):
        deploy(
            session, library, "k", diagram("x").replace(b"userTask", b"choreographyTask"), ISSUED
        )
    assert session.scalars(sa.select(ProcessModel)).all() == []


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "iso-8859-1", "windows-1252", "utf-8-sig"]
)
def test_another_encoding_is_refused_or_kept_right(session, library, encoding):
    source = diagram("Lê").decode().replace("UTF-8", encoding.replace("-sig", "")).encode(encoding)
    try:
        made = deploy(session, library, "k", source, ISSUED)
    except ModelRefused:
        return
    loaded = deployments.Library(b.SERVICES, b.FORMS).load(session, made.id)
    assert loaded.processes["p"].element("a").name == "Lê"


def test_two_deploy_at_once_and_each_content_is_there_once(sessions, library):
    gate, errors = threading.Barrier(4), []

    def work(n):
        try:
            with sessions.begin() as session:
                gate.wait()
                deploy(session, library, "k", diagram(f"{n % 2}"), ISSUED)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert errors == []
    with sessions() as session:
        assert sorted(session.scalars(sa.select(ProcessModel.version))) == [1, 2]
