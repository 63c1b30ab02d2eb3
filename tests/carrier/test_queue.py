"""Queues: a line of callers, the agents who take them, and every QueueResult."""

import pytest

from ivr.carrier import (
    SIGNALWIRE,
    Dequeued,
    Interrupted,
    Joined,
    KeyDropped,
    PlayAudio,
    PlayDigits,
    Queued,
    Response,
    Switchboard,
)
from ivr.carrier.http import Carrier
from tests.carrier.pages import BASE, Line, Page, Pages, dialled

WAITING: dict[str, Page] = {
    "/voice": '<Enqueue action="/left" waitUrl="/wait">care</Enqueue><Say>never</Say>',
    "/wait": '<Say>please wait</Say><Pause length="8"/>',
    "/left": "<Say>left</Say>",
    "/agent": '<Dial action="/after" timeout="20"><Queue>care</Queue></Dial>',
    "/after": "<Say>after</Say>",
}


class Exchange:
    """Several lines on one carrier."""

    def __init__(self, **pages: Page) -> None:
        self.server = Pages({**WAITING, **{f"/{name}": page for name, page in pages.items()}})
        self.carrier = Carrier(self.server, "secret")

    def call(self, path: str = "/voice", **options: object) -> Line:
        line = Line({}, url=BASE + path, carrier=self.carrier, **options)
        line.dial()
        return line


def result(line: Line) -> str:
    return next(f.params["QueueResult"] for f in line.asked("action") if "QueueResult" in f.params)


def test_the_caller_joins_a_queue_made_on_demand_and_hears_the_wait_document_again() -> None:
    line = dialled(WAITING)
    assert line.all(Queued) == [Queued("care", 1)]
    line.advance(25)
    assert line.said == ["please wait"] * 3
    first, second = line.asked("wait")[:2]
    assert first.url == second.url == f"{BASE}/wait"
    assert {k: v for k, v in second.params.items() if "Queue" in k and k != "QueueSid"} == {
        "QueuePosition": "1",
        "QueueTime": "10",
        "AvgQueueTime": "0",
        "CurrentQueueSize": "1",
        "MaxQueueSize": "1000",
    }
    assert second.params["QueueSid"].startswith("QU")


def test_without_a_wait_url_there_is_music_and_with_a_blank_one_silence() -> None:
    assert dialled("<Enqueue>q</Enqueue>").all(PlayAudio)[0].loop == 0
    silent = dialled('<Enqueue waitUrl="">q</Enqueue>')
    assert (silent.all(PlayAudio), silent.asked("wait")) == ([], [])
    silent.advance(86_400)
    assert not silent.call.over  # a queue never times out by itself


def test_the_wait_url_by_get() -> None:
    line = dialled('<Enqueue waitUrl="/wait" waitUrlMethod="GET">q</Enqueue>')
    assert "QueuePosition=1" in line.asked("wait")[0].url


def test_first_come_first_served() -> None:
    exchange = Exchange()
    first, second = exchange.call(), exchange.call()
    assert second.all(Queued) == [Queued("care", 2)]
    agent = exchange.call("/agent")
    assert agent.all(Joined) == [Joined(first.call.sid)]
    assert first.all(Joined) == [Joined(agent.call.sid)]
    assert first.all(Dequeued) == [Dequeued("care", "bridged")]
    assert second.all(Joined) == []
    second.advance(10)
    assert second.asked("wait")[-1].params["QueuePosition"] == "1"


def test_the_action_fires_only_when_the_bridge_ends_agent_first() -> None:
    exchange = Exchange()
    caller = exchange.call()
    caller.advance(3)
    agent = exchange.call("/agent")
    agent.advance(30)
    assert caller.asked("action") == []
    agent.hang_up()
    assert result(caller) == "bridged"
    assert caller.asked("action")[0].params["QueueTime"] == "3"
    assert caller.said[-1] == "left"
    assert agent.asked("action")[0].params["DialCallStatus"] == "completed"


