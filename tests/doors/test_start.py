"""What stops the line from starting says so in a sentence, and never quotes a secret."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app import CannotStartError, create_app
from db.secrets import Keyring
from flows import check
from ivr.settings import Settings, SettingsError
from tests.doors.conftest import ROOT, AppOn
from tests.flows.broken import shapes, sound

SECRET = "geheim7"
WRONG = {
    "PORT": ["http", "0", "65536", SECRET],
    "DATABASE_URL": [
        SECRET,
        f"mysql://u:{SECRET}@h/n",
        "sqlite://",
        "sqlite:///:memory:",
        f"postgresql://u:p@h:{SECRET}/n",
    ],
    "PUBLIC_BASE_URL": [
        SECRET,
        f"ftp://{SECRET}",
        "https://",
        f"https://u:{SECRET}@line.test",
        f"https://line.test?{SECRET}",
        f"https://line.test/#{SECRET}",
        f"https://line .test/{SECRET}",
        "https://line.test:99999",
    ],
    "TWILIO_API_URL": [SECRET, f"https://u:{SECRET}@api.test", f"https://api.test/?{SECRET}"],
    "TWILIO_API_KEY_SID": [SECRET, "AC" + "0" * 32, "SK1"],
    "CALL_FROM": [SECRET, "12333", "MG" + "0" * 32],
    "TEXT_FROM": [SECRET, "13800000000000000", "+0", "MG1"],
    "HOTLINE_KEYS": [SECRET, f"k1:{SECRET}", f"{Keyring.new_entry()},{SECRET}", ","],
    "HOTLINE_DEMO": [SECRET],
    "HOTLINE_CARRIER": [SECRET],
    "HOTLINE_PHONE": [SECRET],
    "HOTLINE_MAP": [SECRET],
    "HOTLINE_DESK": [SECRET],
    "TRUSTED_PROXIES": [SECRET, "-1", "6"],
    "LOG_LEVEL": [SECRET, "debug-ish"],
    "WEB_WORKERS": [SECRET, "0", "65"],
    "WEB_THREADS": [SECRET, "1", "65"],
    "PIN_MEMORY_KIB": [SECRET, "7"],
    "PIN_ROUNDS": [SECRET, "0", "21"],
}
ANYTHING = {
    "HOST",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_KEY_SECRET",
    "HOTLINE_CITY",
    "HOTLINE_INSTANCE",
}
"""Settings of which any text is one; a city that is not there is told of when it is read."""


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine's own environment holds."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def read() -> Settings:
    return Settings.read(_env_file=None)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named_and_not_quoted(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in WRONG[name]:
        monkeypatch.setenv(name, value)
        with pytest.raises(SettingsError) as refused:
            read()
        said = str(refused.value)
        assert said.startswith(name), value
        assert said.count(name) == 1
        assert SECRET not in said


def test_every_setting_is_tried_above() -> None:
    assert {name.upper() for name in Settings.model_fields} == set(WRONG) | ANYTHING


def test_several_wrong_settings_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("WEB_WORKERS", "x")
    with pytest.raises(SettingsError, match=r"PORT: .*; WEB_WORKERS: "):
        read()


def test_an_empty_setting_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = read()
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert read() == plain


def test_secrets_are_not_in_the_printed_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    key = Keyring.new_entry()
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", SECRET)
    monkeypatch.setenv("HOTLINE_KEYS", key)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:{SECRET}@h/n")
    printed = repr(read()) + str(read())
    assert SECRET not in printed
    assert key not in printed


def test_tokens_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", " new ,old,")
    assert read().twilio_auth_token == ("new", "old")


def test_the_example_lists_every_setting_and_nothing_else() -> None:
    listed = re.findall(r"(?m)^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"))
    assert sorted(listed) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_shows_the_defaults(tmp_path: Path) -> None:
    shown = re.sub(r"(?m)^# (?=[A-Z_]+=)", "", (ROOT / ".env.example").read_text("utf-8"))
    file = tmp_path / "env"
    file.write_text(shown, "utf-8")
    as_shown, plain = Settings.read(_env_file=file), read()
    for name in Settings.model_fields:
        # Paths in the example are relative to the house.
        value = str(getattr(plain, name)).replace(f"{ROOT}/", "")
        assert str(getattr(as_shown, name)) == value, name


# --- keys and secrets ----------------------------------------------------------------------------


def test_outside_the_demo_there_is_no_start_without_keys(app_on: AppOn, sqlite_url: str) -> None:
    with pytest.raises(CannotStartError) as refused:
        app_on(sqlite_url, hotline_keys="", hotline_demo=False)
    assert str(refused.value) == "HOTLINE_KEYS: not set; make one with: flask keys new"


def test_the_demo_makes_its_own_and_keeps_them_to_itself(tmp_path: Path) -> None:
    instance = tmp_path / "house" / "instance"
    first = Settings.read(_env_file=None, hotline_instance=instance)
    keys, secret = first.keyring().ids, first.built_in_secret()
    again = Settings.read(_env_file=None, hotline_instance=instance)
    assert (again.keyring().ids, again.built_in_secret()) == (keys, secret)
    files = sorted(instance.iterdir())
    assert [file.name for file in files] == ["carrier.secret", "keys"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_several_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from ivr.settings import Settings\n"
        "now = Settings.read(_env_file=None, hotline_instance=Path(sys.argv[1]))\n"
        "sys.stdin.readline(); print(now.built_in_secret(), *now.keyring().ids)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    with ThreadPoolExecutor(len(started)) as pool:
        told = [done.result() for done in [pool.submit(p.communicate, "\n", 60) for p in started]]
    assert len({out for out, _ in told}) == 1
    assert told[0][0].strip()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["carrier.secret", "keys"]


def test_threads_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    now = Settings.read(_env_file=None, hotline_instance=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        told = {done.result() for done in [pool.submit(now.built_in_secret) for _ in range(32)]}
    assert len(told) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["carrier.secret"]


# --- broken flows and cities ---------------------------------------------------------------------


@pytest.mark.parametrize("name", shapes.PICTURES)
def test_a_line_with_broken_flows_does_not_start(app_on: AppOn, sqlite_url: str, name: str) -> None:
    with pytest.raises(CannotStartError) as refused:
        app_on(sqlite_url, flows=shapes.PICTURES[name].build())
    said = str(refused.value).splitlines()
    assert set(shapes.PICTURES[name].sentences) <= set(said)


BROKEN = """
from flows import tree
from tests.flows.broken import shapes
tree.call_map = lambda city: shapes.PICTURES["a dead end"].build()
"""


def _run(tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command beside a line whose flows are broken before it is loaded."""
    (tmp_path / "sitecustomize.py").write_text(BROKEN)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
        "HOTLINE_INSTANCE": str(tmp_path / "instance"),
    }
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )


