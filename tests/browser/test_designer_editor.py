"""A designer draws in a real browser: by mouse and by keyboard, never losing what was drawn."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.designing import (
    canvas,
    draft,
    drawn,
    empty,
    finish_name,
    open_editor,
    open_file,
    place,
    saved_content,
    shape,
    sign_in,
    write_feel,
)

RUNS = "Không có gì phải sửa: chạy được."
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "kiem-tra-nuoc.bpmn"
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
CAMUNDA = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="http://bpmn.io/schema/bpmn">
 <bpmn:process id="Kho" isExecutable="true" camunda:historyTimeToLive="30">
  <bpmn:startEvent id="s"></bpmn:startEvent>
  <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
  <bpmn:scriptTask id="t" name="Tính" scriptFormat="python" camunda:asyncBefore="true">
   <bpmn:extensionElements><camunda:properties><camunda:property name="mau" value="xanh"/></camunda:properties></bpmn:extensionElements>
   <bpmn:script>import os</bpmn:script>
  </bpmn:scriptTask>
  <bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
  <bpmn:endEvent id="e"></bpmn:endEvent>
 </bpmn:process>
</bpmn:definitions>"""


@pytest.fixture
def designer(page: Page, product: str) -> Page:
    """A designer, signed in."""
    sign_in(page, product, "thietke")
    return page


def test_a_process_is_drawn_by_mouse_given_a_timer_mended_saved_and_found_again(
    designer: Page, product: str
) -> None:
    page = designer
    number = draft(page, product, "bpmn", "ve-chuot", "Vẽ bằng chuột")
    open_editor(page, product, number)
    empty(page)
    place(page, "create.start-event", 260, 200)
    page.click(".djs-context-pad [data-action='append.append-task']")
    page.keyboard.type("Lập báo cáo")
    finish_name(page)
    page.click(".djs-context-pad [data-action='append.end-event']")
    finish_name(page)
    task = drawn(page, "Lập báo cáo")
    findings = page.locator("[data-findings-list]")
    expect(findings).to_contain_text("vai trò")
    page.locator(".dd-finding-row", has_text="Vai trò").click()
    page.select_option("[name='dondoc-role']", "chuyenvien")
    page.select_option("[name='dondoc-form']", "report")
    told = page.locator("[data-findings-told]")
    expect(told).to_have_text(RUNS)

    box = task.bounding_box()
    assert box is not None
    corner = canvas(page)
    place(
        page,
        "create.intermediate-event",
        box["x"] + 70 - corner["x"],
        box["y"] + box["height"] - corner["y"],
    )
    page.click(".djs-context-pad [data-action='replace']")
    page.click("[data-id='replace-with-non-interrupting-timer-boundary']")
    write_feel(page, "dondoc-timer", "working days before(dueAt, 7")
    page.click(".djs-context-pad [data-action='append.end-event']")
    finish_name(page)
    page.mouse.click(box["x"] + 70, box["y"] + box["height"])
    expect(page.locator("[data-entry-id='dondoc-timer-echo']")).to_have_text(
        "7 ngày làm việc trước hạn"
    )
    expect(findings).to_contain_text("Không có tên «dueAt»")
    expect(page.locator(".dd-finding-sign")).to_have_count(1)
    page.mouse.click(corner["x"] + 700, corner["y"] + 500)
    page.click("[data-group-id='group-dondoc-variables'] .bio-properties-panel-add-entry")
    page.fill("[name='dondoc-variables-0-name']", "dueAt")
    expect(told).to_have_text(RUNS)

    page.keyboard.press("Control+s")
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu")
    kept = saved_content(page, product, number)
    assert 'dondoc:role="chuyenvien"' in kept
    assert "working days before(dueAt, 7)" in kept
    open_editor(page, product, number)
    expect(drawn(page, "Lập báo cáo")).to_be_visible()


