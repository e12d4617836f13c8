"""The designers' room in the browser: from a template to a deployed version, and back."""

import io
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from adapters import package_files
from engine import deployments, model_drafts, people
from engine.instance_rows import Instance
from engine.model_packages import Item
from tests.helpers.designing import form
from tests.web_world import PASSWORD, PASSWORDS, START

pytest_plugins = ("tests.web_fixtures",)


@pytest.fixture
def designers(world, web_sessions, browse):
    """Two designers' browsers, and an officer's."""
    with web_sessions.begin() as session:
        for name in ("ve.mot", "ve.hai"):
            people.create_account(
                session,
                PASSWORDS,
                username=name,
                name=f"Người {name}",
                unit_id=world.units["bo.cv"],
                roles=["thietke"],
                password=PASSWORD,
                now=START,
            )
    return browse("ve.mot"), browse("ve.hai"), browse("hd.cv")


def opened(answer):
    """Where the page sends one, which must be a draft's."""
    assert answer.status_code == 302, answer.text
    return re.fullmatch(r"/designer/drafts/\d+", answer.location)[0]


def copied(browser, key, kind="bpmn", own=""):
    page = browser.get(f"/designer/new?kind={kind}&key={key}").text
    assert f'name="source" value="{key}"' in page
    return opened(
        browser.post("/designer/new", kind=kind, source=key, key=own or key, title="Bản của ta")
    )


def deployed(one, two, draft, on="", replaces=""):
    assert one.post(f"{draft}/ask", note="").status_code == 302
    assert two.post(f"{draft}/approve", note="Được").status_code == 302
    return one.post(f"{draft}/schedule", on=on, deploy_note="Lần đầu", replaces=replaces)


