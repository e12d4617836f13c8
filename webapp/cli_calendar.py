"""Commands about the calendar of working days."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
