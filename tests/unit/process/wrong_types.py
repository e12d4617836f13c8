"""What is refused, or warned of, by what an expression must give: see ``wrong``."""

from tests.unit.process.conformance.elements import (
    catch,
    condition,
    message,
    node,
    script,
    throw,
    timer,
    user,
)
from tests.unit.process.wrong import A, row

REVIEW = user("u1", dondoc_form="review")


def told(**inputs):
    rows = "".join(f"<dondoc:input name=\"{n}\" expression='{t}'/>" for n, t in inputs.items())
    return node(
        "serviceTask", "k", f"<extensionElements>{rows}</extensionElements>", dondoc_handler="tell"
    )


def asked(text):
    return REVIEW, f"s u1 x1 {{{text}}} A e", "x1 {default} e"


def sent(recipients):
    return throw("k", message("M"), dondoc_recipients=recipients), "s k e"


DRAWN = [
    row("service-input-value", "k", told(kind='"x"', audience='"nobody"'), "s k e"),
    row("service-input-value", "k", told(kind='"x"', audience="null"), "s k e"),
    row("service-input-value", "k", told(kind='"x"', audience='["clerk"]'), "s k e"),
    row("role-missing", "u1", user("u1", dondoc_role=""), "s u1 e"),
    row("form-missing", "u1", user("u1", dondoc_form=" "), "s u1 e"),
    row("service-missing", "k", node("serviceTask", "k"), "s k e"),
    row("decision-missing", "k", node("businessRuleTask", "k", dondoc_result="n"), "s k e"),
    # recipients
    row("recipients-type", "k", *sent("5")),
    row("recipients-type", "k", *sent('"xa"')),
    row("recipients-type", "k", *sent("[5]")),
    row("recipients-type", "k", *sent("null")),
    row("recipients-type", "k", *sent("unit.tier")),
    # members
    row("member-unknown", "k", *sent("directive.recipient")),
    row("member-unknown", "u1", user("u1", dondoc_due="directive.foo"), "s u1 e"),
    row("member-unknown", "k", script("k", "directive.issuer.tear", "n"), "s k e"),
    row("member-unknown", "k", script("k", "for i in items return unit.nme", "n"), "s k e"),
    row("member-unknown", "x1-A", *asked("decision.x = 1")),
    row("member-doubtful", "k", script("k", "report.foo", "n"), "s k e", variables="report"),
    # conditions
    row("condition-certain", "x1-A", *asked('decision = "acept"')),
    row("condition-certain", "x1-A", *asked('"acept" != decision')),
    row("condition-certain", "x1-A", *asked('not(decision = "acept")')),
    row("condition-certain", "x1-A", *asked('decision in ("acept", "retur")')),
    row("condition-certain", "x1-A", *asked('cost > 3 and decision = "acept"')),
    row("condition-certain", "x1-A", *asked('cost > "3"')),
    row("condition-certain", "x1-A", *asked("due < now()")),
    row("condition-type", "x1-A", *asked("decision")),
    row("condition-type", "x1-A", *asked("cost + 1")),
    row("condition-type", "c", REVIEW, catch("c", condition("due")), "s u1 c e"),
    row("comparison-doubtful", "x1-A", *asked('decision = "acept" or cost > 3')),
    row("comparison-doubtful", "x1-A", *asked('decision in ("accept", "retur")')),
    row("comparison-doubtful", "k", REVIEW, script("k", 'if decision = "acept" then 1 else 2', "n"), "s u1 k e"),
    # timers
    row("timer-type", "d", catch("d", timer(date="directive.label")), "s d e"),
    row("timer-type", "d", catch("d", timer(date='working days after(x, "2")')), "s d e"),
    row("timer-type", "d", catch("d", timer(date='x + duration("P1W")')), "s d e"),
    row("timer-type", "d", catch("d", timer(date='now() + duration("P1W")')), "s d e"),
    row("timer-type", "u1", user("u1", dondoc_due="unit"), "s u1 e"),
    row("cycle-endless", "d", catch("d", timer(cycle="R/PT1S")), "s d e"),
    row("cycle-endless", "d", catch("d", timer(cycle='duration("PT59S")')), "s d e"),
    row("collection-type", "A", node("task", "A", '<multiInstanceLoopCharacteristics><loopDataInputRef>unit'
      "</loopDataInputRef></multiInstanceLoopCharacteristics>"), A),
]  # fmt: skip

RIGHT = {
    "a choice": asked('decision = "accept"'),
    "one of the choices": asked('decision in ("accept", "return")'),
    "an answer that may be missing": asked("decision = null"),
    "a number": asked("cost > 3 and cost < 100"),
    "a day": asked("due < today()"),
    "a member": asked('unit.tier = "xa" and directive.issuer.code != "1"'),
    "an item with entries of that name": (script("k", 'items[directive.foo = "x"]', "n"), "s k e"),
    "a variable of a loop": (script("k", "for unit in items return unit.anything", "n"), "s k e"),
    "a context of its own": (script("k", '{unit: {x: 1}, y: unit.x}', "n"), "s k e"),
    "a parameter": (script("k", "function(unit) unit.anything", "n"), "s k e"),
    "a variable that something else writes too": (script("k", '"acept"', "decision"), REVIEW,
        's k u1 x1 {decision = "acept"} A e', "x1 {default} e"),
    "what a form that is chosen later may write": (user("u2", dondoc_formFrom="x"), REVIEW,
        's u2 u1 x1 {decision = "acept"} A e', "x1 {default} e"),
    "what replaces a name of ours": (script("k", "{when: now()}", "directive"), "s k u1 e",
        user("u1", dondoc_due="directive.when")),
    "units": sent('[children(unit, "xa"), unit, directive.issuer]'),
    "whom the directive names": sent("directive.recipients"),
    "a unit by its number": sent("unit.id"),
    "a service's own values": (told(kind="x", audience='if x = 1 then "head" else "clerk"'), "s k e"),
    "a service's value": (told(kind='"anything"', audience='"head"'), "s k e"),
    "a repetition that ends": (catch("d", timer(cycle="R3/PT1S")), "s d e"),
    "a repetition every minute": (catch("d", timer(cycle="R/PT1M")), "s d e"),
    "days after what is not known": (catch("d", timer(date="working days after(x, y)")), "s d e"),
}  # fmt: skip
