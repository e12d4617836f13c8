"""A client of the API: the world of the pages' tests, and tokens of its people."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from engine.api_tokens import SCOPES
from tests.api.client import Client, Connect, make_token
from tests.web_world import World


@pytest.fixture
def connect(
    make_app: Callable[..., Flask], web_sessions: sessionmaker[Session], world: World
) -> Connect:
    """``connect("hd.cv")`` is that person's program, ``connect(None)`` one without a token."""
    app = make_app()

    def client(username: str | None, scopes: Collection[str] = SCOPES, days: int = 90) -> Client:
        token = make_token(web_sessions, username, scopes, days) if username else None
        return Client(app, token)

    return client
