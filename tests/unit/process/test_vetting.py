"""What a diagram is refused for: every reason, at its element, with a stable code."""

import pytest

from engine.errors import Finding, ModelRefused
from tests.helpers import bpmn as b
from tests.helpers.bpmn import end, flow, gate, node, path, sample, service, start, user

PLAIN = (start("s"), user("a"), end("e"), path("s", "a", "e"))
WEEK = "<timerEventDefinition><timeDuration>P7D</timeDuration></timerEventDefinition>"


def refused(source: bytes) -> list[Finding]:
    with pytest.raises(ModelRefused) as error:
        b.read(source)
    return error.value.findings


def codes(*parts: str, variables: str = "") -> set[tuple[str, str]]:
    return {(f.code, f.element) for f in refused(sample(variables, *parts))}


def after_start(element: str, *ids: str, more: str = "") -> tuple[str, ...]:
    return start("s"), element, end("e"), path("s", *(ids or ("x",)), "e"), more


def test_a_plain_process_has_no_findings():
    assert b.define("", *PLAIN).element("a").tag == "userTask"


@pytest.mark.parametrize(
    "name",
    [
        "Start",
        "End",
        "Root",
        "StartEventSplit",
        "EndJoin",
        "_a",
        "a.b",
        "a-b",
        "a--b",
        "a_.b",
        "x.BoundaryEventSplit",
    ],
)
def test_any_id_a_designer_chose_works_in_any_place(name):
    from engine.process.events import Complete, Start
    from engine.process.step import advance

    d = b.define(
        "",
        start("s"),
        user(name),
        b.boundary("x", name, duration="P1D"),
        end("e"),
        path("s", name, "e"),
        path("x", "e"),
    )
    first = advance(d, None, Start(), b.NOW)
    assert [o.element for o in first.opened] == [name], first.fault
    assert [t.element for t in first.timers_set] == ["x"]
    assert advance(d, first.state, Complete(first.opened[0].token), b.NOW).status == "ended"
    for tag in ("start", "service", "end"):
        ids = {"start": "s", "service": "v", "end": "e"} | {tag: name}
        d = b.define(
            "", start(ids["start"]), service(ids["service"]), end(ids["end"]), path(*ids.values())
        )
        made = advance(d, None, Start(), b.NOW)
        assert made.status == "ended", made.fault
        assert [e.element for e in made.effects] == [ids["service"]]


def test_attributes_with_their_default_value_are_no_reason():
    b.define(
        "",
        *after_start(
            user("x", startQuantity="1", completionQuantity="1", isForCompensation="false")
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "7 ngày",
        '"abc"',
        "7",
        "P7",
        "PT",
        "P",
        "true",
        "null",
        "7d",
        "-P7D",
        'duration("x")',
        "2026-01-01",
    ],
)
def test_a_duration_that_is_none_is_refused(text):
    found = codes(*after_start(b.catch("x", duration=text)))
    assert found & {("timer-type", "x"), ("expression-invalid", "x")}


@pytest.mark.parametrize(
    "text", ["P7D", "=P7D", "PT36H", "P1Y2M", "P2W", 'duration("P7D")', ' duration("P1D") * 7 ']
)
def test_a_duration_may_be_bare_or_feel(text):
    b.define("", *after_start(b.catch("x", duration=text)))


@pytest.mark.parametrize(
    "text", ["2026-05-15", "2026-05-15T00:00:00+07:00", "now()", 'date("2026-05-15")']
)
def test_a_date_may_be_bare_or_feel(text):
    b.define("", *after_start(b.catch("x", date=text)))


@pytest.mark.parametrize("text", ["P7D", "15/5", '"2026-05-15"', "2026-13-01", "5"])
def test_a_date_that_is_none_is_refused(text):
    found = codes(*after_start(b.catch("x", date=text)))
    assert found & {("timer-type", "x"), ("expression-invalid", "x")}


def test_a_due_moment_that_can_never_be_one_is_refused():
    assert "x" in {at for _, at in codes(*after_start(user("x", dondoc_due="7")))}


def choice(*flows: str, kind: str = "exclusive", default: str = "") -> tuple[str, ...]:
    return (
        start("s"),
        gate("g", kind, default),
        user("a"),
        user("c"),
        end("e"),
        path("s", "g"),
        path("a", "e"),
        path("c", "e"),
        *flows,
    )


