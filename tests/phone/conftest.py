"""The telephone's fixtures: a demo without a network, a served demo, and a browser to visit it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from audio.recordings import Recordings
from ivr.settings import ROOT
from tests.phone.site import demo_app, demo_settings, rested, serving
from tests.plugins.recorded import choosing, record, spoken_in

BASE = "http://phone.test"
DEMO = ROOT / "cities" / "demo.toml"


@pytest.fixture(autouse=True)
def agents_at_their_telephones(request: pytest.FixtureRequest) -> None:
    """Each test finds them there."""
    fixtures = {"demo", "site", "playing_site"}.intersection(request.fixturenames)
    given = [request.getfixturevalue(name) for name in sorted(fixtures)]
    rested(*(app for app in given if isinstance(app, Flask)))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The line with the demo city."""
    return demo_app(demo_settings(tmp_path_factory.mktemp("demo"), BASE))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a served demo, which is spoken by the browser."""
    folder = tmp_path_factory.mktemp("site")
    with serving(folder, hotline_city=choosing("synthetic", folder, DEMO)) as base:
        yield base


@pytest.fixture(scope="package")
def playing_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a served demo that plays recordings; they are tones."""
    folder = tmp_path_factory.mktemp("playing")
    city = choosing("recorded", folder, DEMO)
    tones = record(folder / "recordings", spoken_in(city, folder / "book"))
    with pytest.MonkeyPatch.context() as patch:
        usual = Recordings.load
        patch.setattr(Recordings, "load", lambda *place: usual(*place) if place else tones)
        with serving(folder, hotline_city=city) as base:
            yield base
