"""A hostile diagram: refused quickly, runs nothing, reads nothing, takes nobody down."""

from __future__ import annotations

import time
from contextlib import suppress
from decimal import Decimal
from types import NoneType

import pytest

from engine.errors import ModelRefused
from engine.process.events import Start
from engine.process.step import advance
from tests.helpers import bpmn as b
from tests.helpers.bpmn import end, flow, gate, node, path, sample, start, user

PLAIN = sample("", start("s"), user("a"), end("e"), path("s", "a", "e"))
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


def refused(source: bytes, within: float = 0.5) -> set[str]:
    begun = time.process_time()
    with pytest.raises(ModelRefused) as error:
        b.read(source)
    assert time.process_time() - begun < within
    return {f.code for f in error.value.findings}


def doctyped(doctype: str, text: str = "", encoding: str = "UTF-8") -> bytes:
    whole = PLAIN.decode().replace(
        DECLARED, f'<?xml version="1.0" encoding="{encoding}"?>{doctype}'
    )
    return (
        whole.replace('name="x"', "")
        .replace("<userTask", f'<userTask name="{text}"')
        .encode(encoding)
    )


LAUGHS = (
    "<!DOCTYPE d [<!ENTITY a '"
    + "ha" * 50
    + "'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12))
    + "]>"
)
QUADRATIC = f"<!DOCTYPE d [<!ENTITY a '{'x' * 50_000}'>]>"
ATTACKS = {
    "billion laughs": (LAUGHS, "&m;"),
    "quadratic": (QUADRATIC, "&a;" * 5000),
    "file": ("<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", ""),
    "network": ("<!DOCTYPE d SYSTEM 'http://169.254.169.254/latest'>", ""),
    "parameter": ("<!DOCTYPE d [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x.dtd'> %a;]>", ""),
    "plain": ("<!DOCTYPE d>", ""),
}


@pytest.mark.parametrize(
    "encoding",
    ["UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1", "UTF-7", "cp037"],
)
@pytest.mark.parametrize("attack", sorted(ATTACKS))
def test_a_doctype_is_refused_at_once_in_any_encoding(attack, encoding):
    refused(doctyped(*ATTACKS[attack], encoding=encoding))


def test_an_undeclared_entity_or_a_second_root_is_not_xml():
    assert refused(PLAIN.replace(b"<userTask", b"&boom;<userTask")) == {"xml-syntax"}
    assert refused(PLAIN + PLAIN[PLAIN.index(b"<definitions") :]) == {"xml-syntax"}


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\0",
        b"hello",
        b"\xff\xfe",
        b"<",
        b"PK\x03\x04",
        b"{}",
        b"<a>",
        b"\xef\xbb\xbf",
        b"<a>\x00</a>",
        b"<?xml version='1.0'?>",
        "<a>\ud800</a>".encode("utf-16", "surrogatepass"),
    ],
)
def test_what_is_no_xml_is_refused(source):
    assert refused(source) <= {"xml-syntax", "xml-encoding"}


@pytest.mark.parametrize(
    "source", [b"<html/>", b"<definitions/>", PLAIN.replace(b"/BPMN/", b"/X/")]
)
def test_what_is_no_bpmn_holds_no_process(source):
    assert refused(source) == {"process-missing"}


def test_what_is_too_large_or_too_deep_is_refused_at_once():
    assert refused(b"<!--" + b"x" * 6 * 2**20 + b"-->" + PLAIN) == {"xml-too-large"}
    for depth in (201, 255, 300, 100_000):
        deep = PLAIN.replace(b"<userTask", b"<x>" * depth + b"</x>" * depth + b"<userTask", 1)
        assert refused(deep, within=0.5) <= {"xml-too-deep", "xml-syntax"}


def test_a_file_of_very_many_elements_is_refused_soon():
    """Five megabytes of tasks must not hold a worker for minutes."""
    body = "".join(user(f"u{n}") + flow("s", f"u{n}") + flow(f"u{n}", "e") for n in range(10_000))
    source = sample("", start("s"), body, end("e"))
    assert refused(source, within=15) == {"model-too-large"}


INSTANCES = "<multiInstanceLoopCharacteristics>{}</multiInstanceLoopCharacteristics>"


@pytest.mark.parametrize(
    ("element", "code"),
    [
        (user("a", completionQuantity="1000000000"), "quantity"),
        (user("a", startQuantity="9" * 5_000), "quantity"),
        (user("a", completionQuantity="1e9"), "quantity"),
        (user("a").replace("></", ">" + INSTANCES.format("<loopCardinality>9999999</loopCardinality>")
                           + "</"), "instances-too-many"),
        (user("a").replace("></", '><standardLoopCharacteristics loopMaximum="999999999999"/></'),
         "loop-maximum"),
        (node("callActivity", "a", calledElement="p"), "call-recursion"),
        (node("callActivity", "a", calledElement="a"), "call-unknown"),
    ],
)  # fmt: skip
def test_what_would_eat_the_machine_when_it_runs_is_refused(element, code):
    assert code in refused(sample("", start("s"), element, end("e"), path("s", "a", "e")))


