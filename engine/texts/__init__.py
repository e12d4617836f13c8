"""What notices say, a module for each subject."""

from engine.texts import (
    consolidating,
    extending,
    inspecting,
    ladder,
    matters,
    organising,
)
from engine.texts.shape import Texts

ALL: Texts = {
    **consolidating.TEXTS,
    **extending.TEXTS,
    **inspecting.TEXTS,
    **ladder.TEXTS,
    **matters.TEXTS,
    **organising.TEXTS,
}
