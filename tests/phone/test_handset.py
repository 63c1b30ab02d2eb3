"""A handset plays a journal: the same call however often, and no number in it for longer than
it is needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.carrier.sound import Sound
from ivr.phone.acts import Agent, AgentPress, Asked, HangUp, Pace, Press, Speak
from ivr.phone.handset import MOST_SECONDS, Handset, JournalBroken
from ivr.phone.happenings import HIDDEN
from ivr.phone.journal import Journal
from tests.phone.tiny import TinyLine, journal, play

KEYS = st.sampled_from("0123456789*#")
ACTS = st.one_of(
    st.builds(Press, key=KEYS),
    st.builds(Press, key=st.sampled_from("123#")),
    st.builds(Speak, seconds=st.floats(0.5, 9)),
    st.just(HangUp()),
    st.builds(Pace, speed=st.floats(0.5, 20)),
    st.builds(
        Agent,
        leg=st.sampled_from(["leg-1", "leg-2"]),
        what=st.sampled_from(["answer", "busy", "no_answer", "hang_up"]),
    ),
    st.builds(AgentPress, leg=st.just("leg-1"), key=st.sampled_from("12")),
)
PASSING = st.floats(0, 30)


def dialled(line: TinyLine) -> Handset:
    handset = play(journal(), line)
    handset.dial()
    return handset


def do(handset: Handset, *acts: Asked) -> None:
    for act in acts:
        handset.do(act)


def press(handset: Handset, keys: str) -> None:
    for key in keys:
        handset.do(Press.model_validate({"key": key}))


def kinds(handset: Handset) -> list[str]:
    return [each["is"] for each in handset.happened]


@given(st.lists(st.tuples(PASSING, ACTS), max_size=12))
def test_a_journal_read_from_its_bytes_plays_the_same_call(
    steps: list[tuple[float, Asked]],
) -> None:
    line = TinyLine()
    handset = dialled(line)
    for seconds, act in steps:
        handset.live_until(handset.now + seconds)
        handset.do(act)
        asked = len(line.asked)
        again = play(Journal.load(handset.journal.dump()), line)
        assert len(line.asked) == asked, "a replay asks the line nothing"
        assert again.happened == handset.happened
        assert (again.now, again.over, again.next_in) == (
            handset.now,
            handset.over,
            handset.next_in,
        )
        handset = again


@given(st.text("0123456789", min_size=6, max_size=17))
def test_a_number_is_blotted_out_when_it_is_submitted(number: str) -> None:
    line = TinyLine()
    handset = dialled(line)
    press(handset, "1" + number + "#")
    assert line.asked[-1].form["Digits"] == number
    kept = Journal.load(handset.journal.dump())
    pressed = "".join(act.key for act in kept.acts if isinstance(act, Press))
    assert pressed == "1" + "0" * len(number) + "#"
    assert [e["key"] for e in handset.happened if e["is"] == "key"][1:-1] == [HIDDEN] * len(number)
    again = play(kept, line)
    press(again, "2")
    assert line.asked[-1].form["Digits"] == "2", "and the call goes on from there"


def test_keys_nobody_listens_to_are_blotted_out_too() -> None:
    handset = dialled(TinyLine())
    press(handset, "3")
    handset.do(Agent(leg="leg-1", what="answer"))
    press(handset, "4711")
    kept = [act.key for act in handset.journal.acts if isinstance(act, Press)]
    assert kept == ["3", "0", "0", "0", "0"]
    assert kinds(handset).count("dropped") == 4


def test_time_passes_in_order_and_each_happening_has_its_own_moment() -> None:
    handset = dialled(TinyLine())
    handset.live_until(handset.now + 60)
    said = [e for e in handset.happened if e["is"] == "said"]
    starts = [e["at"] for e in said]
    assert starts == sorted(starts)
    assert starts[1] == pytest.approx(said[0]["seconds"], abs=0.002)
    assert handset.over
    assert handset.happened[-1] == {
        "at": pytest.approx(sum(e["seconds"] for e in said) + 7, abs=0.01),
        "is": "ended",
        "status": "completed",
    }


def test_speech_is_as_fast_as_it_is_set() -> None:
    slow, fast = dialled(TinyLine()), dialled(TinyLine())
    fast.do(Pace(speed=4))
    for handset in (slow, fast):
        press(handset, "1")
    lengths = [handset.happened[-1]["seconds"] for handset in (slow, fast)]
    assert lengths[0] == pytest.approx(4 * lengths[1])


def test_a_person_rings_accepts_and_is_joined() -> None:
    line = TinyLine()
    handset = dialled(line)
    press(handset, "3")
    assert handset.happened[-1] == {"at": 0.0, "is": "ringing", "leg": "leg-1"}
    assert "861012345678" not in str(handset.happened), "an agent's own number is not told"
    handset.do(Agent(leg="leg-1", what="answer"))
    assert handset.happened[-1]["text"] == "Press 1."
    do(handset, AgentPress(leg="leg-1", key="1"))
    assert kinds(handset)[-1] == "joined"
    do(handset, Agent(leg="leg-1", what="hang_up"))
    assert "leg_ended" in kinds(handset)
    assert kinds(handset)[-1] == "said", "the line goes on with the caller"


@pytest.mark.parametrize(("what", "status"), [("busy", "busy"), ("no_answer", "no-answer")])
def test_a_person_who_cannot_come(what: str, status: str) -> None:
    handset = dialled(TinyLine())
    press(handset, "3")
    handset.do(Agent.model_validate({"leg": "leg-1", "what": what}))
    ended = next(e for e in handset.happened if e["is"] == "leg_ended")
    assert ended["status"] == status


def test_what_is_said_into_a_recording_is_counted() -> None:
    handset = dialled(TinyLine())
    press(handset, "2")
    handset.live_until(handset.now + 1)
    assert kinds(handset)[-1] == "recording"
    for _ in range(3):
        handset.do(Speak(seconds=2))
        handset.live_until(handset.now + 2)
    press(handset, "#")
    recorded = next(e for e in handset.happened if e["is"] == "recorded")
    silent_at_first = 0.5
    assert recorded["seconds"] == pytest.approx(silent_at_first + 6, abs=0.01)


def test_what_has_become_impossible_is_not_done() -> None:
    handset = dialled(TinyLine())
    acts = len(handset.journal.acts)
    do(handset, Agent(leg="leg-1", what="answer"), AgentPress(leg="leg-9", key="1"))
    assert len(handset.journal.acts) == acts
    handset.do(HangUp())
    happened = list(handset.happened)
    press(handset, "1")
    assert handset.happened == happened


def test_a_failed_request_is_kept_as_failed() -> None:
    line = TinyLine()
    line.failing = True
    handset = dialled(line)
    assert "problem" in kinds(handset)
    line.failing = False
    assert play(Journal.load(handset.journal.dump()), line).happened == handset.happened


def test_a_page_that_is_left_open_is_cut_off() -> None:
    handset = dialled(TinyLine())
    press(handset, "3")
    do(handset, Agent(leg="leg-1", what="answer"), AgentPress(leg="leg-1", key="1"))
    handset.live_until(handset.now + MOST_SECONDS - 1)
    assert not handset.over
    handset.live_until(handset.now + 2)
    assert handset.over


def test_a_journal_of_another_make_is_refused() -> None:
    handset = dialled(TinyLine())
    handset.journal.acts.append(Agent(leg="leg-7", what="answer"))
    with pytest.raises(JournalBroken, match="agent"):
        play(Journal.load(handset.journal.dump()), TinyLine())


def test_the_key_tells_what_it_was_offered_for_though_it_was_cut_short() -> None:
    handset = dialled(TinyLine())
    press(handset, "2")
    key = next(e for e in handset.happened if e["is"] == "key")
    assert (key["words"], key["language"]) == ("To leave a message, press two.", "en-US")


def test_a_recording_is_said_with_its_words_and_where_it_is_heard() -> None:
    handset = dialled(TinyLine())
    loads, said = (e for e in handset.happened if "sound" in e)
    assert (loads["is"], loads["sound"]) == ("loads", "audio/hello.wav")
    wanted = {"is": "said", "text": "您好。", "language": "zh-CN", "seconds": 1.5}
    assert said == {"at": 0.0, **wanted, "sound": "audio/hello.wav"}


def test_a_recording_is_as_fast_as_the_rest() -> None:
    handset = play(journal().model_copy(update={"speed": 2.0}), TinyLine())
    handset.dial()
    (said,) = (e for e in handset.happened if e["is"] == "said")
    assert said["seconds"] == 0.75


def test_a_journal_keeps_what_a_recording_says_and_not_the_sound() -> None:
    handset = dialled(TinyLine())
    (kept,) = (a for a in handset.journal.answers if a.content_type == "audio/wav")
    assert (kept.body, kept.samples, kept.language) == ("您好。", 12_000, "zh-CN")
    assert len(handset.journal.dump()) < 2000
    assert Sound.of(kept.response()) == Sound(1.5, "您好。", "zh-CN")
