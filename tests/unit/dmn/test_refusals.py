from __future__ import annotations

import pytest

from engine.errors import ModelRefused
from engine.process.dmn import read
from engine.process.feel import FeelLimitExceeded
from tests.unit.dmn.support import decision, inputs, model, refused, source, table, text


def one(body: str) -> tuple[str, str, str, str]:
    [finding] = refused(body)
    return finding.code, finding.element, finding.vi, finding.en


def test_a_wrong_cell_is_named_by_table_rule_column_and_position() -> None:
    rules = [("1", '"a"'), ("> nope", '"b"')]
    code, element, vi, en = one(inputs(x="number") + decision("d", table(["x"], rules), "in-x"))
    assert (code, element) == ("dmn-feel-unknown-name", "r2")
    assert vi.startswith("Bảng «Bảng T», luật 2, cột «x»: Không có tên «nope» (dòng 1, cột 3)")
    assert en.startswith("Table 'Bảng T', rule 2, column 'x': There is no name 'nope'")


def test_a_wrong_output_cell_is_named_too() -> None:
    rules = [("1", "1 +")]
    code, element, vi, _ = one(inputs(x="number") + decision("d", table(["x"], rules), "in-x"))
    assert (code, element) == ("dmn-feel-syntax", "r1")
    assert "luật 1, cột «Bảng T»" in vi


def test_all_findings_come_at_once() -> None:
    found = refused(decision("a", text("1 +")) + decision("b", text("nope")))
    assert [(f.code, f.element, f.name) for f in found] == [
        ("dmn-feel-syntax", "a", "a"),
        ("dmn-feel-unknown-name", "b", "b"),
    ]


FUNCTION = '<functionDefinition kind="Java"><formalParameter name="a"/>{}</functionDefinition>'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (decision("d", table(["1"], [("1", "1")], policy="BEST")), "dmn-hit-policy"),
        (decision("d", table(["1"], [("1", "1", "2")])), "dmn-rule-cells"),
        (decision("d", table([], [], outputs=[])), "dmn-table-empty"),
        (decision("d", table(["1"], [("1", "1")], policy="PRIORITY")), "dmn-no-output-values"),
        (
            decision("d", table(["1"], [("1", "1", "2")], outputs=["<output/>", "<output/>"])),
            "dmn-output-name",
        ),
        (
            decision(
                "d",
                table(
                    ["1"], [("1", "1", "2")], policy="COLLECT", attributes='aggregation="SUM"',
                    outputs=['<output name="a"/>', '<output name="b"/>'],
                ),
            ),
            "dmn-aggregation-columns",
        ),
        (decision("d", FUNCTION.format(text("1"))), "dmn-function-kind"),
        (decision("d", text("1", attributes='expressionLanguage="urn:javascript"')), "dmn-language"),
        (decision("d", "<pmml/>"), "dmn-no-expression"),
        (decision("d", text("")), "dmn-no-expression"),
        (decision("d", f"<list>{'<list>' * 60}{'</list>' * 60}</list>"), "dmn-too-deep"),
        (decision("d", f"<some><in>{text('[]')}</in><satisfies>{text('true')}</satisfies></some>"), "dmn-iterator-variable"),
        (decision("d", f"<conditional><if>{text('true')}</if></conditional>"), "dmn-no-expression"),
        (decision("d", f'<relation><column name="a"/><row>{text("1")}{text("2")}</row></relation>'), "dmn-row-cells"),
        (decision("d", text("1"), "gone"), "dmn-unknown-reference"),
        (decision("d", text("1")) * 2, "dmn-id"),
        (inputs(x="Any") + decision("x", text("1")), "dmn-name"),
        ('<import name="a" namespace="urn:gone" importType="urn:DMN"/>', "dmn-import"),
        ('<import name="a" namespace="urn:p" importType="http://www.dmg.org/PMML-4_2"/>', "dmn-import"),
        ('<decisionService id="s" name="s"/>', "dmn-service-output"),
        (decision("a", text("b"), "b") + decision("b", text("a"), "a"), "dmn-cycle"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_code(body: str, code: str) -> None:
    assert code in {finding.code for finding in refused(body)}


def test_a_circle_is_told_step_by_step() -> None:
    body = "".join(decision(a, text(b), b) for a, b in (("a", "b"), ("b", "c"), ("c", "a")))
    code, element, vi, _ = one(body)
    assert (code, element) == ("dmn-cycle", "a")
    assert "a → b → c → a" in vi


def test_a_chain_that_is_too_long_is_refused_not_a_crash() -> None:
    body = decision("d0", text("1")) + "".join(
        decision(f"d{i}", text(f"d{i - 1}"), f"d{i - 1}") for i in range(1, 1500)
    )
    assert {finding.code for finding in refused(body)} == {"dmn-too-deep"}


def test_other_xml_is_no_decision_model() -> None:
    with pytest.raises(ModelRefused) as caught:
        read(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>')
    assert caught.value.findings[0].code == "dmn-namespace"


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b'<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>', "xml-doctype"),
        (b"<d>" + b" " * (50 * 2**20) + b"</d>", "xml-too-large"),
        (b"<d>" * 1000 + b"</d>" * 1000, "xml-too-deep"),
        (b"<d>", "xml-syntax"),
    ],
)
def test_hostile_files_are_refused(xml: bytes, code: str) -> None:
    with pytest.raises(ModelRefused) as caught:
        read(xml)
    assert caught.value.findings[0].code in (code, "xml-syntax")


def test_a_file_of_too_many_cells_is_refused() -> None:
    rules = [(f"{i}", f"{i} + {j}") for j in range(5) for i in range(4_500)]
    body = "".join(
        decision(f"d{j}", table(["1"], rules[j * 4500 : (j + 1) * 4500]).replace('id="t"', ""))
        for j in range(5)
    )
    assert "dmn-too-large" in {finding.code for finding in refused(body)}


@pytest.mark.parametrize(
    "said",
    ["f(1)", "count(for a in 1..2000, b in 1..2000 return a)"],
)
def test_endless_work_ends(said: str) -> None:
    bkm = (
        '<businessKnowledgeModel id="f-f" name="f"><encapsulatedLogic><formalParameter name="k"/>'
        f"{text('f(k + 1)')}</encapsulatedLogic></businessKnowledgeModel>"
    )
    found = model(bkm + decision("d", text(said), "f-f")).decisions["d"]
    with pytest.raises(FeelLimitExceeded):
        found.evaluate({})


def test_what_is_handed_in_is_not_changed_nor_handed_out() -> None:
    given = {"x": [1, {"a": 2}]}
    found = model(inputs(x="Any") + decision("d", text("x"), "in-x")).decisions["d"]
    result = found.evaluate(given)
    assert isinstance(result, list)
    result.append(3)
    assert given == {"x": [1, {"a": 2}]}


def test_the_namespace_may_be_missing() -> None:
    xml = source(decision("d", text("1"))).replace(b' namespace="urn:test"', b"")
    assert read(xml).decisions["d"].evaluate({}) == 1
