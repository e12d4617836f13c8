"""Commands about incidents, difficulties, campaigns, assignments."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
