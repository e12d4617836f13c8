"""``dondoc obligation``: what opens next is listed for who may see it, and opened on demand."""

import json

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from adapters.identity import Argon2Passwords
from adapters.postgres import libpq
from engine.people import create_account
from engine.unit_names import find
from tests.helpers.rolling import DISTRICT, at, monthly
from tests.helpers.story import count
from webapp.cli import main

pytestmark = pytest.mark.usefixtures("units")
PASSWORDS = Argon2Passwords(time_cost=1, memory_kib=1024)
PEOPLE = {
    "huyen.cv": (DISTRICT, ["chuyenvien"]),
    "xa.cv": ("xã Phước An, huyện Tuy Phước, tỉnh Bình Định", ["chuyenvien"]),
    "khac.cv": ("UBND huyện Hoài Ân, tỉnh Bình Định", ["chuyenvien"]),
    "quantri": (DISTRICT, ["quantri"]),
}


@pytest.fixture
def dondoc(sessions, machine, database, tmp_path):
    """Runs a command on a database in which a monthly report waits since March 2023."""
    with sessions.begin() as session:
        for username, (unit, roles) in PEOPLE.items():
            create_account(
                session,
                PASSWORDS,
                username=username,
                name=username,
                unit_id=find(session, unit, at(1, 3).date()).id,
                roles=roles,
                password="mật khẩu thử 1",
                now=at(1, 3),
            )
        monthly(session, machine, at(10, 3))
    env = {"DONDOC_HOME": str(tmp_path), "DONDOC_DATABASE_URL": libpq(database)}

    def run(*arguments):
        return CliRunner(env=env).invoke(main, ["--lang", "en", "obligation", *arguments])

    return run


def test_what_opens_next_is_shown_to_issuer_and_recipient_and_to_nobody_else(dondoc):
    for username in ("huyen.cv", "xa.cv"):
        (row,) = json.loads(dondoc("list", "--by", username, "--json").output)
        assert (row["key"], row["opened_at"]) == ("2023-T04", None)
        assert row["opens_at"].startswith("2023-04-05")
    assert "2023-T04" not in dondoc("list", "--by", "khac.cv").output
    told = dondoc("list", "--by", "xa.cv").output
    assert "06/04/2023" in told and "UBND huyện Tuy Phước" in told
    directive = str(row["directive_id"])
    assert dondoc("list", "--by", "khac.cv", "--directive", directive).exit_code == 1
    assert dondoc("list", "--by", "xa.cv", "--directive", directive).exit_code == 0


def test_an_administrator_opens_what_is_due_and_nobody_else_may(dondoc, sessions):
    assert dondoc("roll", "--by", "huyen.cv").exit_code == 1
    with sessions() as session:
        assert count(session, "report") == 13
    done = json.loads(dondoc("roll", "--by", "quantri", "--json").output)
    assert done["periods"] > 12 and done["reports"] >= 12 * 4
    assert "Opened 0 periods" in dondoc("roll", "--by", "quantri").output
    with sessions() as session:
        assert count(session, "report") == 13 + done["reports"]
        assert session.scalar(sa.text("SELECT min(opens_at) > now() FROM obligation_period"))
