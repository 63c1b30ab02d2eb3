"""Who may knock: signatures as the carriers make them, over the URL as they saw it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, Request
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.test import EnvironBuilder

from ivr.signature import Signatures
from tests.doors.conftest import BASE, TOKEN, AppOn, Knock, answer, sign

TWILIOS = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675310",
    "Digits": "1234",
    "From": "+14158675310",
    "To": "+18005551212",
}
PYTHONS = {**TWILIOS, "Caller": "+14158675309", "From": "+14158675309"}
PATH = "/myapp.php?foo=1&bar=2"
# From Twilio's "Security" page and twilio-python's own tests, all with the token 12345.
VECTORS = [
    ("https://example.com", PATH, TWILIOS, "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    ("https://mycompany.com", PATH, PYTHONS, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("https://mycompany.com:443", PATH, PYTHONS, "kvajT1Ptam85bY51eRf/AJRuM3w="),
    ("http://mycompany.com:80", PATH, PYTHONS, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
    ("http://mycompany.com:1234", PATH, PYTHONS, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
]
IN_PORTS = {
    "https://mycompany.com": "https://mycompany.com:443",
    "https://mycompany.com:443": "https://mycompany.com",
    "http://mycompany.com": "http://mycompany.com:80",
}
"""A base that is written otherwise than the carrier signs it."""


def request(path: str, fields: Any, signature: str, **environ: str) -> Request:
    builder = EnvironBuilder(path, method="POST", data=fields, environ_overrides=environ)
    made = Request(builder.get_environ())
    made.environ["HTTP_X_TWILIO_SIGNATURE"] = signature
    return made


@pytest.mark.parametrize(("base", "path", "fields", "signature"), VECTORS)
def test_the_carriers_own_vectors(base: str, path: str, fields: Any, signature: str) -> None:
    assert Signatures(base, ["12345"]).valid(request(path, fields, signature))
    assert not Signatures(base, ["54321"]).valid(request(path, fields, signature))
    assert not Signatures(base, ["12345"]).valid(request(f"{path}3", fields, signature))
    changed = {**fields, "Digits": "1235"}
    assert not Signatures(base, ["12345"]).valid(request(path, changed, signature))


@pytest.mark.parametrize(("base", "signed_as"), IN_PORTS.items())
def test_a_port_that_goes_without_saying_may_be_signed_or_not(base: str, signed_as: str) -> None:
    signature = sign(signed_as + PATH, TWILIOS)["X-Twilio-Signature"]
    assert Signatures(base, [TOKEN]).valid(request(PATH, TWILIOS, signature))


def test_fields_that_come_twice_are_signed_once_each() -> None:
    fields = {"Sid": "CA123", "SidAccount": "AC123", "Digits": ["5678", "1234", "1234"]}
    signature = "IK+Dwps556ElfBT0I3Rgjkr1wJU="
    checked = Signatures("https://mycompany.com", ["12345"])
    assert checked.valid(request(PATH, fields, signature))
    assert checked.valid(request(PATH, {**fields, "Digits": ["1234", "5678"]}, signature))
    assert not checked.valid(request(PATH, {**fields, "Digits": "1234"}, signature))


QUERIES = ["", "?a=%E5%8C%97%E4%BA%AC", "?a=b%20c", "?a=b+c", "?a=b%26c=d&e", "?again=1", "?"]
PATHS = ["/voice", "/voice/turn/3/zh-CN", "/voice/turn/3/%E4%B8%AD", "/voice/", "/voice/a%20b"]


@pytest.mark.parametrize("path", PATHS)
def test_the_url_is_the_one_that_was_called(line_app: Flask, path: str) -> None:
    """Not the one Flask makes of it, which is decoded."""
    for query in QUERIES:
        assert Knock(line_app).raw(path + query).status_code == 200


@given(
    st.dictionaries(
        st.text("abcAB1_北", min_size=1, max_size=6),
        st.lists(st.text("abc &=+%北\n", max_size=8), min_size=1, max_size=3),
        max_size=8,
    )
)
def test_what_the_librarys_validator_signs_is_known_without_asking_it(fields: Any) -> None:
    asked: list[str] = []

    class Validator(RequestValidator):  # type: ignore[misc]
        def validate(self, *given: Any) -> bool:
            asked.append("the library")
            return False

    checked = Signatures(BASE, [TOKEN])
    checked._validators = [Validator(TOKEN)]
    made = request("/voice", fields, "")
    signature = RequestValidator(TOKEN).compute_signature(f"{BASE}/voice", made.form)
    assert checked.valid(request("/voice", fields, signature))
    assert not asked
    assert not checked.valid(request("/voice", {**fields, "x": ["y"]}, signature))


@given(st.text("/abc%20+&=?北é.:@", max_size=20))
def test_the_raw_request_line_wins_over_what_the_server_made_of_it(tail: str) -> None:
    found = request("/whatever", TWILIOS, "", RAW_URI=f"/voice{tail}")
    assert Signatures(BASE, [TOKEN]).url(found) == f"{BASE}/voice{tail}"


@pytest.mark.parametrize("query", ["", "a=%E5%8C%97", "a=b%20c", "a=b+c", "a=b%26c"])
def test_without_a_raw_request_line_the_url_is_put_together_again(query: str) -> None:
    environ = EnvironBuilder("/voice/北 京", query_string=query, method="POST").get_environ()
    for name in ("RAW_URI", "REQUEST_URI"):
        environ.pop(name, None)
    expected = f"{BASE}/voice/%E5%8C%97%20%E4%BA%AC" + (f"?{query}" if query else "")
    assert Signatures(BASE, [TOKEN]).url(Request(environ)) == expected


def test_while_a_token_is_changed_both_are_good(app_on: AppOn, sqlite_url: str) -> None:
    knock = Knock(app_on(sqlite_url, twilio_auth_token="new, old"))
    for token in ("new", "old"):
        assert knock.raw("/voice", token=token).status_code == 200
    for token in ("token", "new,old", ""):
        assert knock.raw("/voice", token=token).status_code == 403


@pytest.mark.parametrize(
    "signature", ["", " ", "x", "AAAA" * 7, "北", "\x00" * 28, "=" * 28, "A" * 10_000]
)
def test_what_is_no_signature_opens_nothing(line_app: Flask, signature: str) -> None:
    found = request("/voice", TWILIOS, signature.encode().decode("latin-1"))
    assert not Signatures(BASE, [TOKEN]).valid(found)


def test_a_line_without_tokens_opens_to_nobody() -> None:
    signature = sign(f"{BASE}/voice", TWILIOS, "")["X-Twilio-Signature"]
    assert not Signatures(BASE, []).valid(request("/voice", TWILIOS, signature))


def test_a_body_that_is_not_a_form_is_signed_by_its_url_and_brings_no_fields(
    knock: Knock,
) -> None:
    """The signature of such a request covers its URL only, so nothing in it may count."""
    path = "/voice?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    answered = knock.client.post(
        path, base_url=BASE, json={"CallSid": knock.sid}, headers=sign(BASE + path, {})
    )
    assert "Gather" in answer(answered).verbs
    assert "/voice/fault/" in answer(answered).next


def test_headers_about_the_host_are_not_believed(app_on: AppOn, sqlite_url: str) -> None:
    """The base is configured; who sends another host gains nothing, with proxies or without."""
    for hops in (0, 1):
        knock = Knock(app_on(sqlite_url, trusted_proxies=hops))
        elsewhere = {"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "http"}
        assert knock.raw("/voice", headers=elsewhere).status_code == 200
        forged = elsewhere | sign("http://evil.test/voice", knock.fields())
        assert knock.raw("/voice", headers=forged).status_code == 403


def test_only_as_many_proxies_are_believed_as_are_set(app_on: AppOn, sqlite_url: str) -> None:
    for hops, address in ((0, "127.0.0.1"), (1, "10.0.0.2"), (2, "10.0.0.1")):
        app = app_on(sqlite_url, trusted_proxies=hops)
        seen: list[str | None] = []

        def look(app: Flask = app, seen: list[str | None] = seen) -> None:
            from flask import request as current

            seen.append(current.remote_addr)

        app.before_request(look)
        app.test_client().get("/healthz", headers={"X-Forwarded-For": "10.0.0.1, 10.0.0.2"})
        assert seen == [address]
