"""Difficulties (vướng mắc): raised, passed up, answered down."""

from __future__ import annotations

from collections.abc import Mapping

from engine.instances import Service

SERVICES: Mapping[str, Service] = {}
