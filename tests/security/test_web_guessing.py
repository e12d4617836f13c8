"""Guessing a password side by side gives no more answers than guessing one after another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session, sessionmaker

from adapters.identity import Argon2Passwords
from engine import people, signing_in
from engine.errors import Conflict, InputError, NotFound
from engine.unit_names import find
from tests.web_world import ON, PASSWORD, PASSWORDS, START

pytestmark = pytest.mark.usefixtures("units")


def test_a_race_of_guesses_gets_five_answers(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        people.create_account(
            session,
            PASSWORDS,
            username="hd.cv",
            name="Phạm Văn Viên",
            unit_id=find(session, "tỉnh Hải Dương", ON).id,
            roles=["chuyenvien"],
            password=PASSWORD,
            now=START,
        )

    def guess(number: int) -> str:
        with sessions() as session:
            try:
                signing_in.authenticate(session, PASSWORDS, "HD.cv ", f"đoán mò {number}", START)
            except (people.WrongPassword, signing_in.TooManyAttempts) as refused:
                session.commit()
                return refused.code
        return "in"

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(guess, range(24)))
    assert answers.count("wrong-password") == signing_in.MAX_FAILURES
    assert answers.count("too-many-attempts") == 24 - signing_in.MAX_FAILURES


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"username": "có dấu"}, people.BadAccount),
        ({"roles": []}, people.BadAccount),
        ({"roles": ["giam-doc"]}, people.BadAccount),
        ({"name": " "}, people.BadAccount),
        ({"locale": "fr"}, people.BadAccount),
        ({"password": "ngắn"}, people.WeakPassword),
        ({"unit_id": -1}, NotFound),
    ],
)
def test_an_account_of_bad_values_is_refused_in_both_languages(
    session: Session, change: dict[str, object], error: type[InputError]
) -> None:
    good: dict[str, object] = {
        "username": "hd.cv",
        "name": "Phạm Văn Viên",
        "roles": ["chuyenvien"],
        "unit_id": find(session, "tỉnh Hải Dương", ON).id,
        "password": PASSWORD,
        "now": START,
    }
    with pytest.raises(error) as refused:
        people.create_account(session, PASSWORDS, **(good | change))  # type: ignore[arg-type]
    assert refused.value.text("vi") != refused.value.text("en")
    assert people.create_account(session, PASSWORDS, **good).id  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        people.create_account(session, PASSWORDS, **good)  # type: ignore[arg-type]


def test_a_hash_of_weaker_costs_is_renewed_at_the_next_sign_in(session: Session) -> None:
    account = people.create_account(
        session,
        PASSWORDS,
        username="hd.cv",
        name="Phạm Văn Viên",
        unit_id=find(session, "tỉnh Hải Dương", ON).id,
        roles=["chuyenvien"],
        password=PASSWORD,
        now=START,
    )
    stronger = Argon2Passwords(time_cost=2, memory_kib=2048)
    before = account.password_hash
    signing_in.authenticate(session, stronger, "hd.cv", PASSWORD, START)
    assert account.password_hash != before
    assert account.password_hash.startswith("$argon2id$")
    assert not stronger.outdated(account.password_hash)
