"""Papers on the pages: had by who may see their subject, as files; templates replaced by who may."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import unquote

import pytest
import sqlalchemy as sa

from adapters.papers import Papers
from engine.audit import AuditEntry
from engine.notices import Notice
from engine.papers.reminding import KINDS
from tests.helpers.pages import in_both_languages, led, refused, told
from tests.helpers.papers import docx_text, pdf_text, saying
from tests.web_world import Browser

pytest_plugins = ("tests.web_fixtures",)
HOME = "/administration/papers"
LETTER = f"{HOME}/urging-letter"


@pytest.fixture
def papers(tmp_path):
    return Papers(tmp_path / "papers")


@pytest.fixture
def enter(make_app, papers):
    """``enter("admin")``: their browser, where templates may be replaced."""
    app = make_app(papers=papers)

    def browser(username):
        found = Browser(app)
        found.sign_in(username)
        return found

    return browser


@pytest.fixture
def admin(enter):
    return enter("admin")


def sent(browser, address, file, name="mau.docx"):
    given = {"file": (BytesIO(file), name), "csrf_token": browser.token()}
    return browser.client.post(address, data=given, content_type="multipart/form-data")


def test_a_directive_is_taken_away_as_both_files_under_its_name(browse, world):
    page = f"/directives/{world.derived}"
    shown = told(browse("hd.cv").get(page), "Tải .docx", "Tải PDF")
    files = {}
    for ending in ("docx", "pdf"):
        assert f"{page}/paper.{ending}" in shown
        answer = browse("hd.cv").get(f"{page}/paper.{ending}")
        assert answer.status_code == 200
        named = unquote(answer.headers["Content-Disposition"])
        assert named.startswith("attachment") and "Kế hoạch 76-KH-UBND" in named
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        files[ending] = answer.data
    assert pdf_text(files["pdf"]) == docx_text(files["docx"])
    assert browse("hd.cv").get(f"{page}/paper.pdf").data == files["pdf"]


@pytest.fixture
def reminded(world, web_sessions):
    """The number of a notice to the province's officers about a report of theirs."""
    with web_sessions.begin() as session:
        ours = sa.and_(Notice.unit_id == world.units["hd.cv"], Notice.kind.in_(KINDS))
        notice = session.scalars(sa.select(Notice).where(ours)).first()
        notice.audience = "officer"
        return notice.id


def test_who_may_not_see_the_page_does_not_get_the_paper(browse, world, reminded):
    for address in (f"/directives/{world.derived}/paper.pdf", f"/notices/{reminded}/paper.docx"):
        assert browse("hd.cv").get(address).status_code == 200, address
        assert browse("bd.cv").get(address).status_code == 404, address


def test_a_notice_about_a_report_offers_its_letter(browse, reminded, world):
    address = f"/notices/{reminded}/paper"
    told(browse("hd.cv").get("/notices"), f"{address}.docx", f"{address}.pdf")
    sent = browse("bo.cv").get(f"/directives/{world.root}/notices")
    letter = re.search(r"/notices/\d+/paper\.pdf", told(sent, "Thông báo đã gửi"))
    assert letter and browse("bo.cv").get(letter[0]).status_code == 200


def test_the_templates_are_listed_with_their_fields(admin, enter):
    told(admin.get("/administration"), f'href="{HOME}"')
    told(admin.get(HOME), "Văn bản đôn đốc", "mẫu gốc")
    told(admin.get(LETTER), "signer_lines", "danh sách gồm: style, text", "Kính gửi")
    in_both_languages(admin, LETTER)
    assert admin.get(f"{HOME}/nothing").status_code == 404
    assert enter("hd.ld").get(HOME).status_code == 403


def test_a_template_is_replaced_recorded_tried_and_put_back(admin, papers, web_sessions):
    file = saying("MẪU CỦA TỈNH {{ number }}")
    led(sent(admin, LETTER, file))
    told(admin.get(LETTER), "mẫu của cơ quan", "«signer_name»", "Dùng lại mẫu gốc")
    assert admin.get(f"{LETTER}/template.docx").data == file
    assert "CỦA" in pdf_text(admin.get(f"{LETTER}/trial.pdf").data)
    with web_sessions() as session:
        found = session.scalars(
            sa.select(AuditEntry.detail).where(AuditEntry.action == "paper-template")
        ).all()
    assert len(found) == 1 and "urging-letter" in found[0]
    shipped = admin.get(f"{LETTER}/template.docx?shipped=1").data
    led(admin.post(f"{LETTER}/reset"))
    assert (
        admin.get(f"{LETTER}/template.docx").data
        == shipped
        == papers.templates.file("urging-letter", shipped=True)
    )


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (saying("{{ isuer }}"), "«isuer»"),
        (saying("{{ issuer.__class__ }}"), "«issuer.__class__»"),
        (b"x", "không phải văn bản Word"),
    ],
)
def test_what_cannot_be_a_template_is_refused_and_nothing_changes(
    admin, papers, web_sessions, file, words
):
    refused(sent(admin, LETTER, file), 422, words, "dd-field-error")
    assert papers.templates.state("urging-letter").replaced_at is None
    with web_sessions() as session:
        action = AuditEntry.action == "paper-template"
        assert session.scalar(sa.select(sa.func.count()).where(action)) == 0


def test_nothing_chosen_is_said_at_the_field(admin):
    refused(admin.post(LETTER), 422, "Hãy chọn tệp mẫu")


def test_only_administrators_touch_templates(enter, papers):
    head = enter("hd.ld")
    assert sent(head, LETTER, saying("{{ number }}")).status_code == 403
    assert head.post(f"{LETTER}/reset").status_code == 403
    assert papers.templates.state("urging-letter").replaced_at is None
