"""What notices say, a module for each subject."""

from engine.texts import (
    consolidating,
    designing,
    discussing,
    drafting,
    extending,
    handing,
    inspecting,
    ladder,
    matters,
    organising,
)
from engine.texts.shape import Texts

ALL: Texts = {
    **consolidating.TEXTS,
    **designing.TEXTS,
    **discussing.TEXTS,
    **drafting.TEXTS,
    **extending.TEXTS,
    **handing.TEXTS,
    **inspecting.TEXTS,
    **ladder.TEXTS,
    **matters.TEXTS,
    **organising.TEXTS,
}
