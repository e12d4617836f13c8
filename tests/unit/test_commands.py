"""The program finds each of its commands in the module that has it, and imports no others."""

from importlib import import_module
from pkgutil import iter_modules

import click

from webapp import cli, commands


def test_every_command_of_every_module_is_known_by_its_name() -> None:
    there = {
        command.name: name
        for name in (f"webapp.commands.{m.name}" for m in iter_modules(commands.__path__))
        for command in getattr(import_module(name), "COMMANDS", ())
    }
    assert there == cli.ELSEWHERE


def test_an_unknown_command_is_none() -> None:
    assert cli.main.get_command(click.Context(cli.main), "khong-co") is None
