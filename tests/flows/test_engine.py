"""What is the same in every flow: reserved keys, silence, wrong keys, numbers, keys typed ahead."""

from __future__ import annotations

import pytest

from flows.turns import ForKeys, ForNothing, ForPerson, ForRecording
from tests.flows.conversation import Conversation
from tests.flows.shop import Doors, shop

TOP = ["for_vault", "for_note", "for_shelf"]
SHELF = ["shelf", "for_note", "for_wipe"]


@pytest.fixture
def doors() -> Doors:
    return Doors()


@pytest.fixture
def talk(doors: Doors) -> Conversation:
    """A call that has just heard the top menu."""
    conversation = Conversation(shop(doors), records=object())
    conversation.begin()
    return conversation


# --- menus and the reserved keys -----------------------------------------------------------------


def test_a_call_begins_at_the_top_and_waits_for_one_key(talk: Conversation) -> None:
    assert talk.heard == ["hello", *TOP]
    assert talk.turn.wait == ForKeys(1, "", 7)


def test_choices_that_do_not_apply_leave_no_gap(talk: Conversation) -> None:
    assert [dict(u.slots)["key"] for u in talk.turn.said[1:]] == [1, 2, 3]
    assert talk.press("3") == [*SHELF, "engine.reserved"]


def test_what_was_offered_is_what_is_meant(talk: Conversation) -> None:
    """Between question and answer the third choice came to apply; the key still leads to what
    was spoken with it."""
    talk.state.patient = True
    assert talk.press("3")[0] == "shelf"


def test_the_reserved_keys_are_told_once_a_call(talk: Conversation) -> None:
    assert talk.press("3")[-1] == "engine.reserved"
    talk.press("*")
    assert "engine.reserved" not in talk.press("3")


def test_0_is_a_person_from_a_menu_a_number_and_a_recording(doors: Doors) -> None:
    for key, way in {"1": "0", "3": "0"}.items():
        talk = Conversation(shop(doors))
        talk.begin()
        talk.press(key)
        assert talk.press(way) == ["ringing"]
        assert isinstance(talk.turn.wait, ForPerson)
        assert "asked_for_person" in talk.notes
    talk = Conversation(shop(doors))
    talk.begin()
    talk.press("2")
    assert talk.speak(key="0") == ["ringing"]
    assert doors.kept == []


def test_the_agent_is_told_where_the_caller_came_from(talk: Conversation) -> None:
    talk.press("0")
    assert isinstance(talk.turn.wait, ForPerson)
    assert talk.turn.wait.topic == "welcome"


def test_9_says_all_of_it_again_and_counts_nothing(talk: Conversation) -> None:
    talk.press("3")
    for _ in range(5):
        assert talk.press("9") == SHELF
    assert (talk.state.wrong, talk.state.silent) == (0, 0)


def test_star_goes_back_level_by_level_and_stays_at_the_top(talk: Conversation) -> None:
    talk.press("1")
    talk.press("1234")
    assert talk.press("1")[0] == "gold"
    assert talk.state.at == "vault.deeper"
    talk.press("*")
    assert talk.state.at == "vault.gold"
    assert talk.press("*") == TOP
    assert talk.press("*") == TOP


def test_star_does_not_come_back_to_a_question_on_the_way(talk: Conversation) -> None:
    talk.press("3")
    talk.press("2")
    assert talk.state.at == "welcome.wipe"
    talk.press("*")
    assert talk.state.at == "welcome.shelf"


def test_coming_back_to_a_menu_does_not_pile_up(talk: Conversation) -> None:
    for _ in range(10):
        talk.press("3")
        talk.press("*")
    assert talk.state.trail == []


def test_a_quiet_key_works_though_it_is_not_announced(talk: Conversation) -> None:
    assert talk.press("8") == ["other", *TOP]
    assert talk.language == "en-US"


# --- silence, wrong keys, more time --------------------------------------------------------------


