"""Trees to closures, a module for each family of nodes."""

from engine.process.feel.compiling import access, calls, control, literals, operators, tests
from engine.process.feel.compiling.core import Compiler

__all__ = ["Compiler", "access", "calls", "control", "literals", "operators", "tests"]
