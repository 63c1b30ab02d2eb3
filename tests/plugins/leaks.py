"""Fails the whole session when something of a person is in a log line or a figure.

Everything the tests' processes write to standard error or log is kept, with the labels of every
metric, and searched at the end for what ``tests.secrets_used`` remembers, and for whatever has the
shape of an ID number or a mobile number. Under pytest-xdist each worker searches its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from prometheus_client import REGISTRY

from db import idnumber
from tests import secrets_used

_TOKEN = re.compile(r"\+?[0-9A-Za-z]+(?:\.[0-9]+)?")
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z.])(?:[0-9]{17}[0-9X]|[0-9]{15})(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(?:\+?86)?1[3-9][0-9]{9}(?![0-9A-Za-z])")
_LISTENS = ("stderr", "log")
_FINDINGS = pytest.StashKey[list[str]]()
_ORIGINAL = pytest.StashKey[Any]()


def search(where: str, text: str, secrets: frozenset[str]) -> Iterator[str]:
    """Every secret in ``text``, a sentence each."""
    tokens = set(_TOKEN.findall(text))
    alone = {secret for secret in secrets if _TOKEN.fullmatch(secret)}
    for secret in sorted(alone & tokens):
        yield f"{where}: {secret!r}, which a test made up of a person"
    for secret in sorted(secrets - alone):
        if secret in text:
            yield f"{where}: {secret!r}, which a test made up of a person"
    for found in sorted(set(_ID_NUMBER.findall(text))):
        if idnumber.parse(found):
            yield f"{where}: {found!r} looks like an ID number"
    for found in sorted(set(_MOBILE.findall(text))):
        yield f"{where}: {found!r} looks like a mobile number"


def _figures() -> str:
    """The names and labels of every metric of ours."""
    return "\n".join(
        f"{sample.name} {' '.join(sample.labels.values())}"
        for family in REGISTRY.collect()
        for sample in family.samples
        if family.name.startswith("hotline_")
    )


def pytest_configure(config: pytest.Config) -> None:
    """Listen to what tests read from ``capsys`` and ``capfd`` as well: they take it away."""
    config.stash[_FINDINGS] = []
    original = pytest.CaptureFixture.readouterr
    config.stash[_ORIGINAL] = original

    def readouterr(self: pytest.CaptureFixture[Any]) -> Any:
        captured = original(self)
        text = captured.err if isinstance(captured.err, str) else captured.err.decode("latin-1")
        secrets_used.wrote(self.request.node.nodeid, text)
        return captured

    pytest.CaptureFixture.readouterr = readouterr  # type: ignore[method-assign]


def pytest_unconfigure(config: pytest.Config) -> None:
    pytest.CaptureFixture.readouterr = config.stash[_ORIGINAL]  # type: ignore[method-assign]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what a test wrote; its last report has all of it."""
    if report.when == "teardown" and not hasattr(report, "node"):
        for title, text in report.sections:
            if any(word in title for word in _LISTENS):
                secrets_used.wrote(report.nodeid, text)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Search, and fail the session when something is found."""
    findings = session.config.stash[_FINDINGS]
    secrets = secrets_used.used()
    for where, text in [*secrets_used.written(), ("/metrics", _figures())]:
        findings.extend(search(where, text, secrets))
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["leaks"] = findings
    elif findings:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker of pytest-xdist is done: what it found counts."""
    config: pytest.Config = node.config
    config.stash[_FINDINGS].extend(getattr(node, "workeroutput", {}).get("leaks", []))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    findings = config.stash[_FINDINGS]
    if findings:
        terminalreporter.section("something of a person was written down", red=True, bold=True)
        for finding in sorted(set(findings)):
            terminalreporter.line(finding, red=True)
