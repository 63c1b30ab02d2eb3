"""The terminal's screen: widths, what is open and what is done, and what is never shown."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ivr.carrier.telephone import TelephoneCall
from ivr.cli.terminal.screen import Screen
from ivr.cli.terminal.waiting import Waiting
from tests.telephone.menu import new_telephone

CHINESE = "您好，这里是幺二三三三。通话会录音。本热线不会索要银行卡密码。随时可按零转人工。" * 3


def saying(text: str) -> TelephoneCall:
    """A call on which the line says one thing."""
    body = f"<Response><Say>{text}</Say></Response>".encode()
    return new_telephone().dial(twiml=body)


def written(call: TelephoneCall, *, columns: int = 80) -> str:
    out = io.StringIO()
    call.listens_out()
    Screen(call, out, columns=columns, live=False).refresh()
    return out.getvalue()


def test_chinese_keeps_to_eighty_columns() -> None:
    lines = written(saying(CHINESE)).splitlines()
    assert max(cell_len(line) for line in lines) <= 80
    assert "".join(line[8:] for line in lines if "> " not in line and "·" not in line) == CHINESE


@given(
    text=st.text(
        alphabet=st.sampled_from("您好，。a bcdefghijk12"), min_size=1, max_size=300
    ).filter(lambda text: text.strip()),
    columns=st.integers(min_value=40, max_value=120),
)
def test_no_line_is_too_wide(text: str, columns: int) -> None:
    for line in written(saying(text), columns=columns).splitlines():
        # A word that is wider than the screen is not broken.
        longest = max(cell_len(word) for word in line.split() or [""])
        assert cell_len(line) <= max(columns, longest + 8)


def test_speech_appears_as_it_is_spoken() -> None:
    call = saying("One two three four five six seven eight.")
    out = io.StringIO()
    screen = Screen(call, out, columns=80, live=True)
    screen.refresh()
    assert "One" not in out.getvalue()
    call.telephone.passes(1.0)
    screen.refresh()
    assert "One two" in out.getvalue()
    assert "eight" not in out.getvalue()
    call.listens_out()
    screen.refresh()
    assert out.getvalue().count("eight.") == 1


def displayed(written: str) -> list[str]:
    """What a terminal shows after it was sent this: lines, and lines written anew."""
    lines, row = [""], 0
    for piece in re.findall(r"\x1b\[[0-9]*[AKm]|[\r\n]|[^\x1b\r\n]+", written):
        match piece:
            case "\n":
                row += 1
                lines += [""] * (row + 1 - len(lines))
            case "\x1b[A":
                row -= 1
            case "\x1b[2K":
                lines[row] = ""
            case _ if piece != "\r" and not piece.startswith("\x1b"):
                lines[row] += piece
    return [line.rstrip() for line in lines if line.strip()]


@given(st.lists(st.floats(min_value=0.0, max_value=3.0), min_size=1, max_size=12))
def test_a_live_screen_ends_as_a_plain_one(pauses: list[float]) -> None:
    call = saying(CHINESE)
    out = io.StringIO()
    screen = Screen(call, out, columns=60, live=True)
    for seconds in pauses:
        screen.refresh("something")
        call.telephone.passes(seconds)
    call.listens_out()
    screen.refresh()
    screen.close()
    assert displayed(out.getvalue()) == written(call, columns=60).splitlines()


def test_nothing_is_rewritten_that_has_not_changed() -> None:
    call = saying("One two three four.")
    out = io.StringIO()
    screen = Screen(call, out, columns=80, live=True)
    call.telephone.passes(0.5)
    screen.refresh()
    before = out.getvalue()
    screen.refresh()
    assert out.getvalue() == before


def test_a_number_is_hidden_after_the_third_key() -> None:
    call = new_telephone().dial()
    call.press("1")
    out = io.StringIO()
    screen, waiting = Screen(call, out, columns=80, live=True), Waiting(call)
    call.listens_out()
    for key in "48051":
        call.press(key)
        screen.refresh(waiting.words())
    screen.close()
    assert "> 480••" in out.getvalue()
    assert "4805" not in out.getvalue()


def test_an_interrupted_sentence_ends_in_a_dash() -> None:
    call = new_telephone().dial()
    call.telephone.passes(1.0)
    call.press("1")
    text = written(call)
    assert "Welcome to th —" in text or "Welcome to t —" in text or "Welcome to the —" in text


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("", "a key · 7 s"),
        ("1", "up to 6 keys, # ends · 5 s"),
        ("2", "recording"),
        ("3", "a answers"),
    ],
)
def test_what_is_waited_for(keys: str, words: str) -> None:
    call = new_telephone().dial()
    waiting = Waiting(call)
    call.press(keys)
    call.listens_out()
    call.telephone.passes(0.5 if keys == "2" else 0.0)
    assert words in waiting.words()


def test_the_agents_keys_are_announced() -> None:
    call = new_telephone().dial()
    waiting = Waiting(call)
    call.press("3")
    call.agent.answers()
    assert "keys are the agent's" in waiting.words()
    call.agent.presses("1")
    assert "h the agent hangs up" in waiting.words()
    call.hangs_up()
    assert waiting.words() == ""
