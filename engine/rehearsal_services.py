"""Services as a rehearsal calls them: there is nobody to be told that their answers are refused.

All else that a service raises is the fault of its instance, as when the model runs
(``engine.wave_calls``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.deliveries import Delivery, Engine, Handler, Service, ServiceCall
from engine.errors import DondocError, InputError


class Refused(DondocError):
    """What a service refuses of a made-up officer's answers."""

    code = "rehearsed-answers-refused"
    vi = "{vi}"
    en = "{en}"


def forgiving(services: Mapping[str, Service]) -> dict[str, Service]:
    """The same services, none of which refuses answers: that is a fault, too."""
    return {name: replace(one, handler=_forgiving(one.handler)) for name, one in services.items()}


def _forgiving(handler: Handler) -> Handler:
    def handle(
        session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
    ) -> list[Delivery]:
        try:
            return handler(session, engine, calls, now)
        except InputError as error:
            raise Refused(vi=error.text("vi"), en=error.text("en")) from error

    return handle
