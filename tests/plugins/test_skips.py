"""Tests of the rule that a skipped test is loud, and fails in CI."""

from __future__ import annotations

import pytest

SKIPPED = """
import pytest

def test_runs():
    assert 1 + 1 == 2

def test_needs_a_thing():
    pytest.skip("there is no thing")
"""


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_skip_is_loud_and_fails_in_ci(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, code: int
) -> None:
    monkeypatch.setenv("CI", ci)
    pytester.makepyfile(SKIPPED)
    result = pytester.runpytest_inprocess("-p", "tests.plugins.skips", "-p", "no:xdist")
    result.stdout.fnmatch_lines(["NOT RUN: *: there is no thing"])
    assert result.ret == code
