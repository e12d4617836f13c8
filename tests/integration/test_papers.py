"""Papers made of what really happened: what they say, blanks, and who may have them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from adapters.papers import Papers
from engine import consolidation, policies
from engine.directive_tables import Directive
from engine.errors import NotFound
from engine.inspection_tables import InspectionRound
from engine.notices import Notice
from engine.papers.catalogue import KINDS, make
from engine.papers.declared import FORMS
from engine.papers.form import GAP
from engine.papers.urging import sendable
from engine.people import Actor
from engine.report_tables import Report
from engine.signature_lines import BLANK
from engine.units import Unit
from engine.urging_tables import NamedList, UrgingLetter
from tests.helpers.inspecting import Inspecting, at, person
from tests.helpers.ladder import LETTER, a_report, climb_to
from tests.helpers.papers import MADE, docx_text, pdf_text
from tests.helpers.rollups import WRITTEN, consolidator, reported, tiers
from tests.helpers.story import ISSUED, issued

pytestmark = pytest.mark.usefixtures("units")
PAPERS = Papers()
REFUSAL = {
    "signature": "refused",
    "refusalReason": "Không thống nhất số liệu",
    "witnessKind": "witness",
    "witnessName": "Trần Thị Chứng",
    "witnessTitle": "thôn 2",
}


def reader(unit_id):
    return Actor(1, unit_id, frozenset({"lanhdao", "chuyenvien", "vanthu"}), "Người đọc", "vi")


def stranger(session):
    """Somebody of a commune that has to do with nothing here."""
    return reader(session.scalar(sa.select(sa.func.max(Unit.id)).where(Unit.tier == "xa")))


def said(session, actor, kind, number):
    """The paper's words; both files say the same, and its fields are those declared."""
    paper = make(session, actor, kind, number)
    form = FORMS[paper.template]
    assert shape(paper.fields) <= shape(form.example())
    assert set(paper.fields) == set(form.fields)
    docx = PAPERS.docx(paper, MADE)
    words = docx_text(docx)
    assert pdf_text(PAPERS.pdf(paper, MADE)) == words
    if folder := os.environ.get("DONDOC_TEST_PAPERS"):
        for ending in ("docx", "pdf"):
            Path(folder, f"{kind}.{ending}").write_bytes(PAPERS.file(paper, ending, MADE))
    return " ".join(words)


def shape(fields):
    """Names of the fields and of their parts' fields."""
    found = set(fields)
    for name, held in fields.items():
        if isinstance(held, list) and held and isinstance(held[0], dict):
            found |= {f"{name}.{part}" for item in held for part in item}
    return found


def hidden(session, kind, number, actor=None):
    with pytest.raises(NotFound):
        make(session, actor or stranger(session), kind, number)


@pytest.fixture
def directive(session, machine):
    return issued(session, machine)


def test_a_directive_says_its_tasks_and_reports_as_they_are_printed(session, directive):
    told = said(session, reader(directive.issuer_id), "directive", directive.id)
    assert f"Số: {directive.number}/{directive.symbol}" in told
    assert "ỦY BAN NHÂN DÂN TỈNH BÌNH ĐỊNH" in told
    assert "Độc lập - Tự do - Hạnh phúc" in told
    for words in ("CHẾ ĐỘ BÁO CÁO", "trước ngày 15/", "Nơi nhận:", "- Lưu: VT, K20.", "./."):
        assert words in told
    hidden(session, "directive", directive.id)


def test_a_derived_directive_names_what_it_passes_on(session, machine):
    world = tiers(session, machine, districts=1, communes=1)
    own = session.get_one(Directive, world.districts[0].directive_id)
    told = said(session, reader(own.issuer_id), "directive", own.id)
    assert "KẾ HOẠCH" in told
    assert "Thực hiện" in told
    assert "của Ủy ban nhân dân tỉnh Bình Định về" in told
    hidden(session, "directive", own.id)


def test_a_number_that_is_not_given_yet_is_a_gap(session, directive):
    directive.number, directive.symbol = "", "KH-UBND"
    session.flush()
    paper = make(session, reader(directive.issuer_id), "directive", directive.id)
    assert paper.fields["number"] == f"Số: {GAP}/{directive.symbol}"


