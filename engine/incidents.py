"""Incident reports (báo cáo vụ việc đột xuất): any unit, any time, forwarded within hours."""

from __future__ import annotations

from collections.abc import Mapping

from engine.instances import Service

SERVICES: Mapping[str, Service] = {}
