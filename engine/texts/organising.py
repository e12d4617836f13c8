"""What notices of people and structure say: kind → locale → (subject, body)."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {}