def test_the_same_is_drawn_with_the_keyboard_alone(designer: Page, product: str) -> None:
    page = designer
    number = draft(page, product, "bpmn", "ve-phim", "Vẽ bằng phím")
    open_editor(page, product, number)
    empty(page)
    for kind, name in (("Bắt đầu", "Có việc"), ("Việc của người", "Xử lý"), ("Kết thúc", "Xong")):
        page.keyboard.press("n")
        expect(page.locator(".djs-popup-search input")).to_be_focused()
        page.keyboard.type(kind)
        expect(page.locator(".djs-popup .entry")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(page.locator(".djs-direct-editing-content")).to_be_focused()
        page.keyboard.type(name)
        finish_name(page)
        expect(page.locator("[data-canvas] svg[tabindex]")).to_be_focused()
    connections = page.locator(".djs-connection[data-element-id]")
    expect(connections).to_have_count(2)
    page.keyboard.press("Control+z")  # the name
    page.keyboard.press("Control+z")  # the element
    expect(connections).to_have_count(1)
    page.keyboard.press("Control+y")
    expect(connections).to_have_count(2)


def test_what_was_not_saved_is_kept_by_the_browser_and_offered_again(
    designer: Page, product: str
) -> None:
    page = designer
    number = draft(page, product, "bpmn", "chua-luu", "Chưa lưu")
    open_editor(page, product, number)
    place(page, "create.user-task", 520, 340, "Chưa lưu đâu")
    expect(page.locator("[data-status]")).to_have_text("Chưa lưu")
    page.wait_for_timeout(1200)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("dialog")).to_contain_text("Tiếp tục bản vẽ chưa lưu?")
    page.click("dialog button[value='restore']")
    expect(drawn(page, "Chưa lưu đâu")).to_be_visible()
    page.click("[data-act='save']")
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu")
    assert "Chưa lưu đâu" in saved_content(page, product, number)


def test_a_second_designer_is_told_and_overwrites_nothing(product: str, browser: Browser) -> None:
    # Two windows of their own: the browser reports the refusal that is wanted here as an error.
    one, two = browser.new_context(locale="vi-VN"), browser.new_context(locale="vi-VN")
    page, other = one.new_page(), two.new_page()
    sign_in(page, product, "thietke")
    sign_in(other, product, "thietke2")
    number = draft(page, product, "bpmn", "hai-nguoi", "Hai người")
    open_editor(page, product, number)
    open_editor(other, product, number)
    place(other, "create.user-task", 520, 340, "Bản của họ")
    other.click("[data-act='save']")
    expect(other.locator("[data-status]")).to_contain_text("Đã lưu")

    place(page, "create.user-task", 520, 340, "Bản của tôi")
    page.click("[data-act='save']")
    expect(page.locator("dialog")).to_contain_text("Dương Văn Lâm đã lưu bản nháp này")
    with page.expect_download() as got:
        page.click("dialog button[value='download']")
    assert "Bản của tôi" in Path(got.value.path()).read_text()
    assert "Bản của họ" in saved_content(page, product, number)
    expect(drawn(page, "Bản của tôi")).to_be_visible()
    page.click("[data-act='save']")
    page.click("dialog button[value='theirs']")
    expect(drawn(page, "Bản của họ")).to_be_visible()
    with page.expect_download() as kept:
        page.click("[data-act='set-aside']")
    assert "Bản của tôi" in Path(kept.value.path()).read_text()
    one.close()
    two.close()


def test_another_tools_file_is_laid_out_its_extensions_named_and_kept(
    designer: Page, product: str, tmp_path: Path
) -> None:
    page = designer
    number = draft(page, product, "bpmn", "cong-cu-khac", "Công cụ khác")
    open_editor(page, product, number)
    open_file(page, tmp_path / "kho.bpmn", CAMUNDA)
    expect(drawn(page, "Tính")).to_be_visible()
    notes = page.locator("[data-findings-notes]")
    expect(notes).to_contain_text("«camunda»")
    expect(notes).to_contain_text("vẽ lại tự động")
    expect(page.locator("[data-findings-list]")).to_contain_text("Chỉ chạy được kịch bản FEEL")
    page.click("[data-act='save']")
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu")
    content = saved_content(page, product, number)
    assert "bpmndi:BPMNEdge" in content
    assert 'camunda:asyncBefore="true"' in content
    assert '<camunda:property name="mau" value="xanh" />' in content


