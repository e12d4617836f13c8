"""Inspection rounds: plans, decisions, visits, minutes, conclusions, remedies."""

from __future__ import annotations

from collections.abc import Mapping

from engine.instances import Service

SERVICES: Mapping[str, Service] = {}
