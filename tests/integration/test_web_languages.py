"""Two languages: nothing untranslated, the compiled catalogue current, every page in both."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.web_world import Browser, World
from webapp import translate

pytest_plugins = ("tests.web_fixtures",)

PAGES = (
    "/inbox",
    "/inbox?status=late",
    "/inbox?status=done",
    "/inbox?q=zzz",
    "/directives",
    "/directives?q=zzz",
    "/directives/{root}",
    "/directives/{derived}",
    "/directives/{root}/units/{unit}",
    "/directives/{root}/diagram",
    "/notices",
    "/account",
    "/account/sessions",
    "/account/second-factor",
    "/password/forgotten",
)


def test_every_text_is_translated_with_the_same_placeholders() -> None:
    catalogue = translate.translated("en")
    for message in (m for m in catalogue if m.id):
        source, *_ = _forms(message.id)
        for text in _forms(message.string):
            assert text, message.id
            assert _holes(text) == _holes(source), message.id
            assert not message.fuzzy, message.id


def _forms(text: object) -> list[str]:
    return [str(t) for t in text] if isinstance(text, tuple | list) else [str(text or "")]


def _holes(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%(?!\()", text))


def test_the_catalogue_holds_exactly_the_texts_of_the_pages() -> None:
    assert {m.id for m in translate.translated("en")} == {m.id for m in translate.collect("en")}


def test_the_compiled_catalogue_is_up_to_date() -> None:
    assert translate.po("en").with_suffix(".mo").read_bytes() == translate.compiled("en")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("username", ["bo.cv", "hd.cv", "admin"])
def test_every_page_opens_in_both_languages(
    browse: Callable[..., Browser], world: World, username: str, lang: str
) -> None:
    browser = browse(username)
    ids = {"root": world.root, "derived": world.derived, "unit": world.units["hd.cv"]}
    for page in PAGES:
        path = page.format(**ids)
        answer = browser.get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        assert answer.status_code == 200, path
        assert f'<html lang="{lang}">' in answer.text
        assert "%(" not in answer.text


def test_the_chosen_language_stays(browse: Callable[..., Browser]) -> None:
    stranger = browse()
    stranger.post("/language", lang="en", next="/signin")
    assert "Sign in" in stranger.get("/signin").text
    browser = browse("hd.cv")
    assert browser.post("/language", lang="en", next="//evil").headers["Location"] == "/inbox"
    assert "To do" in browser.get("/inbox").text
    assert "To do" in browse("hd.cv").get("/inbox").text
