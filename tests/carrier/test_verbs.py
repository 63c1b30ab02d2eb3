"""Say, Play, Pause, Redirect, Reject, Hangup, Record: what each does and in which time."""

import io
import wave

import pytest

from ivr.carrier import (
    SOMLENG,
    Answered,
    Ended,
    PlayAudio,
    PlayDigits,
    Recorded,
    Recording,
    Response,
    Silence,
    Speak,
)
from tests.carrier.pages import BASE, Page, dialled, twiml


def test_say_trims_blanks_and_comments_and_drops_ssml_tags() -> None:
    line = dialled("<Say>\n  one <!-- no -->\n <break/> two </Say>")
    assert line.said == ["one two"]


@pytest.mark.parametrize("voice", ["man", "woman", "Polly.Zhiyu"])
def test_say_hands_over_voice_and_language(voice: str) -> None:
    line = dialled(f'<Say voice="{voice}" language="cmn-CN">x</Say>')
    spoken = line.all(Speak)[0]
    assert (spoken.voice, spoken.language, spoken.leg, spoken.seconds) == (
        voice,
        "cmn-CN",
        None,
        2.0,
    )


def test_say_and_play_loop_n_times_and_then_the_call_ends() -> None:
    line = dialled('<Say loop="3">x</Say><Play loop="2">/a.mp3</Play>')
    line.advance(3 * 2 + 2 * 3 - 0.1)
    assert not line.call.over
    line.advance(0.1)
    assert line.call.over
    assert (len(line.said), len(line.all(PlayAudio))) == (3, 2)
    assert line.all(Ended) == [Ended("completed", "the document ended")]


def test_play_digits_take_their_time() -> None:
    line = dialled('<Play digits="1wW"/>')
    assert line.all(PlayDigits) == [PlayDigits("1wW", None, 1.75)]


def test_pause_is_one_second_by_default() -> None:
    line = dialled('<Say>x</Say><Pause/><Pause length="4"/>')
    line.advance(6.9)
    assert not line.call.over
    line.advance(0.1)
    assert line.call.over
    assert [silence.seconds for silence in line.all(Silence)] == [1, 4]


def test_an_audio_answer_is_played_and_the_call_ends() -> None:
    line = dialled({"/voice": Response(content_type="audio/mpeg", body=b"ID3")})
    line.wait()
    assert line.all(PlayAudio)[0].url == f"{BASE}/voice"
    assert line.call.status == "completed"


def wav(seconds: int) -> bytes:
    with io.BytesIO() as file:
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(b"\0\0" * 8000 * seconds)
        return file.getvalue()


def test_sounds_can_be_fetched_before_they_are_heard_without_the_calls_parameters() -> None:
    pages: dict[str, Page] = {
        "/voice": "<Gather><Play>/a.wav</Play><Play>/a.wav</Play></Gather><Say>late</Say>",
        "/a.wav": Response(content_type="audio/wav", body=wav(7)),
    }
    line = dialled(pages, fetch_media=True)
    (media,) = line.asked("media")
    assert (media.method, media.url, dict(media.params)) == ("GET", f"{BASE}/a.wav", {})
    line.advance(2 * 7 + 4.9)
    assert line.said == []
    line.advance(0.1)
    assert line.said == ["late"]


@pytest.mark.parametrize(
    ("inside", "sound", "code"),
    [
        ("<Play>/a.wav</Play>", Response(content_type="text/html", body=b"<p>"), 13420),
        ("<Gather><Play>/a.wav</Play></Gather>", Response(content_type=None, body=b"x"), 13325),
        ("<Play>/a.wav</Play>", Response(404, "text/plain", b""), 11217),
    ],
)
def test_a_sound_that_is_none_fails_the_document(inside: str, sound: Response, code: int) -> None:
    line = dialled({"/voice": inside, "/a.wav": sound}, fetch_media=True)
    assert line.codes == [code]
    assert line.said == ["We are sorry, an application error has occurred. Goodbye."]


def test_redirect_is_in_progress_and_what_follows_is_unreachable() -> None:
    pages = {"/voice": "<Redirect>other?a=1</Redirect><Say>never</Say>", "/other": "<Say>x</Say>"}
    line = dialled(pages)
    line.wait()
    fetch = line.asked("redirect")[0]
    assert (fetch.method, fetch.url) == ("POST", f"{BASE}/other?a=1")
    assert (line.asked("voice")[0].params["CallStatus"], fetch.params["CallStatus"]) == (
        "ringing",
        "in-progress",
    )
    assert line.said == ["x"]


def test_redirect_by_get_to_an_absolute_url() -> None:
    line = dialled('<Redirect method="GET">https://other.test/x</Redirect>')
    fetch = line.asked("redirect")[0]
    assert fetch.method == "GET"
    assert fetch.url.startswith("https://other.test/x?CallSid=")


def test_a_blank_redirect_asks_for_the_current_document_but_not_on_somleng() -> None:
    answers = iter(["<Redirect/>", "<Say>second</Say>"])
    line = dialled({"/voice": lambda fetch: next(answers)})
    assert line.asked("redirect")[0].url == f"{BASE}/voice"
    assert line.said == ["second"]
    assert dialled("<Redirect/>", profile=SOMLENG).codes == [11100]


@pytest.mark.parametrize(
    ("inside", "status"),
    [
        ("<Reject/><Say>never</Say>", "no-answer"),
        ('<Reject reason="busy"/>', "busy"),
    ],
)
def test_reject_first_is_the_only_unanswered_outcome(inside: str, status: str) -> None:
    line = dialled(inside)
    assert line.all(Answered) == []
    assert [ended.status for ended in line.all(Ended)] == [status]
    assert line.said == []


