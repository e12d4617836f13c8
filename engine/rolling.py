"""Recurring obligations roll by themselves: the next period opens when its window does."""

from __future__ import annotations

from collections.abc import Mapping

from engine.instances import Service

SERVICES: Mapping[str, Service] = {}
