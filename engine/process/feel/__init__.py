"""FEEL (DMN 1.5): the only expressions there are. Compiled to closures; nothing reaches Python.

Way of a text: words.py and lexer.py (names with spaces) -> grammar.lark, build.py (tree.py)
-> compiling/ (closures, scope.py) -> expression.py. Values stand in values.py, functions in
builtins/ and extensions.py.

Where we differ from the standard, on purpose:
- years run from 1 to 9999 and seconds to microseconds (Python's datetime); beyond is null;
- external functions (Java, PMML) do not exist;
- a repeated key in a context literal and a malformed @"..." are refused when compiled, not null;
- ``**`` is left-associative and unary minus binds tighter, as in the standard's test kit;
- now() and today() are told at +07:00 from the moment the host hands in.
"""

from engine.process.feel.builtins import BUILTINS as _BUILTINS
from engine.process.feel.errors import (
    FeelError,
    FeelEvaluationError,
    FeelLimitExceeded,
    FeelSyntaxError,
    Position,
    UnknownName,
)
from engine.process.feel.expression import Expression, compile, compile_unary, syntax
from engine.process.feel.extensions import EXTENSIONS
from engine.process.feel.functions import Function
from engine.process.feel.values import Calendar, FeelFunction, Range, Value, YearsMonths

BUILT_IN = frozenset(_BUILTINS)
"""The names of all built-in functions, our extensions included."""

__all__ = [
    "BUILT_IN",
    "EXTENSIONS",
    "Calendar",
    "Expression",
    "FeelError",
    "FeelEvaluationError",
    "FeelFunction",
    "FeelLimitExceeded",
    "FeelSyntaxError",
    "Function",
    "Position",
    "Range",
    "UnknownName",
    "Value",
    "YearsMonths",
    "compile",
    "compile_unary",
    "syntax",
]