def test_a_late_reject_only_hangs_up() -> None:
    line = dialled("<Say>x</Say><Reject/>")
    line.wait()
    assert line.call.status == "completed"


def test_hangup_first_is_answered_and_what_follows_is_ignored() -> None:
    line = dialled("<Hangup/><Say>never</Say>")
    assert len(line.all(Answered)) == 1
    assert (line.call.status, line.said) == ("completed", [])


def test_a_pause_first_delays_the_pick_up() -> None:
    line = dialled('<Pause length="2"/><Say>x</Say>')
    line.advance(1.9)
    assert (line.call.status, line.all(Answered)) == ("ringing", [])
    line.advance(0.1)
    assert line.call.status == "in-progress"
    nothing_else = dialled("<Pause/>")
    nothing_else.advance(1)
    assert nothing_else.call.status == "no-answer"


def test_record_defaults_beep_one_hour_five_seconds_of_silence_current_document() -> None:
    line = dialled("<Record/><Say>never</Say>")
    assert line.all(Recording) == []
    line.advance(0.5)
    assert line.all(Recording) == [Recording(3600.0, True)]
    line.speak(7)
    line.advance(4.9)
    assert line.all(Recorded) == []
    line.pages.pages["/voice"] = "<Hangup/>"
    line.advance(0.1)
    fetch = line.asked("action")[0]
    assert (fetch.url, fetch.method) == (f"{BASE}/voice", "POST")
    assert fetch.params["RecordingDuration"] == "7"
    assert fetch.params["RecordingUrl"] == line.all(Recorded)[0].url
    assert line.said == []


def test_record_without_beep_with_silence_off_ends_at_its_limit() -> None:
    inside = '<Record playBeep="false" timeout="0" maxLength="30" trim="do-not-trim" action="/r"/>'
    line = dialled({"/voice": inside, "/r": "<Hangup/>"})
    assert line.all(Recording) == [Recording(30.0, False)]
    line.speak(1)
    line.advance(28.9)
    assert line.asked("action") == []
    line.advance(0.1)
    assert line.asked("action")[0].params["RecordingDuration"] == "30"


def test_any_key_finishes_a_recording_and_is_told() -> None:
    line = dialled({"/voice": '<Record action="/r"/>', "/r": "<Hangup/>"})
    line.advance(0.5)
    line.speak(3)
    line.press("5")
    params = line.asked("action")[0].params
    assert (params["Digits"], params["RecordingDuration"]) == ("5", "3")


def test_only_the_named_keys_finish_a_recording() -> None:
    line = dialled({"/voice": '<Record action="/r" finishOnKey="*#"/>', "/r": "<Hangup/>"})
    line.advance(0.5)
    line.speak(3)
    line.press("5")
    assert line.asked("action") == []
    line.press("*")
    assert line.asked("action")[0].params["Digits"] == "*"


def test_a_recording_in_which_nothing_is_said_falls_through() -> None:
    line = dialled('<Record action="/r"/><Say>nothing heard</Say>')
    line.advance(5.5)
    assert line.said == ["nothing heard"]
    assert line.all(Recorded) == [Recorded(0.0, None, None)]


def test_hanging_up_ends_a_recording_and_asks_for_its_action() -> None:
    line = dialled({"/voice": '<Record action="/r"/>', "/r": "<Say>to nobody</Say>"})
    line.advance(0.5)
    line.speak(3)
    line.hang_up()
    params = line.asked("action")[0].params
    assert (params["Digits"], params["CallStatus"]) == ("hangup", "completed")
    assert line.said == []


def test_what_happens_during_the_beep_is_not_recorded() -> None:
    line = dialled('<Record action="/r"/><Say>nothing heard</Say>')
    line.speak(0.2)
    line.advance(0.2)
    line.press("1")
    assert line.all(Recorded) == [Recorded(0.0, None, None)]
    assert line.said == ["nothing heard"]
    spoken = dialled('<Record action="/r"/>')
    spoken.speak(0.4)
    spoken.hang_up()
    assert spoken.asked("action") == []


def test_speech_that_lasts_beyond_the_beep_counts_from_its_end() -> None:
    line = dialled({"/voice": '<Record action="/r"/>', "/r": "<Hangup/>"})
    line.speak(4.5)
    line.press("#")
    assert line.asked("action")[0].params["RecordingDuration"] == "4"


def test_the_recording_callback_comes_only_when_it_is_wanted() -> None:
    inside = (
        '<Record action="/r" recordingStatusCallback="/x" recordingStatusCallbackEvent="absent"/>'
    )
    line = dialled({"/voice": inside, "/r": "<Hangup/>"})
    line.advance(0.5)
    line.speak(1)
    line.press("1")
    assert line.asked("recording-status") == []


def test_the_recording_callback() -> None:
    inside = '<Record action="/r" recordingStatusCallback="/ready"/>'
    line = dialled({"/voice": inside, "/r": "<Hangup/>", "/ready": Response(204, None)})
    line.advance(0.5)
    line.speak(3)
    line.press("#")
    params = line.asked("recording-status")[0].params
    assert (params["RecordingStatus"], params["RecordingDuration"]) == ("completed", "3")
    assert params["RecordingSid"].startswith("RE")
    assert line.codes == []


def test_inline_twiml_needs_absolute_urls() -> None:
    line = dialled({}, url="", twiml=twiml('<Gather action="/x"/>'))
    assert line.codes == [11100]
    line = dialled({}, url="", twiml=twiml("<Say>x</Say>"))
    assert (line.said, line.codes) == (["x"], [])
