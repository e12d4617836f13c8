"""The whole OpenAPI document, walked by schemathesis with all its checks, as two people."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import schemathesis.engine
import sqlalchemy as sa
from flask import Flask
from hypothesis import strategies as st
from schemathesis.config import (
    CoveragePhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.engine import events
from schemathesis.transport.wsgi import WSGITransport
from sqlalchemy.orm import Session, sessionmaker

import bpmn
from engine import policies
from engine.api_tokens import PER_MINUTE
from engine.instance_rows import WorkItem
from engine.notices import Notice
from engine.reports import Report
from tests.api.client import make_token
from tests.web_world import TODAY, World
from webapp.api import gate
from webapp.api.resource import cursor

pytest_plugins = ("tests.web_fixtures", "tests.api.fixtures")

EXAMPLES = 3
CONTINUED: dict[str, object] = {
    "directives": "2023-05-14~7",
    "directive-units": "tinh|01|7",
    "work-items": "WyIyMDIzLTA1LTMxVDE3OjAwOjAwKzAwOjAwIiwgN10",
    "reports": "2023-05-31T17:00:00+00:00~7",
    "rollup-units": "7~01",
    "units": "7~01",
    "units-below": "7~01",
    **dict.fromkeys(
        (
            "rollups",
            "figure-sources",
            "inspection-plans",
            "inspection-rounds",
            "inspections",
            "difficulties",
            "incidents",
            "process-models",
            "notices",
        ),
        7,
    ),
}
"""Where each list may be continued: what a format means, no schema can say."""
DIAGRAM = (Path(bpmn.__file__).parent / "urging-letter.bpmn").read_text("utf-8")

for name, after in CONTINUED.items():
    schemathesis.openapi.format(f"{name}-cursor", st.just(cursor(after)))
schemathesis.openapi.format("bpmn", st.just(DIAGRAM))
schemathesis.openapi.format("uuid", st.builds(lambda: str(uuid.uuid4())))


@pytest.fixture
def unhurried(web_sessions: sessionmaker[Session]) -> None:
    """As many requests a minute as anybody likes."""
    with web_sessions.begin() as session:
        policies.put(session, PER_MINUTE.key, None, PER_MINUTE.high, TODAY, "test")


@pytest.fixture
def known(web_sessions: sessionmaker[Session], world: World) -> dict[str, int]:
    """Ids of things that are there, by the name of the parameter."""
    unit = world.units["hd.cv"]
    with web_sessions() as session:
        report = session.scalars(
            sa.select(Report.id).where(Report.unit_id == unit).order_by(Report.id).limit(1)
        ).one()
        return {
            "directive_id": world.derived,
            "unit_id": unit,
            "report_id": report,
            "item_id": session.scalars(
                sa.select(WorkItem.id).where(WorkItem.unit_id == unit, WorkItem.status == "open")
            ).one(),
            "notice_id": session.scalars(
                sa.select(Notice.id).where(Notice.unit_id == unit, Notice.audience == "officer")
            ).one(),
            "rollup_id": session.execute(sa.text("SELECT min(id) FROM rollup")).scalar_one(),
            "model_id": 1,
        }


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What configures sockets means nothing in a process; schemathesis 4.32 hands it on all the same.

    And a program names each of its changes anew, where schemathesis has one UUID for many.
    """
    send = WSGITransport.send

    def plain(self: WSGITransport, case: Any, *, session: Any = None, **more: Any) -> Any:
        for name in ("max_redirects", "verify", "cert", "proxies"):
            more.pop(name, None)
        if case.headers and gate.UUID.fullmatch(str(case.headers.get(gate.KEY, ""))):
            case.headers[gate.KEY] = str(uuid.uuid4())
        return send(self, case, session=session, **more)

    monkeypatch.setattr(WSGITransport, "send", plain)


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("username", "covered"), [("hd.cv", True), ("admin", False)], ids=["officer", "administrator"]
)
@pytest.mark.usefixtures("unhurried", "in_process")
def test_the_api_is_as_its_document_says(
    make_app: Callable[..., Flask],
    web_sessions: sessionmaker[Session],
    known: dict[str, int],
    username: str,
    covered: bool,
) -> None:
    """``covered``: also systematically, each bound and each type of each parameter."""
    coverage = CoveragePhaseConfig(enabled=covered, unexpected_methods={"DELETE"})
    token = make_token(web_sessions, username)
    config = SchemathesisConfig(
        projects=ProjectsConfig(
            default=ProjectConfig(
                headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
                continue_on_failure=True,
                generation=GenerationConfig(max_examples=EXAMPLES, deterministic=True),
                phases=PhasesConfig(coverage=coverage),
                parameters={f"path.{name}": value for name, value in known.items()},
            )
        )
    )
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", make_app(), config=config)
    asked, wrong = 0, dict[str, str]()
    for event in schemathesis.engine.from_schema(document).execute():
        assert not isinstance(event, events.NonFatalError | events.FatalError), event
        if isinstance(event, events.ScenarioFinished):
            asked += len(event.recorder.interactions)
            wrong |= failures(event.recorder)
    assert not wrong, "\n\n".join(f"{name}\n{said}" for name, said in wrong.items())
    assert asked >= EXAMPLES * len(document.raw_schema["paths"])


def failures(recorder: Any) -> dict[str, str]:
    """What went wrong, once for each operation, check and sentence."""
    return {
        f"{recorder.label} {check.name}: {check.failure_info.failure.title}": (
            f"{check.failure_info.failure.message}\n{check.failure_info.code_sample}"
        )
        for checks in recorder.checks.values()
        for check in checks
        if check.failure_info is not None
    }
