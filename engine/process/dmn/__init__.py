"""DMN 1.1-1.5: a file of decisions, read once, evaluated as often as wanted, from any thread.

Way of a file: source.py (XML) -> graph.py (who requires whom) -> item_types.py (types.py) ->
boxed*.py, table_reading.py (closures; scope.py) -> nodes.py, services.py (values) -> model.py.

Null is where the standard says null; what made it so by error goes to ``warnings`` as a Problem.
Where we differ from the standard, on purpose:
- external functions (Java, PMML) and expression languages other than FEEL are refused;
- a name nobody declared is refused when the file is read, not null;
- imports are only what is handed in.
"""

from engine.process.dmn.model import Decision, DecisionModel, Trace
from engine.process.dmn.problems import Problem
from engine.process.dmn.reading import read
from engine.process.dmn.table import Matched

__all__ = ["Decision", "DecisionModel", "Matched", "Problem", "Trace", "read"]
