"""What is rehearsed is what was handed in, also where a person has released other versions."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.orm import Session

from engine import model_releases, rehearsal_models
from engine.decision_models import DecisionFile
from engine.deployments import ProcessModel, current, deploy, deployed
from engine.form_models import FormModel
from engine.instances import Engine
from engine.model_releases import FORM, TABLE, By
from engine.rehearsal_models import NotAsGiven, Version, hold
from tests.conftest import DAWN
from tests.helpers.rehearsing import CASCADE, reminding_daily, shipped
from webapp.setup import BPMN

pytestmark = pytest.mark.usefixtures("units")
PERSON = By("account:7")
LADDER, ASKING = "escalation", "periodic-report"


def drawn(name: str) -> bytes:
    """The cascade with another name on a commune's first task."""
    return shipped().replace('name="Tiếp nhận văn bản"', f'name="{name}"').encode()


def receiving(title: str) -> str:
    """The shipped form of receipt under another title."""
    form = json.loads((BPMN / "forms" / "receive.json").read_text(encoding="utf-8"))
    return json.dumps(form | {"title": {"vi": title, "en": title}}, ensure_ascii=False)


def test_a_draft_is_played_and_not_the_version_a_person_deployed(
    session: Session, machine: Engine
) -> None:
    deploy(session, machine.library, CASCADE, drawn("Bản hai"), DAWN, PERSON)
    version = Version(CASCADE, "draft", drawn("Bản ba"))
    row = hold(session, machine.library, version, CASCADE, DAWN)
    assert deployed(session, CASCADE).id == row.id and row.xml.encode() == drawn("Bản ba")


def test_a_draft_like_an_older_version_is_played_and_not_the_newer_one(
    session: Session, machine: Engine
) -> None:
    for name in ("Bản hai", "Bản ba"):
        deploy(session, machine.library, CASCADE, drawn(name), DAWN, PERSON)
    row = hold(session, machine.library, Version(CASCADE, "", drawn("Bản hai")), CASCADE, DAWN)
    assert deployed(session, CASCADE).id == row.id and row.xml.encode() == drawn("Bản hai")


def test_a_drafted_table_holds_and_every_diagram_that_plays_asks_it(
    session: Session, machine: Engine
) -> None:
    library = machine.library
    library.decisions.deploy(session, LADDER, reminding_daily(5), DAWN, PERSON)
    version = Version(CASCADE, "", tables={LADDER: reminding_daily(9)})
    hold(session, library, version, CASCADE, DAWN)
    asked = deployed(session, ASKING).decisions
    held = model_releases.current(session, TABLE)[LADDER]
    assert held in asked and session.get_one(DecisionFile, held).xml.encode() == reminding_daily(9)


def test_a_drafted_form_holds(session: Session, machine: Engine) -> None:
    models = machine.library.form_models
    models.deploy(session, "receive", receiving("Bản hai"), DAWN, PERSON)
    version = Version(CASCADE, "", forms={"receive": receiving("Bản ba")})
    hold(session, machine.library, version, CASCADE, DAWN)
    held = model_releases.current(session, FORM)["receive"]
    assert session.get_one(FormModel, held).content == receiving("Bản ba")


def test_a_deployed_version_keeps_the_tables_it_was_deployed_with(
    session: Session, machine: Engine
) -> None:
    row = deployed(session, ASKING)
    machine.library.decisions.deploy(session, LADDER, reminding_daily(5), DAWN, PERSON)
    version = Version(ASKING, "v1", row.xml.encode(), model_id=row.id)
    assert hold(session, machine.library, version, CASCADE, DAWN).id == row.id


@pytest.mark.parametrize("what", [CASCADE, LADDER, "receive"])
def test_anything_else_than_what_was_handed_in_is_not_played(
    session: Session, machine: Engine, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """As it was: the product's own set-up does not take the place of a person's release."""
    library = machine.library
    deploy(session, library, CASCADE, drawn("Bản hai"), DAWN, PERSON)
    library.decisions.deploy(session, LADDER, reminding_daily(5), DAWN, PERSON)
    library.form_models.deploy(session, "receive", receiving("Bản hai"), DAWN, PERSON)
    monkeypatch.setattr(rehearsal_models, "_BY", By())
    given = {
        CASCADE: Version(CASCADE, "", drawn("Bản ba")),
        LADDER: Version(CASCADE, "", tables={LADDER: reminding_daily(9)}),
        "receive": Version(CASCADE, "", forms={"receive": receiving("Bản ba")}),
    }
    with pytest.raises(NotAsGiven) as stopped:
        hold(session, library, given[what], CASCADE, DAWN)
    assert what in stopped.value.text("vi")
    row: ProcessModel | None = current(session, CASCADE)
    assert row is not None and row.xml.encode() == drawn("Bản hai")
