"""Commands about incidents, difficulties, campaigns, assignments."""

from __future__ import annotations

import click

from webapp.cli_assignments import assignment
from webapp.cli_campaigns import campaign
from webapp.cli_difficulties import difficulty
from webapp.cli_incidents import incident

COMMANDS: tuple[click.Command, ...] = (incident, difficulty, campaign, assignment)
