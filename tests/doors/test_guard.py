"""No door of the carrier opens without a signature, and behind it every answer speaks."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from ivr.carrier.schema import Context
from ivr.webhooks import DOORS
from tests.doors.conftest import BASE, AppOn, Knock, answer, sign

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
OPEN = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/phone",
    "/phone/static/<path:filename>",
    "/phone/calls",
    "/phone/call",
    "/phone/expected",
    "/phone/answer",
    "/phone/decline",
    "/audio/announcement/<name>.wav",
    "/audio/music/<version>/<int:nth>.wav",
    "/phone/talk",
    "/talk/static/<path:filename>",
    "/audio/<path:what>",
    "/audio/said/<path:what>",
    "/map",
    "/map/static/<path:filename>",
    "/map/picture/<language>.svg",
    "/map/steps.json",
    "/map/traffic.json",
    "/map/said/<language>/<phrase>.wav",
}
"""Open on purpose: they tell nothing of a person, or (``/phone``) play a carrier that signs, or are
fetched by carriers, which sign no media: what ``/audio/said`` tells needs the call's own nonce."""
REPORTS = ["/message", "/message/", "/message/status", "/message/none"]
"""Where nobody listens: signed like the others, and need not speak."""
STATUS = ["/voice/status", f"/voice/agent/{'0' * 16}/status"]
VALUES = {"number": "0", "times": "1", "language": "zh-CN", "ref": "0" * 16, "topic": "account"}
VALUES |= {"token": "0" * 16, "stay": "1"}


def _paths(app: Flask) -> list[str]:
    paths = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/voice")]
    for name, value in VALUES.items():
        paths = [p.replace(f"<int:{name}>", value).replace(f"<{name}>", value) for p in paths]
    return [*paths, "/voice/", "/voice/none", "/voice/turn/x/zh-CN", "/voice/turn/0/zh-CN/"]


def test_every_route_is_signed_or_open_on_purpose(app_on: AppOn, sqlite_url: str) -> None:
    """Adding a route means deciding: under ``/voice``, or into ``OPEN`` with a reason."""
    app = app_on(sqlite_url, hotline_phone=True, hotline_map=True)
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert {rule for rule in rules if not rule.startswith(DOORS)} == OPEN
    assert len(_paths(app)) > 10
    assert not any("<" in path for path in _paths(app))


def test_without_a_signature_every_method_of_every_door_is_forbidden(line_app: Flask) -> None:
    client = Client(line_app)
    wrong = [{}, {"X-Twilio-Signature": "AAAA" * 7}, sign(BASE + "/other", {})]
    for path in (*_paths(line_app), *REPORTS):
        for method in METHODS:
            for headers in wrong:
                found = client.open(path, base_url=BASE, method=method, headers=headers)
                assert found.status_code == 403, (method, path)


def test_a_route_added_elsewhere_is_guarded_all_the_same(line_app: Flask) -> None:
    line_app.add_url_rule("/voice/new", "new", lambda: "open")
    line_app.add_url_rule("/voices", "voices", lambda: "open")
    assert Client(line_app).get("/voice/new", base_url=BASE).status_code == 403
    assert Client(line_app).get("/voices", base_url=BASE).data == b"open"


def test_with_a_signature_every_method_of_every_door_speaks(line_app: Flask) -> None:
    for path in _paths(line_app):
        for method in METHODS:
            found = Knock(line_app).raw(path, method=method)
            if method == "HEAD":
                assert (found.status_code, found.data) == (200, b"")
            elif path in STATUS and method == "POST":
                assert (found.status_code, found.data) == (204, b"")
            else:
                whisper = method == "POST" and path.split("/")[2:3] in (["whisper"], ["accept"])
                spoken = answer(found, Context.WHISPER if whisper else Context.CALL)
                # A caller who is being joined hears nothing rather than wait.
                assert spoken.verbs or path.endswith("/joining")


def test_what_is_too_large_to_be_read_is_not_vouched_for(line_app: Flask) -> None:
    knock = Knock(line_app)
    for path in ("/voice", "/voice/none"):
        large = knock.fields(Padding="x" * 70_000)
        assert knock.raw(path, fields=large).status_code == 403
    assert knock.raw("/voice", fields=knock.fields(Padding="x" * 60_000)).status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "", "a" * 5000])