def test_a_directive_that_was_only_received_is_no_paper_of_ours(session, directive):
    directive.booked_by_id = directive.issuer_id
    session.flush()
    hidden(session, "directive", directive.id, reader(directive.issuer_id))


def test_a_draft_of_a_directive_is_no_paper(session, directive):
    directive.status = "draft"
    session.flush()
    hidden(session, "directive", directive.id, reader(directive.issuer_id))


@pytest.fixture
def late(session, machine, directive):
    climb_to(session, machine, LETTER)
    return a_report(session)


def letter_of(session, report):
    return session.scalars(
        sa.select(UrgingLetter)
        .where(UrgingLetter.directive_id == report.directive_id)
        .order_by(UrgingLetter.id)
    ).first()


def test_an_urging_letter_has_number_day_and_the_new_deadline(session, late):
    letter = letter_of(session, late)
    told = said(session, reader(letter.issuer_id), "urging-letter", letter.id)
    assert f"Số: {letter.number}/{letter.symbol}" in told
    assert "V/v đôn đốc gửi báo cáo" in told
    assert "Kính gửi:" in told and "chưa nhận được báo cáo" in told
    hidden(session, "urging-letter", letter.id)


def test_a_draft_of_a_letter_has_gaps_and_stays_with_its_issuer(session, machine, directive):
    policies.put(session, "urging.sign", None, "task", ISSUED, "test")
    climb_to(session, machine, LETTER)
    letter = letter_of(session, a_report(session))
    assert letter.number is None
    paper = make(session, reader(letter.issuer_id), "urging-letter", letter.id)
    assert paper.fields["number"].startswith(f"Số: {GAP}/") and paper.dated is None
    assert f"ngày{GAP}tháng{GAP}năm" in paper.fields["place_date"]
    hidden(session, "urging-letter", letter.id, reader(a_report(session).unit_id))


def test_a_reminder_is_the_consolidators_letter_to_the_unit(session, late, directive):
    notice = session.scalars(
        sa.select(Notice)
        .where(Notice.report_id == late.id, Notice.kind == "nhac-1")
        .order_by(Notice.id)
    ).first()
    told = said(session, reader(late.consolidator_id), "reminder", notice.id)
    for actor in (reader(notice.unit_id), reader(directive.issuer_id)):
        assert make(session, actor, "reminder", notice.id).fields["to"]
    assert "V/v nhắc thời hạn gửi" in told and "14/5/2023" in told
    hidden(session, "reminder", notice.id)


def test_nobody_reminds_itself_by_letter(session, late, directive):
    notice = session.scalars(sa.select(Notice).where(Notice.kind == "nhac-1")).first()
    assert sendable(session, [notice.id]) == {notice.id}
    notice.unit_id = session.get_one(Report, notice.report_id).consolidator_id
    session.flush()
    assert not sendable(session, [notice.id])
    hidden(session, "reminder", notice.id, reader(notice.unit_id))


def test_a_notice_that_reminds_of_no_report_is_no_paper(session, late):
    notice = session.scalars(sa.select(Notice).where(Notice.kind == "van-ban-moi")).first()
    hidden(session, "reminder", notice.id, reader(notice.unit_id))


def test_a_named_list_has_its_units_with_their_days(session, machine, late):
    while (made := session.scalars(sa.select(NamedList)).first()) is None:
        climb_to(session, machine, session.scalar(sa.text("SELECT min(due_at) FROM timer")))
    told = said(session, reader(made.issuer_id), "named-list", made.id)
    assert "DANH SÁCH" in told and "Số ngày chậm" in told and "Chưa nộp" in told
    hidden(session, "named-list", made.id)
    hidden(session, "named-list", made.id, reader(late.unit_id))


@pytest.fixture
def inspecting(session, machine):
    ir = Inspecting(session, machine, "tỉnh Gia Lai", at("20/04/2026"))
    ir.plan("chuyen-nganh", "20/04/2026", "30/06/2026")
    ir.choose(*ir.below(2))
    return ir


