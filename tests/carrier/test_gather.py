"""The Gather state machine, row by row."""

from dataclasses import replace

import pytest

from ivr.carrier import (
    TWILIO,
    Interrupted,
    KeyDropped,
    Listening,
    NotListening,
    PlayAudio,
    Profile,
    Silence,
    Speak,
)
from tests.carrier.pages import BASE, CALLER, HOTLINE, dialled

HEARD = {"/got": "<Say>got</Say>", "/else": "<Say>else</Say>"}


def gather(attributes: str = 'action="/got"', prompt: str = "", after: str = "") -> dict[str, str]:
    return {"/voice": f"<Gather {attributes}>{prompt}</Gather>{after}", **HEARD}


def test_no_action_posts_to_the_current_document_with_digits_to_and_from() -> None:
    line = dialled(gather("numDigits='1'"))
    line.press("1")
    fetch = line.asked("action")[0]
    assert (fetch.method, fetch.url) == ("POST", f"{BASE}/voice")
    assert {k: fetch.params[k] for k in ("Digits", "To", "From")} == {
        "Digits": "1",
        "To": HOTLINE,
        "From": CALLER,
    }


def test_a_relative_action_is_resolved_against_the_last_response_url() -> None:
    pages = {
        "/voice": "<Redirect>/deep/er/page</Redirect>",
        "/deep/er/page": '<Gather numDigits="1" action="next"/>',
    }
    line = dialled(pages)
    line.press("1")
    assert line.asked("action")[0].url == f"{BASE}/deep/er/next"


def test_an_absolute_action() -> None:
    line = dialled(gather('numDigits="1" action="https://other.test/x"'))
    line.press("1")
    assert line.asked("action")[0].url == "https://other.test/x"


def test_method_get_puts_the_parameters_into_the_query_behind_what_is_there() -> None:
    line = dialled(gather('numDigits="1" method="GET" action="/got?a=b"'))
    line.press("*")
    fetch = line.asked("action")[0]
    assert fetch.url.startswith(f"{BASE}/got?a=b&CallSid=CA")
    assert "Digits=%2A" in fetch.url
    assert fetch.form == {}


def test_what_a_get_added_to_the_query_is_not_part_of_the_current_document() -> None:
    line = dialled({"/voice": '<Gather numDigits="1"/>'}, method="GET")
    line.press("1")
    assert line.asked("action")[0].url == f"{BASE}/voice"


def test_nothing_entered_runs_the_next_verb_after_five_seconds() -> None:
    line = dialled(gather(prompt="<Say>press</Say>", after="<Say>nothing</Say>"))
    line.advance(6.9)
    assert line.said == ["press"]
    line.advance(0.1)
    assert line.said == ["press", "nothing"]
    assert line.asked("action") == []


def test_timeout_attribute() -> None:
    line = dialled(gather('timeout="9"', after="<Say>nothing</Say>"))
    line.advance(8.9)
    assert line.said == []
    line.advance(0.2)
    assert line.said == ["nothing"]


def test_the_timer_starts_after_all_nested_verbs_and_again_with_each_key() -> None:
    line = dialled(gather('action="/got"', "<Say>a</Say><Pause length='3'/><Say>b</Say>"))
    assert line.all(Listening)[0].until is None
    line.advance(7)  # 2 + 3 + 2
    assert line.all(Listening)[-1].until == 12
    line.advance(4)
    line.press("1")
    line.advance(4.9)
    line.press("2")
    line.advance(4.9)
    assert line.asked("action") == []
    line.advance(0.1)
    fetch = line.asked("action")[0]
    assert (fetch.params["Digits"], fetch.params["FinishedOnKey"]) == ("12", "")


def test_a_key_in_the_prompt_stops_it_and_starts_the_timer() -> None:
    line = dialled(gather('action="/got"', "<Say>long</Say><Say>never</Say>"))
    line.advance(1)
    line.press("4")
    assert len(line.all(Interrupted)) == 1
    line.advance(5)
    assert line.asked("action")[0].params["Digits"] == "4"
    assert line.said == ["long", "got"]


def test_num_digits_submits_on_the_last_one_with_an_empty_finished_on_key() -> None:
    line = dialled(gather('numDigits="3" action="/got"'))
    line.press("12")
    assert line.asked("action") == []
    line.press("3")
    params = line.asked("action")[0].params
    assert (params["Digits"], params["FinishedOnKey"], params["msg"]) == ("123", "", "Gather End")
    assert len(line.all(NotListening)) == 1


def test_the_finish_key_is_hash_by_default_and_is_not_sent() -> None:
    line = dialled(gather())
    line.press("123#")
    params = line.asked("action")[0].params
    assert (params["Digits"], params["FinishedOnKey"]) == ("123", "#")


def test_star_is_an_ordinary_character() -> None:
    line = dialled(gather())
    line.press("1*#")
    assert line.asked("action")[0].params["Digits"] == "1*"


def test_another_finish_key() -> None:
    line = dialled(gather('finishOnKey="*" action="/got"'))
    line.press("1#*")
    assert line.asked("action")[0].params["Digits"] == "1#"


