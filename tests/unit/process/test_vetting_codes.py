"""Every code a diagram can be refused with: what is drawn, and the element that is told."""

from string import Formatter

import pytest

from engine.process import vet, vet_types
from tests.unit.process import wrong_flow, wrong_scopes, wrong_types, wrong_work
from tests.unit.process.vetted import codes, found
from tools.findings_table import TARGET, rendered

DRAWN = [*wrong_flow.DRAWN, *wrong_scopes.DRAWN, *wrong_work.DRAWN, *wrong_types.DRAWN]


@pytest.mark.parametrize("wrong", [pytest.param(w, id=f"{w.code} {w.element}") for w in DRAWN])
def test_what_is_wrong_is_found_where_it_is(wrong):
    assert (wrong.code, wrong.element) in {(f.code, f.element) for f in found(wrong.source)}


@pytest.mark.parametrize("parts", wrong_types.RIGHT.values(), ids=wrong_types.RIGHT)
def test_what_may_be_meant_is_not_doubted(parts):
    assert not codes(*parts)


def test_a_warning_is_no_error():
    assert {w.code for w in DRAWN if all(f.warning for f in found(w.source))} == vet_types.WARNINGS


def test_every_code_is_drawn_here_but_the_one_of_a_huge_file():
    assert {w.code for w in DRAWN} == vet.CODES.keys() - {"model-too-large"}


def test_every_sentence_is_in_both_languages_and_tells_what_to_do():
    for code, said in vet.CODES.items():
        vi, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in said)
        assert {n.removesuffix("_vi") for n in vi} == {n.removesuffix("_en") for n in en}, code
        assert said.vi != said.en
    for wrong in DRAWN:
        for finding in found(wrong.source):
            assert finding.text("vi").endswith(f"[{finding.code}]")
            assert not set("{}") & set(vet.CODES[finding.code].vi.format_map(Anything()))


class Anything(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


def test_the_committed_list_of_codes_is_what_would_be_generated():
    assert TARGET.read_text(encoding="utf-8") == rendered()
    assert not {code for code in vet.CODES if f"| `{code}` |" not in rendered()}
