"""Commands about incidents, difficulties, campaigns, assignments."""

from __future__ import annotations

import click

from webapp.commands.assignments import assignment
from webapp.commands.campaigns import campaign
from webapp.commands.difficulties import difficulty
from webapp.commands.incidents import incident

COMMANDS: tuple[click.Command, ...] = (incident, difficulty, campaign, assignment)
