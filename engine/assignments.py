"""Assignments inside a unit (chủ trì, phối hợp), with progress updates."""

from __future__ import annotations

from collections.abc import Mapping

from engine.instances import Service

SERVICES: Mapping[str, Service] = {}
