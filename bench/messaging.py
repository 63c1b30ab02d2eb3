"""A carrier's Messages API on this machine: keeps what it is given, answers as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

ACCOUNT = "AC" + "0" * 32


@dataclass
class Messaging:
    """The carrier. ``answers`` are given first, one a message: an HTTP status and the carrier's
    code. ``seconds``: how long an answer takes, when the message has been taken."""

    seconds: float = 0.0
    answers: list[tuple[int, int]] = field(default_factory=list)
    given: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def bodies(self) -> Counter[str]:
        """How often each text was taken."""
        return Counter(each["Body"] for each in self.given)

    def take(self, path: str, message: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """One message; what is answered."""
        self.paths.append(path)
        status, code = self.answers.pop(0) if self.answers else (201, 0)
        if status != 201:
            to = message.get("To", "")
            return status, {"status": status, "code": code, "message": f"no: {to}"}
        self.given.append(message)
        sid = f"SM{len(self.given):032x}"
        time.sleep(self.seconds)
        return 201, {"sid": sid, "status": "queued"}


@contextmanager
def messaging(seconds: float = 0.0) -> Iterator[Messaging]:
    """The carrier on a free port of this machine; ``url`` is the beginning of its addresses."""
    carrier = Messaging(seconds)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            message = dict(parse_qsl(self.rfile.read(length).decode()))
            status, answer = carrier.take(self.path, message)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own name
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that was killed has hung up: that is what is measured."""

    with Server(("127.0.0.1", 0), Door) as server:
        carrier.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield carrier
        finally:
            server.shutdown()
            thread.join()
