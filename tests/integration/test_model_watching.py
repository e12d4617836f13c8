"""A deployed model watched: its figures are those of its instances, and no answers are in them."""

import io
import itertools
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from engine import deployments, model_paths, model_watching, model_watching_lists, people, timers
from engine.deliveries import Begin
from engine.errors import Forbidden, NotFound
from engine.instance_rows import Instance, WorkItem
from engine.instances import To, apply
from engine.paging import BadCursor
from engine.people import Actor
from engine.process.events import Complete, Message, Start
from engine.units import Unit
from tests.helpers import bpmn as b
from tests.helpers.designing import designers
from tests.web_world import PASSWORD, PASSWORDS, START, TODAY

pytest_plugins = ("tests.web_fixtures",)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECONDS = 3600
KEY, REPORT = "viec", "periodic-report"


def drawn(name="Làm việc"):
    """A task, reminded of after two days, and then a wait of a day, or for a letter."""
    return b.sample(
        "x",
        b.start("s"),
        b.user("lam", name=name, dondoc_form="receive"),
        b.boundary("nhac", "lam", duration="P2D"),
        b.end("nhac-e"),
        b.catch("cho", duration="P1D"),
        b.catch("thu", message="den"),
        b.end("e"),
        b.path("s", "lam", "cho", "thu", "e"),
        b.path("nhac", "nhac-e"),
    )


class Work:
    """Instances of the model in units, at work from ``b.NOW`` on."""

    def __init__(self, session, machine):
        self.session, self.machine = session, machine
        self.designer, self.other = designers(session, "mot", "hai")
        self.model_id = self.deploy(drawn())
        self.unit, self.nth = self.designer.unit_id, itertools.count()

    def deploy(self, source):
        library = self.machine.library
        return deployments.deploy(self.session, library, KEY, source, b.NOW).id

    def begin(self, count, unit=None, model_id=None):
        made = Start({"x": None})
        given = [
            Begin(
                model_id or self.model_id, "p", None, unit or self.unit, str(next(self.nth)), made
            )
            for _ in range(count)
        ]
        assert apply(self.session, self.machine, given, b.NOW).faults == []

    def finish(self, after, count=1):
        """The oldest open tasks are completed so long after the beginning."""
        wanted = sa.select(WorkItem).where(WorkItem.status == "open").order_by(WorkItem.id)
        items = self.session.scalars(wanted.limit(count)).all()
        events = [To(i.instance_id, Complete(i.token, {"note": "bí mật"})) for i in items]
        assert apply(self.session, self.machine, events, b.NOW + after).faults == []
        return [item.instance_id for item in items]

    def letter(self, instances, after):
        events = [To(id_, Message("den", {})) for id_ in instances]
        assert apply(self.session, self.machine, events, b.NOW + after).faults == []

    def watched(self, version=None, since=None, by=None):
        return model_watching.read(self.session, by or self.designer, KEY, version, since)

    def figures(self, now=TODAY, **wish):
        library = self.machine.library
        found = model_watching.figures(self.session, library, self.watched(**wish), now)
        return found, {one.id: one for one in found.elements}

    def behind(self, element, kind, after=None, by=None, **wish):
        watched, library = self.watched(**wish), self.machine.library
        one = model_watching_lists.element_of(self.session, library, watched, element)
        return model_watching_lists.page(
            self.session, library, by or self.designer, watched, one, kind, TODAY, after
        )


@pytest.fixture
def work(session, machine):
    return Work(session, machine)


def test_a_task_has_its_exact_times_and_an_event_only_how_often_and_how_late_it_was_passed(work):
    work.begin(11)
    for hours in range(1, 11):
        (first,) = work.finish(hours * HOUR)
    timers.fire_due(work.session, work.machine, b.NOW + 3 * DAY)
    work.letter([first], 4 * DAY)
    found, one = work.figures()
    task = one["lam"]
    assert (task.standing, task.done, task.cancelled, task.name) == (1, 10, 0, "Làm việc")
    assert (task.median, task.p90) == (5.5 * SECONDS, pytest.approx(9.1 * SECONDS))
    assert (one["cho"].standing, one["cho"].done, one["cho"].median) == (0, 10, None)
    assert (one["nhac"].done, one["nhac"].reached) == (1, 3 * 24 * SECONDS)
    assert (one["thu"].standing, one["thu"].done) == (9, 1)
    assert one["thu"].reached == 4 * 24 * SECONDS
    assert (found.running, found.ended, found.median) == (10, 1, 4 * 24 * SECONDS)


def test_days_and_a_version_narrow_what_passed_and_not_what_stands(work):
    work.begin(2)
    work.finish(HOUR)
    second = work.deploy(drawn("Làm việc khác"))
    work.begin(3, model_id=second)
    _, recent = work.figures(since=b.NOW + DAY)
    assert (recent["lam"].standing, recent["lam"].done, recent["lam"].median) == (4, 0, None)
    _, old = work.figures(version=1)
    assert (old["lam"].standing, old["lam"].done, old["lam"].name) == (1, 1, "Làm việc")
    assert work.watched().drawn == second
    with pytest.raises(NotFound):
        work.watched(version=3)


