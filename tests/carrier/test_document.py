"""What is refused, with which number, and what the call does about it."""

import pytest

from ivr.carrier import PROFILES, SIGNALWIRE, SOMLENG, TELNYX, Response
from ivr.carrier.document import read
from ivr.carrier.errors import CODES
from ivr.carrier.profiles import Profile
from ivr.carrier.schema import Context
from tests.carrier.pages import dialled, twiml


def codes(
    inside: str, profile: Profile = PROFILES["twilio"], where: Context = Context.CALL
) -> set[int]:
    return {p.code for p in read(twiml(inside), where, profile).problems}


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<Sya>x</Sya>", 12200),
        ("<say>x</say>", 12200),
        ('<Gather numdigits="1"/>', 12200),
        ("stray text<Hangup/>", 12200),
        ("<Record> </Record>", 12200),
        ("<Leave/>", 12200),
        ("<Connect/>", 12200),
        ("<Gather><Record/></Gather>", 13320),
        ('<Gather><Play digits="1"/></Gather>', 13320),
        ('<Gather finishOnKey="12"/>', 13310),
        ('<Gather method="PUT"/>', 13312),
        ('<Gather timeout="0"/>', 13313),
        ('<Gather timeout="auto"/>', 13313),
        ('<Gather numDigits="x"/>', 13314),
        ('<Gather numDigits="0"/>', 13314),
        ('<Gather input="keys"/>', 13326),
        (f'<Gather hints="{"a," * 500}a"/>', 13330),
        ('<Gather actionOnEmptyResult="yes"/>', 13338),
        ('<Gather action="ftp://x"/>', 11100),
        ('<Gather><Say voice="Nobody">x</Say></Gather>', 13321),
        ('<Play loop="-1">/a.mp3</Play>', 13410),
        ("<Play/>", 13420),
        ('<Play digits="x"/>', 13430),
        ('<Say loop="two">x</Say>', 13510),
        ('<Say voice="Nobody">x</Say>', 13511),
        ('<Say language="Chinese!">x</Say>', 13512),
        ("<Say/>", 13520),
        ("<Say> <!-- only a comment --> </Say>", 13520),
        ("<Say><speak>x</speak></Say>", 13520),
        ('<Say voice="man"><break/>x</Say>', 13520),
        ('<Say voice="Polly.Zhiyu" language="en-US">x</Say>', 13520),
        ('<Say voice="Google.cmn-CN-Wavenet-A" language="yue-HK">x</Say>', 13520),
        (f'<Say voice="Polly.Zhiyu">{"x" * 3001}</Say>', 13521),
        (f"<Say>{'x' * 4001}</Say>", 13521),
        (f"<Say>{'社' * 501}</Say>", 13521),
        ('<Record method="PUT"/>', 13610),
        ('<Record timeout="-1"/>', 13611),
        ('<Record maxLength="0"/>', 13612),
        ('<Record finishOnKey="x"/>', 13613),
        ('<Record transcribe="1"/>', 13614),
        ('<Record transcribe="true" maxLength="121"/>', 13615),
        ('<Record playBeep="no"/>', 13616),
        ('<Record recordingStatusCallbackEvent="started"/>', 13621),
        ('<Record recordingStatusCallback="https://under_score.test/"/>', 13256),
        ('<Record trim="yes"/>', 13699),
        ('<Redirect method="PUT">/x</Redirect>', 13710),
        ("<Redirect>/with blank</Redirect>", 11100),
        ('<Reject reason="sleepy"/>', 13810),
        ('<Pause length="0"/>', 13910),
        ('<Dial method="PUT">+4930123</Dial>', 13210),
        ('<Dial timeout="4">+4930123</Dial>', 13212),
        ('<Dial timeout="601">+4930123</Dial>', 13212),
        ('<Dial hangupOnStar="1">+4930123</Dial>', 13213),
        ("<Dial><Say>x</Say></Dial>", 13215),
        ("<Dial/>", 13215),
        ("<Dial>+4930123<Number>+4930124</Number></Dial>", 13215),
        ("<Dial><Queue>a</Queue><Number>+4930124</Number></Dial>", 13215),
        ('<Dial timeLimit="0">+4930123</Dial>', 13216),
        ('<Dial record="true">+4930123</Dial>', 13217),
        ('<Dial ringTone="moon">+4930123</Dial>', 13220),
        ('<Dial sequential="1">+4930123</Dial>', 13218),
        ('<Dial answerOnBridge="1">+4930123</Dial>', 13219),
        ('<Dial><Number method="PUT">+4930123</Number></Dial>', 13221),
        ('<Dial><Number sendDigits="x">+4930123</Number></Dial>', 13222),
        ("<Dial>agent seven</Dial>", 13223),
        ("<Dial>+0123456</Dial>", 13224),
        ("<Dial><Sip method='PUT'>sip:a@b.test</Sip></Dial>", 13241),
        ("<Dial><Sip>a@b.test</Sip></Dial>", 13243),
        (f"<Dial>{'<Number>+4930123</Number>' * 11}</Dial>", 13250),
        (f"<Dial><Client>{'x' * 257}</Client></Dial>", 13215),
        ('<Enqueue method="PUT">q</Enqueue>', 14201),
        ('<Enqueue waitUrl="ftp://x">q</Enqueue>', 14202),
        ('<Enqueue action="ftp://x">q</Enqueue>', 14203),
        ("<Enqueue/>", 14204),
        (f"<Enqueue>{'q' * 65}</Enqueue>", 14205),
        ('<Enqueue waitUrlMethod="PUT">q</Enqueue>', 14206),
        ('<Enqueue workflowSid="WW1">q</Enqueue>', 14220),
        ('<Dial><Queue method="PUT">q</Queue></Dial>', 14210),
        ('<Dial><Queue url="ftp://x">q</Queue></Dial>', 14211),
        ("<Dial><Queue/></Dial>", 14212),
        (f"<Dial><Queue>{'q' * 65}</Queue></Dial>", 14213),
    ],
)
def test_a_mistake_has_its_number(inside: str, code: int) -> None:
    assert code in codes(inside)


