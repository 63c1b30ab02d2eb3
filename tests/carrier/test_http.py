"""The shell over HTTP: signatures as Twilio makes them, a WSGI app, a real server, twice-told."""

import threading
from collections.abc import Iterator
from itertools import count
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from flask import Flask, Response, redirect, request
from twilio.request_validator import RequestValidator

from ivr.carrier import Answered, Fetch
from ivr.carrier.http import AnswersDiffer, Carrier, HttpServer, WsgiServer, sign, signed_url

TOKEN = "12345"
CALL = {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "To": "+18005551212"}


def caller(number: str) -> dict[str, str]:
    return {**CALL, "Caller": number, "From": number}


MINE = "mycompany.com/myapp.php?foo=1&bar=2"


@pytest.mark.parametrize(
    ("url", "params", "signature"),
    [
        (
            "https://example.com/myapp.php?foo=1&bar=2",
            caller("+14158675310"),
            "L/OH5YylLD5NRKLltdqwSvS0BnU=",
        ),
        (f"https://{MINE}", caller("+14158675309"), "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (
            "https://mycompany.com:443/myapp.php?foo=1&bar=2",
            caller("+14158675309"),
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",  # the port is dropped on https
        ),
        (
            "http://mycompany.com:80/myapp.php?foo=1&bar=2",
            caller("+14158675309"),
            "0ZXoZLH/DfblKGATFgpif+LLRf4=",
        ),
        (
            "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
            caller("+14158675309"),
            "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        ),
    ],
)
def test_published_vectors(url: str, params: dict[str, str], signature: str) -> None:
    assert sign(TOKEN, Fetch(1, "POST", url, params, "voice")) == signature


def test_a_get_signs_its_url_alone() -> None:
    url = "https://mycompany.com/myapp.php?foo=1&Digits=7"
    bare = RequestValidator(TOKEN).compute_signature(url, {})
    assert sign(TOKEN, Fetch(1, "GET", url, {"Digits": "7"}, "voice")) == bare


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        ("https://u:p@h.test:8443/a?b=1#rc=2", "https://h.test/a?b=1"),
        ("http://u:p@h.test:8080/a", "http://h.test:8080/a"),
        ("https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"),
        ("https://h.test/a/", "https://h.test/a/"),
        ("https://h.test/a?x=%E5%8C%97&y=a+b%26", "https://h.test/a?x=%E5%8C%97&y=a+b%26"),
    ],
)
def test_what_of_a_url_is_signed(url: str, signed: str) -> None:
    assert signed_url(url) == signed


def xml(inside: str) -> Response:
    return Response(f"<Response>{inside}</Response>", content_type="text/xml")


@pytest.fixture
def app() -> Flask:
    """A small hotline that lets nobody in without a signature over the exact URL."""
    app = Flask(__name__)
    counter = count()

    @app.before_request
    def check() -> Response | None:
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        url = f"{request.scheme}://{request.host}{request.path}{query}"
        given = request.headers.get("X-Twilio-Signature", "")
        good = RequestValidator(TOKEN).validate(url, request.form, given)
        return None if good else Response(status=403)

    @app.post("/voice")
    def voice() -> Response:
        return xml(
            '<Gather numDigits="1" action="/menu?t=%E5%8C%97&amp;u=a+b"><Say>1?</Say></Gather>'
        )

    @app.post("/menu")
    def menu() -> Response:
        digits = request.form["Digits"]
        return xml(f'<Say>{digits}</Say><Redirect method="GET">/{digits}</Redirect>')

    @app.get("/1")
    def one() -> Response:
        return xml(f"<Say>{request.args['CallStatus']}</Say>")

    @app.get("/2")
    def two() -> Response:
        return redirect("/1")  # type: ignore[return-value]  # werkzeug's is wider

    @app.get("/3")
    def changing() -> Response:
        return xml(f"<Say>{next(counter)}</Say>")

    return app


@pytest.mark.parametrize("twice", [False, True])
@pytest.mark.parametrize("key", ["1", "2"])
def test_a_call_to_a_wsgi_app(app: Flask, twice: bool, key: str) -> None:
    carrier = Carrier(WsgiServer(app), TOKEN, deliver_twice=twice)
    phone = carrier.place("https://hotline.test/voice", "+8612333", "+8613800138000")
    phone.dial()
    phone.press(key)
    phone.wait()
    assert phone.said == ["1?", key, "in-progress"]
    assert phone.call.problems == []
    assert {len(answers) for _, answers in carrier.deliveries} == {2 if twice else 1}


def test_two_different_answers_to_one_webhook_are_an_error(app: Flask) -> None:
    carrier = Carrier(WsgiServer(app), TOKEN, deliver_twice=True)
    phone = carrier.place("https://hotline.test/voice", "+8612333", "+8613800138000")
    phone.dial()
    with pytest.raises(AnswersDiffer, match="/3"):
        phone.press("3")
        phone.wait()
    last, answers = carrier.deliveries[-1]
    assert last.url.startswith("https://hotline.test/3")
    assert answers[0].body != answers[1].body


def test_a_wrong_token_is_turned_away_and_the_caller_hears_the_apology(app: Flask) -> None:
    phone = Carrier(WsgiServer(app), "wrong").place("https://h.test/voice", "+86", "+8613800138000")
    phone.dial()
    assert [problem.code for problem in phone.call.problems] == [11217]


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """The app behind a real socket."""
    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_a_call_to_a_real_server(port: int) -> None:
    carrier = Carrier(HttpServer(), TOKEN)
    phone = carrier.place(f"http://127.0.0.1:{port}/voice", "+8612333", "+8613800138000")
    phone.dial()
    phone.press("2")
    phone.wait()
    assert phone.said == ["1?", "2", "in-progress"]
    assert len(phone.actions) > len([a for a in phone.actions if isinstance(a, Answered)]) == 1


@pytest.mark.parametrize(
    ("url", "code", "attempts"),
    [
        ("http://127.0.0.1:1/voice", 11205, 2),
        ("http://nowhere.invalid/voice", 11210, 1),
    ],
)
def test_servers_that_are_not_there(url: str, code: int, attempts: int) -> None:
    phone = Carrier(HttpServer(), TOKEN).place(url, "+8612333", "+8613800138000")
    phone.dial()
    assert [problem.code for problem in phone.call.problems] == [code]
    assert sum(isinstance(action, Fetch) for action in phone.actions) == attempts


def test_plain_http_where_tls_is_spoken(port: int) -> None:
    phone = Carrier(HttpServer(), TOKEN).place(f"https://127.0.0.1:{port}/voice", "+86", "+86138")
    phone.dial()
    assert [problem.code for problem in phone.call.problems] == [11220]
