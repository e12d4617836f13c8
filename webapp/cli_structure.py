"""Commands about changes of structure."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