def test_an_element_that_the_diagram_lost_is_named_from_the_version_that_had_it(work):
    work.begin(1)
    work.deploy(
        b.sample(
            "x",
            b.start("s"),
            b.user("moi", dondoc_form="receive"),
            b.end("e"),
            b.path("s", "moi", "e"),
        )
    )
    _, one = work.figures()
    assert (one["lam"].name, one["lam"].on_diagram, one["lam"].standing) == ("Làm việc", False, 1)


def test_every_number_is_the_length_of_the_list_behind_it(work):
    work.begin(60)
    work.finish(HOUR, 55)
    timers.fire_due(work.session, work.machine, b.NOW + 3 * DAY)
    _, one = work.figures()
    for element, kind in [("lam", "standing"), ("lam", "done"), ("thu", "standing"),
                          ("cho", "done"), ("nhac", "done")]:  # fmt: skip
        seen, after = [], None
        while True:
            page = work.behind(element, kind, after)
            seen += [row.instance_id for row in page.rows]
            after = page.next_after
            if after is None:
                break
        count = getattr(one[element], kind)
        assert count > 0 and len(seen) == len(set(seen)) == count, element
    with pytest.raises(BadCursor):
        work.behind("lam", "done", "nan~1")
    with pytest.raises(NotFound):
        work.behind("lam", "answers")
    with pytest.raises(NotFound):
        work.behind("khong-co", "done")


def _differing(work, **wish):
    """The figures that are not the length of the list behind them, with both."""
    library, watched = work.machine.library, work.watched(**wish)

    def length(of, *given):
        rows, after = 0, None
        while True:
            page = of(work.session, *given, after)
            rows, after = rows + len(page.rows), page.next_after
            if after is None:
                return rows

    found, one = work.figures(**wish)
    told: dict[Any, int] = {kind: getattr(found, kind) for kind in model_watching_lists.INSTANCES}
    seen: dict[Any, int] = {
        kind: length(model_watching_lists.instances, library, work.designer, watched, kind)
        for kind in told
    }
    for name, count in found.unnamed.items():
        told[name] = count
        seen[name] = length(model_watching_lists.of_letter, work.designer, watched, name)
    for id_, figures in one.items():
        element = model_watching_lists.element_of(work.session, library, watched, id_)
        for kind in model_watching_lists.KINDS:
            told[id_, kind] = getattr(figures, kind)
            seen[id_, kind] = length(
                lambda session, kind, after, element=element: model_watching_lists.page(
                    session, library, work.designer, watched, element, kind, TODAY, after
                ),
                kind,
            )
    assert any(told.values())
    return {what: (told[what], seen[what]) for what in told if told[what] != seen[what]}


def test_figures_are_their_lists_lengths_after_a_migration_and_on_an_older_version(work):
    work.begin(6)
    ended = work.finish(HOUR, 3)
    timers.fire_due(work.session, work.machine, b.NOW + 3 * DAY)
    work.letter(ended[:1], 4 * DAY)
    work.session.execute(sa.update(Instance).where(Instance.id == ended[1]).values(state="hỏng"))
    assert _differing(work) == {}
    # A step of people became one of the system's, the letter is waited for at two places.
    second = work.deploy(
        b.sample(
            "x",
            b.start("s"),
            b.service("lam", "open-reports"),
            b.user("khac", dondoc_form="receive"),
            b.catch("thu", message="den"),
            b.catch("thu-2", message="den"),
            b.end("e"),
            b.path("s", "lam", "khac", "thu", "thu-2", "e"),
        )
    )
    for wish in ({}, {"version": 1}, {"since": b.NOW + 2 * DAY}):
        assert _differing(work, **wish) == {}, wish
    work.session.execute(sa.update(Instance).where(Instance.id == ended[2]).values(model_id=second))
    for wish in ({}, {"version": 1}, {"version": 2}, {"since": b.NOW + 2 * DAY}):
        assert _differing(work, **wish) == {}, wish


def test_a_list_begins_with_what_took_longest(work):
    work.begin(3)
    for hours in (5, 9, 2):
        work.finish(hours * HOUR)
    page = work.behind("lam", "done")
    assert [row.lasted for row in page.rows] == [9 * SECONDS, 5 * SECONDS, 2 * SECONDS]


def test_ways_are_told_slowest_first_with_the_instances_that_took_them(work):
    work.begin(3)
    quick = work.finish(HOUR, 2)
    timers.fire_due(work.session, work.machine, b.NOW + 2 * DAY)  # «cho» of two, «nhac» of one
    (slow,) = work.finish(3 * DAY)
    timers.fire_due(work.session, work.machine, b.NOW + 5 * DAY)
    work.letter([*quick, slow], 6 * DAY)
    work.begin(1, unit=work.unit + 100_000)  # still running: not a way
    watched = work.watched()
    found = model_paths.slowest(work.session, work.machine.library, watched)
    told = [([step.element for step in way.steps], way.count) for way in found.rows]
    assert told == [(["lam", "cho", "thu"], 2), (["nhac", "lam", "cho", "thu"], 1)]
    assert (found.ways, found.instances) == (2, 3)
    page = model_watching_lists.of_way(
        work.session, work.designer, watched, found.rows[1].hash, None
    )
    assert [(row.instance_id, row.lasted) for row in page.rows] == [(slow, 6 * 24 * SECONDS)]


