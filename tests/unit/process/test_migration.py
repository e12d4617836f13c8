"""Running instances in another version of their model: what moves, what is set anew, what cannot."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.process import state
from engine.process.definition import definitions
from engine.process.events import Complete, Message, Start, State, TimerDue
from engine.process.migration import BadMapping, plan
from engine.process.migration_state import Moved, Mover, move
from engine.process.step import advance
from tests.helpers import bpmn as b
from tests.unit.process.test_golden import FORMS, SERVICES
from tools.golden import Place, event

NOW = b.NOW
DAY = timedelta(days=1)
TIMER = "<timerEventDefinition><{form}>{text}</{form}></timerEventDefinition>"


def timer(form, text):
    return TIMER.format(form=form, text=text)


def steps(definition, *happens, data=None):
    made = advance(definition, None, Start(data or {}), NOW)
    for one in happens:
        assert made.fault is None, made
        made = advance(definition, made.state, one, NOW)
    assert made.fault is None, made
    return made


def token(made, definition, element):
    """The number of the token at this element."""
    instance = state.load(made.state.text, definition.spec, None)
    return next(t.id for t in instance.tasks.values() if t.task_spec.name == element)


def names(made, definition):
    instance = state.load(made.state.text, definition.spec, None)
    return sorted(t.task_spec.name for t in instance.tasks.values() if t.task_spec.name != ":root")


def moved(made, old, new, **mapping):
    found = move(made.state, old, new, mapping, NOW + DAY)
    assert not isinstance(found, list), found
    return found


def refusals(made, old, new, **mapping):
    found = move(made.state, old, new, mapping, NOW)
    assert isinstance(found, list), found
    return found


def obstacles(made, old, new, **mapping):
    found = refusals(made, old, new, **mapping)
    return {(o.element, o.code) for o in found}


def single(*more, task=None, ways=("s", "a", "e")):
    task = task or b.user("a")
    return b.define("x", b.start("s"), task, b.end("e"), b.path(*ways), *more)


def on(id, host, inner, interrupting=False, to="late-e"):
    return (
        b.node(
            "boundaryEvent", id, inner, attachedToRef=host, cancelActivity=str(interrupting).lower()
        )
        + b.end(to)
        + b.path(id, to)
    )


class TestObstacles:
    def test_an_element_that_is_gone(self):
        old, new = single(), single(task=b.user("b"), ways=("s", "b", "e"))
        made = steps(old)
        assert obstacles(made, old, new) == {("a", "element-missing")}
        assert names(moved(made, old, new, a="b"), new) == ["b"]

    @pytest.mark.parametrize(
        "task",
        [
            b.service("a"),
            b.node("receiveTask", "a", messageRef="m"),
            b.node(
                "userTask",
                "a",
                "<standardLoopCharacteristics loopMaximum='2'>"
                "<loopCondition>true</loopCondition></standardLoopCharacteristics>",
                dondoc_role="chuyenvien",
                dondoc_form="form",
            ),
        ],
        ids=["tag", "receive", "marker"],
    )
    def test_an_element_of_another_kind(self, task):
        old, new = single(), single(task=task)
        assert obstacles(steps(old), old, new) == {("a", "kind-changed")}

    def test_a_loop_is_no_multi_instance_and_parallel_is_not_sequential(self):
        def marked(inner):
            task = b.node("userTask", "a", inner, dondoc_role="chuyenvien", dondoc_form="form")
            return single(task=task)

        count = "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
        many = marked("<multiInstanceLoopCharacteristics>" + count)
        row = marked('<multiInstanceLoopCharacteristics isSequential="true">' + count)
        loop = marked(
            "<standardLoopCharacteristics loopMaximum='2'><loopCondition>true</loopCondition>"
            "</standardLoopCharacteristics>"
        )
        for old, new in ((many, row), (row, many), (loop, many)):
            assert obstacles(steps(old), old, new) == {("a", "kind-changed")}

    def test_an_event_of_another_kind(self):
        old = single(task=b.catch("a", duration="P1D"))
        new = single(task=b.catch("a", message="m"))
        assert obstacles(steps(old), old, new) == {("a", "kind-changed")}

    def test_an_element_in_another_scope(self):
        old = single()
        inner = b.start("is") + b.user("a") + b.end("ie") + b.path("is", "a", "ie")
        new = single(task=b.node("subProcess", "sub", inner), ways=("s", "sub", "e"))
        assert obstacles(steps(old), old, new) == {("a", "scope-changed")}

    def test_a_token_at_a_join_whose_flow_is_gone(self):
        def fork(flow_id, *more):
            return b.define(
                "x",
                b.start("s"),
                b.gate("fork", "parallel"),
                b.user("a"),
                b.user("c"),
                b.gate("join", "parallel"),
                b.end("e"),
                b.path("s", "fork", "a"),
                b.path("fork", "c", "join", "e"),
                b.flow("a", "join", id=flow_id),
                *more,
            )

        old, new = fork("one"), fork("two")
        made = steps(old)
        made = steps(old, Complete(token(made, old, "a")))
        assert obstacles(made, old, new) == {("join", "flow-missing")}
        assert names(moved(made, old, new, one="two"), new) == ["c", "join"]

    def test_a_join_that_nothing_would_set_off(self):
        def fork(*branches):
            return b.define(
                "x",
                b.start("s"),
                b.gate("fork", "parallel"),
                b.gate("join", "parallel"),
                b.user("z"),
                b.end("e"),
                b.end("f"),
                b.path("s", "fork", "z", "f"),
                b.path("join", "e"),
                *(b.user(x) + b.path("fork", x, "join") for x in branches),
            )

        old, new = fork("a", "b", "c"), fork("a", "b")
        made = steps(old)
        made = steps(old, Complete(token(made, old, "a")), Complete(token(made, old, "b")))
        assert ("c", "element-missing") in obstacles(made, old, new)
        assert obstacles(made, old, new, c="z") == {("join", "join-complete")}

    def test_a_call_of_another_process(self):
        def calls(*called):
            text = b.xml(
                b.process(
                    "p",
                    b.start("s"),
                    b.node("callActivity", "call", calledElement=called[0]),
                    b.end("e"),
                    b.path("s", "call", "e"),
                ),
                *(
                    b.process(
                        c,
                        b.start(f"{c}-s"),
                        b.user("in"),
                        b.end(f"{c}-e"),
                        b.path(f"{c}-s", "in", f"{c}-e"),
                    )
                    for c in called
                ),
                collaboration=b.pool("p", "xa"),
            )
            return b.read(text)["p"]

        old, new = calls("q"), calls("r")
        assert obstacles(steps(old), old, new) == {
            ("call", "called-changed"),
            ("in", "scope-changed"),
        }
        assert names(moved(steps(old), old, new, q="r"), new) == ["call", "in"]

    def test_a_completed_activity_that_nothing_undoes_any_more(self):
        def booked(undo):
            more = (
                b.node("boundaryEvent", "bc", "<compensateEventDefinition/>", attachedToRef="a")
                + b.node(
                    "userTask",
                    "undo",
                    isForCompensation="true",
                    dondoc_role="chuyenvien",
                    dondoc_form="form",
                )
                + b.node("association", "as", sourceRef="bc", targetRef="undo")
            )
            return b.define(
                "x",
                b.start("s"),
                b.user("a"),
                b.user("w"),
                b.node("endEvent", "e", "<compensateEventDefinition/>" if undo else ""),
                b.path("s", "a", "w", "e"),
                more if undo else "",
            )

        old, new = booked(True), booked(False)
        made = steps(old)
        made = steps(old, Complete(token(made, old, "a")))
        assert obstacles(made, old, new) == {("a", "compensation-lost")}

    def test_every_obstacle_says_why_and_what_helps_in_both_languages(self):
        old, new = single(), single(task=b.service("a"))
        for found in refusals(steps(old), old, new):
            assert "userTask → serviceTask" in found.text("vi")
            assert "userTask → serviceTask" in found.text("en")
            assert found.remedy_vi in found.text("vi")
            assert found.remedy_en in found.text("en")

    @pytest.mark.parametrize("wrong", [{"no": "a"}, {"a": "no"}])
    def test_a_mapping_of_what_is_not_there(self, wrong):
        with pytest.raises(BadMapping, match="no"):
            plan(single(), single(), wrong)

    def test_a_state_that_would_be_stuck(self):
        handler = (
            b.node("startEvent", "hs", timer("timeDuration", "P3D"))
            + b.end("he")
            + b.path("hs", "he")
        )

        def one_of(*more):
            return b.define(
                "x",
                b.start("s"),
                b.user("a"),
                b.gate("which", default="which-join"),
                b.user("z"),
                b.gate("join", "parallel"),
                b.end("e"),
                b.path("s", "a", "which", "join", "e"),
                b.flow("which", "z", "x = 1") + b.path("z", "join"),
                *more,
            )

        old = one_of(b.node("subProcess", "handle", handler, triggeredByEvent="true"))
        made = steps(old, data={"x": 2})
        made = advance(old, made.state, Complete(token(made, old, "a")), NOW)
        assert obstacles(made, old, one_of()) == {("join", "stuck")}


WAY = ("s", "sub", "e")


def sub(task, declared="", *more):
    own = "".join(f'<dondoc:variable name="{n}"/>' for n in declared.split())
    inner = (
        f"<extensionElements>{own}</extensionElements>"
        + b.start("is")
        + b.user(task)
        + b.end("ie")
        + b.path("is", task, "ie")
    )
    return b.node("subProcess", "sub", inner + "".join(more))


class TestTimersAndListeners:
    def test_a_waiting_timer_keeps_its_moment_where_its_expression_is_the_same(self):
        definition = single(on("late", "a", timer("timeDuration", "P2D")))
        made = steps(definition)
        assert not moved(made, definition, definition).timers_set

    def test_a_waiting_timer_is_set_anew_from_the_new_model(self):
        old = single(on("late", "a", timer("timeDuration", "P2D")))
        new = single(on("late", "a", timer("timeDuration", "P5D")))
        made = steps(old)
        found = moved(made, old, new)
        assert [(t.token, t.element, t.due) for t in found.timers_set] == [
            (token(made, old, "late"), "late", NOW + 6 * DAY)
        ]
        assert not found.timers_cleared

    def test_a_timer_that_has_fired_stays_gone(self):
        old = single(on("late", "a", timer("timeDuration", "P2D")))
        new = single(on("late", "a", timer("timeDuration", "P5D")))
        made = steps(old)
        made = steps(old, TimerDue(token(made, old, "late"), "late"))
        found = moved(made, old, new)
        assert (found.timers_set, names(found, new)) == ((), ["a"])

    def test_a_removed_timer_is_cleared_and_a_new_one_set(self):
        old = single(on("late", "a", timer("timeDuration", "P2D")))
        new = single(on("soon", "a", timer("timeDuration", "P1D")))
        made = steps(old)
        found = moved(made, old, new)
        assert [t.element for t in found.timers_set] == ["soon"]
        assert [e for _, e in found.timers_cleared] == ["late"]
        assert names(found, new) == ["a", "soon"]

    def test_a_boundary_of_another_kind_is_a_new_one(self):
        old = single(on("late", "a", timer("timeDuration", "P2D")))
        message = '<messageEventDefinition messageRef="m"/>'
        new = single(on("late", "a", message, interrupting=True))
        found = moved(steps(old), old, new)
        assert [e for _, e in found.timers_cleared] == ["late"]
        assert advance(new, found.state, Message("m"), NOW).status == "ended"

    def test_repetitions_go_on_counting(self):
        old = single(on("late", "a", timer("timeCycle", "R3/P1D")))
        more = single(on("late", "a", timer("timeCycle", "R7/P1D")))
        made = steps(old)
        made = steps(old, TimerDue(token(made, old, "late"), "late", NOW + DAY))
        left = {d: json.loads(moved(made, old, d).state.text)["tasks"][-1][4] for d in (old, more)}
        assert (left[old], left[more]) == ({"left": 2}, {"left": 7})

    def test_a_renamed_timer_keeps_its_row(self):
        old = single(on("late", "a", timer("timeDuration", "P2D")))
        new = single(on("slow", "a", timer("timeDuration", "P2D")))
        made = steps(old)
        found = Mover(plan(old, new, {"late": "slow"})).move(made.state, NOW)
        assert isinstance(found, Moved), found
        assert found.timers == ((token(made, old, "late"), "late", "slow"),)
        assert not found.transition.timers_set
        assert not found.transition.timers_cleared

    def test_a_new_event_sub_process_listens(self):
        handler = (
            b.node("startEvent", "hs", timer("timeDuration", "P3D"), isInterrupting="false")
            + b.user("h")
            + b.end("he")
            + b.path("hs", "h", "he")
        )
        old = single()
        new = single(b.node("subProcess", "handle", handler, triggeredByEvent="true"))
        found = moved(steps(old), old, new)
        assert [t.element for t in found.timers_set] == ["hs"]
        after = advance(new, found.state, TimerDue(found.timers_set[0].token, "hs"), NOW)
        assert [o.element for o in after.opened] == ["h"]
        # And back again: what it had set up is taken away.
        back = moved(found, new, old)
        assert ([e for _, e in back.timers_cleared], names(back, old)) == (["hs"], ["a"])

    def test_an_event_gateway_listens_at_what_follows_it_now(self):
        def either(*catches):
            return b.define(
                "x",
                b.start("s"),
                b.gate("g", "event"),
                b.path("s", "g"),
                *(c + b.end(f"{n}-e") + b.path("g", n, f"{n}-e") for n, c in catches),
            )

        message, day = ("m", b.catch("m", "mm")), ("day", b.catch("day", duration="P1D"))
        old, new = either(message, day), either(message, ("w", b.catch("w", duration="P7D")))
        found = moved(steps(old), old, new)
        assert [(t.element, t.due) for t in found.timers_set] == [("w", NOW + 8 * DAY)]
        assert [e for _, e in found.timers_cleared] == ["day"]
        assert advance(new, found.state, Message("mm"), NOW).status == "ended"


class TestWorkAndVariables:
    def test_a_work_item_stays_with_its_token(self):
        old, new = single(), single(task=b.user("a", name="Tên mới", dondoc_role="lanhdao"))
        made = steps(old)
        found = Mover(plan(old, new, {})).move(made.state, NOW)
        assert isinstance(found, Moved), found
        assert found.items == ((token(made, old, "a"), "a", "a"),)
        assert not found.transition.opened
        assert not found.transition.closed
        done = advance(new, found.transition.state, Complete(token(made, old, "a")), NOW)
        assert done.status == "ended"

    def test_variables_new_in_a_sub_process_are_null_and_old_ones_keep_their_values(self):
        old, new = (single(task=sub("t", n), ways=WAY) for n in ("n", "n answer"))
        made = steps(old)
        number = token(made, old, "sub")
        kept = State(made.state.text, {**made.state.data, f"#{number}": {"n": 5}})
        found = move(kept, old, new, {}, NOW)
        assert not isinstance(found, list), found
        assert found.state.data[f"#{number}"] == {"answer": None, "n": 5}
        done = advance(new, found.state, Complete(token(made, old, "t"), {"answer": 1}), NOW)
        assert "answer" not in done.state.data

    def test_a_sub_process_gets_its_first_variables(self):
        old, new = single(task=sub("t"), ways=WAY), single(task=sub("t", "answer"), ways=WAY)
        found = moved(steps(old), old, new)
        assert [v for k, v in found.state.data.items() if k.startswith("#")] == [{"answer": None}]
        done = advance(new, found.state, Complete(token(found, new, "t"), {"answer": 1}), NOW)
        assert (done.status, done.state.data) == ("ended", {})

    @pytest.mark.parametrize("sequential", ["true", "false"])
    def test_counters_that_the_new_version_reads_are_there(self, sequential):
        def many(condition):
            done = f"<completionCondition>{condition}</completionCondition>" if condition else ""
            return single(
                task=b.node(
                    "userTask",
                    "a",
                    f'<multiInstanceLoopCharacteristics isSequential="{sequential}">'
                    f"<loopCardinality>4</loopCardinality>{done}"
                    "</multiInstanceLoopCharacteristics>",
                    dondoc_role="chuyenvien",
                    dondoc_form="form",
                )
            )

        old, new = many(""), many("nrOfCompletedInstances = 2")
        made = steps(old)
        made = steps(old, Complete(token(made, old, "a:each")))
        found = moved(made, old, new)
        done = advance(new, found.state, Complete(token(found, new, "a:each")), NOW)
        assert done.status == "ended"

    def test_an_expression_that_fails_is_an_obstacle_of_its_row(self):
        old = single()
        new = single(on("late", "a", timer("timeDate", "x")))
        mover = Mover(plan(old, new, {}))
        text = steps(old).state.text
        bad = mover.move(State(text, {"x": 1}), NOW)
        assert isinstance(bad, list), bad
        assert [(o.element, o.code) for o in bad] == [("late", "fault")]
        assert isinstance(mover.move(State(text, {"x": NOW + DAY}), NOW), Moved)


MODELS = sorted((Path(__file__).parents[2] / "golden" / "v2").glob("*.bpmn"))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_migrating_to_an_identical_copy_changes_nothing(data):
    """At any place, from either version of the state's text."""
    path = data.draw(st.sampled_from(MODELS))
    source = path.read_bytes()
    files = [definitions(source, k, SERVICES, FORMS)[1] for k in ("old:1", "new:2")]
    folder = data.draw(st.sampled_from(["v1", "v2"]))
    told = sorted((path.parents[1] / folder).glob(f"{path.stem}.*.json"))
    if not told:
        return
    rows = json.loads(data.draw(st.sampled_from(told)).read_text(encoding="utf-8"))
    row = data.draw(st.sampled_from(rows["states"]))
    old, new = (file[rows["process"]] for file in files)
    place = Place.standing(row)
    found = Mover(plan(old, new, {})).move(place.state, NOW)
    assert isinstance(found, Moved), found
    made = found.transition
    assert made.state.data == place.state.data
    assert not (made.timers_set or made.timers_cleared or made.opened or made.closed)
    assert {(t, e) for t, e, _ in found.items} == place.open
    if folder == "v2":
        assert made.state.text == place.state.text
    place.state, does = made.state, []
    for label in row["then"]:
        place = Place(place, advance(new, place.state, event(place, label), NOW))
        does += place.does
    assert (place.status, does) == ("ended", row["does"])
