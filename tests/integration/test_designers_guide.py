"""The process that the designers' guide draws is deployed, issued by and done, as the guide says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from adapters.directive_files import parse
from engine import cascade, deployments, drafting_models, inbox
from engine.directive_tables import Milestone
from engine.directives import record
from engine.notices import Notice
from engine.units import Unit
from tests.helpers.drafting import member
from tests.helpers.story import items, tick

pytestmark = pytest.mark.usefixtures("units")
NOW = datetime(2023, 4, 14, 2, tzinfo=UTC)
KEY = "kiem-tra-nuoc"
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / f"{KEY}.bpmn"
DIRECTIVE = """\
issuer: UBND huyện Vị Xuyên, tỉnh Hà Giang
number: 12
symbol: UBND-NN
type: cong_van
issued_on: 14/4/2023
subject: Kiểm tra công trình nước sạch
field: ldtbxh
process: kiem-tra-nuoc
recipients:
  - group: UBND các xã, thị trấn
    select: children(unit, "xa")
provisions:
  - number: 1
    text: Kiểm tra công trình nước sạch trên địa bàn.
    lead: UBND các xã, thị trấn
"""


def test_from_the_guides_diagram_to_a_finished_inspection(session, machine):
    deployments.deploy(session, machine.library, KEY, EXAMPLE.read_bytes(), NOW)
    directive = record(session, parse(DIRECTIVE.encode(), "van-ban.yaml"), NOW)
    offered = drafting_models.choices(session, machine, directive.issuer_id, NOW.date())
    assert KEY in {choice.key for choice in offered}
    assert cascade.issue(session, machine, directive, NOW).faults == []
    communes = session.scalar(
        sa.select(sa.func.count())
        .select_from(Unit)
        .where(Unit.parent_id == directive.issuer_id, Unit.tier == "xa")
    )
    received = items(session, "tiep-nhan")
    assert len(received) == communes > 0

    tick(session, machine, NOW + timedelta(days=5))
    assert (
        session.scalar(sa.select(sa.func.count()).where(Notice.kind == "chua-tiep-nhan"))
        == communes
    )

    at = NOW + timedelta(days=6)
    unit = received[0].unit_id
    one = member(session, unit, at=at)

    def done(element, **answers):
        (item,) = [i for i in items(session, element) if i.unit_id == unit]
        inbox.complete(session, machine, one, item.id, answers, at)

    done("tiep-nhan", arrivalNumber="1", arrivedOn=at.date(), receiptNote=None)
    done("lap-bien-ban", outcome="Đạt", completedOn=at.date(), proposals=None)
    done("duyet-bien-ban", decision="return", remarks="Thiếu ảnh")
    done("lap-bien-ban", outcome="Có ảnh", completedOn=at.date(), proposals=None)
    done("duyet-bien-ban", decision="accept", remarks=None)
    reached = sa.select(Milestone.name).where(Milestone.unit_id == unit)
    assert set(session.scalars(reached)) == {"received", "done"}
