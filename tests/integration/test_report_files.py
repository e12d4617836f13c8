"""Files of a report: added and removed while it is written, frozen with what is submitted."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from adapters.files import Folder
from engine import attachments, policies, report_files, report_views
from engine.attachments import AttachmentRefused
from engine.errors import Forbidden, NotFound
from engine.report_drafts import NotBeingWritten
from engine.units import Unit
from tests.helpers.reporting import opened, person, review, submit
from tests.helpers.samples import CSV, PDF, PNG
from tests.helpers.story import OPEN, count

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def store(tmp_path):
    return Folder(tmp_path / "files")


@pytest.fixture
def report(session, machine):
    return opened(session, machine)


@pytest.fixture
def officer(session, report):
    return person(session, "cv", report.unit_id)


@pytest.fixture
def attach(session, store, report, officer):
    def add(name, content, who=officer):
        return report_files.add(session, store, who, report.id, name, io.BytesIO(content), OPEN).id

    return add


def names(files):
    return [f.name for f in files]


def test_a_submitted_version_keeps_its_files_whatever_the_next_one_does(
    session, machine, report, officer, attach
):
    reviewer = person(session, "th", report.consolidator_id)
    table, wrong = attach("số liệu.csv", CSV), attach("nhầm.png", PNG)
    report_files.remove(session, officer, report.id, wrong, OPEN)
    submit(session, machine, officer, report, OPEN)
    review(session, machine, reviewer, report, OPEN, "Thiếu biên bản.")
    attach("biên bản.pdf", PDF)
    report_files.remove(session, officer, report.id, table, OPEN)
    assert names(report_views.read(session, reviewer, report.id).files) == ["số liệu.csv"]
    submit(session, machine, officer, report, OPEN + DAY)
    seen = report_views.read(session, reviewer, report.id)
    assert [names(v.files) for v in seen.versions] == [["số liệu.csv"], ["biên bản.pdf"]]
    assert names(seen.files) == ["biên bản.pdf"]
    assert count(session, "audit_entry", "action IN ('attach', 'detach')") == 5


def test_after_submission_nothing_is_added_or_removed(session, machine, report, officer, attach):
    table = attach("a.csv", CSV)
    submit(session, machine, officer, report, OPEN)
    with pytest.raises(NotBeingWritten):
        attach("b.csv", CSV)
    with pytest.raises(NotBeingWritten):
        report_files.remove(session, officer, report.id, table, OPEN)


def test_whoever_may_see_the_report_reads_its_files_and_nobody_else(
    session, store, report, officer, attach
):
    table = attach("a.csv", CSV)
    reviewer = person(session, "th", report.consolidator_id)
    kept, source = report_files.read(session, store, reviewer, report.id, table)
    with source:
        assert (kept.name, source.read()) == ("a.csv", CSV)
    elsewhere = session.scalars(sa.select(Unit.id).where(Unit.tier == "xa").limit(1)).one()
    stranger = person(session, "la", elsewhere)
    with pytest.raises(NotFound):
        report_files.read(session, store, stranger, report.id, table)
    with pytest.raises(NotFound):
        report_files.read(session, store, officer, report.id + 1, table)
    with pytest.raises(Forbidden):
        attach("b.csv", CSV, reviewer)
    with pytest.raises(NotFound):
        report_files.remove(session, officer, report.id, table + 999, OPEN)


def test_the_quotas_are_the_unit_s_policies(session, report, attach):
    policies.put(session, "attachment-file-mb", report.unit_id, "1", OPEN, "test")
    policies.put(session, "attachment-total-mb", report.unit_id, "1", OPEN, "test")
    big = b"a\n" * 300_000
    with pytest.raises(AttachmentRefused, match="at most 1 MB"):
        attach("a.txt", big * 2)
    attach("a.txt", big)
    with pytest.raises(AttachmentRefused, match=r"at most 0\.4 MB"):
        attach("b.txt", big)
    attach("c.txt", b"a" * (1024 * 1024 - len(big)))
    with pytest.raises(AttachmentRefused, match="already has 1 MB"):
        attach("d.txt", b"a")


def test_a_crash_after_the_file_was_written_leaves_no_row_and_the_sweep_removes_the_file(
    session, store, report, officer, attach
):
    kept = attach("a.csv", CSV)
    point = session.begin_nested()
    attach("b.png", PNG)
    point.rollback()
    (store.path / "unfinished-x").write_bytes(b"half")
    assert len(store.hashes()) == 2
    assert names(attachments.of(session, report.subject)) == ["a.csv"]
    swept = attachments.sweep(session, store)
    assert (swept.removed, swept.missing) == (2, [])
    _, source = report_files.read(session, store, officer, report.id, kept)
    source.close()


def test_the_sweep_says_which_files_are_gone(session, store, attach):
    attach("a.csv", CSV)
    (gone,) = store.hashes()
    store.remove(gone)
    assert attachments.sweep(session, store).missing == [gone]