def test_a_round_without_a_decision_has_no_papers(session, inspecting):
    for kind in ("inspection-decision", "inspection-notice"):
        hidden(session, kind, inspecting.round.id, inspecting.officer)


def test_a_decision_names_team_units_and_time(session, inspecting):
    inspecting.open("25/04/2026")
    number = inspecting.round.id
    told = said(session, inspecting.officer, "inspection-decision", number)
    assert "QUYẾT ĐỊNH" in told and "Căn cứ Nghị định số 217/2025/NĐ-CP" in told
    assert "Nguyễn Văn Trưởng" in told and "Lê Thị Viên" in told
    assert "từ ngày 20/4/2026 đến ngày 30/6/2026" in told
    for unit in inspecting.below(2):
        assert unit.short_name in told
    by_directive = session.get_one(InspectionRound, number).directive_id
    assert make(session, inspecting.officer, "directive", by_directive).fields["team"]
    hidden(session, "inspection-decision", number)


def test_a_notice_has_the_outline_and_a_unit_sees_only_itself(session, inspecting):
    inspecting.open("25/04/2026")
    first, second = inspecting.below(2)
    told = said(session, inspecting.officer, "inspection-notice", inspecting.round.id)
    assert "ĐỀ CƯƠNG BÁO CÁO" in told and "chậm nhất ngày 25/4/2026" in told
    own = make(session, person(first), "inspection-notice", inspecting.round.id)
    assert own.fields["to"] == [first.short_name]
    decision = make(session, person(first), "inspection-decision", inspecting.round.id)
    assert [u["unit"] for u in decision.fields["units"]] == [first.short_name, BLANK]
    assert f"{second.short_name};" not in decision.fields["copies"]
    hidden(session, "inspection-notice", inspecting.round.id)


def test_minutes_may_be_taken_along_blank_and_hold_what_was_found(session, inspecting):
    inspecting.open("25/04/2026")
    unit = inspecting.below(1)[0]
    number = inspecting.of(unit).id
    hidden(session, "inspection-minutes", number, inspecting.officer)
    inspecting.do("cong-bo", unit)
    blank = make(session, inspecting.officer, "inspection-minutes", number)
    assert blank.dated is None and "…" in blank.fields["findings"][0]
    inspecting.do("tien-hanh", unit)
    inspecting.do("bien-ban", unit, findings="Chưa mở sổ\nNộp chậm", **REFUSAL)
    told = said(session, person(unit), "inspection-minutes", number)
    assert "1. Chưa mở sổ 2. Nộp chậm" in told and "KHÔNG KÝ BIÊN BẢN" in told
    assert "Không thống nhất số liệu" in told and "Người chứng kiến: Trần Thị Chứng, thôn 2" in told
    hidden(session, "inspection-minutes", number)
    hidden(session, "inspection-minutes", number, person(inspecting.below(2)[1]))


def test_a_report_has_text_figures_and_the_units_of_its_version(session, machine):
    world = tiers(session, machine, districts=1, communes=3)
    rollup, communes = world.districts[0], world.communes[0]
    hidden(session, "consolidated-report", rollup.id, consolidator(rollup))
    for n, one in enumerate(communes[:2], 1):
        reported(session, machine, one, trainingCourses=1250 * n, narrative=f"Đã mở lớp {n}")
    consolidation.close(session, machine, consolidator(rollup), rollup.id, WRITTEN)
    told = said(session, consolidator(rollup), "consolidated-report", rollup.id)
    assert "BÁO CÁO" in told and "3.750" in told and "1.250" in told and "2.500" in told
    assert "Đã tiếp nhận 2/3 báo cáo" in told and "Đã mở lớp 2" in told
    assert "PHỤ LỤC" in told
    paper = make(session, consolidator(rollup), "consolidated-report", rollup.id)
    assert len(paper.fields["units"]) == 2
    hidden(session, "consolidated-report", rollup.id)


def test_every_kind_is_not_found_where_there_is_none(session):
    for kind in KINDS:
        hidden(session, kind, 10**9)