@pytest.mark.parametrize(
    "inside",
    [
        "<!-- a comment --><Hangup/>",
        '<Say voice="man">x</Say>',
        '<Say voice="Polly.Zhiyu-Neural" language="cmn-CN">一<break time="1s"/>二</Say>',
        '<Say voice="Google.cmn-CN-Chirp3-HD-Kore" language="cmn-CN">一</Say>',
        "<Gather><Say>a</Say><Play>/b.wav</Play><Pause/></Gather>",
        '<Play digits="12wW*#A"/>',
        '<Record finishOnKey="*#" timeout="0"/>',
        '<Redirect method="GET">?a=1&amp;b=2</Redirect>',
        "<Redirect/>",
        '<Enqueue waitUrl="">q</Enqueue>',
        "<Dial><Client><Identity>agent_7</Identity><Parameter name='a' value='b'/></Client></Dial>",
        "<Dial><Sip username='u' password='p'>sip:a@b.test?X-A=1&amp;X-B=2</Sip></Dial>",
        '<Gather action="https://h.test/voice#rc=2&amp;rp=ct,5xx"/>',
    ],
)
def test_what_is_right_is_not_complained_about(inside: str) -> None:
    assert codes(inside) == set()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 11770),
        (b"  \n", 11770),
        (b"\n<Response/>", 12100),
        (b"\xef\xbb\xbf<Response/>", 12100),
        (b"<Response>", 12100),
        (b"<Response><Say>\x08</Say></Response>", 12100),
        (b"<Response><Redirect>/a?b=1&c=2</Redirect></Response>", 12100),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Response/>', 12100),
        (b"<html></html>", 12102),
        (b"<response/>", 12102),
        (b"<Response>" + b" " * 65_536 + b"</Response>", 11750),
    ],
)
def test_a_body_that_is_no_document(body: bytes, code: int) -> None:
    line = dialled({"/voice": Response(body=body)})
    assert line.codes == [code]
    assert line.said == ["We are sorry, an application error has occurred. Goodbye."]
    line.wait()
    assert line.call.status == "completed"


def test_a_body_of_exactly_the_limit_is_played() -> None:
    body = b"<Response>" + b" " * (65_536 - 21) + b"</Response>"
    assert len(body) == 65_536
    assert dialled({"/voice": Response(body=body)}).codes == []


@pytest.mark.parametrize(
    ("content_type", "code"),
    [(None, 12300), ("application/json", 12300), ("", 12300)],
)
def test_content_types_that_are_refused(content_type: str | None, code: int) -> None:
    page = Response(content_type=content_type, body=twiml("<Hangup/>"))
    assert dialled({"/voice": page}).codes == [code]


