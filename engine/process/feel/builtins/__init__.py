"""The built-in functions of DMN 1.5, a module for each family; importing registers them."""

from engine.process.feel.builtins import (
    contexts,
    conversion,
    dates,
    listing,
    lists,
    logic,
    numeric,
    ranges,
    strings,
)
from engine.process.feel.functions import BUILTINS

__all__ = [
    "BUILTINS",
    "contexts",
    "conversion",
    "dates",
    "listing",
    "lists",
    "logic",
    "numeric",
    "ranges",
    "strings",
]