def test_what_a_file_would_lose_is_named_and_the_designer_decides(
    designer: Page, product: str, tmp_path: Path
) -> None:
    page = designer
    twice = EXAMPLE.read_text().replace('id="da-nhac"', 'id="da-gui"')
    number = draft(page, product, "bpmn", "ma-trung", "Mã trùng")
    open_editor(page, product, number)
    place(page, "create.user-task", 520, 340, "Đang vẽ")
    question, notes = page.locator("dialog"), page.locator("[data-findings-notes]")

    open_file(page, tmp_path / "trung.bpmn", twice)
    expect(question).to_contain_text("«Đã nhắc» (Kết thúc): mã «da-gui» dùng hai lần")
    expect(question).to_contain_text("«Nhắc văn thư»: luồng nối với «da-nhac»")
    with page.expect_download() as got:
        page.click("dialog button[value='download']")
    assert Path(got.value.path()).read_text() == twice
    page.locator("dialog button", has_text="Giữ nguyên tệp").click()
    expect(drawn(page, "Đang vẽ")).to_be_visible()

    open_file(page, tmp_path / "trung.bpmn", twice)
    page.click("dialog button[value='open']")
    expect(notes).to_contain_text("«Đã nhắc»")
    expect(page.locator("[data-findings-list]")).to_contain_text("Đường cụt")

    open_file(page, tmp_path / "lanh.bpmn", EXAMPLE.read_text())
    expect(drawn(page, "Đã nhắc")).to_be_visible()
    expect(page.locator("[data-findings-told]")).to_have_text(RUNS)
    expect(question).to_have_count(0)
    expect(notes).to_be_hidden()


def test_what_follows_a_dot_or_an_equals_sign_is_completed(
    designer: Page, product: str, tmp_path: Path
) -> None:
    page = designer
    text = {"type": "string", "info": "chữ", "members": [], "values": []}
    people = {**text, "name": "recipients", "type": "list"}
    inside = [{**text, "name": "issuer", "type": "context", "members": [people]}, people]
    known = [
        {**text, "name": "directive", "type": "context", "members": inside},
        {**text, "name": "decision", "values": ["accept", "return"]},
    ]
    page.route("**/designer/names*", lambda route: route.fulfill(json={"names": known}))
    number = draft(page, product, "bpmn", "go-tiep", "Gõ tiếp")
    open_editor(page, product, number)
    open_file(page, tmp_path / "mau.bpmn", EXAMPLE.read_text())
    shape(page, "gui").click()
    offered = page.locator(".cm-tooltip-autocomplete li")
    field = page.locator("[data-entry-id='dondoc-recipients'] .cm-content")
    field.click()
    page.wait_for_timeout(
        500
    )  # for the answer about the names, which the field asks when it is shown
    for typed, choices in (
        ("directive.", ["issuer", "recipients"]),
        ("directive.issuer.", ["recipients"]),
        ("decision = ", ['"accept"', '"return"']),
        ('decision = "r', ['"return"']),
    ):
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        expect(offered).to_have_text(choices)
    page.wait_for_timeout(100)  # a completion is taken only after it has stood for a moment
    page.keyboard.press("Enter")
    expect(field).to_have_text('decision = "return"')


def test_what_is_typed_with_pauses_keeps_every_character(
    designer: Page, product: str, tmp_path: Path
) -> None:
    page = designer
    number = draft(page, product, "bpmn", "go-cham", "Gõ chậm")
    open_editor(page, product, number)
    open_file(page, tmp_path / "mau.bpmn", EXAMPLE.read_text())
    shape(page, "gui").click()
    field = page.locator("[data-entry-id='dondoc-recipients'] .cm-content")
    field.click()
    page.keyboard.press("Control+a")
    for part in ("working ", "days ", "after(now(), 3"):
        page.keyboard.type(part, delay=60)
        page.wait_for_timeout(500)  # until it is written to the drawing
    expect(field).to_have_text("working days after(now(), 3)")
    page.keyboard.press("Control+a")
    page.keyboard.type("decision = ")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.type("decision = 1 ", delay=60)
    expect(field).to_have_text("decision = 1 ", use_inner_text=True)
    page.click(".djs-context-pad [data-action='append.append-task']")
    page.keyboard.type("Việc sau")
    finish_name(page)
    expect(drawn(page, "Việc sau")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu")
    assert 'dondoc:recipients="decision = 1"' in saved_content(page, product, number)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BOMB, "DOCTYPE"),
        (f"<a>{'x' * (5 * 2**20 + 1)}</a>", "lớn hơn 5 MB"),
        ("<khong phai", "không phải XML hợp lệ"),
    ],
    ids=["bomb", "large", "broken"],
)
def test_a_hostile_file_is_refused_and_the_drawing_stays(
    designer: Page, product: str, tmp_path: Path, text: str, why: str
) -> None:
    page = designer
    number = draft(page, product, "bpmn", "tep-la", "Tệp lạ")
    open_editor(page, product, number)
    place(page, "create.user-task", 520, 340, "Còn nguyên")
    open_file(page, tmp_path / "la.bpmn", text)
    expect(page.locator("[data-alert]")).to_contain_text(why)
    expect(drawn(page, "Còn nguyên")).to_be_visible()
    with page.expect_download() as got:
        page.click("[data-act='download']")
    assert "Còn nguyên" in Path(got.value.path()).read_text()