def test_silence_is_answered_shorter_then_with_more_time_then_with_a_person(
    talk: Conversation,
) -> None:
    talk.press("3")
    assert talk.wait() == ["for_note", "for_wipe"]
    assert talk.wait() == ["for_note", "for_wipe", "engine.more_time"]
    assert talk.wait() == ["engine.to_person", "ringing"]


def test_wrong_keys_say_what_can_be_pressed(talk: Conversation) -> None:
    assert talk.press("7") == ["engine.choose_again", *TOP]
    assert talk.press("7") == ["engine.choose_again", *TOP, "engine.more_time"]
    assert talk.press("7") == ["engine.to_person", "ringing"]


def test_silence_and_wrong_keys_are_counted_apart(talk: Conversation) -> None:
    talk.wait(), talk.press("7"), talk.wait()
    assert talk.press("7")[-1] == "engine.more_time"
    assert talk.wait() == ["engine.to_person", "ringing"]


def test_an_answer_clears_both_counts(talk: Conversation) -> None:
    talk.wait(), talk.wait(), talk.press("7"), talk.press("3")
    assert (talk.state.silent, talk.state.wrong) == (0, 0)


def test_more_time_is_given_for_the_rest_of_the_call(talk: Conversation) -> None:
    talk.wait(), talk.wait()
    assert talk.press("1") == ["hello", *TOP]
    assert talk.turn.wait == ForKeys(1, "", 15)
    talk.press("1")
    assert talk.turn.wait == ForKeys(6, "#", 15)


def test_1_means_more_time_only_while_it_is_offered(talk: Conversation) -> None:
    talk.wait(), talk.wait(), talk.press("9")
    assert talk.press("1") == ["code"]


def test_more_time_can_be_had_in_a_number(talk: Conversation, doors: Doors) -> None:
    talk.press("1"), talk.wait(), talk.wait()
    assert talk.press("1") == ["code"]
    assert talk.state.patient
    assert doors.typed == []


def test_patience_that_is_no_person_does_not_promise_one(talk: Conversation) -> None:
    """Nobody is told of a person they are not taken to."""
    talk.press("2"), talk.speak()
    talk.wait(), talk.wait()
    assert talk.wait() == ["kept", "for_more"]


# --- numbers -------------------------------------------------------------------------------------


def test_a_number_waits_for_its_longest_form_and_pound(talk: Conversation) -> None:
    assert talk.press("1") == ["code"]
    assert talk.turn.wait == ForKeys(6, "#", 7)


def test_a_number_that_is_too_short_is_asked_again(talk: Conversation, doors: Doors) -> None:
    talk.press("1")
    assert talk.press("123") == ["code_wrong", "code_short", "engine.number_help"]
    assert doors.typed == []


def test_a_number_the_flow_refuses_counts_as_wrong(talk: Conversation) -> None:
    talk.press("1")
    assert talk.press("0000") == ["code_refused", "code_short", "engine.number_help"]
    assert talk.press("0000")[-1] == "engine.more_time"
    assert talk.press("0000") == ["engine.to_person", "ringing"]


def test_a_number_begun_again_is_taken_whole(talk: Conversation, doors: Doors) -> None:
    talk.press("1")
    assert talk.press("99*123") == []
    assert talk.turn.wait == ForKeys(3, "#", 7)
    talk.press("4")
    assert doors.typed == ["1234"]


def test_a_number_begun_again_that_was_whole_is_ended_by_waiting(
    talk: Conversation, doors: Doors
) -> None:
    talk.press("1")
    assert talk.press("9*1234") == []
    talk.wait()
    assert doors.typed == ["1234"]


def test_a_number_cleared_and_left_is_asked_again_without_counting(talk: Conversation) -> None:
    talk.press("1")
    assert talk.press("12*") == ["code_short", "engine.number_help"]
    assert (talk.state.silent, talk.state.wrong) == (0, 0)


def test_a_key_alone_leads_where_it_was_declared_to(talk: Conversation) -> None:
    talk.press("1")
    assert talk.press("2") == ["bye"]
    assert isinstance(talk.turn.wait, ForNothing)
    assert talk.wait() == []
    assert isinstance(talk.turn.wait, ForNothing)


