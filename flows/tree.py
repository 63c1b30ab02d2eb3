"""All flows of the line, put together."""

from __future__ import annotations

from flows import (
    account,
    agent,
    benefits,
    callback,
    card,
    cards,
    cases,
    code,
    complaint,
    contact,
    contributions,
    forgot,
    freeze,
    goodbye,
    identify,
    insurance,
    keep,
    leaflet,
    lift,
    medical,
    message,
    pin,
    policy,
    progress,
    returned,
    senior,
    statement,
    survey,
    texts,
    unfreeze,
    verification,
    welcome,
)
from flows.city import City
from flows.errands import as_city_wants
from flows.map import CallMap

MODULES = (
    welcome,
    identify,
    account,
    medical,
    contributions,
    insurance,
    benefits,
    texts,
    statement,
    verification,
    card,
    freeze,
    lift,
    unfreeze,
    cards,
    pin,
    forgot,
    code,
    policy,
    leaflet,
    contact,
    message,
    callback,
    keep,
    returned,
    complaint,
    progress,
    cases,
    senior,
    agent,
    survey,
    goodbye,
)


def call_map(city: City | None = None) -> CallMap:
    """The call map of this line: as the city wants it, or with every errand there is.

    Raises ``CityError`` when the city wants what cannot be.
    """
    whole = CallMap(module.flow for module in MODULES)
    return whole if city is None else as_city_wants(whole, city)
