"""What the pages are handed: everything that reaches outside is chosen by who starts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from sqlalchemy.orm import Session, sessionmaker

from adapters import (
    calendar_files,
    holidays,
    letter_uploads,
    mail_queue,
    package_files,
    structure_files,
    webhook_jobs,
)
from adapters.directive_files import DirectiveFiles, sample_texts
from adapters.identity import Argon2Passwords
from adapters.mail import Server, send_test
from adapters.mail_queue import Outbox
from adapters.mail_servers import MailServers
from adapters.papers import Papers
from adapters.second_factor import TotpCodes
from adapters.webhook_delivery import Reach
from engine.calendar_tables import DayRow
from engine.errors import DondocError
from engine.model_packages import Item
from engine.people import Passwords
from engine.ports import DirectiveFormat, FileStore, LetterOutbox
from engine.provider_links import Provider
from engine.restructuring_changes import UnitChange
from engine.second_factors import Codes
from engine.webhook_deliveries import Defer
from engine.webhooks import Target

if TYPE_CHECKING:
    from engine.instances import Engine


def left_waiting(_session: Session, _job_id: int) -> None:
    """Where no queue is wired, long work waits: its page says so."""


def not_examined() -> Sequence[Health]:
    """Nothing is known of the installation around the database."""
    return ()


class Health(Protocol):
    """One thing that ``dondoc doctor`` looks at."""

    @property
    def well(self) -> bool:
        """Whether it is as it should be."""

    def words(self, locale: str) -> tuple[str, str, str]:
        """Its name, what was found, and what to do about it, in ``locale``."""


FORMS = Path(__file__).parent.parent / "bpmn" / "forms"


@dataclass(frozen=True)
class Wiring:
    """``now`` is the database's clock; ``shift`` moves it, where it may be moved.

    ``files`` keeps attachments. ``demo`` shows the demo accounts and ``demo_password`` to anyone who opens the sign-in page.
    ``real_now`` is the clock of sessions and codes, where ``now`` may be moved.
    ``account_letters`` mails letters about accounts and ``public_url`` is where people open the
    site (both None: no such letters); ``mails``: whether there is a mail server at the moment; ``provider`` signs people in, where there is one.
    ``plain_http``: let session cookies travel without TLS on any host, for tests and for a
    server behind a proxy on a trusted line; a demo does so on loopback addresses only.
    ``defer_work`` hands long work to a worker in the session's transaction; ``mail`` knows the mail
    server, ``outbox`` what has not left; ``examine`` is what ``dondoc doctor`` finds; the last three read files and holidays.
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
    directives: DirectiveFormat = field(default_factory=DirectiveFiles)
    samples: Callable[[], Mapping[str, bytes]] = sample_texts
    """The directives that come with the product, as files."""
    webhook_target: Target = field(default_factory=lambda: Reach.configured().check)
    """Whether an address may be told at all."""
    defer_webhooks: Defer = webhook_jobs.defer
    """Sends deliveries after a while, if the transaction commits."""
    defer_work: Callable[[Session, int], None] = left_waiting
    mail: MailServers = field(default_factory=MailServers)
    outbox: Callable[[Session], Outbox] = mail_queue.outbox
    retry_mail: Callable[[Session, int | None], int] = mail_queue.retry
    worker_seen: Callable[[Session], datetime | None] = mail_queue.worker_seen
    send_test: Callable[[Server, str, str, str], str] = send_test
    examine: Callable[[], Sequence[Health]] = not_examined
    letters_in: Callable[[bytes, str], tuple[list[tuple[str, str]], Sequence[DondocError]]] = (
        letter_uploads.letters_in
    )
    """The letters in an uploaded file, by name and text, and what in it could not be read."""
    letter_kept: Callable[[bytes, str], tuple[IO[bytes], str]] = letter_uploads.kept
    """An uploaded letter's file as it is kept, and under which name."""
    structure_file: Callable[[bytes, str], list[UnitChange]] = structure_files.parse
    calendar_file: Callable[[bytes], list[DayRow]] = calendar_files.parse
    public_holidays: Callable[[Iterable[int]], list[DayRow]] = holidays.days
    package_of: Callable[[Sequence[Item]], bytes] = package_files.write
    models_of: Callable[[bytes], list[Item]] = package_files.read
    """A package of models as a file, and what is in one."""
    papers: Papers = field(default_factory=Papers)
    """Makes files of papers, and keeps their templates."""
    real_now: Callable[[Session], datetime] | None = None
    account_letters: LetterOutbox | None = None
    mails: Callable[[Session], bool] = lambda _session: True
    public_url: str | None = None
    provider: Provider | None = None

    @cached_property
    def codes(self) -> Codes:
        """The second factor's codes; their secrets are sealed with a key from ``secret_key``."""
        return TotpCodes(self.secret_key)