@pytest.mark.parametrize("late", ["#", ""])
def test_a_late_pound_is_swallowed_by_a_menu(talk: Conversation, late: str) -> None:
    """Six digits end the code by themselves; the # that follows answers nothing."""
    talk.press("1"), talk.press("123456")
    told = talk.press("#", elapsed=1) if late else talk.wait(elapsed=1)
    assert told[:2] == ["proven", "gold"]
    assert (talk.state.silent, talk.state.wrong) == (0, 0)
    talk.press("#")
    assert talk.state.wrong == 1


def test_a_late_pound_is_swallowed_when_the_number_is_asked_again(talk: Conversation) -> None:
    """And the caller, whom it interrupted, still hears why, and is still offered more time."""
    talk.press("1"), talk.press("0000")
    refused = talk.press("000000")
    assert refused == ["code_refused", "code_short", "engine.number_help", "engine.more_time"]
    assert talk.wait(elapsed=1) == refused
    assert (talk.state.silent, talk.state.wrong) == (0, 2)
    talk.press("1")
    assert talk.state.patient


def test_a_silence_long_enough_to_be_one_is_not_swallowed(talk: Conversation) -> None:
    talk.press("1"), talk.press("123456")
    talk.wait(elapsed=7)
    assert talk.state.silent == 1


# --- keys typed ahead ----------------------------------------------------------------------------


def test_a_key_typed_ahead_answers_an_ordinary_menu(talk: Conversation) -> None:
    assert talk.press("3", elapsed=0.1)[0] == "shelf"


def test_what_cannot_be_undone_needs_a_key_pressed_after_its_question_began(
    talk: Conversation,
) -> None:
    talk.press("3"), talk.press("2")
    assert talk.press("1", elapsed=0.9) == ["wipe", "sure"]
    assert "typed_ahead" in talk.notes
    assert talk.press("1", elapsed=1.5)[0] == "wiped"


# --- recordings and people -----------------------------------------------------------------------


def test_a_recording_is_handed_to_the_flow(talk: Conversation, doors: Doors) -> None:
    assert talk.press("2") == ["speak"]
    assert talk.turn.wait == ForRecording(60)
    assert talk.speak(seconds=9) == ["kept", "for_more"]
    assert [kept.seconds for kept in doors.kept] == [9]


def test_a_recording_of_nothing_is_none(talk: Conversation, doors: Doors) -> None:
    talk.press("2")
    assert talk.speak(seconds=0) == ["unheard", "speak"]
    assert talk.speak(url="") == ["unheard", "speak"]
    assert talk.wait() == ["unheard", "speak"]
    assert doors.kept == []


def test_star_leaves_a_recording_without_keeping_it(talk: Conversation, doors: Doors) -> None:
    talk.press("2")
    assert talk.speak(key="*") == TOP
    assert doors.kept == []


@pytest.mark.parametrize(("joined", "after"), [(True, "after"), (False, "nobody")])
def test_a_flow_learns_whether_the_two_were_joined(
    talk: Conversation, joined: bool, after: str
) -> None:
    talk.press("0")
    assert talk.dialled(joined)[0] == after


def test_who_comes_back_after_a_failure_hears_the_question_again(talk: Conversation) -> None:
    talk.press("3")
    assert talk.back() == SHELF
    assert (talk.state.silent, talk.state.wrong) == (0, 0)


def test_who_comes_back_while_a_person_rang_has_kept_their_place(talk: Conversation) -> None:
    talk.press("0")
    assert talk.back() == ["ringing"]
    assert isinstance(talk.turn.wait, ForPerson)


# --- the slower service --------------------------------------------------------------------------


def test_the_slower_service_says_results_twice_and_questions_once(talk: Conversation) -> None:
    talk.state.slow = True
    assert talk.press("3")[:4] == ["shelf", "shelf", "for_note", "for_wipe"]
    assert talk.turn.wait == ForKeys(1, "", 15)
