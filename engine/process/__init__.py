"""BPMN execution, pure: no database, no clock, no Python from a diagram."""
