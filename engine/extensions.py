"""Extensions: a later deadline asked for, granted or refused."""

from __future__ import annotations

from collections.abc import Mapping

from engine.instances import Service

SERVICES: Mapping[str, Service] = {}
