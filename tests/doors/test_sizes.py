"""Documents and requests at their size limits: up to the limit all is well, beyond it the line
still speaks."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from flows.call import Call
from flows.dialogue import Flow, Go, go, say
from flows.map import CallMap
from flows.tree import call_map
from ivr.twiml import LARGEST
from ivr.webhooks import LARGEST as LARGEST_REQUEST
from tests.doors.conftest import BASE, AppOn, Knock
from tests.doors.test_outage import SORRY

SENTENCE = "好的，我们慢慢来，每个结果会说两遍。"


def talkative(times: int) -> CallMap:
    """The shipped line, in which key 5 says the same so many times."""
    senior = Flow("senior")

    @senior.step(to=("agent", "welcome.menu"))
    def older(call: Call) -> Go:
        if call.turn:
            return go("welcome.menu", *(say("senior.slow") for _ in range(times)))
        return go("agent", say("senior.slow"))

    whole = call_map()
    flows = {flow.name: flow for flow in whole.all_flows} | {"senior": senior}
    return CallMap(flows.values(), whole=whole)


def test_the_largest_document_that_fits_is_spoken_and_a_larger_one_is_an_apology(
    app_on: AppOn, sqlite_url: str
) -> None:
    fits, beyond = 1, 4096
    while beyond - fits > 1:
        times = (fits + beyond) // 2
        knock = Knock(app_on(sqlite_url, flows=talkative(times)))
        answer = knock.post(knock.dial().next, Digits="5")
        assert len(answer.body) <= LARGEST
        if answer.words == [SORRY["zh-CN"]]:
            beyond = times
        else:
            assert answer.words.count(SENTENCE) == times
            fits = times
    knock = Knock(app_on(sqlite_url, flows=talkative(fits)))
    body = knock.post(knock.dial().next, Digits="5").body
    one_more = len(body) // fits
    assert LARGEST - one_more <= len(body) <= LARGEST


@pytest.mark.parametrize(("spare", "status"), [(0, 200), (1, 403)])
def test_a_request_up_to_the_limit_is_taken_and_a_larger_one_is_no_carriers(
    app_on: AppOn, sqlite_url: str, spare: int, status: int
) -> None:
    """What is too large to be read cannot be checked, and what cannot be checked is refused."""
    knock = Knock(app_on(sqlite_url))
    fields = {**knock.fields(), "Padding": ""}
    room = LARGEST_REQUEST - len(urlencode(fields).encode())
    fields["Padding"] = "a" * (room + spare)
    assert knock.raw("/voice", fields=fields).status_code == status
    assert "您好" in knock.post(f"{BASE}/voice").words[0]