def test_a_designer_opens_only_tasks_of_their_own_unit(work):
    unit = work.session.get_one(Unit, work.unit)
    columns = {c.key: getattr(unit, c.key) for c in sa.inspect(Unit).columns}
    foreign = Unit(**{k: v for k, v in columns.items() if k not in ("id", "search")} | {
        "code": "khac", "short_name": "Vụ khác", "search": ""})  # fmt: skip
    work.session.add(foreign)
    work.session.flush()
    work.begin(1)
    work.begin(1, unit=foreign.id)
    rows = {row.unit: row.item_id for row in work.behind("lam", "standing").rows}
    assert rows["Vụ khác"] is None
    assert rows["Vụ TK"] is not None
    officer = Actor(work.designer.account_id, work.unit, frozenset({"chuyenvien"}), "Cán bộ")
    with pytest.raises(Forbidden):
        work.watched(by=officer)
    with pytest.raises(Forbidden):
        work.behind("lam", "standing", by=officer)


def test_the_figures_take_as_many_statements_for_many_instances_as_for_few(work):
    def statements():
        said = []
        connection = work.session.connection()
        listen = lambda *args: said.append(args[2])  # noqa: E731
        sa.event.listen(connection, "before_cursor_execute", listen)
        work.figures()
        sa.event.remove(connection, "before_cursor_execute", listen)
        return len(said)

    work.begin(1)
    work.figures()
    few = statements()
    work.begin(200, unit=work.unit + 100_000)
    work.finish(HOUR, 100)
    assert statements() == few


@pytest.fixture
def browsers(world, browse, web_sessions):
    """A designer's of another province, and an officer's."""
    with web_sessions.begin() as session:
        people.create_account(
            session,
            PASSWORDS,
            username="bd.tk",
            name="Người thiết kế",
            unit_id=world.units["bd.cv"],
            roles=["thietke"],
            password=PASSWORD,
            now=START,
        )
    return browse("bd.tk"), browse("hd.cv")


ROOM = f"/designer/models/{REPORT}"
PAGES = ("", "/instances", "/instances?what=ended&days=", "/instances?what=unreadable", "/letters?name=x",
         "?days=&heat=time", "?days=365&heat=late&version=1", "/ways?days=",
         "/elements/donvi-lap-bao-cao", "/elements/donvi-cho-ngay-mo?what=done&days=")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_both_languages_for_designers_only(browsers, path):
    designer, officer = browsers
    for language in ("vi", "en"):
        answer = designer.get(f"{ROOM}{path}{'&' if '?' in path else '?'}lang={language}")
        assert answer.status_code == 200, answer.text[:300]
    assert officer.get(ROOM + path).status_code == 403


def test_the_diagrams_overlay_and_the_workbook_tell_what_the_table_tells(browsers):
    designer, officer = browsers
    page = designer.get(f"{ROOM}?days=").text
    told = designer.get(f"{ROOM}/overlays.json?days=").json["elements"]["donvi-lap-bao-cao"]
    assert told["count"] > 0 and told["heat"] in range(1, 5)
    assert f">{told['count']}<span" in page
    book = openpyxl.load_workbook(io.BytesIO(designer.get(f"{ROOM}/table.xlsx?days=").data))
    rows = {row[1]: row for row in book.worksheets[0].values}
    assert rows["donvi-lap-bao-cao"][3] == told["count"]
    for path in ("overlays.json", "table.xlsx"):
        assert officer.get(f"{ROOM}/{path}").status_code == 403


def test_a_list_tells_units_and_no_letter_that_the_designer_may_not_see(browsers):
    designer, _ = browsers
    page = designer.get("/designer/models/cascade-three-tier/elements/huyen-tiep-nhan?days=").text
    assert "Thanh Hà" in page
    assert "76/KH-UBND" not in page


def test_a_task_of_the_designers_own_unit_opens_from_the_list(browsers):
    designer, _ = browsers
    path = "/designer/models/cascade-three-tier/elements/tinh-tiep-nhan?days="
    (link,) = re.findall(r'href="(/inbox/\d+)"', designer.get(path).text)
    assert designer.get(link).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("?version=x", 400), ("?days=7", 400), ("?heat=x", 400), ("?version=99", 404),
     ("/elements/khong-co", 404), ("/elements/donvi-lap-bao-cao?what=answers", 404),
     ("/instances?what=x", 404), ("/elements/donvi-lap-bao-cao?after=x", 400), ("/ways/abc?after=x", 400)],
)  # fmt: skip
def test_an_address_that_says_nothing_is_refused(browsers, path, status):
    assert browsers[0].get(ROOM + path).status_code == status


def test_a_model_never_deployed_is_not_found(browsers):
    assert browsers[0].get("/designer/models/khong-co").status_code == 404
