"""What a diagram is refused for: every reason, at its element, with a stable code."""

import pytest

from engine.errors import Finding, ModelRefused
from tests.helpers import bpmn as b
from tests.helpers.bpmn import end, flow, gate, node, path, sample, service, start, user, xml

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


@pytest.mark.parametrize(
    ("parts", "code", "at"),
    [
        ((user("a"), end("e"), path("a", "e")), "start-missing", "p"),
        ((start("s"), user("a"), path("s", "a")), "end-missing", "p"),
        ((*PLAIN, user("z")), "dead-end", "z"),
        ((*PLAIN, user("z"), path("z", "e")), "unreachable", "z"),
        ((*PLAIN, flow("a", "s")), "start-incoming", "s"),
        ((*PLAIN, flow("e", "a")), "end-outgoing", "e"),
        ((*PLAIN, flow("a", "nowhere")), "flow-dangling", "a-nowhere"),
        ((*PLAIN, flow("nowhere", "e")), "flow-dangling", "nowhere-e"),
        ((*PLAIN, user("a")), "id-duplicate", "a"),
        ((*PLAIN, start("s2"), path("s2", "a")), "start-twice", "s2"),
        (
            (*PLAIN, start("m", "M"), start("m2", "M"), path("m", "a"), path("m2", "a")),
            "start-message-twice",
            "m2",
        ),
        ((*PLAIN, user("z"), path("z", "e"), flow("a", "z")), "flows-several", "a"),
        (
            after_start(gate("x"), more=b.boundary("t", "x", duration="P1D") + flow("t", "e")),
            "boundary-host",
            "t",
        ),
        (
            (*PLAIN, b.boundary("t", "a", duration="P1D"), flow("t", "e"), flow("a", "t")),
            "boundary-incoming",
            "t",
        ),
        (after_start(user("x", dondoc_role="king")), "role-unknown", "x"),
        (after_start(user("x", dondoc_form="../../etc/passwd")), "form-unknown", "x"),
        (after_start(user("x", dondoc_whenReplaced="explode")), "replacement-unknown", "x"),
        (after_start(service("x", "os.system")), "service-unknown", "x"),
        (after_start(service("x", "echo")), "service-input-missing", "x"),
        (after_start(service("x", "ping", value="1")), "service-input-unknown", "x"),
        (after_start(b.catch("x")), "event-missing", "x"),
        (after_start(b.catch("x", "M").replace('"M"', '"nowhere"')), "message-missing", "x"),
        (after_start(node("intermediateCatchEvent", "x", WEEK + WEEK)), "event-several", "x"),
        (
            after_start(
                node(
                    "scriptTask",
                    "x",
                    "<script>1</script>",
                    scriptFormat="python",
                    dondoc_result="r",
                )
            ),
            "script-format",
            "x",
        ),
        (
            after_start(node("scriptTask", "x", "<script>1</script>", scriptFormat="feel")),
            "script-result",
            "x",
        ),
        (after_start(b.script("x", "", "r")), "expression-missing", "x"),
    ],
)
def test_what_is_wrong_is_found_where_it_is(parts, code, at):
    assert (code, at) in codes(*parts)


@pytest.mark.parametrize(
    "tag",
    [
        "subProcess",
        "adHocSubProcess",
        "transaction",
        "callActivity",
        "complexGateway",
        "task",
        "manualTask",
        "businessRuleTask",
        "dataStoreReference",
        "implicitThrowEvent",
        "event",
        "choreographyTask",
        "property",
        "userTask2",
    ],
)
def test_an_element_that_cannot_run_is_refused(tag):
    assert ("element-unsupported", "x") in codes(*after_start(node(tag, "x")))


@pytest.mark.parametrize(
    "at",
    ["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"],
)
@pytest.mark.parametrize(
    "kind", ["signal", "error", "escalation", "compensate", "link", "conditional", "cancel"]
)
def test_an_event_that_cannot_run_is_refused(at, kind):
    inner = f"<{kind}EventDefinition/>"
    more = {"attachedToRef": "a"} if at == "boundaryEvent" else {}
    assert ("event-unsupported", "x") in codes(*PLAIN, node(at, "x", inner, **more))


def test_an_event_definition_by_reference_is_refused():
    inner = "<eventDefinitionRef>shared</eventDefinitionRef>"
    found = codes(*after_start(node("intermediateCatchEvent", "x", inner)))
    assert ("event-unsupported", "x") in found


@pytest.mark.parametrize(
    "marker", ["multiInstanceLoopCharacteristics", "standardLoopCharacteristics"]
)
def test_loops_and_multi_instance_are_refused(marker):
    found = codes(
        *after_start(
            node("userTask", "x", f"<{marker}/>", dondoc_role="vanthu", dondoc_form="form")
        )
    )
    assert ("loop-unsupported", "x") in found


