"""What a mail job does: the server of the moment is asked for, and handed the mail."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from adapters import mail, mail_queue
from adapters.mail_servers import MailServers, NoMailServer


@dataclass(frozen=True)
class Sender:
    """Sends by the server that is set when the job runs; raised errors try the job again.

    ``address`` gives the site's public address. Each method raises ``NoMailServer``.
    """

    sessions: sessionmaker[Session]
    servers: MailServers
    now: Callable[[Session], datetime]
    address: Callable[[], str]

    def notice(self, notice_id: int) -> None:
        """One notice to its readers."""
        with self._noted("mail", notice_id):
            mail.send_notice(self.sessions, self._server(), self.now, notice_id)

    def digest(self, digest_id: int) -> None:
        """One account's digest."""
        with self._noted("digest", digest_id):
            mail.send_digest(self.sessions, self._server(), self.now, digest_id)

    def letter(self, letter_id: int) -> None:
        """A letter about an account, with a link. Raises what ``address`` raises."""
        with self._noted("account-letter", letter_id):
            server = self._server()
            mail.send_account_letter(self.sessions, server, self.address(), self.now, letter_id)

    def _noted(self, task: str, number: int) -> AbstractContextManager[None]:
        with self.sessions() as session:
            moment = self.now(session)
        return mail_queue.noted(self.sessions, moment, task, number)

    def _server(self) -> mail.Server:
        with self.sessions() as session:
            found = self.servers.server(session)
        if found is None:
            raise NoMailServer
        return found
