"""Designers choose from the very values that the services know."""

from collections import defaultdict

from webapp.service_words import SERVICES, VALUES
from webapp.setup import make_engine


def test_every_service_and_every_value_of_a_closed_input_has_a_name() -> None:
    services = make_engine(lambda *_: None).services
    known = defaultdict[str, set[str]](set)
    for service in services.values():
        for name, values in service.values.items():
            known[name] |= set(values)
    assert {name: set(words) for name, words in VALUES.items()} == known
    assert services.keys() == SERVICES.keys()