def test_the_caller_hangs_up_first_and_the_agent_goes_on() -> None:
    exchange = Exchange()
    caller = exchange.call()
    agent = exchange.call("/agent")
    agent.advance(30)
    caller.hang_up()
    assert result(caller) == "bridged"
    params = agent.asked("action")[0].params
    assert (params["DialCallStatus"], params["DialCallDuration"]) == ("completed", "30")
    assert agent.said == ["after"]


def test_an_agent_waits_for_a_caller_until_the_timeout_of_the_dial() -> None:
    exchange = Exchange()
    exchange.call().hang_up()  # the queue exists, and is empty
    agent = exchange.call("/agent")
    agent.advance(24.9)
    assert agent.asked("action") == []
    agent.advance(0.1)
    assert agent.asked("action")[0].params["DialCallStatus"] == "no-answer"
    second = exchange.call("/agent")
    caller = exchange.call()
    assert second.all(Joined) == [Joined(caller.call.sid)]


def test_a_queue_that_never_was_is_a_failure() -> None:
    agent = Exchange().call("/agent")
    assert agent.asked("action")[0].params["DialCallStatus"] == "failed"


def test_the_queues_document_is_heard_by_the_waiting_caller() -> None:
    agents = '<Dial action="/after"><Queue url="/notice">care</Queue></Dial>'
    exchange = Exchange(agent=agents, notice="<Say>this is recorded</Say>")
    caller = exchange.call()
    caller.advance(5)
    agent = exchange.call("/agent")
    params = caller.asked("whisper")[0].params
    assert params["DequeingCallSid"] == agent.call.sid
    assert params["CallSid"] == caller.call.sid
    assert params["QueueTime"] == "5"
    assert caller.said[-1] == "this is recorded"
    assert agent.said == []
    assert caller.all(Joined) == []
    assert len(caller.all(Interrupted)) == 1  # the wait document
    caller.advance(2)
    assert caller.all(Joined) == [Joined(agent.call.sid)]


def test_if_that_document_is_broken_they_are_joined_all_the_same() -> None:
    agents = '<Dial><Queue url="/notice">care</Queue></Dial>'
    exchange = Exchange(agent=agents, notice=Response(500, None))
    caller = exchange.call()
    agent = exchange.call("/agent")
    assert caller.codes == [11217]
    assert caller.all(Joined) == [Joined(agent.call.sid)]


def test_the_time_limit_of_the_agents_dial_ends_the_conversation() -> None:
    agents = '<Dial timeLimit="60" action="/after"><Queue>care</Queue></Dial>'
    exchange = Exchange(agent=agents)
    caller = exchange.call()
    caller.press("1")  # music or not, these keys are heard by nobody
    agent = exchange.call("/agent")
    agent.press("1")
    caller.press("1")
    caller.advance(60)
    assert (result(caller), agent.said) == ("bridged", ["after"])


def test_an_agents_keys_while_nobody_has_come_are_dropped() -> None:
    exchange = Exchange(agent="<Dial><Queue>care</Queue></Dial><Say>next</Say>")
    exchange.call().hang_up()
    agent = exchange.call("/agent")
    agent.press("5")
    assert agent.all(KeyDropped) == [KeyDropped("5", None)]
    agent.advance(35)
    assert agent.said == ["next"]


def test_an_agent_who_leaves_during_that_document() -> None:
    agents = '<Dial action="/after"><Queue url="/notice">care</Queue></Dial>'
    exchange = Exchange(agent=agents, notice="<Say>this is recorded</Say>")
    caller = exchange.call()
    agent = exchange.call("/agent")
    agent.hang_up()
    assert result(caller) == "bridging-in-process"
    assert agent.asked("action")[0].params["DialCallStatus"] == "canceled"


def test_signalwire_spells_it_otherwise() -> None:
    agents = f'<Dial><Queue url="{BASE}/notice">care</Queue></Dial>'
    enqueue = f'<Enqueue action="{BASE}/left">care</Enqueue>'
    exchange = Exchange(voice=enqueue, agent=agents, notice="<Say>x</Say>")
    caller = exchange.call(profile=SIGNALWIRE)
    exchange.call("/agent", profile=SIGNALWIRE).hang_up()
    assert result(caller) == "bridging-in-progress"


