"""Recordings are brought from the carrier to our storage and deleted there."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import select

from audio.recordings.wave import wav
from db import outbox
from db.models import Outgoing, Voicemail
from db.outbox import FETCH
from db.voicemail import Voicemails
from ivr.settings import Settings
from ivr.texting import choose
from ivr.texting.recordings import MOST_BYTES, AccountRecordings
from ivr.work.fetch import Fetch, is_kept
from ivr.work.worker import WAITS, Worker
from tests.doors.conftest import AppOn, Knock
from tests.work.conftest import Desk

ACCOUNT, SID, TOKEN = "AC" + "0" * 32, "RE" + "1" * 32, "token"
TICKET = "1234567897"
SOUND = wav(b"\xff" * 8000, "")


@dataclass
class Store:
    """A carrier's recordings. ``answers`` are given first: a status, and for a sound its type."""

    url: str = ""
    sounds: dict[str, bytes] = field(default_factory=dict)
    answers: list[tuple[int, str]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def recording(self, sid: str = SID) -> str:
        """Where one is."""
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{sid}"
        self.sounds.setdefault(path, SOUND)
        return self.url + path


@contextmanager
def store() -> Iterator[Store]:
    """The carrier on a free port of this machine."""
    carrier = Store()
    expected = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()

    class Door(BaseHTTPRequestHandler):
        def answer(self, status: int, kind: str = "", body: bytes = b"") -> None:
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", f"{carrier.url}/metadata")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.take("GET", ".wav")

        def do_DELETE(self) -> None:
            self.take("DELETE", ".json")

        def take(self, method: str, ending: str) -> None:
            carrier.asked.append((method, self.path))
            path = self.path.removesuffix(ending)
            if self.headers.get("Authorization") != f"Basic {expected}":
                self.answer(401)
            elif carrier.answers:
                status, kind = carrier.answers.pop(0)
                self.answer(status, kind, carrier.sounds[path] if kind else b"")
            elif path not in carrier.sounds:
                self.answer(404)
            elif method == "GET":
                self.answer(200, "audio/x-wav", carrier.sounds[path])
            else:
                del carrier.sounds[path]
                self.answer(204)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        carrier.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield carrier
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def carrier_store() -> Iterator[Store]:
    with store() as there:
        yield there


class Office:
    """Somebody who fetches."""

    def __init__(self, desk: Desk, carrier: Store) -> None:
        self.desk, self.carrier = desk, carrier
        self.voicemails = Voicemails(desk.database, desk.keyring)
        recordings = AccountRecordings(carrier.url, ACCOUNT, TOKEN)
        errand = Fetch(desk.outbox, self.voicemails, recordings, desk.clock)
        self.worker = Worker(desk.outbox, {FETCH: errand}, desk.clock)

    def left(self, url: str, ticket: str = TICKET) -> None:
        """A caller has left a message."""
        desk = self.desk
        with desk.database.write() as connection:
            outbox.put(
                connection,
                desk.keyring,
                key=f"{FETCH}/{ticket}",
                kind=FETCH,
                body={"ticket": ticket, "url": url, "seconds": 1},
                call_id=None,
                person_id=None,
                due_at=desk.clock.now,
                now=desk.clock.now,
            )

    @property
    def row(self) -> Any:
        return self.desk.row(1)


@pytest.fixture
def office(desk: Desk, carrier_store: Store) -> Office:
    """On SQLite and on PostgreSQL."""
    return Office(desk, carrier_store)


def test_it_is_fetched_kept_encrypted_and_deleted_at_the_carrier(office: Office) -> None:
    office.left(office.carrier.recording())
    assert office.voicemails.standing(TICKET) == "coming"
    office.worker.carry_out()
    assert office.row.state == "sent"
    assert office.voicemails.sound(TICKET) == SOUND
    assert office.voicemails.standing(TICKET) == "kept"
    assert office.carrier.sounds == {}
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}"
    assert office.carrier.asked == [("GET", f"{path}.wav"), ("DELETE", f"{path}.json")]
    with office.desk.database.read() as connection:
        kept = connection.execute(select(Voicemail.__table__)).one()
    assert SOUND not in kept.sound and b"RIFF" not in kept.sound
    assert kept.fetched_at == kept.deleted_at == office.desk.clock.now


def test_what_is_not_there_yet_is_asked_for_again_with_growing_waits(office: Office) -> None:
    office.left(office.carrier.recording())
    office.carrier.answers = [(404, ""), (503, "")]
    for nth in range(2):
        office.worker.carry_out()
        assert office.row.state == "waiting"
        assert office.row.due_at - office.desk.clock.now > WAITS[nth] * 0.7
        office.desk.clock.turn(seconds=WAITS[nth].total_seconds() * 1.3)
    office.worker.carry_out()
    assert office.voicemails.standing(TICKET) == "kept"


