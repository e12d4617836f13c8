"""The shape of a subject's sentences: kind → locale → (subject, body), {unit} filled in later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Texts: TypeAlias = Mapping[str, Mapping[str, tuple[str, str]]]
