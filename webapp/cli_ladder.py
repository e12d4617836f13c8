"""Commands about the ladder: extensions, urging letters, the named list."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
