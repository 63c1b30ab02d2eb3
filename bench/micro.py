"""Level ``micro``: the ingredients of a turn in process, as multiples of FORM.

FORM is the null route called in process: Flask's dispatch and a form of 25 fields.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from twilio.request_validator import RequestValidator
from werkzeug.test import EnvironBuilder, run_wsgi_app

from audio.phrases import PhraseBook
from audio.recordings import Recordings
from bench import null, people
from bench.figures import ratios
from bench.line import Line
from bench.wire import BASE_URL, TOKEN, prepare
from db.calls import Calls, Saved
from db.engine import Database
from db.records import Records
from db.secrets import Keyring
from flows.dialogue import say
from flows.turns import ForKeys, Turn
from ivr.audio.voices import Voices
from ivr.carriers import CARRIERS
from ivr.signature import Signatures
from ivr.twiml import Writer, Written

REPEATS = 40


def measure(line: Line, rounds: int, repeats: int = REPEATS) -> dict[str, Any]:
    """Each ingredient as a multiple of FORM; results by name, ready for JSON."""
    form = _form()
    parts = {"form": form, **_ingredients(line)}
    for work in parts.values():
        work()
    seconds: dict[str, list[float]] = {name: [] for name in parts}
    for _ in range(rounds):
        for name, work in parts.items():
            seconds[name].append(_fastest(work, repeats))
    return {
        f"micro.{name}": ratios(taken, seconds["form"]).as_dict()
        for name, taken in seconds.items()
        if name != "form"
    }


def _fastest(work: Callable[[], object], repeats: int) -> float:
    """Seconds of the fastest of ``repeats``: whatever else the machine does only adds."""
    best = float("inf")
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def _environ(path: str) -> tuple[bytes, dict[str, Any]]:
    head, _, body = prepare(path, "CA" + "0" * 32, people.mobile(1), "", "1").request.partition(
        b"\r\n\r\n"
    )
    lines = head.decode().split("\r\n")[1:]
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
    builder = EnvironBuilder(path, base_url=BASE_URL, method="POST", headers=headers, data=body)
    return body, dict(builder.get_environ())


def _form() -> Callable[[], object]:
    app = null.create_app()
    body, environ = _environ("/voice")
    return lambda: run_wsgi_app(app, {**environ, "wsgi.input": io.BytesIO(body)}, buffered=True)


def _ingredients(line: Line) -> Mapping[str, Callable[[], object]]:
    keyring = Keyring.parse(line.environment["HOTLINE_KEYS"])
    database = Database(line.environment["DATABASE_URL"])
    calls = Calls(database, keyring)
    book = PhraseBook.load()
    a_writer = partial(Writer, book, BASE_URL, CARRIERS["twilio"], 20)
    return {
        "signature": _signature(),
        "document": partial(_document, a_writer()),
        "document_played": partial(_document, a_writer(Voices(book, Recordings.load()))),
        "encrypt": lambda: keyring.encrypt(b"." * 600, "calls.state"),
        "find_call": partial(calls.find, line.waiting.caller),
        "save_turn": _turn(calls, line.waiting.caller),
        "balance": Records(database, 1).medical_account,
        "contributions": Records(database, 1).contribution_months,
    }


def _signature() -> Callable[[], object]:
    from flask import Request

    body, environ = _environ("/voice")
    signatures = Signatures(BASE_URL, [TOKEN])
    request = Request({**environ, "wsgi.input": io.BytesIO(body)})
    given = RequestValidator(TOKEN).compute_signature(signatures.url(request), request.form)
    request.environ["HTTP_X_TWILIO_SIGNATURE"] = given

    def check() -> None:
        if not signatures.valid(request):
            raise RuntimeError("a good signature was refused")

    return check


def _document(writer: Writer) -> Written:
    said = (
        say("medical.balance", balance=people.BALANCE, as_of=people.AS_OF),
        say("medical.for_earlier", key=1),
    )
    return writer.write(Turn(said, ForKeys(1, "", 7)), "zh-CN", 7, "")


def _turn(calls: Calls, sid: str) -> Callable[[], object]:
    def save() -> None:
        found = calls.find(sid)
        if found is None:
            raise RuntimeError("the call that is measured has gone")
        saved = Saved(
            step=found.step,
            state=found.state,
            answer=calls.answer(found),
            language=found.language,
            person_id=found.person_id,
            proof=found.proof,
            finished=False,
            notes=[("turn", {"from": "a", "input": "key 1", "to": "b"})],
        )
        if not calls.save(found, saved, datetime.now(UTC)):
            raise RuntimeError("the turn that is measured was taken by somebody else")

    return save