def test_the_check_command_says_what_is_wrong_and_fails(tmp_path: Path) -> None:
    run = _run(tmp_path, "-m", "flask", "check")
    (sentence,) = shapes.PICTURES["a dead end"].sentences
    assert (run.returncode, run.stdout) == (1, "")
    assert f"Error: {sentence}" in run.stderr
    assert "Traceback" not in run.stderr


def test_nothing_else_starts_either(tmp_path: Path) -> None:
    run = _run(tmp_path, "-c", "import app; app.create_app()")
    (sentence,) = shapes.PICTURES["a dead end"].sentences
    assert run.returncode == 1
    assert sentence in run.stderr


def test_the_check_command_is_content_with_the_shipped_line(app_on: AppOn, sqlite_url: str) -> None:
    app = app_on(sqlite_url)
    run = app.test_cli_runner().invoke(args=["check"])
    assert run.exit_code == 0
    assert re.search(
        r"^\d+ flows, \d+ steps, \d+ edges, \d+ phrases in .*: nothing wrong\.$", run.output, re.M
    )
    line = app.extensions["hotline"]
    for language, (phrase, seconds) in check.longest(
        line.call_map, line.book, sound.LANGUAGES
    ).items():
        assert f"The longest speech in {language} is {phrase}: up to {seconds:.0f} s." in run.output


def test_a_city_that_is_not_there_is_told_of(
    app_on: AppOn, sqlite_url: str, tmp_path: Path
) -> None:
    with pytest.raises(CannotStartError, match=r"none\.toml: there is no such city profile"):
        app_on(sqlite_url, hotline_city=tmp_path / "none.toml")


def test_a_wrong_setting_stops_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    with pytest.raises(CannotStartError, match=r"^PORT: "):
        create_app()
