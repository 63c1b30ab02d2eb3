"""Whose voice a city's line has: the carrier's for each language, unless the profile names one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app import create_app
from db.secrets import Keyring
from ivr.carriers import CARRIERS
from ivr.settings import ROOT, Settings
from tests.doors.conftest import BASE, TOKEN, Knock
from tests.plugins.recorded import choosing


def test_each_language_has_its_own_voice_and_english_the_citys(
    sqlite_url: str, tmp_path: Path
) -> None:
    settings = Settings.read(
        _env_file=None,
        database_url=sqlite_url,
        public_base_url=BASE,
        twilio_auth_token=(TOKEN,),
        hotline_keys=Keyring.new_entry(),
        hotline_demo=False,
        hotline_city=choosing("synthetic", tmp_path, ROOT / "cities" / "river.toml"),
        hotline_instance=tmp_path,
    )
    app = create_app(settings, clock=lambda: datetime(2026, 3, 16, 2, 0, tzinfo=UTC))
    try:
        greeting = Knock(app).dial()
    finally:
        app.extensions["hotline"].database.dispose()
    voices = {say.attrib["language"]: say.attrib["voice"] for say in greeting.xml.iter("Say")}
    assert voices["yue-CN"] == "Polly.Hiujin-Neural"
    assert voices["en-US"] == "Polly.Matthew-Neural"


def test_a_carrier_itself_stays_as_it_is() -> None:
    twilio = CARRIERS["twilio"]
    changed = twilio.with_voices({"en-US": "Polly.Matthew-Neural"})
    assert changed.voices["en-US"] != twilio.voices["en-US"] == "Polly.Joanna-Neural"
    assert changed.voices["yue-CN"] == twilio.voices["yue-CN"]
    assert twilio.with_voices({}) == twilio
