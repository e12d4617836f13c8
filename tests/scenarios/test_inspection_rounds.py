"""Rounds of inspection as the administration would tell them."""

import pytest
import sqlalchemy as sa

from engine.directive_tables import Directive
from engine.inspection_errors import WitnessMissing
from engine.notices import Notice
from engine.reports import Report
from tests.helpers.inspecting import Inspecting, at, day
from tests.helpers.story import count, finish, lap_bao_cao, one_report, same_timers

pytestmark = pytest.mark.usefixtures("units")


def kinds(session, unit, box=None):
    """What was told of a unit (in one box), in the order it was told."""
    told = sa.select(Notice.kind).where(Notice.about_unit_id == unit.id).order_by(Notice.id)
    return list(session.scalars(told.where(Notice.unit_id == box.id) if box else told))


def test_a_province_inspects_three_communes_one_refuses_to_sign_one_remedies_late(session, machine):
    ir = Inspecting(session, machine, "tỉnh Gia Lai", at("02/03/2026"))
    first, second, third = ir.below(3)
    ir.plan("chuyen-nganh", "09/03/2026", "10/04/2026", "Kiểm tra công tác bình đẳng giới")
    ir.choose(first, second, third)
    ir.open("13/03/2026")
    # Thông báo và đề cương tới cả ba xã; hai xã báo cáo đúng hạn, xã thứ ba quá hạn 2 ngày.
    assert kinds(session, third) == ["kiem-tra-thong-bao"]
    for commune in (first, second):
        ir.do("tu-kiem-tra", commune)
    ir.wait("16/03/2026")
    assert ir.of(first).self_reported_at is not None
    assert kinds(session, third)[1:] == [
        "kiem-tra-nhac-de-cuong",
        "kiem-tra-qua-han-de-cuong",
        "kiem-tra-lanh-dao-de-cuong",
    ]
    assert kinds(session, first, ir.who) == ["kiem-tra-da-nop"]

    # Công bố ngày 16/3: thời hạn của cơ quan cấp tỉnh là 10 ngày, hết 26/3.
    for commune in (first, second, third):
        ir.do("cong-bo", commune)
        assert ir.of(commune).clock_due_at == at("27/03/2026 00:00")
        ir.do("tien-hanh", commune)
    ir.do("bien-ban", first)
    with pytest.raises(WitnessMissing), session.begin_nested():
        ir.do("bien-ban", second, signature="refused", refusalReason="Không thống nhất")
    ir.do(
        "bien-ban",
        second,
        signature="refused",
        refusalReason="Không thống nhất nội dung",
        witnessKind="commune",
        witnessName="Trần Thị Chứng",
        witnessTitle="Công chức Văn phòng – Thống kê",
    )
    assert (ir.of(second).signature, ir.of(second).witness) == ("refused", "Trần Thị Chứng")

    # Đến 25/3 xã thứ ba chưa xong: báo người ra quyết định, được gia hạn 5 ngày, rồi vẫn quá hạn.
    ir.wait("26/03/2026")
    assert kinds(session, third, ir.who) == ["kiem-tra-sap-het-han"]
    ir.extend(third)
    assert ir.of(third).clock_due_at == at("01/04/2026 00:00")
    ir.wait("01/04/2026")
    assert kinds(session, third, ir.who)[1:] == ["kiem-tra-gia-han", "kiem-tra-het-han"]
    ir.do("bien-ban", third)

    # Kết quả: một thông báo, hai văn bản yêu cầu khắc phục với việc và hạn riêng.
    ir.do("ket-luan", first, number="31", outcome="thong-bao", remedies=None)
    remedies = "Mở sổ theo dõi | 15/04/2026\nKiện toàn Ban VSTBPN | 30/04/2026"
    ir.do("ket-luan", second, number="32", remedies=remedies)
    assert count(session, "work_item", "element = 'dot-lap-bao-cao'") == 0
    ir.do("ket-luan", third, number="33", remedies="Lưu hồ sơ | 20/04/2026")
    letter = session.get_one(Directive, ir.of(second).directive_id)
    assert (letter.issuer_id, letter.parent_id) == (ir.who.id, ir.round.directive_id)
    owed = session.scalars(sa.select(Report).filter_by(unit_id=second.id).order_by(Report.id)).all()
    assert [r.title for r in owed] == [
        "Kết quả khắc phục: Mở sổ theo dõi",
        "Kết quả khắc phục: Kiện toàn Ban VSTBPN",
    ]
    assert [r.first_due_at for r in owed] == [at("16/04/2026 00:00"), at("01/05/2026 00:00")]

    # Đoàn báo cáo, cấp trên cho ý kiến.
    ir.do("lap-bao-cao")
    ir.do("y-kien")
    session.refresh(ir.round)
    assert ir.round.status == "reported"

    # Việc khắc phục đi theo thang đôn đốc như mọi báo cáo: xã thứ ba nộp muộn 3 ngày.
    for moment in ("14/04/2026", "20/04/2026", "21/04/2026", "23/04/2026 10:00"):
        ir.wait(moment)
    late = one_report(session, unit_id=third.id)
    assert kinds(session, third)[-4:] == ["nhac-1", "nhac-2", "qua-han", "lanh-dao"]
    finish(session, machine, [lap_bao_cao(session, late)], {"narrative": "Đã lưu"}, ir.now)
    session.refresh(late)
    assert late.submitted_at > late.first_due_at
    same_timers(session, machine)
    assert count(session, "fault") == 0


def test_a_committee_for_womens_advancement_inspects_districts_without_a_clock(session, machine):
    ir = Inspecting(session, machine, "tỉnh Bình Định", at("01/08/2023"))
    town, district = ir.below(2, "huyen")
    ir.plan("thuc-hien", "15/08/2023", "30/09/2023", "Kiểm tra hoạt động vì sự tiến bộ của phụ nữ")
    ir.choose(town, district)
    ir.open("20/08/2023")
    ir.wait("20/08/2023")
    ir.do("tu-kiem-tra", district)
    ir.wait("05/09/2023")
    ir.inspect(town)
    ir.inspect(district, findings="Chưa có quy chế hoạt động\nKinh phí chưa bố trí")
    assert (ir.of(district).announced_on, ir.of(district).clock_due_at) == (day("05/09/2023"), None)
    for number, unit in (("1", town), ("2", district)):
        ir.do("ket-luan", unit, number=number, outcome="ket-luan", remedies=None)
    # Đơn vị chưa báo cáo theo đề cương không còn phải báo cáo khi đã có kết luận.
    assert count(session, "work_item", "element = 'donvi-tu-kiem-tra' AND status = 'open'") == 0
    assert count(session, "inspection_finding") == 1 + 2
    assert "kiem-tra-het-han" not in kinds(session, district)
    assert count(session, "report") == 0
    ir.do("lap-bao-cao")
    assert count(session, "fault") == 0
    same_timers(session, machine)