def test_an_empty_finish_key_captures_everything() -> None:
    line = dialled(gather('finishOnKey="" numDigits="3" action="/got"'))
    line.press("1#*")
    assert line.asked("action")[0].params["Digits"] == "1#*"


def test_a_finish_key_before_any_digit_is_no_input() -> None:
    line = dialled(gather(prompt="<Say>x</Say>", after="<Say>nothing</Say>"))
    line.press("#")
    assert line.said == ["x", "nothing"]
    assert line.asked("action") == []


@pytest.mark.parametrize("profile", [TWILIO, replace(TWILIO, empty_result_digits="empty")])
def test_action_on_empty_result_with_both_readings_of_digits(profile: Profile) -> None:
    line = dialled(gather('actionOnEmptyResult="true" action="/got"'), profile=profile)
    line.advance(5)
    digits = line.asked("action")[0].params.get("Digits")
    assert digits == {"absent": None, "empty": ""}[profile.empty_result_digits]


def test_nested_play_and_say_loops_expand_in_order_each_with_its_own_voice() -> None:
    prompt = (
        '<Say voice="Polly.Zhiyu" language="cmn-CN" loop="2">甲</Say>'
        '<Play loop="3">/a.wav</Play><Say language="en-US">b</Say><Pause/>'
    )
    line = dialled(gather(prompt=prompt))
    line.advance(2 * 2 + 3 * 3 + 2 + 1)
    heard = [a for a in line.actions if isinstance(a, Speak | PlayAudio | Silence)]
    assert [type(a).__name__ for a in heard] == [
        *["Speak"] * 2,
        *["PlayAudio"] * 3,
        "Speak",
        "Silence",
    ]
    first, last = heard[0], heard[5]
    assert isinstance(first, Speak) and isinstance(last, Speak)
    assert (first.voice, first.language) == ("Polly.Zhiyu", "cmn-CN")
    assert (last.voice, last.language) == (None, "en-US")
    assert isinstance(heard[2], PlayAudio) and heard[2].url == f"{BASE}/a.wav"


def test_loop_zero_is_a_thousand_times() -> None:
    line = dialled(gather(prompt='<Say loop="0">x</Say>', after="<Hangup/>"))
    line.advance(2 * 999)
    assert (len(line.said), line.call.over) == (1000, False)
    line.advance(7)
    assert line.call.over


def test_keys_after_the_last_one_are_dropped_by_default() -> None:
    pages = {**gather('numDigits="2" action="/next"'), "/next": '<Gather action="/got"/>'}
    line = dialled(pages)
    line.press("12#")  # answered between keys: '#' meets the next Gather, and is no input there
    assert line.asked("action")[-1].params["Digits"] == "12"
    alone = dialled("<Say>wait</Say><Gather numDigits='1' action='/got'/>")
    alone.press("7")
    assert alone.all(KeyDropped) == [KeyDropped("7", None)]
    alone.advance(2)
    assert alone.asked("action") == []


@pytest.mark.parametrize("ahead", ["drop", "carry"])
def test_a_hash_behind_a_number_that_was_long_enough(ahead: str) -> None:
    """Dropped, or carried into the next Gather, where it is no input."""
    next_page = '<Gather action="/got"><Say>next</Say></Gather><Say>else</Say>'
    line = dialled(
        {**gather('numDigits="2" action="/next"'), "/next": next_page}, typed_ahead=ahead
    )
    line.burst("12#")
    assert line.said == {"drop": ["next"], "carry": ["else"]}[ahead]
    assert [fetch.params["Digits"] for fetch in line.asked("action")] == ["12"]


def test_typed_ahead_keys_may_be_carried_into_the_next_gather() -> None:
    pages = {"/voice": "<Say>wait</Say><Gather action='/got'><Say>x</Say></Gather>", **HEARD}
    line = dialled(pages, typed_ahead="carry")
    line.press("7#")
    line.advance(2)
    assert line.asked("action")[0].params["Digits"] == "7"
    assert line.said == ["wait", "got"]  # the prompt was never begun


def test_an_empty_answer_to_the_action_ends_the_call() -> None:
    line = dialled({**gather(), "/got": ""})
    line.press("1#")
    assert line.call.status == "completed"
    assert line.codes == []


def test_an_update_of_the_live_call_cancels_the_action() -> None:
    line = dialled({**gather(), "/moved": "<Say>moved</Say>"})
    line.press("1")
    line.call.update(f"{BASE}/moved")
    line.wait()
    assert line.said == ["moved"]
    assert line.asked("action") == []


def test_hanging_up_in_a_gather_submits_nothing() -> None:
    line = dialled(gather())
    line.press("12")
    line.hang_up()
    assert line.asked("action") == []


def test_speech_input_alone_hears_no_keys() -> None:
    line = dialled(gather('input="speech" action="/got"', after="<Say>nothing</Say>"))
    line.press("1")
    line.advance(5)
    assert line.said == ["nothing"]
