"""A program that uses the API with one person's token."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from engine import api_tokens
from engine.api_tokens import SCOPES
from tests.web_world import TODAY, actor


class Client:
    """Sends requests with one person's token."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self.token = token
        self.client: FlaskClient = app.test_client()

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any
    ) -> Any:
        """One request to ``/api/v1``."""
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.open(
            f"/api/v1{path}", method=method, headers={**own, **(headers or {})}, **more
        )

    def get(self, path: str, **more: Any) -> Any:
        """Read."""
        return self.ask("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> Any:
        """Change."""
        return self.ask("POST", path, json=json, **more)


def make_token(
    sessions: sessionmaker[Session],
    username: str,
    scopes: Collection[str] = SCOPES,
    days: int = 90,
) -> str:
    """A token of that person, made today."""
    with sessions.begin() as session:
        who = actor(session, username)
        _, token = api_tokens.make(session, who, name="thử", scopes=scopes, days=days, now=TODAY)
    return token


Connect = Callable[..., Client]
