"""Commands about the figures and the audit dossier."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