def test_what_could_not_be_deleted_is_deleted_later_and_not_fetched_again(office: Office) -> None:
    office.left(office.carrier.recording())
    office.carrier.answers = [(200, "audio/x-wav"), (500, "")]
    office.worker.carry_out()
    assert (office.row.state, office.row.error) == ("waiting", "carrier-500")
    assert office.voicemails.standing(TICKET) == "kept"
    office.desk.clock.turn(seconds=60)
    office.worker.carry_out()
    assert [method for method, _ in office.carrier.asked] == ["GET", "DELETE", "DELETE"]
    with office.desk.database.read() as connection:
        assert connection.execute(select(Voicemail.deleted_at)).scalar() == office.desk.clock.now


def test_what_is_gone_at_the_carrier_already_is_deleted(office: Office) -> None:
    office.left(office.carrier.recording())
    office.carrier.answers = [(200, "audio/wav"), (404, "")]
    office.worker.carry_out()
    assert office.row.state == "sent"


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/2010-04-01/Accounts/{account}/Recordings/{sid}",
        "{here}.evil.test/2010-04-01/Accounts/{account}/Recordings/{sid}",
        "{there}@evil.test/2010-04-01/Accounts/{account}/Recordings/{sid}",
        "{here}/2010-04-01/Accounts/AC11111111111111111111111111111111/Recordings/{sid}",
        "{here}/2010-04-01/Accounts/{account}/Recordings/../../Messages/{sid}",
        "{here}/2010-04-01/Accounts/{account}/Messages/{sid}",
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_is_asked_but_the_accounts_own_recordings(office: Office, url: str) -> None:
    there = office.carrier.url
    office.left(url.format(here=there, there=there, account=ACCOUNT, sid=SID))
    office.worker.carry_out()
    assert (office.row.state, office.row.error) == ("failed", "not-the-carrier")
    assert office.carrier.asked == []
    assert office.voicemails.standing(TICKET) == "lost"


def test_no_redirect_is_followed(office: Office) -> None:
    office.left(office.carrier.recording())
    office.carrier.answers = [(302, "")]
    office.worker.carry_out()
    assert office.row.error == "carrier-302"
    assert len(office.carrier.asked) == 1


@pytest.mark.parametrize(
    ("kind", "sound", "error"),
    [
        ("text/html", SOUND, "not-a-sound"),
        ("audio/x-wav", b"<html>" * 100, "not-a-sound"),
        ("audio/x-wav", SOUND + b"\xff" * MOST_BYTES, "too-large"),
    ],
)
def test_what_is_no_sound_is_not_kept(office: Office, kind: str, sound: bytes, error: str) -> None:
    url = office.carrier.recording()
    office.carrier.sounds = dict.fromkeys(office.carrier.sounds, sound)
    office.left(url)
    office.carrier.answers = [(200, kind)]
    office.worker.carry_out()
    assert (office.row.state, office.row.error) == ("failed", error)
    assert not office.voicemails.has(TICKET)


def test_a_carrier_that_cannot_be_reached(office: Office) -> None:
    nobody = AccountRecordings("http://127.0.0.1:1", ACCOUNT, TOKEN)
    errand = Fetch(office.desk.outbox, office.voicemails, nobody, office.desk.clock)
    office.left(f"http://127.0.0.1:1/2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}")
    Worker(office.desk.outbox, {FETCH: errand}, office.desk.clock).carry_out()
    assert (office.row.state, office.row.error) == ("waiting", "carrier-unreachable")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}", True),
        (f"https://recordings.carrier.invalid/2010-04-01/Accounts/A/Recordings/{SID}", False),
        ("", False),
    ],
)
def test_our_own_carrier_keeps_no_sound(url: str, kept: bool) -> None:
    assert is_kept(url) == kept


def test_without_an_account_nothing_is_fetched() -> None:
    settings = Settings.read(_env_file=None, twilio_auth_token="token")
    assert choose.recordings(settings) is None
    there = Settings.read(_env_file=None, twilio_account_sid=ACCOUNT, twilio_auth_token="token")
    assert choose.recordings(there) is not None


@pytest.mark.parametrize(
    ("host", "promised"), [("api.twilio.com", 1), ("recordings.carrier.invalid", 0)]
)
def test_a_message_promises_to_fetch_its_sound_once(
    app_on: AppOn, sqlite_url: str, host: str, promised: int
) -> None:
    app = app_on(sqlite_url)
    knock = Knock(app)
    asked = knock.post(knock.post(knock.dial().next, Digits="4").next, Digits="1")
    url = f"https://{host}/2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}"
    for _ in range(2):
        knock.post(asked.next, RecordingUrl=url, RecordingDuration="7", Digits="#")
    database = app.extensions["hotline"].database
    with database.read() as connection:
        rows = connection.execute(select(Outgoing.__table__).where(Outgoing.kind == FETCH)).all()
    assert len(rows) == promised