def test_leave_returns_to_the_action_at_once() -> None:
    exchange = Exchange(wait='<Gather numDigits="1" action="/key"/>', key="<Leave/>")
    caller = exchange.call()
    caller.press("1")
    assert result(caller) == "leave"
    assert caller.said == ["left"]
    assert caller.all(Dequeued) == [Dequeued("care", "leave")]


def test_without_an_action_enqueue_falls_through() -> None:
    pages: dict[str, Page] = {
        "/voice": '<Enqueue waitUrl="/w">q</Enqueue><Say>next</Say>',
        "/w": "<Leave/>",
    }
    assert dialled(pages).said == ["next"]


def test_hanging_up_in_the_queue() -> None:
    exchange = Exchange()
    caller, second = exchange.call(), exchange.call()
    caller.hang_up()
    params = caller.asked("action")[0].params
    assert (params["QueueResult"], params["CallStatus"]) == ("hangup", "completed")
    assert caller.said == ["please wait"]
    second.advance(10)
    assert second.asked("wait")[-1].params["QueuePosition"] == "1"


def test_a_hangup_in_the_wait_document_ends_the_call() -> None:
    caller = Exchange(wait="<Hangup/>").call()
    assert (caller.call.status, result(caller)) == ("completed", "hangup")


@pytest.mark.parametrize("wait", ["<Gather timeout='0'/>", "<Enqueue/>"])
def test_a_broken_wait_document(wait: str) -> None:
    exchange = Exchange(wait=wait)
    if wait == "<Enqueue/>":  # not allowed here: skipped, so the document is empty
        exchange.server.pages["/wait"] = "<Enqueue/><Leave/>"
        caller = exchange.call()
        assert (caller.codes, result(caller)) == ([12200], "leave")
    else:
        caller = exchange.call()
        assert (caller.codes, result(caller)) == ([13313], "error")


def test_a_full_queue() -> None:
    exchange = Exchange()
    exchange.carrier.switchboard.queue("care", capacity=1)
    exchange.call()
    second = exchange.call()
    assert (second.codes, result(second)) == ([14207], "queue-full")
    assert second.all(Queued) == []


def test_a_breakdown_throws_everybody_out() -> None:
    exchange = Exchange()
    callers = [exchange.call(), exchange.call()]
    exchange.carrier.switchboard.close_queue("care")
    exchange.carrier.settle()
    assert [result(caller) for caller in callers] == ["system-error"] * 2


def test_a_live_call_can_be_redirected_out_of_the_queue_and_out_of_a_bridge() -> None:
    exchange = Exchange(moved="<Say>moved</Say>")
    caller = exchange.call()
    caller.call.update(f"{BASE}/moved")
    caller.settle()
    assert (result(caller), caller.said[-1]) == ("redirected", "moved")
    talking = exchange.call()
    agent = exchange.call("/agent")
    talking.call.update(f"{BASE}/moved")
    talking.settle()
    assert result(talking) == "redirected-from-bridged"
    assert agent.asked("action")[0].params["DialCallStatus"] == "completed"


def test_hangup_on_star_lets_an_agent_drop_the_caller() -> None:
    agents = '<Dial hangupOnStar="true" action="/after"><Queue>care</Queue></Dial>'
    exchange = Exchange(agent=agents)
    caller = exchange.call()
    agent = exchange.call("/agent")
    agent.press("*")
    assert agent.said == ["after"]
    assert result(caller) == "bridged"


def test_a_switchboard_forgets_calls_that_are_over() -> None:
    exchange = Exchange(voice="<Hangup/>")
    exchange.call()
    assert exchange.carrier.switchboard.calls != []
    exchange.carrier.advance(1)
    assert exchange.carrier.switchboard.calls == []


def test_calls_of_one_switchboard_share_its_clock() -> None:
    exchange = Exchange(voice='<Play digits="W"/><Pause length="60"/>')
    one, two = exchange.call(), exchange.call()
    one.advance(10)
    assert one.call.now == two.call.now == 10
    assert two.all(PlayDigits) != []
    assert Switchboard(5.0).now == 5.0
