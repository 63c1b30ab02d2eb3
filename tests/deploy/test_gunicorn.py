"""gunicorn's settings, and the line served with them."""

from __future__ import annotations

import os
import runpy
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from twilio.request_validator import RequestValidator

from db.secrets import Keyring
from ivr.settings import ROOT, Settings

CONFIG = ROOT / "deploy" / "gunicorn.conf.py"
TOKEN = "0123456789abcdef"
START_SECONDS = 30


def test_the_settings_of_the_line_are_the_settings_of_its_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setitem(sys.modules, "rich", sys.modules.get("rich"))  # taken from a server only
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    monkeypatch.setenv("HOST", "::1")
    monkeypatch.setenv("WEB_WORKERS", "3")
    monkeypatch.setenv("WEB_THREADS", "5")
    server = runpy.run_path(str(CONFIG))
    settings = Settings.read()
    assert server["bind"] == [f"[::1]:{settings.port}"]
    assert (server["workers"], server["threads"]) == (3, 5)
    assert server["worker_class"] == "gthread"
    assert server["preload_app"] is True
    assert server["accesslog"] is None


def test_metrics_have_a_folder_that_goes_with_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    for name in ("PROMETHEUS_MULTIPROC_DIR", "HOTLINE_METRICS_FOLDER"):
        # Set first, so that what the file sets is undone at the end of the test.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    server = runpy.run_path(str(CONFIG))
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    assert folder.is_dir()
    server["on_exit"](None)
    assert not folder.exists()


@pytest.fixture
def served(sqlite_url: str, tmp_path: Path) -> Iterator[str]:
    """The line under gunicorn on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if "PROMETHEUS" not in name},
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATABASE_URL": sqlite_url,
        "PUBLIC_BASE_URL": address,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "HOTLINE_KEYS": Keyring.new_entry(),
        "HOTLINE_DEMO": "off",
        "HOTLINE_INSTANCE": str(tmp_path / "instance"),
        "WEB_WORKERS": "2",
        "TMPDIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", str(CONFIG), "app:create_app()"]
    log = tmp_path / "log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                requests.get(f"{address}/healthz", timeout=5)
                break
            except requests.ConnectionError:
                assert server.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < until, log.read_text("utf-8")
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(30)
    assert server.returncode == 0, log.read_text("utf-8")
    assert not list(tmp_path.glob("hotline-metrics-*")), "the metrics' folder was left behind"


def test_the_line_is_served_and_stops_cleanly(served: str) -> None:
    assert requests.get(f"{served}/healthz", timeout=5).json() == {"alive": True}
    ready = requests.get(f"{served}/readyz", timeout=5)
    assert (ready.status_code, ready.json()["ready"]) == (200, True)

    call = {"CallSid": "CA1", "From": "+8613800138000", "CallStatus": "ringing"}
    unsigned = requests.post(f"{served}/voice", call, timeout=5)
    assert unsigned.status_code == 403
    signature = RequestValidator(TOKEN).compute_signature(f"{served}/voice", call)
    headers = {"X-Twilio-Signature": signature}
    answer = requests.post(f"{served}/voice", call, headers=headers, timeout=5)
    assert (answer.status_code, answer.text[:6]) == (200, "<?xml ")
    assert "/audio/zh-CN/welcome.greeting/" in answer.content.decode()

    figures = requests.get(f"{served}/metrics", timeout=5).text
    assert 'hotline_turns_total{flow="welcome",outcome="ForKeys"} 1.0' in figures
    assert "hotline_forbidden_total 1.0" in figures


def test_gunicorn_agrees_that_the_file_is_right(tmp_path: Path) -> None:
    gunicorn = shutil.which("gunicorn", path=str(Path(sys.executable).parent))
    assert gunicorn, "gunicorn is in requirements.txt"
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    command = [gunicorn, "-c", str(CONFIG), "--check-config", "bench.null:create_app()"]
    checked = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert checked.returncode == 0, checked.stderr
