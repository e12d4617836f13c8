"""Which mail server sends: the one the environment names, else the one an administrator set."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from adapters.mail import Server
from adapters.secret_files import SecretFiles
from engine import mail_settings
from engine.errors import InputError


class NoMailServer(InputError):
    """Mail waits for a server that is not set any more."""

    code = "no-mail-server"
    vi = "Chưa có máy chủ thư: thư chờ đến khi quản trị viên đặt lại."
    en = "There is no mail server: mails wait until an administrator sets one."


class NoSecretStore(InputError):
    """A password was to be kept where nothing keeps one."""

    code = "no-secret-store"
    vi = "Bản cài này không lưu được mật khẩu máy chủ thư."
    en = "This installation cannot keep a mail server's password."


@dataclass(frozen=True)
class MailServers:
    """``environment`` is what ``DONDOC_SMTP_URL`` names and wins; ``files`` keeps passwords."""

    environment: Server | None = None
    files: SecretFiles | None = None

    @property
    def secrets(self) -> SecretFiles:
        """Where passwords are kept. Raises ``NoSecretStore``."""
        if self.files is None:
            raise NoSecretStore
        return self.files

    def configured(self, session: Session) -> bool:
        """Whether mail is sent at all."""
        return self.environment is not None or mail_settings.stored(session) is not None

    def server(self, session: Session) -> Server | None:
        """Where mail goes now. Raises ``NotFound`` if its password is on another machine."""
        row = mail_settings.stored(session)
        if self.environment is not None or row is None:
            return self.environment
        password = self.secrets.get(row.secret) if row.secret else ""
        return Server(row.host, row.port, row.username, password, row.tls, row.sender)

    def tidy(self, session: Session) -> None:
        """Remove passwords that are no longer those of the server."""
        if self.files is not None:
            row = mail_settings.stored(session)
            self.files.keep_only({row.secret} if row is not None else set())
