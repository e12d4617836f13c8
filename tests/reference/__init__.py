"""An independent reading of BPMN 2.0.2 against which the engine is measured (``python -m``)."""