@pytest.mark.parametrize("kind", ["text/xml; charset=utf-8", "application/xml", "TEXT/HTML"])
def test_content_types_that_are_twiml(kind: str) -> None:
    page = Response(content_type=kind, body=twiml("<Say>x</Say>"))
    assert dialled({"/voice": page}).said == ["x"]


def test_plain_text_is_twiml_if_valid_else_read_aloud_and_then_the_call_ends() -> None:
    good = Response(content_type="text/plain", body=twiml("<Say>x</Say>"))
    assert dialled({"/voice": good}).said == ["x"]
    line = dialled({"/voice": Response(content_type="text/plain", body=b"<Respond/>")})
    line.wait()
    assert line.said == ["<Respond/>"]
    assert line.call.status == "completed"


def test_a_warning_does_not_stop_the_call_and_is_kept_only_when_strict() -> None:
    inside = "<Sya/><Say>goes on</Say>"
    assert dialled(inside).codes == [12200]
    loose = dialled(inside, strict=False)
    assert (loose.codes, loose.said) == ([], ["goes on"])


def test_what_kills_a_document_is_kept_even_when_not_strict() -> None:
    assert dialled('<Gather timeout="0"/>', strict=False).codes == [13313]


def test_the_response_has_no_attributes() -> None:
    body = b"<Response version='1'><Hangup/></Response>"
    assert dialled({"/voice": Response(body=body)}).codes == [12200]


def test_a_mistake_behind_a_redirect_is_found_too() -> None:
    line = dialled({"/voice": '<Redirect>/x</Redirect><Gather timeout="0"/>', "/x": "<Hangup/>"})
    assert line.codes == [13313]
    assert line.asked("redirect") == []


def test_each_context_allows_its_own_verbs() -> None:
    twilio = PROFILES["twilio"]
    assert codes("<Dial>+4930123</Dial>", twilio, Context.WHISPER) == {13201}
    assert codes("<Redirect>/x</Redirect>", twilio, Context.WHISPER) == {12200}
    assert codes("<Leave/>", twilio, Context.WAIT) == set()
    assert codes("<Record/>", twilio, Context.WAIT) == {12200}
    assert codes("<Say>x</Say><Pause/>", twilio, Context.BRIDGE) == set()
    assert codes("<Gather/>", twilio, Context.BRIDGE) == {12200}


@pytest.mark.parametrize(
    ("profile", "inside", "code"),
    [
        (SOMLENG, "<Pause/>", 12100),
        (SOMLENG, "<Gather><Pause/></Gather>", 13320),
        (SOMLENG, "<Enqueue>q</Enqueue>", 12100),
        (SOMLENG, "<Redirect/>", 11100),
        (SOMLENG, '<Dial timeLimit="5">+4930123</Dial>', 12200),
        (SOMLENG, '<Dial><Number url="/w">+4930123</Number></Dial>', 12200),
        (SOMLENG, "<Dial><Client>a</Client></Dial>", 13215),
        (TELNYX, "<Gather><Pause/></Gather>", 13320),
        (TELNYX, '<Gather timeout="121"/>', 13313),
        (TELNYX, '<Gather actionOnEmptyResult="true"/>', 12200),
        (TELNYX, '<Dial timeout="121">+4930123</Dial>', 13212),
        (SIGNALWIRE, '<Gather action="/relative"/>', 11100),
    ],
)
def test_a_profile_refuses_what_its_engine_does_not_document(
    profile: Profile, inside: str, code: int
) -> None:
    assert code in codes(inside, profile)
    assert codes(inside) == set()


def test_the_portable_core_is_portable() -> None:
    inside = (
        '<Gather input="dtmf" numDigits="1" finishOnKey="#" timeout="5" '
        'action="https://h.test/a"><Say>a</Say><Play>https://h.test/b.wav</Play>'
        "</Gather>"
        '<Say>c</Say><Record action="https://h.test/r" method="POST"/>'
        '<Dial action="https://h.test/d" timeout="20" callerId="+8612333">'
        "<Number>+4930123</Number><Sip>sip:a@b.test</Sip></Dial>"
        '<Redirect method="POST">https://h.test/x</Redirect><Reject/><Hangup/>'
    )
    for profile in PROFILES.values():
        assert codes(inside, profile) == set(), profile.name


def test_a_problem_speaks_in_the_words_of_the_dictionary_and_repeats_no_value() -> None:
    (problem,) = read(twiml("<Dial>agent 4711</Dial>"), Context.CALL, SOMLENG).problems
    assert problem.message.startswith(CODES[problem.code].meaning)
    assert "4711" not in problem.message
