"""Whatever a server answers and a caller does: no crash, no stall, and time goes forward."""

import subprocess
import sys
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.carrier import (
    CODES,
    PROFILES,
    CarrierMisuse,
    Ended,
    Fetch,
    Listening,
    NotListening,
    PhoneCall,
    Response,
    Switchboard,
)
from ivr.carrier.document import read
from ivr.carrier.schema import ELEMENTS, Context
from ivr.carrier.states import CALL, LEG
from tests.carrier.pages import BASE, CALLER, HOTLINE, twiml

KEYS = st.text("0123456789*#", min_size=1, max_size=4)

say = st.sampled_from(["<Say>a</Say>", '<Say loop="3">b</Say>', "<Play>/c.wav</Play>", "<Pause/>"])
prompts = st.lists(say, max_size=2).map("".join)
gathers = st.builds(
    "<Gather {}>{}</Gather>".format,
    st.sampled_from(
        [
            "",
            'numDigits="1" action="/a"',
            'finishOnKey="" numDigits="3"',
            'timeout="1" finishOnKey="*" action="/b"',
            'actionOnEmptyResult="true" timeout="2" action="/a"',
        ]
    ),
    prompts,
)
others = st.sampled_from(
    [
        "<Redirect>/a</Redirect>",
        "<Hangup/>",
        "<Reject/>",
        '<Record action="/a" maxLength="9"/>',
        "<Record/>",
        '<Dial action="/a">+493012345</Dial>',
        '<Dial timeout="5"><Number url="/w">+493012345</Number><Client>a</Client></Dial>',
        '<Dial sequential="true" hangupOnStar="true"><Sip>sip:a@b.test</Sip>'
        "<Client>a</Client></Dial>",
        '<Enqueue waitUrl="/q" action="/a">q</Enqueue>',
        "<Enqueue>q</Enqueue>",
        '<Dial timeout="9"><Queue url="/bridge">q</Queue></Dial>',
        "<Dial><Queue>q</Queue></Dial>",
        "<Sya/>",
        '<Gather timeout="0"/>',
    ]
)
documents = st.lists(say | gathers | others, max_size=4).map("".join)
waits = st.lists(say | gathers | st.just("<Leave/>"), max_size=3).map("".join)

answers = st.one_of(
    documents.map(lambda inside: Response(body=twiml(inside))),
    documents.map(lambda inside: Response(body=twiml(inside))),
    st.sampled_from(
        [
            Response(500, None),
            Response(302, None, headers=[("Location", "/a")]),
            Response(body=b""),
            Response(content_type="audio/wav", body=b"RIFF"),
            Response(content_type="text/plain", body="你好".encode()),
            Response(content_type=None, body=b"x"),
        ]
    ),
)
events = st.one_of(
    st.tuples(st.just("answer"), answers),
    st.tuples(st.just("answer"), waits.map(lambda inside: Response(body=twiml(inside)))),
    st.tuples(st.just("fail"), st.sampled_from(["connection", "read-timeout", "host", "tls"])),
    st.tuples(st.just("press"), KEYS),
    st.tuples(st.just("advance"), st.floats(0, 40)),
    st.tuples(st.just("speak"), st.floats(0, 20)),
    st.tuples(st.just("leg"), st.sampled_from(["answer", "busy", "fail", "no_answer", "hang_up"])),
    st.tuples(st.just("hang up"), st.none()),
)


def drive(call: PhoneCall, what: str, value: object) -> None:
    """Let one thing happen, if the state of the call allows it."""
    match what, value:
        case "answer", Response() if call.requests:
            call.answer(call.requests[0].id, value)
        case "fail", str() if call.requests:
            call.fetch_failed(call.requests[0].id, value)  # type: ignore[arg-type]
        case "press", str():
            call.press(value)
        case "advance", float():
            call.advance(value)
        case "speak", float():
            call.speak(value)
        case "leg", str() if call.legs:
            getattr(call.legs[-1], value)()
        case "hang up", None:
            call.hang_up()


