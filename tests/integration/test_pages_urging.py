"""Urging letters and named lists on their pages: the register, the paper, the signature."""

import pytest
import sqlalchemy as sa

from engine import policies, timers
from engine.deadlines import local_day
from engine.official_words import written_day
from engine.urging_tables import NamedList, UrgingAddressee, UrgingLetter
from tests.helpers.pages import in_both_languages, join, led, refused, task_of, told
from tests.web_world import TODAY

pytest_plugins = ("tests.web_fixtures",)
STEPS = 600


def first(sessions, world, table, *conditions):
    """Let time pass until the ladder has made one; its id. Who made it has people now."""
    wanted = sa.select(table).where(*conditions).order_by(table.id.desc()).limit(1)
    with sessions.begin() as session:
        for _ in range(STEPS):
            made = session.scalars(wanted).first()
            if made is not None:
                break
            world.now = max(world.now, timers.next_due(session))
            timers.fire_due(session, world.machine, world.now)
        assert made is not None, "nobody was late"
        number, maker = made.id, made.issuer_id
    for username, role in (("so.ld", "lanhdao"), ("so.cv", "chuyenvien")):
        join(sessions, world, username, maker, role)
    return number


@pytest.fixture
def letter(web_sessions, world):
    """The address of a draft that waits for its signature."""
    with web_sessions.begin() as session:
        policies.put(session, "urging.sign", None, "task", TODAY, "test")
    drafts = UrgingLetter.status == "draft"
    return f"/urging/{first(web_sessions, world, UrgingLetter, drafts)}"


@pytest.fixture
def named(web_sessions, world):
    """The address of a named list."""
    return f"/named-lists/{first(web_sessions, world, NamedList)}"


@pytest.fixture
def head(browse, letter):
    return browse("so.ld")


def urged(web_sessions, letter):
    number = int(letter.rsplit("/", 1)[1])
    with web_sessions() as session:
        to = sa.select(UrgingAddressee).where(UrgingAddressee.letter_id == number)
        return session.scalars(to).first()


def test_a_letter_is_read_signed_numbered_and_printed(head, letter, browse, world):
    task = task_of(told(head.get(letter), "chờ ký", "Kính gửi", "Độc lập - Tự do - Hạnh phúc"))
    past = head.post(task, decision="sign", newDay="01/01/2023")
    refused(past, 422, 'value="01/01/2023"', "dd-field-error")
    refused(head.post(task, newDay="12/06/2023"), 422, 'value="12/06/2023"')
    led(head.post(task, decision="sign", newDay="12/06/2023"))
    dated = written_day(local_day(world.now))
    told(head.get(letter), "đã ban hành", "Số: 1/", "12/06/2023", dated)
    told(browse("so.cv").get("/urging?status=issued"), "12/06/2023", "đã nộp 0/")
    text = head.get(f"{letter}.txt")
    assert text.mimetype == "text/plain" and "Kính gửi" in text.text


def test_a_draft_is_seen_by_who_makes_it_and_a_letter_by_whom_it_goes_to(
    head, letter, browse, web_sessions, world
):
    late = urged(web_sessions, letter)
    join(web_sessions, world, "late.cv", late.unit_id, "chuyenvien")
    addressee = browse("late.cv")
    assert addressee.get(letter).status_code == 404
    task = task_of(head.get(letter).text)
    assert browse("so.cv").post(task, decision="sign").status_code == 403
    assert browse("bd.cv").post(task, decision="sign").status_code == 404
    led(head.post(task, decision="sign"))
    told(addressee.get(letter), "đã ban hành")
    told(addressee.get("/urging?side=to-us"), letter)
    assert browse("bd.cv").get(letter).status_code == 404
    assert browse("bd.cv").get(f"{letter}.txt").status_code == 404


def test_a_letter_that_is_not_sent_is_dropped(head, letter):
    led(head.post(task_of(head.get(letter).text), decision="drop"))
    told(head.get(letter), "không ban hành")


def test_a_named_list_says_who_was_late_and_who_has_reported_since(named, browse):
    maker = browse("so.cv")
    told(maker.get("/named-lists?rung=neu-ten"), named)
    told(maker.get(named), "chưa nộp", "Chậm khi bị nêu")
    assert browse("bd.cv").get(named).status_code == 404
    assert named not in told(maker.get("/named-lists?q=chay+no"))
    for path in (f"{named}.xlsx", "/named-lists.xlsx"):
        assert maker.get(path).status_code == 200


def test_the_register_is_found_filtered_and_taken_out(head, letter):
    for path in ("?side=ours", "?status=draft", "?status=draft&q=bao+cao"):
        told(head.get(f"/urging{path}"), f'href="{letter}"')
    for none in ("?side=to-us", "?status=issued", "?q=chay+no", "?directive_id=999999"):
        assert f'href="{letter}"' not in told(head.get(f"/urging{none}"))
    assert head.get("/urging.xlsx").status_code == 200
    assert head.get("/urging?after=x").status_code == 400


def test_every_page_of_letters_opens_in_both_languages(head, letter):
    for path in ("/urging", letter):
        in_both_languages(head, path)


def test_every_page_of_lists_opens_in_both_languages(named, browse):
    for path in ("/named-lists", named):
        in_both_languages(browse("so.cv"), path)
