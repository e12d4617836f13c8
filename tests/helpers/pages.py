"""More people for the world of the pages, and what its pages say."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from engine import people
from engine.unit_names import find
from tests.web_world import ON, PASSWORD, PASSWORDS, START, Browser, World

LANGUAGES = ("vi", "en")


def join(
    sessions: sessionmaker[Session], world: World, username: str, unit: str | int, *roles: str
) -> None:
    """Somebody of that unit (its name, or id) with these roles; it is then known by the username."""
    with sessions.begin() as session:
        unit_id = unit if isinstance(unit, int) else find(session, unit, ON).id
        world.units[username] = unit_id
        people.create_account(
            session,
            PASSWORDS,
            username=username,
            name=f"Người {username}",
            unit_id=unit_id,
            roles=list(roles),
            password=PASSWORD,
            now=START,
        )


def told(answer: Any, *words: str) -> str:
    """The page, which was shown and says all of this."""
    assert answer.status_code == 200, (answer.status_code, answer.text[-3000:])
    for word in words:
        assert word in answer.text, word
    return str(answer.text)


def refused(answer: Any, status: int, *words: str) -> str:
    """The page that says what was wrong, and still holds all that was typed."""
    assert answer.status_code == status, (answer.status_code, answer.text[-3000:])
    for word in words:
        assert word in answer.text, word
    return str(answer.text)


def led(answer: Any) -> str:
    """Where a change led."""
    assert answer.status_code == 302, (answer.status_code, answer.text[-3000:])
    return str(answer.location)


def task_of(page: str) -> str:
    """The address that the task's form on this page is sent to."""
    found = re.search(r'action="([^"]+/tasks/\d+)"', page)
    assert found is not None, "no task waits here"
    return found[1]


def in_both_languages(browser: Browser, path: str) -> None:
    """The page opens in Vietnamese and in English, and names no code of a text."""
    for lang in LANGUAGES:
        joint = "&" if "?" in path else "?"
        told(browser.get(f"{path}{joint}lang={lang}"), f'lang="{lang}"')