def test_a_body_of_another_kind_brings_no_fields(knock: Knock, content_type: str) -> None:
    headers = sign(f"{BASE}/voice", {}) | {"Content-Type": content_type}
    found = knock.client.post("/voice", base_url=BASE, data=b"CallSid=CA1&From=1", headers=headers)
    assert answer(found).next == f"{BASE}/voice/fault/1/zh-CN/0"


@pytest.mark.parametrize("sid", [None, "", " ", "x" * 129, "CA 1", "CA\x001", "北京", "CA\n1"])
def test_a_call_without_a_usable_name_gets_an_apology(knock: Knock, sid: str | None) -> None:
    fields = {"From": knock.number} if sid is None else {"From": knock.number, "CallSid": sid}
    for path in ("/voice", "/voice/turn/3/en-US"):
        spoken = answer(knock.raw(path, fields=fields))
        assert "/voice/fault/1/" in spoken.next
    assert spoken.languages == {"en-US"}


@pytest.mark.parametrize("sid", ["x", "v2:T02llQxyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A", "~" * 128])
def test_any_name_a_carrier_gives_a_call_is_good(line_app: Flask, sid: str) -> None:
    knock = Knock(line_app, sid=sid)
    assert "/voice/turn/1/" in knock.dial().next


DIGITS = [
    "",
    "北京",
    "１２３",
    "1" * 10_000,
    "-1",
    "1.5",
    "\x00",
    "w",
    "ABCD",
    "#" * 33,
    " 1",
    "1\n",
]


@pytest.mark.parametrize("digits", DIGITS)
def test_what_no_keypad_has_is_silence(knock: Knock, digits: str) -> None:
    top = knock.dial()
    again = knock.post(top.next, Digits=digits)
    assert "/voice/turn/2/" in again.next
    assert len(again.words) < len(top.words), "the question alone"


@pytest.mark.parametrize(
    "path",
    [
        "/voice/turn/0/xx",
        "/voice/turn/7/zh-CN",
        f"/voice/turn/{10**30}/zh-CN",
        f"/voice/turn/0/{'x' * 1000}",
        "/voice/turn/0/%E4%B8%AD%E6%96%87",
        "/voice/turn/0/%3CSay%3E",
        "/voice/turn/0/zh-CN?again=",
        "/voice/turn/0/zh-CN?again=99999999999999999999",
        f"/voice/fault/{10**30}/xx/{10**30}",
        "/voice/whisper/x/0/%3C",
        f"/voice/accept/{'x' * 500}/{10**30}",
    ],
)
def test_odd_addresses_are_answered(knock: Knock, path: str) -> None:
    knock.dial()
    posted = knock.raw(path, fields=knock.fields(Digits="1"))
    whisper = path.split("/")[2] in ("whisper", "accept")
    spoken = answer(posted, Context.WHISPER if whisper else Context.CALL)
    assert spoken.verbs
    assert b"xx/" not in spoken.body, "an unknown language is not passed on"


NAMES = st.sampled_from(
    ["Digits", "From", "To", "RecordingUrl", "RecordingDuration", "DialCallStatus", "CallStatus"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(NAMES, st.text(max_size=40), max_size=4))
def test_whatever_the_fields_hold_the_answer_speaks(
    line_app: Flask, fields: dict[str, str]
) -> None:
    knock = Knock(line_app)
    first = answer(knock.raw("/voice", fields={**knock.fields(), **fields}))
    then = answer(knock.raw(first.next.removeprefix(BASE), fields={**knock.fields(), **fields}))
    assert then.verbs


@pytest.mark.parametrize("seconds", ["", "x", "-1", "1e9", "９９", "9" * 4500, "100000"])
def test_a_recording_of_no_length_that_can_be_is_none(knock: Knock, seconds: str) -> None:
    knock.dial()
    messages = knock.post("/voice/turn/1/zh-CN", Digits="4")
    asked = knock.post(messages.next, Digits="1")
    assert "Record" in asked.verbs
    heard = knock.post(asked.next, RecordingUrl="https://c.test/R1", RecordingDuration=seconds)
    assert "Record" in heard.verbs, "it is asked for once more"


@pytest.mark.parametrize(
    "caller", ["anonymous", "unknown", "client:x", "", "+", "0" * 10_000, "北京", "+86", "sip:a@b"]
)
def test_a_caller_without_a_number_is_welcome(line_app: Flask, caller: str) -> None:
    knock = Knock(line_app, number=caller)
    assert "/voice/turn/1/" in knock.dial().next
