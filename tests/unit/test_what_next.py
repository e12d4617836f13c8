"""What follows a task is read off the shipped diagrams."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import what_next
from engine.process import reading, xml
from engine.what_next import Next

BPMN = Path(__file__).parents[2] / "bpmn"


def following(model: str, element: str, **known: object) -> tuple[Next, ...]:
    read = reading.parse(xml.read((BPMN / f"{model}.bpmn").read_bytes()))
    process = read.process_of(element)
    assert process is not None
    return what_next.after(read, process, element, known)


def told(found: tuple[Next, ...]) -> list[object]:
    return [(n.kind, n.name, *told(n.then)) for n in found]


def every(found: tuple[Next, ...]) -> Iterator[Next]:
    for one in found:
        yield one
        yield from every(one.then)


def test_a_choice_names_each_way_and_where_it_leads() -> None:
    assert told(following("cascade-three-tier", "huyen-phan-cong")) == [
        (
            "choice",
            "Hình thức triển khai?",
            ("branch", "Ban hành văn bản", ("task", "Ban hành văn bản triển khai")),
            ("branch", "Trực tiếp thực hiện", ("task", "Tổ chức thực hiện")),
        )
    ]


def test_a_report_goes_to_its_consolidator_by_name_and_comes_back_or_ends() -> None:
    letter, choice = following(
        "periodic-report", "donvi-lap-bao-cao", consolidator={"name": "Sở LĐTBXH"}
    )
    assert (letter.kind, letter.name, letter.to) == ("letter", "Nộp báo cáo", "Sở LĐTBXH")
    assert [(n.name, n.role) for n in letter.then] == [("Xem xét báo cáo", "chuyenvien")]
    back = {branch.name: told(branch.then) for branch in choice.then}
    assert back["Tiếp nhận báo cáo"] == [("end", "Hoàn thành kỳ báo cáo")]
    assert back["Trả lại báo cáo"] == [("again", "Lập báo cáo")]


@pytest.mark.parametrize("path", sorted(BPMN.glob("*.bpmn")), ids=lambda p: p.stem)
def test_every_task_of_every_diagram_has_an_answer_that_ends(path: Path) -> None:
    read = reading.parse(xml.read(path.read_bytes()))
    for process in read.processes.values():
        for element in process.elements.values():
            if element.tag == "userTask":
                found = what_next.after(read, process, element.id)
                assert found, element.id
                assert len(list(every(found))) <= 2 * what_next.MOST_STEPS
