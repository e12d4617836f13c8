"""A task about an incident or a difficulty says on its page what it is about, and to whom only."""

import re

import pytest

from engine import difficulties, incidents, matters
from engine.incidents import IncidentDraft
from tests.helpers.matters import of
from tests.web_world import TODAY

pytest_plugins = ("tests.web_fixtures",)


@pytest.fixture
def asked(web_sessions, world):
    """Thanh Hà asks the province about its plan, and reports a storm to it."""
    thanh_ha = of(world.units["th.vt"])
    storm = IncidentDraft("khan", "Lốc xoáy", "Tốc mái 12 nhà.", "Xã Thanh Xá", TODAY)
    with web_sessions.begin() as session:
        bao = incidents.report(session, world.machine, thanh_ha, storm, TODAY)
        hoi = difficulties.raise_difficulty(
            session, world.machine, thanh_ha, world.derived, "Thiếu kinh phí?", TODAY
        )
    return f"vv{bao}", f"vm{hoi}"


def page(browser, name):
    """The page of the task of that name in the inbox."""
    listed = browser.get("/inbox").text
    found = re.search(rf'href="(/inbox/\d+)"[^>]*>\s*(?:<[^>]+>\s*)*{name}', listed)
    assert found is not None
    return found[1], browser.get(found[1]).text


def test_the_officer_reads_what_happened_and_receives_it(browse, asked):
    browser = browse("hd.cv")
    address, told = page(browser, "Tiếp nhận vụ việc")
    for words in ("Lốc xoáy", "Tốc mái 12 nhà.", "Xã Thanh Xá", "khẩn", "UBND huyện Thanh Hà"):
        assert words in told
    browser.post(f"{address}/complete", receivedNote="Đã cử lực lượng")
    assert "Xử lý hoặc chuyển cấp trên" in browse("hd.ld").get("/inbox").text


def test_the_head_reads_the_question_and_answers_it(browse, asked):
    browser = browse("hd.ld")
    address, told = page(browser, "Giải đáp vướng mắc")
    assert "UBND huyện Thanh Hà: Thiếu kinh phí?" in told
    refused = browser.post(f"{address}/complete", decision="answer", answer=" ")
    assert "Hãy ghi nội dung giải đáp." in refused.text
    browser.post(f"{address}/complete", decision="answer", answer="Dùng nguồn sự nghiệp")
    assert f'href="{address}"' not in browser.get("/inbox").text


def test_nobody_else_is_told_what_a_matter_is_about(web_sessions, world, asked):
    with web_sessions() as session:
        for subject in asked:
            assert matters.about(session, of(world.units["hd.cv"]), subject)
            assert matters.about(session, of(world.units["bd.cv"]), subject) == []
        for nothing in ("r1", "vv", "vvx", "vv99", "", "pc1", "dt99"):
            assert matters.about(session, of(world.units["hd.cv"]), nothing) == []