def test_sub_processes_within_one_another_under_one_id_are_refused():
    inner = user("a")
    for _ in range(80):
        inner = node("subProcess", "p", inner)
    found = refused(sample("", start("s"), inner, end("e"), path("s", "p", "e")))
    assert "id-duplicate" in found


def test_very_many_names_do_not_make_every_expression_slow():
    ids = [f"k{n}" for n in range(2_000)]
    names = [f"số lượng {n}" for n in range(3_000)]
    declared = "".join(f'<property id="v{n}" name="{name}"/>' for n, name in enumerate(names))
    scripts = (b.script(k, f"số lượng {n} + số lượng {n + 1}", "r") for n, k in enumerate(ids))
    begun = time.process_time()
    b.read(sample("", declared, start("s"), *scripts, end("e"), path("s", *ids, "e")))
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__.__bases__[0].__subclasses__()",
        'eval("1")',
        "exec('x')",
        "open('/etc/passwd').read()",
        "lambda: 1",
        "f'{1}'",
        "x := 1",
        "unit.__class__",
        "import os",
        "directive.__dict__",
        "globals()",
        'getattr(unit, "id")',
        "$.ajax()",
        "${7*7}",
        "#{7*7}",
        "{{7*7}}",
        'execution.setVariable("a", 1)',
        'new java.io.File("x")',
        'function() external {java: {class: "x"}}',
        "\u202e1",
        "",
        "1 +",
        "if true then",
        '"unclosed',
        "a" * 5000,
        "(" * 4000,
        "[" * 4000 + "]" * 4000,
        "-" * 5000 + "1",
        "not(" * 2000 + "true" + ")" * 2000,
        "1" + "+1" * 20_000,
        "for i in 1..3 return " * 400 + "1",
        "if true then 1 else " * 2000 + "1",
    ],
)
def test_no_expression_escapes_or_crashes(text):
    """Refused at deployment, or harmless when it runs: a value or a fault, never Python."""
    begun = time.process_time()
    try:
        d = b.define(
            "", start("s"), b.script("k", text, "r"), user("a"), end("e"), path("s", "k", "a", "e")
        )
    except ModelRefused as error:
        found = {f.code for f in error.findings}
    else:
        found = set()
        made = advance(d, None, Start({"unit": {"id": 1}, "directive": {"id": 1}}), b.NOW)
        assert made.fault is not None or isinstance(
            made.state.data["r"], NoneType | Decimal | int | bool | str | list
        )
    assert found <= {"expression-invalid", "expression-missing", "member-unknown"}
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..100000, j in 1..100000 return i * j",
        "for i in 1..10000000 return i",
        'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
        "2 ** 999999999",
        "9 ** 9 ** 9 ** 9",
        "sort(for i in 1..100000 return -i, function(a, b) a < b)",
        'string join(for i in 1..100000 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")',
        "1E+999999 * 1E+999999",
        "every x in 1..100000 satisfies some y in 1..100000 satisfies y = -x",
    ],
)
def test_no_expression_eats_the_machine(text):
    begun = time.process_time()
    with suppress(ModelRefused):
        d = b.define(
            "", start("s"), b.script("k", text, "r"), user("a"), end("e"), path("s", "k", "a", "e")
        )
        advance(d, None, Start(), b.NOW)
    assert time.process_time() - begun < 10


def test_a_chain_of_gateways_that_leads_nowhere_ends_in_a_fault_soon():
    d = b.define(
        "",
        start("s"),
        gate("m"),
        gate("g", default="g-e"),
        end("e"),
        path("s", "m", "g"),
        flow("g", "m", "true"),
        flow("g", "e"),
    )
    begun = time.process_time()
    assert advance(d, None, Start(), b.NOW).fault is not None
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "name",
    [
        '"><script>alert(1)</script>',
        "'; DROP TABLE unit; --",
        "x" * 10**5,
        "{0.__class__}",
        "{vi}",
        "%s%n",
        "Việc\u202e\u0000".replace("\u0000", ""),
    ],
)
def test_a_name_is_only_a_name(name):
    source = sample(
        "", start("s"), user("a", name=name, dondoc_role="king"), end("e"), path("s", "a", "e")
    )
    with pytest.raises(ModelRefused) as error:
        b.read(source)
    assert [f.name for f in error.value.findings] == [" ".join(name.split())]
    assert error.value.text("vi") and error.value.text("en")
