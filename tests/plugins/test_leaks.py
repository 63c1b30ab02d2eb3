"""The search for leaks finds them, wherever they were written, and finds nothing in a clean run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plugins.leaks import search

ROOT = Path(__file__).parents[2]
HEADER = """
import logging, sys
import pytest
from tests.secrets_used import remember, remember_amount, wrote

def test_sound():
    remember("274913", "990000198002290019", "小王小李")
    logging.getLogger("x").error("the call 2749130 took 274.913 ms at 12:00:00.274913Z")
"""
LEAKING = """
def test_logged():
    remember("550123")
    logging.getLogger("x").error("typed: %s", "550123")

def test_printed():
    remember("660123")
    print('{"pin": "660123"}', file=sys.stderr)

def test_taken_away(capsys):
    remember("770123")
    print("770123", file=sys.stderr)
    assert "770123" in capsys.readouterr().err

def test_remembered_later():
    print("880123", file=sys.stderr)

def test_remembers():
    remember("880123")

def test_amount():
    remember_amount(123405)
    print("balance=1234.05", file=sys.stderr)

def test_amount_in_words():
    remember_amount(880000)
    print("说了八千八百元", file=sys.stderr)

def test_shape_of_an_id():
    print("id=11010519491231002X", file=sys.stderr)

def test_shape_of_a_mobile():
    print("from +8613912345678", file=sys.stderr)

def test_in_a_label():
    from ivr import metrics
    remember("990123")
    metrics.CARRIER_ERRORS.labels("990123").inc()

def test_in_another_process():
    remember("440123")
    wrote("a server", "typed 440123")
"""
FOUND = [
    "test_all.py::test_logged: '550123', which a test made up of a person",
    "test_all.py::test_printed: '660123', which a test made up of a person",
    "test_all.py::test_taken_away: '770123', which a test made up of a person",
    "test_all.py::test_remembered_later: '880123', which a test made up of a person",
    "test_all.py::test_amount: '1234.05', which a test made up of a person",
    "test_all.py::test_amount_in_words: '八千八百元', which a test made up of a person",
    "test_all.py::test_shape_of_an_id: '11010519491231002X' looks like an ID number",
    "test_all.py::test_shape_of_a_mobile: '+8613912345678' looks like a mobile number",
    "/metrics: '990123', which a test made up of a person",
    "a server: '440123', which a test made up of a person",
]
TITLE = "something of a person was written down"


def run(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, source: str, *options: str
) -> tuple[pytest.RunResult, str]:
    """A session of its own, in its own process, with nothing but the plugin."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest('pytest_plugins = ["tests.plugins.leaks"]')
    pytester.makepyfile(test_all=source)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", *options)
    return result, result.stdout.str()


def test_every_leak_is_found_and_fails_a_session_whose_tests_pass(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, told = run(pytester, monkeypatch, HEADER + LEAKING)
    result.assert_outcomes(passed=12)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert TITLE in told
    assert [line for line in FOUND if line not in told] == []
    assert told.count("which a test") + told.count("looks like") == len(FOUND)


def test_leaks_are_found_by_several_workers(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What one worker wrote and another remembered is not compared: their people are not the same.
    result, told = run(pytester, monkeypatch, HEADER + LEAKING, "-n", "2")
    result.assert_outcomes(passed=12)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert [line for line in FOUND if "later" not in line and line not in told] == []


def test_a_session_without_leaks_passes(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, told = run(pytester, monkeypatch, HEADER)
    assert result.ret == pytest.ExitCode.OK
    assert TITLE not in told


@given(st.text("0123456789abcZ .:+-", max_size=20), st.from_regex(r"[0-9]{6,8}", fullmatch=True))
def test_a_number_that_stands_alone_is_found_wherever_it_stands(around: str, pin: str) -> None:
    text = f"{around} {pin}, {around}"
    assert any(repr(pin) in found for found in search("here", text, frozenset({pin})))


@pytest.mark.parametrize(
    "text",
    [
        "1700000000000",
        "call=a13912345678b",
        "0.13912345678",
        "123456789012345678",
        "110105194912310021",
        "2026-03-16T02:00:00.139123Z",
    ],
)
def test_what_only_resembles_is_left_alone(text: str) -> None:
    assert list(search("here", text, frozenset({"139123"}))) == []
