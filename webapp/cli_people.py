"""Commands about people: posts, absences, reassignment."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
