"""Every line of corpus/*.feel: the left side has the value of the right side."""

from __future__ import annotations

import pytest

from engine.process.feel import compile, compile_unary
from tests.unit.feel.support import CORPUS, NOW, alike, rows, value

FOUND = value(
    """{
      x: 5, level: "xa", nothing: null, flag: true, hạn nộp: @"2025-07-01T17:00:00+07:00",
      đơn vị: {id: 7, tên gọi: "Xã An Phú", cấp: "xa", cha: {id: 1, cấp: "tinh"}},
      units: [{id: 1, level: "tinh", size: 30}, {id: 2, level: "xa", size: 4},
              {id: 3, level: "xa", size: 9}],
      numbers: [1, 2, 3, 4], words: ["a", "b"], twice: function(n) n * 2
    }"""
)
assert isinstance(FOUND, dict)
CONTEXT: dict[str, object] = FOUND


def evaluated(left: str) -> object:
    if " :: " not in left:
        return compile(left, CONTEXT.keys()).evaluate(CONTEXT, now=NOW)
    tested, tests = left.split(" :: ")
    return compile_unary(tests.strip(), CONTEXT.keys()).evaluate({**CONTEXT, "?": value(tested)})


@pytest.mark.parametrize("name", sorted(path.stem for path in CORPUS.glob("*.feel")))
def test_every_line_has_the_value_at_its_right(name: str):
    wrong = []
    for place, left, right in rows(name):
        found = evaluated(left)
        if not alike(found, value(right, CONTEXT)):
            wrong.append(f"{place}: {left} gives {found!r}, not {right}")
    assert not wrong, "\n".join(wrong)


def test_the_corpus_is_large():
    assert sum(1 for _ in rows()) >= 4000
