"""Messages through an account: what the carrier is sent, and what its answers mean."""

from __future__ import annotations

import socket

import pytest
import requests

from bench.messaging import ACCOUNT, Messaging
from db.engine import Database
from db.outbox import TEXT
from ivr.settings import Settings
from ivr.texting import choose
from ivr.texting.account import Account, AccountLegs, client, refusal
from ivr.texting.sender import PermanentError, TemporaryError
from ivr.work.errands import Texts
from ivr.work.worker import Worker
from tests.work.conftest import MOBILE, Desk

TOKEN = "0" * 32
STATUS = "https://line.test/message/status?of=7"
SERVICE = "MG" + "0" * 32


def account(carrier: Messaging, sender: str = "+8612333") -> Account:
    return Account(client(settings_of(carrier)), sender)


def settings_of(carrier: Messaging) -> Settings:
    return Settings.read(
        _env_file=None,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=(TOKEN, "an older one"),
        twilio_api_url=carrier.url,
    )


def test_a_message_goes_to_the_registered_mobile_in_its_own_words(
    desk: Desk, carrier: Messaging
) -> None:
    entry = desk.put("您的余额是1234.05元。")
    texts = Texts(desk.outbox, account(carrier), "https://line.test")
    worker = Worker(desk.outbox, {TEXT: texts}, desk.clock)
    worker.carry_out()
    assert carrier.given == [
        {
            "To": MOBILE,
            "From": "+8612333",
            "Body": "您的余额是1234.05元。",
            "StatusCallback": f"https://line.test/message/status?of={entry}",
        }
    ]
    assert carrier.paths == [f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"]
    row = desk.row(entry)
    assert (row.state, row.carrier_sid) == ("sent", f"SM{1:032x}")


def test_who_has_no_mobile_any_more_gets_nothing(desk: Desk, carrier: Messaging) -> None:
    entry = desk.put()
    desk.forget_mobile()
    texts = Texts(desk.outbox, account(carrier), "https://line.test")
    Worker(desk.outbox, {TEXT: texts}, desk.clock).carry_out()
    assert carrier.given == []
    assert (desk.row(entry).state, desk.row(entry).error) == ("failed", "no-mobile")


def test_a_messaging_service_is_named_as_one(carrier: Messaging) -> None:
    account(carrier, SERVICE).send(MOBILE, "hello", STATUS)
    assert carrier.given[0]["MessagingServiceSid"] == SERVICE
    assert "From" not in carrier.given[0]


@pytest.mark.parametrize("code", [21211, 21610, 21614])
def test_a_number_that_cannot_get_it_is_never_tried_again(carrier: Messaging, code: int) -> None:
    carrier.answers = [(400, code)]
    with pytest.raises(PermanentError, match=f"^carrier-{code}$"):
        account(carrier).send(MOBILE, "hello", STATUS)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, 20429, "carrier-20429"),
        (503, 20503, "carrier-20503"),
        (500, 0, "carrier-500"),
        (401, 20003, "carrier-20003"),
        (400, 21606, "carrier-21606"),
    ],
)
def test_a_carrier_or_setting_in_trouble_is_tried_again(
    carrier: Messaging, status: int, code: int, kind: str
) -> None:
    carrier.answers = [(status, code)]
    with pytest.raises(TemporaryError, match=f"^{kind}$") as error:
        account(carrier).send(MOBILE, "hello", STATUS)
    assert error.value.__suppress_context__, "the carrier's words quote the number"


def test_nobody_at_the_address_is_trouble_that_passes() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(TemporaryError, match=r"^carrier-unreachable$"):
        account(Messaging(url=free)).send(MOBILE, "hello", STATUS)
    late = refusal(requests.ReadTimeout("late"))
    assert (type(late), late.kind) == (TemporaryError, "carrier-timeout")


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TEXT_FROM"])
def test_without_an_account_messages_wait_and_it_is_known_why(
    database: Database, missing: str
) -> None:
    whole = {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TEXT_FROM": SERVICE,
    }
    given = {name.lower(): value for name, value in whole.items() if name != missing}
    settings = Settings.read(_env_file=None, hotline_demo=True, **given)
    assert choose.missing(settings) == [missing]
    # Nor does a demo whose records are not the demo's show them to whoever calls from a page.
    assert choose.sender(settings, database) is None
    full = Settings.read(_env_file=None, **{n.lower(): v for n, v in whole.items()})
    assert isinstance(choose.sender(full, database), Account)


@pytest.mark.parametrize("target", ["+861082300001", "sip:desk@office.test", "client:third"])
def test_an_agent_is_called_wherever_they_are_reached(carrier: Messaging, target: str) -> None:
    legs = AccountLegs(client(settings_of(carrier)), "+8612333")
    sid = legs.ring(target, "https://line.test/voice/agent/a", "https://line.test/status", 20)
    assert sid == f"SM{1:032x}"
    assert carrier.given == [
        {
            "To": target,
            "From": "+8612333",
            "Url": "https://line.test/voice/agent/a",
            "StatusCallback": "https://line.test/status",
            "Timeout": "20",
        }
    ]
    assert carrier.paths == [f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"]


def test_a_call_to_an_agent_is_ended(carrier: Messaging) -> None:
    legs = AccountLegs(client(settings_of(carrier)), "+8612333")
    legs.end("CA1")
    assert carrier.given == [{"Status": "completed"}]
    assert carrier.paths == [f"/2010-04-01/Accounts/{ACCOUNT}/Calls/CA1.json"]


@pytest.mark.parametrize(("status", "code"), [(404, 20404), (400, 21220)])
def test_a_call_that_is_over_need_not_be_ended(carrier: Messaging, status: int, code: int) -> None:
    carrier.answers = [(status, code)]
    AccountLegs(client(settings_of(carrier)), "+8612333").end("CA1")


def test_an_agent_who_cannot_be_called_now(carrier: Messaging) -> None:
    legs = AccountLegs(client(settings_of(carrier)), "+8612333")
    carrier.answers = [(400, 21214), (500, 0), (500, 0)]
    with pytest.raises(PermanentError, match="carrier-21214"):
        legs.ring("+861082300001", "https://line.test/a", "https://line.test/s", 20)
    with pytest.raises(TemporaryError, match="carrier-500"):
        legs.ring("+861082300001", "https://line.test/a", "https://line.test/s", 20)
    with pytest.raises(TemporaryError, match="carrier-500"):
        legs.end("CA1")
