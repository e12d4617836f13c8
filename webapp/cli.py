"""The ``dondoc`` command."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from importlib import import_module
from typing import Any, NoReturn

import click
from sqlalchemy.exc import ArgumentError, OperationalError

from adapters import mailbox, postgres
from engine.errors import DondocError
from webapp import supervisor

ELSEWHERE = {
    name: f"webapp.commands.{module}"
    for module, names in {
        "accounts": ("account",),
        "board": ("board", "dossier"),
        "calendar": ("calendar", "deadlines"),
        "consolidation": ("rollup",),
        "data": ("units", "issue", "story"),
        "faults": ("fault",),
        "inspections": ("inspection",),
        "intake": ("intake",),
        "intake_examples": ("intake-examples",),
        "ladder": ("extension", "urge", "late", "ladder"),
        "matters": ("incident", "difficulty", "campaign", "assignment"),
        "models": ("model", "audit"),
        "obligations": ("obligation",),
        "papers": ("paper",),
        "people": ("post", "absence"),
        "policies": ("policy",),
        "rehearse": ("rehearse",),
        "reports": ("report", "files"),
        "structure": ("structure",),
    }.items()
    for name in names
}
"""The module of each command, in whose ``COMMANDS`` it is; imported when it is asked for."""


class BadDatabaseUrl(DondocError):
    """``DONDOC_DATABASE_URL`` cannot be read. It may hold a password and is not repeated."""

    code = "bad-database-url"
    vi = "DONDOC_DATABASE_URL không đúng dạng postgresql://tên:mật khẩu@máy chủ/cơ sở dữ liệu."
    en = "DONDOC_DATABASE_URL is not of the form postgresql://user:password@host/database."


class _Commands(click.Group):
    """Our errors are told in one sentence and exit with 1; anything else is a fault of ours.

    Each process of ``dondoc run`` imports only what its own command needs.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in ELSEWHERE and name not in self.commands:
            for command in import_module(ELSEWHERE[name]).COMMANDS:
                self.add_command(command)
        return super().get_command(ctx, name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DondocError as error:
            _end(error, ctx)
        except ArgumentError:
            _end(BadDatabaseUrl(), ctx)
        except OperationalError as error:
            _end(postgres.NoDatabase(why=str(error.orig).splitlines()[0]), ctx)


def _end(error: DondocError, ctx: click.Context) -> NoReturn:
    click.echo(error.text(ctx.params.get("lang") or "vi"), err=True)
    sys.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice(["vi", "en"]),
    default="vi",
    envvar="DONDOC_LANG",
    show_default=True,
    help="Language of messages.",
)
@click.option("--demo", is_flag=True, envvar="DONDOC_DEMO", help="Use the demonstration's data.")
@click.pass_context
def main(ctx: click.Context, lang: str, demo: bool) -> None:
    """Đôn Đốc: follows a directive from its issuer down to the last commune, and the reports up."""
    ctx.obj = {"lang": lang, "demo": demo}


@main.command()
@click.option("--demo", is_flag=True, help="On demonstration data, made at the first start.")
@click.option(
    "--province-only", is_flag=True, help="Demonstration in which one province acts: ready sooner."
)
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address of the web.")
@click.option("--web-processes", default=2, show_default=True)
@click.pass_context
def run(ctx: click.Context, demo: bool, province_only: bool, bind: str, web_processes: int) -> None:
    """The web, a worker and the embedded database, each restarted when it dies."""
    from webapp import installation

    demo = demo or ctx.obj["demo"]
    embedded = postgres.given_url() is None
    _refuse_taken(bind)
    environment: dict[str, str] = {}
    if "DONDOC_PUBLIC_URL" not in os.environ:
        environment["DONDOC_PUBLIC_URL"] = f"http://{bind}"
    children: list[tuple[str, list[str]]] = []
    if demo:
        base = postgres.given_url() or postgres.Embedded(postgres.home()).ensure()
        url = installation.named(base, installation.DEMO_DATABASE)
        # A process of its own: what filling needs of memory is not kept for as long as we run.
        if subprocess.run(
            [
                sys.executable,
                "-m",
                "webapp.cli",
                "fill-demo",
                "--server",
                base,
                *(["--province-only"] if province_only else []),
            ],
            check=False,
        ).returncode:
            sys.exit(1)
        if "DONDOC_SMTP_URL" not in os.environ:
            port = _free_port()
            environment["DONDOC_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
            children.append(("mailbox", ["mailbox", "--port", str(port)]))
    else:
        url = installation.database_url(demo=False)
    postgres.migrate(url)
    children += [
        ("web", ["web", "--bind", bind, "--processes", str(web_processes)]),
        ("worker", ["worker"]),
    ]
    click.echo(f"Đôn Đốc: http://{bind}  (Ctrl+C để dừng / to stop)")
    supervisor.supervise(url, children, embedded, environment)


@main.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True)
@click.option("--processes", default=2, show_default=True)
@click.pass_context
def web(ctx: click.Context, bind: str, processes: int) -> None:
    """The web server alone."""
    from webapp import installation, server

    supervisor.follow_supervisor()
    url = installation.database_url(demo=ctx.obj["demo"])
    postgres.migrate(url)
    server.serve(url, bind, processes)


@main.command()
@click.pass_context
def worker(ctx: click.Context) -> None:
    """A worker alone: fires deadlines and sends mail. Any number may run side by side."""
    from webapp import installation, server

    supervisor.follow_supervisor()
    server.work(installation.open_for(ctx))


@main.command("fill-demo", hidden=True)
@click.option("--server", "base", required=True)
@click.option("--province-only", is_flag=True)
def fill_demo(base: str, province_only: bool) -> None:
    """Make the demonstration's database, unless it is there."""
    from webapp import demonstration, installation

    demonstration.ensure(base, installation.DEMO_DATABASE, click.echo, national=not province_only)


@main.command("mailbox", hidden=True)
@click.option("--port", type=int, required=True)
def mailbox_command(port: int) -> None:
    """The demonstration's mail server: keeps mails as files, sends none."""
    supervisor.follow_supervisor()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    mailbox.serve(postgres.home() / "mail", port, stop)


@main.command()
@click.pass_context
def migrate(ctx: click.Context) -> None:
    """Bring the database's schema to the newest revision."""
    from webapp import installation

    postgres.migrate(installation.database_url(demo=ctx.obj["demo"]))


@main.command("doctor")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool) -> None:
    """Say what is wrong with this installation, and what to do; exit status 1 if anything is."""
    from webapp import doctor

    checks, lang = doctor.examine(demo=ctx.obj["demo"]), ctx.obj["lang"]
    if as_json:
        told = [c.as_json(lang) for c in checks]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(line for c in checks for line in c.lines(lang)))
    sys.exit(0 if all(c.well for c in checks) else 1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class AddressTaken(DondocError):
    """Something listens where our web is to listen."""

    code = "address-taken"
    vi = "Địa chỉ {bind} đang có chương trình khác dùng. Hãy dừng nó hoặc dùng --bind khác."
    en = "Something already listens on {bind}. Stop it, or choose another --bind."


class BadAddress(DondocError):
    """An address to listen on that is none."""

    code = "bad-address"
    vi = "«{bind}» không phải địa chỉ để lắng nghe. Hãy ghi dạng 127.0.0.1:8000."
    en = "«{bind}» is no address to listen on. Write it like 127.0.0.1:8000."


def _refuse_taken(bind: str) -> None:
    host, _, port = bind.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 2**16:
        raise BadAddress(bind=bind)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as error:
            raise AddressTaken(bind=bind) from error


if __name__ == "__main__":
    main()