def test_an_unknown_name_is_told_with_its_position():
    source = sample(
        "x", *choice(flow("g", "a", "x > 1 and nguoi > 2"), flow("g", "c"), default="g-c")
    )
    [found] = refused(source)
    assert (found.code, found.element) == ("expression-invalid", "g-a")
    assert "nguoi" in found.vi
    assert "nguoi" in found.en
    assert "11" in found.en


def test_all_findings_come_at_once_in_both_languages():
    found = refused(
        sample(
            "",
            start("s"),
            user("a", dondoc_role="king", name="Việc"),
            service("v", "rm"),
            node("choreographyTask", "z"),
            user("lost"),
            path("s", "a", "v"),
            flow("v", "nowhere"),
        )
    )
    assert {f.code for f in found} >= {
        "role-unknown",
        "service-unknown",
        "element-unsupported",
        "end-missing",
        "flow-dangling",
        "unreachable",
        "dead-end",
    }
    assert all(f.vi and f.en and f.vi != f.en for f in found)
    assert next(f for f in found if f.code == "role-unknown").text("vi").startswith("a «Việc»: ")
    assert len({(f.code, f.element, f.en) for f in found}) == len(found)


@pytest.mark.parametrize(
    ("value", "interrupting"), [("true", True), ("1", True), ("false", False), ("0", False)]
)
def test_booleans_are_read_as_xml_schema_writes_them(value, interrupting):
    event = node("boundaryEvent", "t", WEEK, attachedToRef="a", cancelActivity=value)
    d = b.define("", *PLAIN, event, flow("t", "e"))
    assert d.element("t").interrupting is interrupting


def test_what_has_no_id_is_refused():
    named = sample("", *PLAIN)
    for old in (b'id="p"', b'id="a"', b'id="s-a"'):
        assert refused(named.replace(old, b"", 1))


def test_a_process_not_marked_executable_is_refused():
    found = refused(sample("", *PLAIN).replace(b'isExecutable="true"', b""))
    assert [f.code for f in found] == ["process-not-executable"]


def test_extensions_of_other_tools_and_decoration_do_no_harm():
    notes = (
        '<textAnnotation id="n"><text>chú ý</text></textAnnotation>'
        '<association id="as" sourceRef="a" targetRef="n"/>'
        '<laneSet id="ls"><lane id="l"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
        '<dataObject id="do"/><dataObjectReference id="dr" dataObjectRef="do"/>'
    )
    b.define(
        "",
        *PLAIN,
        notes,
        user("x").replace(
            "></userTask>",
            "><documentation>x</documentation><extensionElements><tool:x/>"
            "</extensionElements></userTask>",
        ),
        flow("x", "e"),
        start("m", "M"),
        path("m", "x"),
    )


@pytest.mark.parametrize(
    "tag", ["implicitThrowEvent", "event", "choreographyTask", "userTask2", "subChoreography"]
)
def test_an_element_that_is_none_of_a_process_is_refused(tag):
    assert ("element-unsupported", "x") in codes(*after_start(node(tag, "x")))


ALONE = {
    "startEvent": "message timer conditional signal",
    "endEvent": "message signal error escalation compensate cancel terminate",
    "intermediateCatchEvent": "message timer conditional signal link",
    "intermediateThrowEvent": "message signal escalation compensate link",
    "boundaryEvent": "message timer conditional signal error escalation compensate cancel",
}
KINDS = sorted({kind for kinds in ALONE.values() for kind in kinds.split()})


@pytest.mark.parametrize("at", ALONE)
@pytest.mark.parametrize("kind", KINDS)
def test_an_event_is_refused_where_the_standard_has_none_of_its_kind(at, kind):
    more = {"attachedToRef": "a"} if at == "boundaryEvent" else {}
    source = sample("", *PLAIN, node(at, "x", f"<{kind}EventDefinition/>", **more))
    kinds = {f.element for f in refused(source) if f.code == "event-unsupported"}
    assert kinds == (set() if kind in ALONE[at].split() else {"x"})


def test_a_name_that_was_misspelled_is_told_with_the_one_that_was_meant():
    [found] = refused(sample("recipient", *after_start(b.script("x", "recipeint", "r"))))
    assert "recipient" in found.en
