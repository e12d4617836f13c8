"""Rules about the markers and quantities of activities."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Finding
from engine.process.model import (
    ACTIVITIES,
    MAX_INSTANCES,
    MAX_TURNS,
    Element,
    Instances,
    Loop,
)
from engine.process.vet_case import Case, Said, at

TEXTS = {
    "quantity": Said(
        "{attribute} là «{value}»; phải là số nguyên từ 1 đến {most}. Hãy sửa lại.",
        "{attribute} is «{value}»; it must be a whole number from 1 to {most}. Correct it.",
    ),
    "marker-misplaced": Said(
        "Chỉ công việc và tiến trình con mới lặp hay đa thể hiện được. Hãy bỏ dấu đó.",
        "Only activities can be loops or multi-instances. Remove the marker.",
    ),
    "marker-twice": Said(
        "Công việc vừa lặp vừa đa thể hiện. Hãy chọn một.",
        "The activity is both a loop and a multi-instance. Choose one.",
    ),
    "loop-condition": Said(
        "Vòng lặp không có điều kiện (loopCondition) lẫn số lần tối đa nên không bao giờ dừng. Hãy "
        "thêm một.",
        "The loop has neither a loopCondition nor a loopMaximum and would never end. Add one.",
    ),
    "loop-maximum": Said(
        "Số lần lặp tối đa là «{value}»; phải là số nguyên từ 1 đến {most}. Hãy sửa lại.",
        "loopMaximum is «{value}»; it must be a whole number from 1 to {most}. Correct it.",
    ),
    "instances-missing": Said(
        "Đa thể hiện chưa nói bao nhiêu lần. Hãy ghi loopCardinality hoặc chọn danh sách.",
        "The multi-instance does not say how many. Give a loopCardinality or a collection.",
    ),
    "instances-both": Said(
        "Đa thể hiện vừa có loopCardinality vừa có danh sách. Hãy giữ một.",
        "The multi-instance has both a loopCardinality and a collection. Keep one.",
    ),
    "instances-item": Said(
        "Biến «{item}» của mỗi lần cần một danh sách để lấy giá trị. Hãy chọn danh sách, hoặc bỏ "
        "biến.",
        "The variable «{item}» of each instance needs a collection to take its value from. Choose "
        "one, or remove the variable.",
    ),
    "instances-output": Said(
        "Kết quả của mỗi lần và danh sách thu thập phải đi cùng nhau (outputDataItem, "
        "loopDataOutputRef). Hãy thêm phần thiếu, hoặc bỏ cả hai.",
        "What each instance gives and where it is collected belong together (outputDataItem, "
        "loopDataOutputRef). Add what is missing, or remove both.",
    ),
    "instances-behavior": Said(
        "Cách báo «{behavior}» không có. Hãy chọn All, None, One hoặc Complex.",
        "There is no behavior «{behavior}». Choose All, None, One or Complex.",
    ),
    "instances-event": Said(
        "Cách báo «{behavior}» cần một sự kiện tín hiệu, leo thang hoặc lỗi có trong tệp. Hãy chọn "
        "sự kiện đó.",
        "The behavior «{behavior}» needs a signal, escalation or error event of the file. Choose "
        "it.",
    ),
}

_WHOLE = re.compile(r"0*[1-9][0-9]{0,8}")
_THROWN = frozenset({"signal", "escalation", "error"})


def findings(case: Case) -> Iterator[Finding]:
    """Everything wrong with quantities, loops and multi-instances."""
    for element in case.elements:
        if element.tag not in ACTIVITIES:
            if element.multi:
                yield at(TEXTS, "marker-misplaced", element)
            continue
        for name, value in (
            ("startQuantity", element.start_quantity),
            ("completionQuantity", element.completion_quantity),
        ):
            if not _within(value, MAX_INSTANCES):
                yield _number("quantity", element, value, MAX_INSTANCES, name)
        if element.loop is not None and element.instances is not None:
            yield at(TEXTS, "marker-twice", element)
        if element.loop is not None:
            yield from _loop(element, element.loop)
        if element.instances is not None:
            yield from _instances(element, element.instances)


def _number(code: str, element: Element, value: str, most: int, attribute: str = "") -> Finding:
    said = {"value": value[:20], "most": f"{most:,}", "attribute": attribute}
    return at(TEXTS, code, element, **said)


def _within(value: str, most: int) -> bool:
    return bool(_WHOLE.fullmatch(value)) and int(value) <= most


def _loop(element: Element, loop: Loop) -> Iterator[Finding]:
    if not loop.condition and not loop.maximum:
        yield at(TEXTS, "loop-condition", element)
    if loop.maximum and not _within(loop.maximum, MAX_TURNS):
        yield _number("loop-maximum", element, loop.maximum, MAX_TURNS)


def _instances(element: Element, marker: Instances) -> Iterator[Finding]:
    if not marker.cardinality and not marker.collection:
        yield at(TEXTS, "instances-missing", element)
    if marker.cardinality and marker.collection:
        yield at(TEXTS, "instances-both", element)
    if marker.item and not marker.collection:
        yield at(TEXTS, "instances-item", element, item=marker.item)
    if bool(marker.output) != bool(marker.outputs):
        yield at(TEXTS, "instances-output", element)
    if marker.behavior not in ("All", "None", "One", "Complex"):
        yield at(TEXTS, "instances-behavior", element, behavior=marker.behavior)
    elif marker.behavior != "All":
        thrown = [event for _, event in marker.behaviors]
        wrong = [e for e in thrown if e.unknown or e.kind not in _THROWN]
        wrong += [e for e in thrown if e.kind == "signal" and not e.text]
        if wrong or not thrown:
            yield at(TEXTS, "instances-event", element, behavior=marker.behavior)
