"""Administration in the browser: every page in both languages, and who may open it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine.people import Account
from tests.web_world import Browser, World

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]
FOR_ADMINISTRATORS = (
    "/administration",
    "/administration/history",
    "/administration/history?action=post-add&unit=zzz&since=1/1/2023",
    "/administration/units",
    "/administration/units?q=binh dinh&on=1/1/2026",
    "/administration/units/new",
    "/administration/mail",
    "/structure",
    "/policies",
    "/policies?unit=tỉnh Hải Dương",
    "/policies?key=deadline-on-day-off",
    "/policies?key=attachment-file-mb",
    "/policies?key=substitute-from-another-unit",
    "/faults",
    "/faults?status=repaired",
    "/people/new",
    "/people/import",
    "/jobs?all=1",
)
FOR_EVERYBODY = ("/people", "/people?status=away", "/calendar", "/calendar?year=2026", "/jobs")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_opens_in_both_languages(browse: Browse, world: World, lang: str) -> None:
    browser = browse("admin")
    own = (f"/administration/units/{world.units['hd.cv']}",)
    for path in (*FOR_ADMINISTRATORS, *FOR_EVERYBODY, *own):
        mark = "&" if "?" in path else "?"
        answer = browser.get(f"{path}{mark}lang={lang}")
        assert answer.status_code == 200, path
        assert "%(" not in answer.text, path


def test_only_administrators_open_administration(browse: Browse) -> None:
    browser = browse("hd.ld")
    for path in FOR_ADMINISTRATORS:
        status = 200 if path.startswith("/jobs") else 403
        assert browser.get(path).status_code == status, path
    for path in FOR_EVERYBODY:
        assert browser.get(path).status_code == 200, path
    assert "/people/new" not in browser.get("/people").text
    assert 'action="/calendar/days"' not in browser.get("/calendar").text


def account_id(sessions: sessionmaker[Session], username: str) -> int:
    with sessions() as session:
        return session.scalars(sa.select(Account.id).where(Account.username == username)).one()
