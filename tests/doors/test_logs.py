"""What is written down of a failure: where it was, and never what the caller typed."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator

import gunicorn.config
import gunicorn.glogging
import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from db.engine import Database
from ivr import logs
from tests.doors.conftest import BASE, Knock

PIN = "2749135"
"""Seven digits, so that no time or line number is taken for it."""


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Logging is one for the process; other tests have their own."""
    root = logging.getLogger()
    handlers, level, factory = root.handlers[:], root.level, logging.getLogRecordFactory()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.setLogRecordFactory(factory)


def quote() -> str:
    """Fail with a PIN in the words, twice."""
    try:
        raise KeyError(PIN)
    except KeyError as error:
        raise ValueError(f"the PIN {PIN} is wrong") from error


def caught() -> ValueError:
    try:
        quote()
    except ValueError as error:
        return error
    raise AssertionError


def at_hand(write: Callable[[], None]) -> None:
    try:
        quote()
    except ValueError:
        write()


WAYS: dict[str, Callable[[], None]] = {
    "structlog, at hand": lambda: at_hand(lambda: logs.log.error("it failed", exc_info=True)),
    "structlog, exception()": lambda: at_hand(lambda: logs.log.exception("it failed")),
    "structlog, handed over": lambda: logs.log.error("it failed", exc_info=caught()),
    "structlog, as a value": lambda: logs.log.error("it failed", why=caught()),
    "logging, exception()": lambda: at_hand(lambda: logging.getLogger("x").exception("it failed")),
    "logging, handed over": lambda: logging.getLogger("x").error("it failed", exc_info=caught()),
    "logging, as an argument": lambda: logging.getLogger("x").error("it failed: %s", caught()),
    "logging, as the message": lambda: logging.getLogger("x").error(caught()),
    "werkzeug": lambda: at_hand(
        lambda: logging.getLogger("werkzeug").error("it failed", exc_info=True)
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_exception_loses_its_words(way: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    WAYS[way]()
    written = capsys.readouterr().err
    assert PIN not in written
    (line,) = written.splitlines()
    told = json.loads(line)
    assert "ValueError" in line
    assert "it failed" in told["event"] or way.endswith("the message")
    if "as a" not in way and "as the" not in way:
        assert any("test_logs.py" in place and "quote" in place for place in told["error"])
        assert "builtins.KeyError" in told["error"], "what came before it"


def test_gunicorns_own_handlers_print_no_words() -> None:
    logs.configure("INFO")
    server = gunicorn.glogging.Logger(gunicorn.config.Config())
    stream = io.StringIO()
    for handler in server.error_log.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)
    at_hand(lambda: server.exception("Error handling request"))
    written = stream.getvalue()
    assert "Error handling request" in written
    assert "test_logs.py" in written
    assert "builtins.ValueError" in written
    assert PIN not in written


def test_any_handler_with_any_formatter_prints_no_words() -> None:
    logs.configure("INFO")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("tests.doors.any")
    logger.addHandler(handler)
    at_hand(lambda: logger.exception("it failed: %s", caught()))
    logger.removeHandler(handler)
    assert "quote" in stream.getvalue()
    assert PIN not in stream.getvalue()


def test_a_statement_that_fails_does_not_tell_its_parameters(
    sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(sqlite_url)
    logs.configure("INFO")
    with pytest.raises(SQLAlchemyError) as failed, database.read() as connection:
        connection.exec_driver_sql("SELECT * FROM none WHERE pin = ?", (PIN,))
    database.dispose()
    assert isinstance(failed.value, DBAPIError)
    assert failed.value.hide_parameters
    logs.log.error("it failed", exc_info=failed.value)
    assert PIN not in capsys.readouterr().err + str(failed.value)


def test_an_error_in_a_page_is_logged_without_words(
    line_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("INFO")
    line_app.add_url_rule("/broken", view_func=quote)
    found = line_app.test_client().get("/broken")
    written = capsys.readouterr().err
    assert found.status_code == 500
    assert PIN not in written + found.text
    assert "test_logs.py" in written


def test_an_error_in_a_turn_is_logged_with_its_place(
    line_app: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    logs.configure("INFO")
    monkeypatch.setattr("ivr.webhooks.given", quote)
    knock = Knock(line_app)
    knock.post(f"{BASE}/voice/turn/1/zh-CN", Digits=PIN)
    written = capsys.readouterr().err
    assert "answered with an apology" in written
    assert "webhooks.py" in written
    assert PIN not in written


def test_a_turn_is_logged_by_our_own_name_of_the_call(
    line_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("INFO")
    knock = Knock(line_app)
    knock.post(knock.dial().next, Digits="1")
    written = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    turns = [line for line in written if line["event"] == "turn"]
    assert [set(line) for line in turns] == [
        {"call", "turn", "step", "ms", "event", "level", "timestamp"}
    ] * 2
    assert knock.sid not in str(written)
    assert knock.number not in str(written)


@pytest.mark.parametrize(("level", "kept"), [("DEBUG", 3), ("INFO", 2), ("WARNING", 1)])
def test_the_level_is_the_one_that_was_set(
    level: str, kept: int, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(level)
    logs.log.debug("a"), logs.log.info("b"), logs.log.warning("c")
    assert len(capsys.readouterr().err.splitlines()) == kept
