"""``dondoc model check``: every finding of every file, in the reader's language."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import bpmn
from tests.unit.process.conformance.drawing import diagram
from tests.unit.process.conformance.elements import node, script, user
from webapp.cli import main

SHIPPED = Path(bpmn.__file__).parent
DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m"
 namespace="urn:m"><inputData id="i" name="n"/><decision id="choose" name="choose">
 <informationRequirement><requiredInput href="#i"/></informationRequirement>
 <literalExpression><text>{}</text></literalExpression></decision></definitions>"""
FORM = {
    "title": {"vi": "Hỏi", "en": "Ask"},
    "fields": [
        {"name": "a", "type": "text", "required": True, "label": {"vi": "Một", "en": "One"}}
    ],
}


@pytest.fixture
def check(tmp_path):
    def run(*options: str, lang: str = "vi", **files: str | bytes):
        paths = []
        for name, content in files.items():
            paths.append(tmp_path / name.replace("_", "."))
            paths[-1].write_bytes(content if isinstance(content, bytes) else content.encode())
        arguments = ["--lang", lang, "model", "check", *options, *map(str, paths)]
        return CliRunner().invoke(main, arguments)

    return run


def test_what_is_shipped_has_no_findings():
    files = [str(f) for end in ("*.bpmn", "*.dmn", "forms/*.json") for f in SHIPPED.glob(end)]
    done = CliRunner().invoke(main, ["model", "check", *files])
    assert (done.exit_code, done.output) == (0, "")


@pytest.mark.parametrize(
    ("lang", "said"), [("vi", "Vai trò «king» không có"), ("en", "There is no role «king»")]
)
def test_every_finding_of_every_file_is_told_with_its_element_and_code(check, lang, said):
    wrong = diagram(user("u1", name="Việc", dondoc_role="king", dondoc_form="receive"), "s u1")
    done = check(lang=lang, a_bpmn=wrong, b_bpmn=diagram("s t1"), c_dmn="<x", lang_json="{")
    lines = done.output.splitlines()
    assert done.exit_code == 1
    assert [line.rpartition("[")[2] for line in lines] == [
        "end-missing]", "dead-end]", "role-unknown]", "end-missing]", "dead-end]", "xml-syntax]",
        "form-syntax]",
    ]  # fmt: skip
    assert "a.bpmn: u1 «Việc»: " in lines[2]
    assert all("Hãy" in line for line in lines) == (lang == "vi")
    assert said in lines[2]


def test_a_machine_reads_them_as_json(check):
    [row] = json.loads(check("--json", a_dmn="<x").output)
    assert row.keys() == {"file", "code", "element", "name", "vi", "en", "warning"}
    assert (row["code"], row["warning"]) == ("xml-syntax", False)
    assert check("--json", a_dmn=DMN.format("n + 1")).output == "[]\n"


def test_a_warning_is_told_and_is_no_failure(check):
    drawn = diagram(script("k", "report.foo", "n"), "s k e", variables="report")
    done = check(a_bpmn=drawn)
    assert done.exit_code == 0
    assert "member-doubtful]" in done.output
    assert "Nên xem lại: " in done.output


def test_diagrams_may_use_the_tables_and_forms_named_with_them(check):
    rule = node("businessRuleTask", "k", dondoc_decision="choose", dondoc_result="a")
    drawn = diagram(user("u1", dondoc_form="ask"), rule, "s u1 x1 {a = 1} k e", "x1 {default} e")
    alone = check(a_bpmn=drawn)
    assert {line.rpartition("[")[2] for line in alone.output.splitlines()} == {
        "form-unknown]",
        "decision-unknown]",
    }
    together = check(a_bpmn=drawn, b_dmn=DMN.format("n + 1"), ask_json=json.dumps(FORM))
    assert (together.exit_code, together.output) == (0, "")


@pytest.mark.parametrize("content", ["[]", "{}", '{"fields": [3]}', "[" * 9_000, "\x00", "null"])
def test_what_is_no_form_is_a_finding_and_no_crash(check, content):
    done = check(a_json=content)
    assert done.exit_code == 1
    assert "a.json: " in done.output


def test_what_cannot_be_read_at_all_is_a_wrong_argument(tmp_path):
    for named in ("nowhere.bpmn", "."):
        done = CliRunner().invoke(main, ["model", "check", str(tmp_path / named)])
        assert done.exit_code == 2
