"""Whose voice says what: recordings where there are some, and never silence."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.phrases import PhraseBook
from audio.phrases.stands import sent_only
from audio.recordings import Recordings
from audio.recordings.wave import samples_of, words_of
from audio.studio.lines import Line as Recorded
from flows.dialogue import Utterance, say
from ivr.audio.speech import Sentence, Speech, ref_of
from ivr.audio.voices import BREATH, PUBLIC, Heard, Voices
from ivr.carrier.telephone import Telephone
from tests.audio.recordings.test_cut import VALUES
from tests.plugins.line import Line
from tests.plugins.people import Medical, People
from tests.plugins.recorded import choosing, record

REF = "0123456789abcdef"
BALANCE = say("medical.balance", balance=123405, as_of="2026-03-15")
GREETING = say("welcome.greeting", line="12333")
KEY = say("welcome.for_account", key=1)


@pytest.fixture(scope="session")
def voices(recorded_book: PhraseBook, tones: Recordings) -> Voices:
    return Voices(recorded_book, tones)


@pytest.fixture(scope="session")
def gaps(recorded_book: PhraseBook, tmp_path_factory: pytest.TempPathFactory) -> Recordings:
    """Recordings without a value, and without the fixed words about balances."""

    def wanted(line: Recorded) -> bool:
        return not line.name.startswith(("fragment.", "welcome.notice"))

    return record(tmp_path_factory.mktemp("recordings") / "gaps", recorded_book, wanted)


def test_without_recordings_the_carrier_says_everything(recorded_book: PhraseBook) -> None:
    voices, speech = Voices(recorded_book), Speech(REF)
    heard = voices.heard(KEY, "zh-CN", speech)
    assert heard == Heard("查询医保、社保账户，请按一。", "zh-CN")
    assert speech.dump() is None


@pytest.mark.parametrize("utterance", [GREETING, KEY, say("welcome.notice")])
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_what_everybody_may_hear_has_an_address_of_its_own(
    voices: Voices, recorded_book: PhraseBook, utterance: Utterance, language: str
) -> None:
    path, code = voices.heard(utterance, language, None)
    assert code == ""
    sentence = voices.at(unquote(path))
    assert sentence == Sentence(utterance.phrase, dict(utterance.slots), language)
    sound = voices.sound(sentence)
    words = recorded_book.words(*sentence)
    assert sound is not None
    assert words_of(sound.data) == words == voices.aloud(sentence).text
    assert samples_of(sound.data).endswith(BREATH)
    assert path.endswith(f"/{sound.version}.wav")


def test_a_caller_s_own_has_one_for_this_answer_alone(voices: Voices) -> None:
    first, second = Speech(REF), Speech(REF)
    paths = [voices.heard(BALANCE, "zh-CN", speech).text for speech in (first, second)]
    assert paths[0] != paths[1]
    assert [ref_of(path) for path in paths] == [REF, REF]
    again = Speech.load(REF, first.dump() or b"")
    assert again.at(paths[0]) == Sentence("medical.balance", dict(BALANCE.slots), "zh-CN")
    assert again.at(paths[1]) is None


def test_a_caller_s_own_is_left_to_the_carrier_where_it_cannot_be_kept(voices: Voices) -> None:
    assert voices.heard(BALANCE, "zh-CN", None).language == "zh-CN"


def test_words_and_sound_make_the_address(
    recorded_book: PhraseBook, voices: Voices, tmp_path: Path
) -> None:
    other = recorded_book.with_phrases({"zh-CN": {"welcome.notice": "通话会录音！"}}, "a city")
    path = voices.heard(say("welcome.notice"), "zh-CN", None).text
    notice = record(tmp_path / "other", other, lambda line: line.name.startswith("welcome.notice"))
    changed = Voices(other, notice)
    assert changed.heard(say("welcome.notice"), "zh-CN", None).text != path


def test_nothing_is_ever_silent(recorded_book: PhraseBook, gaps: Recordings) -> None:
    """Where a stretch of an utterance is missing, the whole of it is left to the carrier's voice:
    two voices in a sentence are hard to follow."""
    voices, speech = Voices(recorded_book, gaps), Speech(REF)
    # 请按一 is also said in a sentence of its own, and then it is not missing.
    for utterance in (say("welcome.for_account", key=4), BALANCE, say("welcome.notice")):
        words = recorded_book.words(utterance.phrase, dict(utterance.slots), "zh-CN")
        assert voices.heard(utterance, "zh-CN", speech) == Heard(words, "zh-CN")
    assert voices.heard(say("welcome.chosen"), "zh-CN", speech).language == ""
    assert speech.dump() is None


def test_a_language_that_is_not_recorded_is_spoken(voices: Voices) -> None:
    assert voices.heard(say("welcome.notice"), "yue-CN", None).language == "yue-CN"


def test_what_is_missing_is_told(recorded_book: PhraseBook, gaps: Recordings) -> None:
    voices = Voices(recorded_book, gaps)
    missing = voices.missing(["zh-CN"])["zh-CN"]
    assert {"welcome.notice", "medical.balance"} <= set(missing)
    assert "welcome.chosen" not in missing
    (doubt,) = voices.doubts(["zh-CN"])
    assert doubt == (
        f"zh-CN: {len(missing)} of {len(recorded_book.names)} phrases are not recorded and left "
        "to the carrier's voice; flask audio check names them."
    )


def test_nothing_is_missing(voices: Voices) -> None:
    assert list(voices.doubts(["zh-CN", "en-US"])) == []


def test_public_slots_are_what_they_seem(recorded_book: PhraseBook) -> None:
    """A slot of such a name must not hold anything else, in any phrase."""
    for name in recorded_book.names:
        for slot, kind in recorded_book.slots(name).items():
            if slot in PUBLIC:
                assert kind == PUBLIC[slot], f"{name}: {slot} tells something else elsewhere"


_BOOK = PhraseBook.load()
_SHIPPED = Voices(_BOOK, Recordings.load())
_PERSONAL = sorted(
    name for name in _BOOK.names if _BOOK.slots(name).keys() - PUBLIC and not sent_only(name)
)


@given(st.data())
def test_what_is_played_can_be_put_together(data: st.DataObject) -> None:
    """That is known beforehand without doing it: for any value, and for what is none."""
    name = data.draw(st.sampled_from(_PERSONAL))
    slots = {
        slot: data.draw(VALUES.get(kind, st.just("employee-medical")) | st.just("nothing of it"))
        for slot, kind in _BOOK.slots(name).items()
    }
    for language in ("zh-CN", "en-US"):
        played = _SHIPPED._says(name, slots, language)
        assert played is bool(_SHIPPED._clips(name, slots, language))


@given(st.text(max_size=120))
def test_any_path_at_all(voices: Voices, path: str) -> None:
    for odd in (path, f"/audio/{path}", f"/audio/zh-CN/{path}/0123456789abcdef.wav"):
        sentence = voices.at(odd)
        assert sentence is None or re.match("[a-z]", sentence.phrase)


@pytest.mark.parametrize("mode", ["recorded", "mixed"])
def test_a_call_in_which_some_is_played_and_some_is_spoken(
    request: pytest.FixtureRequest,
    gaps: Recordings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    mode: str,
) -> None:
    line: Line = request.getfixturevalue("line")
    monkeypatch.setattr(Recordings, "load", lambda: gaps)
    line.city = choosing(mode, tmp_path)
    with line.open(line.ways[0]):
        call = line.new_telephone().dial()
        call.hears("您好，这里是幺二三三三。")
        call.press("8")
        call.hears("You have chosen English.", "For your account, press one.")
        acts = {entry.text: entry.act for entry in call.transcript if entry.who == "line"}
    assert acts["You have chosen English."] == "plays"
    assert acts["For your account, press one."] == ""
    assert ("are not recorded" in capsys.readouterr().err) is (mode == "recorded")


def test_an_agent_is_asked_by_the_same_voice(
    telephone: Telephone, people: People, line: Line
) -> None:
    line.employs("+8613900000001")
    call = telephone.dial()
    call.press("0")
    call.agent.answers()
    call.agent.hears("热线来电")
    asked = [e for e in call.transcript if e.ear is not None]
    assert {entry.act for entry in asked} == {"plays"}
    call.agent.presses("1")
    call.agent.is_joined()


def test_apologies_need_no_recording(
    telephone: Telephone, people: People, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = telephone.dial()
    call.listens_out()

    def broken(*_: object) -> bytes:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("db.calls.Calls.find", broken)
        call.press("1")
        call.hears("系统暂时出现故障")
    (apology,) = (e for e in call.transcript if "系统暂时出现故障" in e.text)
    assert apology.act == ""


def test_a_balance_is_played(telephone: Telephone, people: People) -> None:
    person = people.someone(medical=Medical(1234.05))
    call = telephone.dial(person.mobile)
    for keys in ("1", person.keys, "1", f"{person.pin}#", "1"):
        call.listens_out()
        call.press(keys)
    call.hears("您的医保个人账户余额是一千二百三十四元零五分。")
    (told,) = (e for e in call.transcript if "一千二百三十四元零五分" in e.text)
    assert told.act == "plays"
