"""A telephone in the page, where the carrier has one; and where agents are reached else."""

from __future__ import annotations

import pytest
from twilio.jwt.access_token import AccessToken

from tests.desk.agent.seat import Seat
from tests.desk.house import House

KEY = {
    "twilio_account_sid": "AC" + "0" * 32,
    "twilio_api_key_sid": "SK" + "1" * 32,
    "twilio_api_key_secret": "2" * 32,
}


def with_key(desk: House, **changes: str) -> None:
    desk.line.settings = desk.line.settings.model_copy(update={**KEY, **changes})


def test_the_token_is_for_whoever_is_signed_in(desk: House) -> None:
    with_key(desk)
    agent = Seat(desk, "1001", target="client:li_si")
    page = agent.works()
    assert "Callers are joined to you in this page." in page.text
    assert "twilio-voice" in page.html
    policy = page.headers["Content-Security-Policy"]
    assert "wss://voice-js.roaming.twilio.com" in policy
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    answer = agent.visitor.piece("/desk/work/token", post=True).answer.get_json()
    token = AccessToken.from_jwt(answer["token"], KEY["twilio_api_key_secret"]).payload
    assert token["grants"] == {"identity": "li_si", "voice": {"incoming": {"allow": True}}}
    assert token["sub"] == KEY["twilio_account_sid"]
    assert token["iss"] == KEY["twilio_api_key_sid"]
    assert KEY["twilio_api_key_secret"] not in page.html


@pytest.mark.parametrize(
    ("target", "key", "said"),
    [
        ("client:li_si", "", "the line has no carrier for that"),
        ("+861082300001", KEY["twilio_api_key_sid"], "your telephone ending in 0001"),
        ("sip:li@office.test", KEY["twilio_api_key_sid"], "your device li@office.test"),
        ("sip:desk-one@hotline.invalid", "", "in this page, by the line's own carrier"),
    ],
)
def test_who_is_reached_elsewhere_has_no_token(
    desk: House, target: str, key: str, said: str
) -> None:
    with_key(desk, twilio_api_key_sid=key)
    agent = Seat(desk, "1001", target=target)
    page = agent.works()
    assert said in page.text
    assert "twilio" not in page.html
    assert "twilio" not in page.headers["Content-Security-Policy"]
    assert "+861082300001" not in page.html
    assert agent.visitor.post("/desk/work/token").status == 404