PAGES = (
    *("", "?closed=1", "/templates", "/templates/bpmn/extension", "/templates/dmn/escalation"),
    *("/templates/form/report", "/new", "/new?kind=bpmn&key=extension", "/packages"),
    *("/versions/bpmn/extension", "/versions/dmn/escalation", "/migrate/extension"),
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_both_languages_for_designers_only(designers, path):
    one, _, officer = designers
    for language in ("vi", "en"):
        joint = "&" if "?" in path else "?"
        answer = one.get(f"/designer{path}{joint}lang={language}")
        assert answer.status_code == 200, answer.text[:300]
    assert officer.get(f"/designer{path}").status_code == 403


def test_a_copy_is_reviewed_by_another_and_deployed_and_the_next_is_compared(
    designers, web_sessions
):
    one, two, _ = designers
    draft = copied(one, "extension", own="gia-han-rieng")
    assert "chạy được" in one.get(draft).text
    assert "Từng phần, bằng lời" in two.get(draft).text and "Ai làm" in two.get(draft).text
    assert "Duyệt" not in one.get(draft).text
    assert one.post(f"{draft}/ask", note="Xem giúp").status_code == 302
    assert "Xem giúp" in two.get("/notices").text
    assert "Xem giúp" not in one.get("/notices").text
    refused = one.post(f"{draft}/approve", note="")
    assert refused.status_code == 403
    assert two.post(f"{draft}/approve", note="Được").status_code == 302
    missing = one.post(f"{draft}/schedule", on="", deploy_note="", replaces="")
    assert missing.status_code == 422
    assert 'aria-invalid="true"' in missing.text
    done = one.post(f"{draft}/schedule", on="", deploy_note="Lần đầu", replaces="")
    assert done.status_code == 302
    with web_sessions() as session:
        first = deployments.deployed(session, "gia-han-rieng")
    page = one.get("/designer/versions/bpmn/gia-han-rieng").text
    assert "Lần đầu" in page
    assert "Người ve.mot" in page
    again = opened(one.post(f"/designer/versions/bpmn/{first.id}/copy"))
    number = int(again.rsplit("/", 1)[1])
    with web_sessions.begin() as session:
        row = session.get(model_drafts.ModelDraft, number)
        row.content = row.content.replace('name="Xem xét', 'name="Xem kỹ')
    sides = f"kind=bpmn&before=v{first.id}&after=d{number}"
    assert "Xem kỹ" in one.get(f"/designer/compare?{sides}").text
    marks = one.get(f"/designer/compare.json?{sides}&side=after").json["elements"]
    assert {m["count"] for m in marks.values()} == {"đổi"}


def test_what_is_wrong_is_told_at_its_field_and_kept(designers):
    one, _, _ = designers
    answer = one.post("/designer/new", kind="bpmn", source="", key="Có dấu", title="Tên tôi gõ")
    assert answer.status_code == 422
    assert "Tên tôi gõ" in answer.text
    assert 'aria-describedby="key-help key-error"' in answer.text


def test_an_empty_drawing_table_and_form_can_be_begun(designers):
    one, _, _ = designers
    for kind in ("bpmn", "dmn", "form"):
        draft = opened(
            one.post("/designer/new", kind=kind, source="", key=f"moi-{kind}", title="A <b>")
        )
        assert one.get(draft).status_code == 200
        assert one.get(f"{draft}/source").status_code == 200
        assert f"moi-{kind}." in one.get(f"{draft}/download").headers["Content-Disposition"]


def test_a_later_day_is_kept_and_can_be_given_up(designers):
    one, two, _ = designers
    draft = copied(one, "extension", own="sau-nay")
    assert deployed(one, two, draft, on="01/06/2023").status_code == 302
    assert "01/06/2023" in one.get(draft).text
    assert one.post(f"{draft}/unschedule").status_code == 302
    past = one.post(f"{draft}/schedule", on="01/05/2023", deploy_note="x", replaces="")
    assert past.status_code == 422


def test_a_form_that_was_deployed_is_what_officers_see(designers, browse, web_sessions):
    one, two, _ = designers
    draft = copied(one, "receive", kind="form")
    with web_sessions.begin() as session:
        row = session.get(model_drafts.ModelDraft, int(draft.rsplit("/", 1)[1]))
        row.content = row.content.replace('"vi": "Số đến"', '"vi": "Số văn bản đến"')
        assert "Số văn bản đến" in row.content
    assert deployed(one, two, draft).status_code == 302
    clerk = browse("th.vt")
    item = re.search(r"/inbox/\d+", clerk.get("/inbox").text)[0]
    assert "Số văn bản đến" in clerk.get(item).text


def test_running_instances_are_moved_after_a_preview(designers, web_sessions, world):
    one, two, _ = designers
    draft = copied(one, "periodic-report")
    with web_sessions.begin() as session:
        old = deployments.deployed(session, "periodic-report")
        row = session.get(model_drafts.ModelDraft, int(draft.rsplit("/", 1)[1]))
        row.content = row.content.replace('name="Lập báo cáo"', 'name="Soạn báo cáo"')
        running = sa.select(sa.func.count()).where(
            Instance.model_id == old.id, Instance.status == "running"
        )
        many = session.scalar(running)
    assert many > 100
    assert deployed(one, two, draft, replaces=str(old.id)).status_code == 302
    address = "/designer/migrate/periodic-report"
    preview = one.get(f"{address}?old=1&new=2").text
    assert f"{many} chuyển được" in preview
    assert one.post(address, old="1", new="2", why="", pairs="").status_code == 422
    assert one.post(address, old="1", new="2", why="Đổi tên", pairs="a=b").status_code == 422
    assert one.post(address, old="1", new="2", why="Đổi tên bước", pairs="").status_code == 302
    with web_sessions() as session:
        assert session.scalar(running) == 0


def test_an_older_version_is_taken_again_with_a_reason(designers, web_sessions):
    one, two, _ = designers
    draft = copied(one, "extension")
    with web_sessions.begin() as session:
        old = deployments.deployed(session, "extension")
        row = session.get(model_drafts.ModelDraft, int(draft.rsplit("/", 1)[1]))
        row.content = row.content.replace('name="Xem xét', 'name="Xem kỹ')
    stale = deployed(one, two, draft, replaces="")
    assert stale.status_code == 409
    assert "Lần đầu" in stale.text
    done = one.post(f"{draft}/schedule", on="", deploy_note="Rõ hơn", replaces=str(old.id))
    assert done.status_code == 302
    back = f"/designer/versions/bpmn/{old.id}/use"
    assert one.post(back, note="").status_code == 422
    assert one.post(back, note="Lỗi").status_code == 302
    assert one.post(back, note="Lỗi").status_code == 409
    with web_sessions() as session:
        assert deployments.deployed(session, "extension").id == old.id


def test_a_package_goes_out_and_comes_in_as_drafts(designers):
    one, _, _ = designers
    token = one.token()
    out = one.client.post(
        "/designer/packages/export",
        data={"csrf_token": token, "model": ["bpmn/periodic-report", "bpmn/extension"]},
    )
    items = package_files.read(out.data)
    assert {i.key for i in items} == {"periodic-report", "escalation", "extension"}
    same = send(one, out.data).text
    assert same.count("Giống hệt phiên bản 1 đang dùng") == 3
    assert "/designer/drafts/" not in same
    newer = [replace(i, content=f"{i.content}<!-- 2 -->") for i in items]
    answer = send(one, package_files.write(newer))
    assert answer.status_code == 200
    assert answer.text.count("/designer/drafts/") == 3
    assert "lỗi" not in answer.text.split("<tbody>")[1]
    assert one.post("/designer/packages/export").status_code == 422


def test_a_hostile_package_is_refused_and_leaves_nothing(designers, web_sessions):
    one, _, _ = designers
    bomb = Item("bpmn", "x", "X", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")
    good = Item("form", "y", "Y", form("a"))
    for sent in (b"no zip", package_files.write([good, bomb])):
        assert send(one, sent).status_code == 422
    with web_sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(model_drafts.ModelDraft)) == 0


def send(browser, content):
    return browser.client.post(
        "/designer/packages/import",
        data={"csrf_token": browser.token(), "file": (io.BytesIO(content), "goi.zip")},
    )
