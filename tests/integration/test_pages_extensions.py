"""Extensions on their pages: asked for, decided in place, and how many are left."""

import re

import pytest
import sqlalchemy as sa

from engine.report_tables import Report
from tests.helpers.pages import in_both_languages, join, led, refused, task_of, told

pytest_plugins = ("tests.web_fixtures",)


@pytest.fixture
def form(web_sessions, world):
    """The address of the form of the province's first open report."""
    with web_sessions() as session:
        mine = sa.select(Report.id).where(Report.unit_id == world.units["hd.cv"])
        first = session.scalars(mine.where(Report.status == "open").order_by(Report.id)).first()
    return f"/reports/{first}/extension"


@pytest.fixture
def officer(browse):
    return browse("hd.cv")


@pytest.fixture
def owner(browse, web_sessions, world):
    join(web_sessions, world, "bo.ld", "Bộ Lao động - Thương binh và Xã hội", "lanhdao")
    return browse("bo.ld")


@pytest.fixture
def asked(officer, form):
    """The address of an extension that waits for the ministry."""
    assert led(officer.post(form, day="20/12/2023", reason="Bão lũ")) == "/extensions?side=ours"
    return re.search(r'href="(/extensions/\d+)"', officer.get("/extensions").text)[1]


def test_an_extension_is_decided_where_it_is_read(officer, owner, asked):
    told(officer.get(asked), "Bão lũ", "còn được gia hạn 1 lần", "quyết định")
    task = task_of(told(owner.get(asked), "Bão lũ", "20/12/2023"))
    early = owner.post(task, decision="grant", newDay="01/01/2023", remarks="Nhanh lên")
    refused(early, 422, "phải sau", "Nhanh lên")
    led(owner.post(task, decision="grant", newDay="18/12/2023", remarks="Chỉ đến ngày 18"))
    told(officer.get(asked), "được gia hạn đến hết ngày 18/12/2023", "Chỉ đến ngày 18")
    told(officer.get("/extensions"), "còn 0 lần theo chính sách")


@pytest.mark.parametrize(
    ("day", "reason", "said"),
    [
        ("01/01/2023", "Bão lũ", "phải sau hôm nay"),
        ("1/6", "Bão lũ", "không có trong lịch"),
        ("", "Bão lũ", "Hãy ghi ngày"),
        ("20/12/2023", " ", "Hãy ghi ô này"),
    ],
)
def test_what_cannot_be_asked_keeps_what_was_typed(officer, form, day, reason, said):
    page = refused(officer.post(form, day=day, reason=reason), 422, said)
    assert f'value="{day}"' in page and reason.strip() in page


def test_one_question_at_a_time(officer, form, asked):
    refused(officer.post(form, day="21/12/2023", reason="Lý do khác"), 409, "Lý do khác")


def test_only_the_unit_asks_and_only_the_owner_decides(officer, owner, asked, form, browse):
    stranger = browse("bd.cv")
    assert stranger.get(asked).status_code == 404
    assert stranger.get(form).status_code == 404
    assert owner.get(form).status_code == 403
    task = task_of(owner.get(asked).text)
    assert officer.post(task, decision="grant").status_code == 404
    assert browse("bo.cv").post(task, decision="grant").status_code == 403
    assert (
        "/extensions/" not in told(stranger.get("/extensions")).split("<main")[1].split("xlsx")[0]
    )


def test_lists_are_filtered_found_and_taken_out(officer, owner, asked):
    for browser, path in ((officer, "?side=ours"), (owner, "?side=to-decide&status=asked")):
        told(browser.get(f"/extensions{path}"), asked)
    told(officer.get("/extensions?q=bao+lu"), asked)
    for none in ("?q=chay", "?status=granted", "?side=to-decide"):
        assert asked not in told(officer.get(f"/extensions{none}"))
    assert officer.get("/extensions.xlsx").status_code == 200


def test_every_page_opens_in_both_languages(officer, owner, asked, form):
    for path in ("/extensions", asked, form):
        in_both_languages(officer, path)
    in_both_languages(owner, asked)
