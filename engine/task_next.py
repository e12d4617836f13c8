"""What follows a task of a running instance, by the version of the diagram it runs by."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine import what_next
from engine.deployments import Library
from engine.errors import NotFound
from engine.instance_rows import Instance
from engine.process import data
from engine.what_next import Next


def of_task(session: Session, library: Library, instance_id: int, element: str) -> tuple[Next, ...]:
    """What follows; () for an instance that is gone or whose diagram has no such task."""
    instance = session.get(Instance, instance_id)
    if instance is None:
        return ()
    try:
        loaded = library.load(session, instance.model_id)
        process = loaded.processes[instance.process].process
        return what_next.after(loaded.model, process, element, data.load(instance.data))
    except (NotFound, KeyError):
        return ()