def test_while_the_server_is_away_the_drawing_is_kept_and_can_be_downloaded(
    designer: Page, product: str
) -> None:
    page = designer
    number = draft(page, product, "bpmn", "mat-mang", "Mất mạng")
    open_editor(page, product, number)
    page.route("**/content.json*", lambda route: route.fulfill(status=200, body="<html></html>"))
    place(page, "create.user-task", 520, 340, "Không mất")
    page.click("[data-act='save']")
    expect(page.locator("[data-alert]")).to_contain_text("máy chủ không trả lời")
    with page.expect_download() as got:
        page.click("[data-act='download']")
    assert "Không mất" in Path(got.value.path()).read_text()


def test_a_table_is_changed_and_saved(designer: Page, product: str) -> None:
    page = designer
    number = draft(page, product, "dmn", "bang-thu", "Bảng thử")
    open_editor(page, product, number)
    before = saved_content(page, product, number)
    page.locator(".add-rule").first.click()
    expect(page.locator("[data-status]")).to_have_text("Chưa lưu")
    page.click("[data-act='save']")
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu")
    after = saved_content(page, product, number)
    assert (
        len(re.findall("<(?:dmn:)?rule ", after)) == len(re.findall("<(?:dmn:)?rule ", before)) + 1
    )


def test_a_form_is_built_with_the_keyboard_and_shown_as_it_will_look(
    designer: Page, product: str
) -> None:
    page = designer
    number = draft(page, product, "form", "mau-thu", "Mẫu thử")
    open_editor(page, product, number)
    count = page.locator("[data-what='Question']").count()
    page.locator("[data-name='add']").focus()
    page.keyboard.press("Enter")
    question = page.locator("[data-what='Question']").nth(count)
    expect(question).to_have_attribute("open", "")
    page.keyboard.type("Số trường học")
    page.keyboard.press("Tab")
    page.keyboard.type("Schools")
    expect(page.locator("[data-preview]")).to_contain_text("Số trường học")
    question.locator("summary").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu")
    fields = json.loads(saved_content(page, product, number))["fields"]
    place_of = [field["label"]["vi"] for field in fields].index("Số trường học")
    assert place_of == max(0, count - 1)


@pytest.mark.parametrize("kind", ["bpmn", "dmn", "form"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_around_the_drawing_is_accessible_and_has_no_text_untranslated(
    designer: Page, product: str, kind: str, language: str
) -> None:
    page = designer
    number = draft(page, product, kind, f"truy-cap-{kind}", "Truy cập")
    open_editor(page, product, number, language)
    expect(page.locator("[data-findings-told]")).not_to_have_text(re.compile("Đang|Checking"))
    if kind == "bpmn":
        place(page, "create.user-task", 520, 340)
        page.wait_for_selector("[name='dondoc-role']")
    elif kind == "form":
        page.locator("[data-what='Question'] summary").first.click()
    outside = {"exclude": [["[data-canvas] .djs-container"], [".dd-dmn-place"]]}
    broken = Axe().run(
        page, context=outside, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]}
    )
    assert broken.violations_count == 0, broken.generate_report()
    assert page.locator("[data-room]").evaluate("room => [...room.untranslated]") == []
