"""A test that did not run says so loudly; in CI it is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for reason in sorted(set(_reasons(terminalreporter))):
        terminalreporter.write_line(f"NOT RUN: {reason}", yellow=True, bold=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    is_worker = hasattr(session.config, "workerinput")
    if os.environ.get("CI") == "true" and not is_worker and reporter and any(_reasons(reporter)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _reasons(reporter: Any) -> Iterator[str]:
    for report in reporter.stats.get("skipped", ()):
        where, line, why = report.longrepr if isinstance(report.longrepr, tuple) else ("", 0, "")
        yield f"{where}:{line}: {str(why).removeprefix('Skipped: ')}"
