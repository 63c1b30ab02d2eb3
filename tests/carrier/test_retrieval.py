"""Requests: what they carry, and what becomes of them when servers misbehave."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime

import pytest

from ivr.carrier import (
    SIGNALWIRE,
    SOMLENG,
    TELNYX,
    CarrierMisuse,
    Ended,
    Fetch,
    PhoneCall,
    Profile,
    Response,
)
from ivr.carrier.http import EndlessLoop, FetchFailure
from ivr.carrier.retrieval import FailureKind, Overrides
from tests.carrier.pages import BASE, CALLER, HOTLINE, Line, Page, dialled, twiml

APOLOGY = "We are sorry, an application error has occurred. Goodbye."


def test_the_first_request_carries_who_calls_whom_and_rings() -> None:
    params = dialled("<Hangup/>").asked("voice")[0].params
    assert params["CallSid"].startswith("CA") and len(params["CallSid"]) == 34
    expected = {
        "AccountSid": "AC" + "0" * 32,
        "From": CALLER,
        "To": HOTLINE,
        "Caller": CALLER,
        "Called": HOTLINE,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "ApiVersion": "2010-04-01",
        "FromCity": "",
        "CalledCountry": "",
    }
    assert expected.items() <= params.items()


@pytest.mark.parametrize(("profile", "length"), [(SIGNALWIRE, 36), (TELNYX, 35), (SOMLENG, 36)])
def test_other_engines_send_less_and_name_calls_otherwise(profile: Profile, length: int) -> None:
    line = dialled(f'<Gather numDigits="1" action="{BASE}/voice"/>', profile=profile)
    line.press("1")
    params = line.asked("action")[0].params
    assert len(params["CallSid"]) == length
    assert not {"FromCity", "FinishedOnKey", "msg"} & params.keys()
    assert params["Digits"] == "1"


def test_an_outbound_call_is_in_progress_from_its_first_request() -> None:
    line = dialled("<Hangup/>", direction="outbound-api")
    params = line.asked("voice")[0].params
    assert (params["CallStatus"], params["Direction"]) == ("in-progress", "outbound-api")


def test_http_redirects_are_followed_by_get_and_what_was_typed_is_not_sent_again() -> None:
    pages: dict[str, Page] = {
        "/voice": '<Gather numDigits="1" action="/a"/>',
        "/a": Response(302, None, headers=[("location", "deep/b?x=1")]),
        "/deep/b": '<Redirect method="GET">c</Redirect>',
    }
    line = dialled(pages)
    line.press("7")
    first, second = line.asked("action")
    assert (first.method, second.method) == ("POST", "GET")
    assert second.url.startswith(f"{BASE}/deep/b?x=1&CallSid=")
    assert "Digits" not in second.params
    assert line.asked("redirect")[0].url.startswith(f"{BASE}/deep/c?CallSid=")


def test_a_307_is_posted_again() -> None:
    moved = Response(307, None, headers=[("Location", "/b")])
    line = dialled({"/voice": moved, "/b": "<Say>x</Say>"})
    assert [fetch.method for fetch in line.asked("voice")] == ["POST", "POST"]
    assert line.said == ["x"]


def test_ten_redirects_are_followed_and_not_eleven() -> None:
    moved = Response(302, None, headers=[("Location", "/voice")])
    line = dialled({"/voice": moved})
    assert len(line.asked("voice")) == 11
    assert line.codes == [11215]


@pytest.mark.parametrize(
    "answer",
    [
        Response(304, None),
        Response(302, None),
        Response(308, None, headers=[("Location", "/b")]),
        Response(302, None, headers=[("Location", "ftp://x/")]),
        Response(302, None, headers=[("Location", "http://[")]),
    ],
)
def test_a_redirect_that_is_none(answer: Response) -> None:
    assert dialled({"/voice": answer}).codes == [11216]


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_a_bad_status_asks_the_fallback_once_which_may_recover(status: int) -> None:
    bad = Response(status, "text/html", b"oops")
    pages: dict[str, Page] = {"/voice": bad, "/fallback": "<Say>recovered</Say>"}
    line = dialled(pages, fallback_url=f"{BASE}/fallback")
    params = line.asked("fallback")[0].params
    assert (params["ErrorCode"], params["ErrorUrl"]) == ("11217", f"{BASE}/voice")
    assert params["CallStatus"] == "ringing"
    assert line.said == ["recovered"]
    assert line.codes == [11217]


def test_the_error_url_carries_nothing_that_was_typed() -> None:
    pages: dict[str, Page] = {
        "/voice": '<Gather numDigits="1" method="GET" action="/gone"/>',
        "/fallback": "<Hangup/>",
    }
    line = dialled(pages, fallback_url=f"{BASE}/fallback")
    line.press("7")
    assert line.asked("fallback")[0].params["ErrorUrl"] == f"{BASE}/gone"


def test_a_fallback_that_fails_too_is_an_apology_and_the_end() -> None:
    line = dialled({}, fallback_url=f"{BASE}/fallback")
    assert line.said == [APOLOGY]
    line.wait()
    assert line.all(Ended) == [Ended("completed", "application error")]
    assert line.codes == [11217, 11217]


@pytest.mark.parametrize(
    ("kind", "code", "attempts"),
    [
        ("connect-timeout", 11205, 2),
        ("connection", 11205, 2),
        ("tls", 11220, 2),
        ("read-timeout", 11205, 1),
        ("host", 11210, 1),
    ],
)
def test_by_default_only_a_failed_connection_is_tried_once_more(
    kind: FailureKind, code: int, attempts: int
) -> None:
    line = dialled({"/voice": FetchFailure(kind)})
    assert [fetch.attempt for fetch in line.asked("voice")] == list(range(1, attempts + 1))
    assert line.codes == [code]
    tokens = {fetch.headers["I-Twilio-Idempotency-Token"] for fetch in line.asked("voice")}
    assert len(tokens) == 1


def test_connection_overrides_are_read_from_the_fragment_which_is_not_sent() -> None:
    inside = "<Redirect>/x#rc=3&amp;rp=5xx,rt&amp;ct=700&amp;rt=800&amp;tt=900</Redirect>"
    line = dialled({"/voice": inside, "/x": Response(500, None)})
    fetches = line.asked("redirect")
    assert [fetch.attempt for fetch in fetches] == [1, 2, 3, 4]
    assert {fetch.url for fetch in fetches} == {f"{BASE}/x"}
    limits = fetches[0].timeouts
    assert (limits.connect, limits.read, limits.total) == (0.7, 0.8, 0.9)


def test_overrides_out_of_range_are_the_defaults() -> None:
    assert Overrides.read(f"{BASE}/#rc=6&rp=never&ct=99&rt=15001&tt=x") == Overrides()
    assert Overrides.read(f"{BASE}/#rc=0&rp=all") != Overrides()


def test_a_request_that_is_never_answered_fails_after_fifteen_seconds() -> None:
    call = PhoneCall(f"{BASE}/voice", HOTLINE, CALLER)
    (fetch,) = [a for a in call.dial() if isinstance(a, Fetch)]
    assert call.next_event_at == 15.0
    call.advance(15)
    assert [problem.code for problem in call.problems] == [11205]
    assert call.answer(fetch.id, Response(body=twiml("<Say>late</Say>"))) == []
    with pytest.raises(CarrierMisuse, match="under way"):
        call.answer(fetch.id, Response())


def test_cookies_come_back_like_in_a_browser_but_not_on_somleng() -> None:
    cookie = [("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2; Path=/other")]
    pages: dict[str, Page] = {
        "/voice": Response(body=twiml("<Redirect>/x</Redirect>"), headers=cookie),
        "/x": "<Hangup/>",
    }
    assert dialled(pages).asked("redirect")[0].headers["Cookie"] == "a=1"
    assert "Cookie" not in dialled(pages, profile=SOMLENG).asked("redirect")[0].headers


def test_the_status_callback_tells_the_end_and_wants_no_twiml() -> None:
    pages: dict[str, Page] = {"/voice": "<Say>x</Say>", "/status": Response(204, None)}
    line = dialled(pages, status_callback=f"{BASE}/status", clock=0.0)
    line.wait()
    (fetch,) = line.asked("status")
    assert fetch.params["CallStatus"] == "completed"
    assert fetch.params["CallDuration"] == "2"
    assert fetch.params["SequenceNumber"] == "0"
    assert fetch.params["CallbackSource"] == "call-progress-events"
    assert parsedate_to_datetime(fetch.params["Timestamp"]).timestamp() == 2
    assert line.codes == []


def test_a_status_callback_that_fails_is_a_warning() -> None:
    line = dialled("<Hangup/>", status_callback=f"{BASE}/gone")
    line.settle()
    assert line.codes == [15003]


def test_the_caller_who_hangs_up_while_a_document_is_fetched_hears_nothing() -> None:
    call = PhoneCall(f"{BASE}/voice", HOTLINE, CALLER)
    (fetch,) = [a for a in call.dial() if isinstance(a, Fetch)]
    assert next(a for a in call.hang_up() if isinstance(a, Ended)).status == "no-answer"
    assert call.answer(fetch.id, Response(body=twiml("<Say>x</Say>"))) == []


def test_a_loop_of_redirects_is_found() -> None:
    with pytest.raises(EndlessLoop):
        dialled("<Redirect/>")


def test_misuse_raises_and_changes_nothing() -> None:
    call = PhoneCall(f"{BASE}/voice", HOTLINE, CALLER)
    early: list[Callable[[], object]] = [
        lambda: call.press("1"),
        lambda: call.hang_up(),
        lambda: call.speak(1),
        lambda: call.answer(1, Response()),
        lambda: call.fetch_failed(1, "host"),
        lambda: call.advance(-1),
        lambda: call.update(f"{BASE}/x"),
    ]
    for misuse in early:
        with pytest.raises(CarrierMisuse):
            misuse()
    assert (call.status, call.drain(), call.now) == ("queued", [], 0.0)
    call.dial()
    late: list[Callable[[], object]] = [
        lambda: call.dial(),
        lambda: call.press("A"),
        lambda: call.press(""),
        lambda: call.speak(-1),
    ]
    for misuse in late:
        with pytest.raises(CarrierMisuse):
            misuse()
    call.hang_up()
    with pytest.raises(CarrierMisuse, match="no-answer"):
        call.hang_up()


@pytest.mark.parametrize("url", ["", "/voice", "ftp://x/", "https://"])
def test_a_call_needs_a_url(url: str) -> None:
    with pytest.raises(CarrierMisuse):
        PhoneCall(url, HOTLINE, CALLER)


def test_a_snapshot_can_be_played_on_twice() -> None:
    line = Line({"/voice": '<Gather numDigits="1"><Say>x</Say></Gather><Say>y</Say>'})
    line.dial()
    before = line.call.snapshot()
    one, two = PhoneCall.restore(before), PhoneCall.restore(before)
    one.press("1")
    assert [fetch.params["Digits"] for fetch in one.requests] == ["1"]
    two.advance(7)
    assert (two.requests, two.now, before.now, line.call.now) == ([], 7.0, 0.0, 0.0)
    assert line.said == ["x"]
