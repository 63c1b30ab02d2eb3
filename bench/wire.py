"""The client: requests made ready beforehand, sent over sockets with as little work as may be.

A new connection for each request, as a carrier behind a plain proxy makes them. Two ways to send:
``closed`` keeps a few requests in the air and finds the limit; ``open_loop`` sends by the clock,
whether answers come or not, and finds the latency callers would meet.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

BASE_URL = "https://line.example.org"
TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of this benchmark and nothing else
IN_THE_AIR = 4
TIMEOUT_SECONDS = 15.0
_VALIDATOR = RequestValidator(TOKEN)


class WrongAnswerError(Exception):
    """A server did not say what it should have said; the figures of this run mean nothing."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request as bytes, and a sentence that must be in its answer."""

    request: bytes
    expected: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a series: ``seconds`` in all, and each answer's latency."""

    seconds: float
    latencies: list[float]

    @property
    def each(self) -> float:
        """Seconds of one request: the inverse of the throughput."""
        return self.seconds / len(self.latencies)


def prepare(path: str, sid: str, caller: str, expected: str, digits: str = "") -> Prepared:
    """A webhook of 25 fields as Twilio sends it, signed, for ``path``."""
    fields = {
        "AccountSid": "AC0123456789abcdef0123456789abcdef",
        "ApiVersion": "2010-04-01",
        "CallSid": sid,
        "CallStatus": "in-progress",
        "CallToken": "%7B%22parentCallInfoToken%22%3A%22eyJhbGciOiJFUzI1NiJ9%22%7D",
        "Called": "+8612333",
        "Caller": caller,
        "Digits": digits,
        "Direction": "inbound",
        "FinishedOnKey": "",
        "From": caller,
        "To": "+8612333",
        "StirVerstat": "TN-Validation-Passed-A",
        **{
            f"{who}{what}": "CN" if what == "Country" else ""
            for who in ("Called", "Caller", "From")
            for what in ("City", "Country", "State", "Zip")
        },
    }
    body = urlencode(fields).encode()
    signature = _VALIDATOR.compute_signature(BASE_URL + path, fields)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: line.example.org\r\nUser-Agent: TwilioProxy/1.1\r\n"
        "Accept: */*\r\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"Content-Length: {len(body)}\r\nX-Twilio-Signature: {signature}\r\n"
        "I-Twilio-Idempotency-Token: 3f1c9c1e-6f0f-4a57-8d5c-d1ab3b8ce9ae\r\n"
        "Connection: close\r\n\r\n"
    )
    return Prepared(head.encode() + body, expected.encode())


def get(port: int, path: str) -> int:
    """The status of a GET on the loopback interface."""
    request = f"GET {path} HTTP/1.1\r\nHost: line.example.org\r\nConnection: close\r\n\r\n"
    return int(_exchange(port, request.encode()).split(b" ", 2)[1])


def closed(port: int, requests: Sequence[Prepared], in_the_air: int = IN_THE_AIR) -> Sent:
    """Send all, never more than ``in_the_air`` at once."""
    with ThreadPoolExecutor(in_the_air) as pool:
        begun = time.perf_counter()
        latencies = list(pool.map(lambda one: _ask(port, one, time.perf_counter()), requests))
        return Sent(time.perf_counter() - begun, latencies)


def open_loop(
    port: int,
    requests: Sequence[Prepared],
    each_second: float,
    most_waiting: int = 64,
) -> Sent:
    """Send by the clock; a latency counts from when the request was due, sent or not."""
    with ThreadPoolExecutor(most_waiting) as pool:
        begun = time.perf_counter()
        waiting = []
        for nth, one in enumerate(requests):
            due = begun + nth / each_second
            if (early := due - time.perf_counter()) > 0:
                time.sleep(early)
            waiting.append(pool.submit(_ask, port, one, due))
        latencies = [answer.result() for answer in waiting]
        return Sent(time.perf_counter() - begun, latencies)


def _ask(port: int, one: Prepared, since: float) -> float:
    """The latency of one request. Raises ``WrongAnswerError`` unless it was answered rightly."""
    answer = _exchange(port, one.request)
    latency = time.perf_counter() - since
    if not answer.startswith(b"HTTP/1.1 200 ") or one.expected not in answer:
        path, status = one.request.split(b" ", 2)[1], answer[:15]
        raise WrongAnswerError(f"{path.decode()}: {status!r}, or not the sentence expected")
    return latency


def _exchange(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer
