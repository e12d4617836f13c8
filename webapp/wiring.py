"""What the pages are handed: everything that reaches outside is chosen by who starts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session, sessionmaker

from adapters.identity import Argon2Passwords
from engine.people import Passwords
from engine.ports import FileStore

if TYPE_CHECKING:
    from engine.instances import Engine

FORMS = Path(__file__).parent.parent / "bpmn" / "forms"


@dataclass(frozen=True)
class Wiring:
    """``now`` is the database's clock; ``shift`` moves it, where it may be moved.

    ``files`` keeps attachments. ``demo`` shows the demo accounts and ``demo_password`` to anyone who opens the sign-in page.
    ``plain_http``: let session cookies travel without TLS on any host, for tests and for a
    server behind a proxy on a trusted line; a demo does so on loopback addresses only.
    """

    sessions: sessionmaker[Session]
    engine: Engine
    now: Callable[[Session], datetime]
    demo: bool
    secret_key: str
    files: FileStore
    shift: Callable[[Session, timedelta], object] | None = None
    demo_password: str | None = None
    plain_http: bool = False
    passwords: Passwords = field(default_factory=Argon2Passwords)
    forms: Path = FORMS