@pytest.mark.parametrize(
    "element",
    [
        user("x", startQuantity="2"),
        user("x", completionQuantity="0"),
        user("x", isForCompensation="true"),
        node("receiveTask", "x", messageRef="M", instantiate="true"),
        node(
            "userTask",
            "x",
            '<dataInputAssociation id="d"><sourceRef>y</sourceRef><targetRef>z'
            "</targetRef></dataInputAssociation>",
            dondoc_role="vanthu",
            dondoc_form="form",
        ),
    ],
)
def test_what_the_engine_would_ignore_is_refused(element):
    assert "x" in {at for _, at in codes(*after_start(element))}


@pytest.mark.parametrize("more", [{"eventGatewayType": "Parallel"}, {"instantiate": "true"}])
def test_event_gateways_of_another_kind_are_refused(more):
    found = codes(
        start("s"),
        node("eventBasedGateway", "x", **more),
        b.catch("m", "M"),
        b.catch("t", duration="P1D"),
        end("e"),
        path("s", "x", "m", "e"),
        path("x", "t", "e"),
    )
    assert "x" in {at for _, at in found}


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


def test_a_repeating_timer_is_refused():
    inner = "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>"
    assert ("timer-cycle", "x") in codes(*after_start(node("intermediateCatchEvent", "x", inner)))


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


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (choice(flow("g", "a", "true"), flow("g", "c")), "condition-missing"),
        (
            choice(flow("g", "a", "true"), flow("g", "c", "true"), default="g-c"),
            "default-condition",
        ),
        (choice(flow("g", "a", "true"), flow("g", "c"), default="a-e"), "default-unknown"),
        (choice(flow("g", "a", "true"), flow("g", "c"), kind="parallel"), "condition-misplaced"),
        (choice(flow("g", "a"), flow("g", "c"), kind="event"), "event-gateway-target"),
    ],
)
def test_gateways_must_know_their_way(parts, code):
    assert (code, "g") in codes(*parts)


def test_a_condition_on_a_task_s_flow_is_misplaced():
    found = codes(start("s"), user("a"), end("e"), path("s", "a"), flow("a", "e", "true"))
    assert ("condition-misplaced", "a") in found


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
            node("subProcess", "z"),
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


def two_pools(target: str, *others: str) -> bytes:
    one = b.process("p", start("s"), b.throw("t", "M"), end("e"), path("s", "t", "e"))
    two = b.process(
        "q",
        start("qs", "M"),
        start("qo", "other"),
        user("qu"),
        end("qe"),
        path("qs", "qu", "qe"),
        path("qo", "qu"),
    )
    drawn = (
        b.pool("p", "xa")
        + b.pool("q", "huyen")
        + "".join(b.letter("t", t) for t in (target, *others) if t)
    )
    return xml(one, two, collaboration=drawn)


@pytest.mark.parametrize("target", ["", "qu", "qe", "qo", "pool-q", "e", "nowhere"])
def test_a_letter_must_lead_to_an_element_that_waits_for_it(target):
    assert b.read(two_pools("qs"))
    assert refused(two_pools(target))


def test_a_letter_is_not_drawn_twice_to_the_same_place():
    source = two_pools("qs", "qs").replace(b'id="mf-t-qs"', b'id="first"', 1)
    assert refused(source)


def test_a_letter_needs_recipients():
    source = two_pools("qs").replace(b' dondoc:recipients="[]"', b"")
    assert {f.code for f in refused(source)} == {"recipients-missing"}


def test_pools_need_tiers_when_there_are_several():
    assert {f.code for f in refused(two_pools("qs").replace(b'dondoc:tier="xa"', b""))} == {
        "tier-missing"
    }


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


FORKED = (
    start("s"),
    gate("f", "parallel"),
    user("a"),
    user("c"),
    gate("x"),
    gate("j", "parallel"),
    end("e"),
    path("s", "f", "a", "x", "j", "e"),
    path("f", "c", "j"),
)
BESIDE = b.boundary("t", "a", duration="P1D")


@pytest.mark.parametrize(
    "more",
    [
        BESIDE + path("t", "x"),
        user("z") + path("f", "z", "x"),
        BESIDE + user("z") + path("t", "z", "x"),
    ],
)
def test_two_tokens_that_could_meet_on_one_flow_of_a_join_are_refused(more):
    assert ("join-surplus", "j") in codes(*FORKED, more)


@pytest.mark.parametrize(
    "more",
    [
        "",
        BESIDE.replace("false", "true") + path("t", "x"),
        BESIDE + end("z") + path("t", "z"),
        gate("y", default="y-z")
        + user("z")
        + path("f", "y", "z", "j")
        + flow("y", "k", "true")
        + end("k", terminate=True),
    ],
)
def test_joins_that_each_token_reaches_by_its_own_flow_are_accepted(more):
    b.define("", *FORKED, more)


def test_a_process_too_long_for_the_engine_is_refused_not_a_crash():
    ids = [f"u{n}" for n in range(700)]
    assert refused(sample("", start("s"), *map(user, ids), end("e"), path("s", *ids, "e")))
