"""Difficulties on their pages: asked, answered for all, passed up, grouped, public."""

import re

import pytest

from tests.helpers.pages import in_both_languages, join, led, refused, task_of, told

pytest_plugins = ("tests.web_fixtures",)


@pytest.fixture
def asker(browse, web_sessions, world):
    join(web_sessions, world, "th.cv", "huyện Thanh Hà, tỉnh Hải Dương", "chuyenvien")
    return browse("th.cv")


@pytest.fixture
def other(browse, web_sessions, world):
    join(web_sessions, world, "ng.cv", "huyện Ninh Giang, tỉnh Hải Dương", "chuyenvien")
    return browse("ng.cv")


@pytest.fixture
def ask(world):
    def of(browser, text="Chưa có nguồn kinh phí", **given):
        sent = {"directive_id": str(world.derived), "text": text} | given
        return led(browser.post("/difficulties/new", **sent))

    return of


def test_a_question_is_answered_in_public_and_found_without_accents(asker, other, ask, browse):
    question = ask(asker)
    told(asker.get(question), "chờ UBND tỉnh Hải Dương giải đáp")
    assert other.get(question).status_code == 404
    head = browse("hd.ld")
    task = task_of(told(head.get(question), "Chưa có nguồn kinh phí"))
    refused(head.post(task, decision="answer", answer=" "), 422, "Hãy ghi nội dung giải đáp")
    led(head.post(task, decision="answer", answer="Dùng nguồn sự nghiệp", public="true"))
    told(asker.get(question), "Dùng nguồn sự nghiệp", "công khai")
    page = told(other.get("/difficulties/answers?q=nguon+su+nghiep"), "Dùng nguồn sự nghiệp")
    assert "Thanh Hà" not in page
    assert "Dùng nguồn" not in told(other.get("/difficulties/answers?q=chay+no"))
    told(browse("hd.cv").get("/difficulties?answered=1"), "Chưa có nguồn kinh phí")


def test_a_question_beyond_a_body_is_passed_up(asker, ask, browse):
    question = ask(asker)
    head = browse("hd.ld")
    led(head.post(task_of(head.get(question).text), decision="pass", passingNote="Xin ý kiến Bộ"))
    page = told(asker.get(question), "Xin ý kiến Bộ", "chuyển sau")
    assert "chờ UBND tỉnh" not in page


def test_the_same_question_of_two_units_gets_one_answer(asker, other, ask, browse):
    first, second = ask(asker), ask(other, "Kinh phí lấy ở đâu?")
    head = browse("hd.ld")
    told(head.get(first), "Gộp các vướng mắc giống nhau", "Kinh phí lấy ở đâu?")
    refused(head.post(f"{first}/group"), 422, "đánh dấu ít nhất một")
    led(head.post(f"{first}/group", same=second.rsplit("/", 1)[1]))
    led(head.post(task_of(head.get(first).text), decision="answer", answer="Nguồn sự nghiệp"))
    told(other.get(second), "Nguồn sự nghiệp")
    assert browse("hd.cv").post(f"{first}/group", same="1").status_code in (403, 404, 409)


def test_a_provision_may_be_named_and_bad_input_keeps_what_was_typed(asker, world):
    form = told(asker.get(f"/difficulties/new?directive_id={world.derived}"), "UBND tỉnh Hải Dương")
    provisions = re.search(r'name="provision_id".*?</select>', form, re.S)[0]
    chosen = re.findall(r'value="(\d+)"', provisions)[0]
    sent = {"directive_id": str(world.derived), "provision_id": chosen}
    empty = asker.post("/difficulties/new", **sent, text=" ")
    assert f'value="{chosen}" selected' in refused(empty, 422, "Hãy ghi ô này")
    told(asker.post("/difficulties/new", **sent, text="Đang viết dở", show="1"), "Đang viết dở")
    bad = asker.post("/difficulties/new", **sent | {"provision_id": "999999"}, text="Hỏi")
    refused(bad, 422, ">Hỏi</textarea>")
    foreign = asker.post("/difficulties/new", directive_id="999999", text="Câu hỏi dài")
    refused(foreign, 422, "Hãy chọn một mục", "Câu hỏi dài")
    led(asker.post("/difficulties/new", **sent, text="Về mục này"))


def test_only_the_chain_sees_a_question_and_only_its_head_answers(asker, ask, browse):
    question = ask(asker)
    stranger = browse("bd.cv")
    assert stranger.get(question).status_code == 404
    assert stranger.post(f"{question}/group", same="1").status_code == 404
    task = task_of(browse("hd.ld").get(question).text)
    assert browse("hd.cv").post(task, decision="pass").status_code == 403
    assert asker.post(task, decision="pass").status_code == 404
    assert browse("admin").get("/difficulties/new").status_code == 403


def test_lists_say_how_old_questions_are_and_are_taken_out(asker, ask, browse):
    ask(asker)
    told(browse("hd.cv").get("/difficulties?side=held"), "dưới 7 ngày", "Chưa có nguồn kinh phí")
    told(asker.get("/difficulties?side=ours&q=nguon+kinh+phi"), "Chưa có nguồn kinh phí")
    assert "Chưa có nguồn" not in told(asker.get("/difficulties?side=held"))
    assert asker.get("/difficulties.xlsx?side=ours").status_code == 200


def test_every_page_opens_in_both_languages(asker, ask, browse, world):
    question = ask(asker)
    new = f"/difficulties/new?directive_id={world.derived}"
    for path in ("/difficulties", "/difficulties/answers", "/difficulties/new", new, question):
        in_both_languages(asker, path)
    in_both_languages(browse("hd.ld"), question)