def picture(call: PhoneCall) -> object:
    legs = [(leg.name, leg.state) for leg in call.legs]
    return call.status, call.now, call.next_event_at, len(call.problems), legs, call.requests


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1), events), max_size=30),
    st.sampled_from(sorted(PROFILES)),
    st.sampled_from(["drop", "carry"]),
    st.booleans(),
)
def test_any_call(
    story: list[tuple[int, tuple[str, object]]], profile: str, ahead: str, media: bool
) -> None:
    board = Switchboard()
    seen: list[list[object]] = [[], []]
    calls = [
        PhoneCall(
            f"{BASE}/voice",
            HOTLINE,
            CALLER,
            profile=PROFILES[profile],
            typed_ahead="carry" if ahead == "carry" else "drop",
            status_callback=f"{BASE}/status",
            fallback_url=f"{BASE}/fallback",
            switchboard=board,
            fetch_media=media,
            observe=seen[i].append,
        )
        for i in range(2)
    ]
    for call in calls:
        call.dial()
    for who, (what, value) in story:
        call, before = calls[who], board.now
        shown = picture(call)
        try:
            drive(call, what, value)
        except CarrierMisuse:
            assert picture(call) == shown
        assert board.now >= before
        for each in calls:
            assert each.next_event_at is None or each.next_event_at >= board.now
            # It ends, or something will happen, or it waits for somebody: never a dead end.
            waits = any(not leg.over for leg in each.legs) or each.track.activity is not None
            assert each.over or each.next_event_at is not None or each.requests or waits
    for call, actions in zip(calls, seen, strict=True):
        if not call.over:
            call.hang_up()
        board.advance(60)
        assert call.next_event_at is None
        assert sum(isinstance(action, Ended) for action in actions) == 1
        assert all(leg.over for leg in call.legs)
        listening = [a for a in actions if isinstance(a, Listening | NotListening)]
        assert not listening or isinstance(listening[-1], NotListening)
        last = max(i for i, action in enumerate(actions) if isinstance(action, Ended))
        after = [action for action in actions[last + 1 :] if not isinstance(action, Fetch)]
        assert {type(action).__name__ for action in after} <= {"Problem"}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_complained_about(body: bytes) -> None:
    reading = read(body, Context.CALL, PROFILES["twilio"])
    assert reading.problems or body.startswith(b"<")
    assert all(problem.code in CODES for problem in reading.problems)


def markup() -> st.SearchStrategy[str]:
    names = st.sampled_from([*sorted(ELEMENTS), "break", "Foo", "say"])
    keys = st.sampled_from(sorted({a for spec in ELEMENTS.values() for a in spec.attributes}))
    words = st.sampled_from(
        ["", "0", "1", "-1", "true", "POST", "#", "12", "/x", "https://h.test/", "http://[", "é"]
    ) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=5)
    attributes = st.dictionaries(keys, words, max_size=3).map(
        lambda d: "".join(f" {k}={quoteattr(v)}" for k, v in d.items())
    )
    leaf = words.map(escape)
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda n, a, i: f"<{n}{a}>{i}</{n}>",
            names,
            attributes,
            st.lists(inner, max_size=3).map("".join),
        ),
        max_leaves=8,
    )


@settings(max_examples=300, deadline=None)
@given(markup(), st.sampled_from(list(Context)), st.sampled_from(sorted(PROFILES)))
def test_any_markup_is_read_and_what_is_kept_can_be_played(
    inside: str, context: Context, name: str
) -> None:
    profile = replace(PROFILES[name])
    reading = read(twiml(inside), context, profile)
    assert all(problem.code in CODES for problem in reading.problems)
    if reading.fatal is None and context is Context.CALL:
        call = PhoneCall(f"{BASE}/voice", HOTLINE, CALLER, profile=profile)
        call.dial()
        call.answer(1, Response(body=twiml(inside)))
        call.advance(50_000)
        assert call.over or call.next_event_at is None or call.next_event_at > 50_000


def test_every_state_that_is_reached_is_in_its_machine() -> None:
    for table in (CALL, LEG):
        for moves in table.values():
            assert set(moves.values()) <= set(table)


def test_the_player_knows_no_web_framework_no_sdk_and_no_database() -> None:
    script = (
        "import sys, ivr.carrier; "
        "sys.exit(bool({'flask', 'werkzeug', 'twilio', 'sqlalchemy', 'db', 'flows', 'audio'}"
        " & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
