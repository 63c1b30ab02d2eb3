"""The examples for nginx, systemd and containers say what the line relies on."""

from __future__ import annotations

import fnmatch
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ivr.desk.office import loads
from ivr.desk.wall.forms import LARGEST as ANNOUNCEMENT
from ivr.settings import ROOT
from ivr.webhooks import LARGEST

DEPLOY = ROOT / "deploy"
_TOKEN = re.compile(r"\s+|#[^\n]*|(?P<quoted>'[^']*')|(?P<mark>[{};])|(?P<word>[^\s{};']+)")


def _directives(text: str) -> list[tuple[str, ...]]:
    """nginx's directives with the names of the blocks around them; raises on what is not closed."""
    found: list[tuple[str, ...]] = []
    blocks: list[str] = []
    words: list[str] = []
    for token in _TOKEN.finditer(text):
        if mark := token["mark"]:
            if mark == "{":
                blocks.append(" ".join(words))
            elif mark == "}":
                assert not words, f"a ; is missing after {' '.join(words)}"
                blocks.pop()
            else:
                found.append((*blocks, " ".join(words)))
            words = []
        elif word := token["quoted"] or token["word"]:
            words.append(word)
    assert not blocks
    assert not words
    return found


@pytest.fixture(scope="module")
def nginx() -> list[tuple[str, ...]]:
    return _directives((DEPLOY / "nginx.conf").read_text("utf-8"))


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_nginx_shows_figures_and_readiness_only_inside(
    nginx: list[tuple[str, ...]], path: str
) -> None:
    inside = [d[-1] for d in nginx if f"location = {path}" in d]
    assert "deny all" in inside
    assert inside.index("deny all") < inside.index("proxy_pass http://line")
    assert all(
        allowed in ("allow 127.0.0.1", "allow ::1")
        for allowed in inside
        if allowed.startswith("allow")
    )


def test_nginx_lets_no_larger_body_in_than_the_line(nginx: list[tuple[str, ...]]) -> None:
    sizes = {d[-2]: d[-1] for d in nginx if d[-1].startswith("client_max_body_size")}
    assert sizes["server"] == f"client_max_body_size {LARGEST // 1024}k"
    # What else the desk takes: little files, and one page for large ones.
    assert sizes["location /desk/"] == f"client_max_body_size {ANNOUNCEMENT >> 20}m"
    assert sizes["location = /desk/office/imports"] == "client_max_body_size 257m"
    assert loads.LARGEST == 256 << 20
    assert len(sizes) == 3


def test_nginx_never_repeats_a_turn_and_keeps_the_host(nginx: list[tuple[str, ...]]) -> None:
    said = {d[-1] for d in nginx}
    assert {"proxy_next_upstream off", "proxy_set_header Host $host"} <= said


def test_nginx_keeps_sounds_and_counts_no_carrier_s_requests_for_them(
    nginx: list[tuple[str, ...]],
) -> None:
    """All callers' sounds are fetched from a few addresses; a refused one is a silence."""
    sounds = {d[-1] for d in nginx if "location /audio/" in d}
    assert {"proxy_pass http://line", "proxy_cache sounds", "access_log off"} <= sounds
    assert not any(directive.startswith("limit_req") for directive in sounds)
    assert not any(d[-1].startswith("proxy_ignore_headers") for d in nginx), "no-store is obeyed"


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed here")
def test_nginx_reads_it(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("a certificate cannot be made here")
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=line"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for old, new in (
        ("/etc/ssl/line", str(tmp_path)),
        ("/run/nginx.pid", str(tmp_path / "pid")),
        ("/var/log/nginx", str(tmp_path)),
        ("/var/cache/nginx", str(tmp_path)),
    ):
        text = text.replace(old, new)
    (tmp_path / "nginx.conf").write_text(text, "utf-8")
    tested = subprocess.run(
        ["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert tested.returncode == 0, tested.stderr


UNITS = ["hotline.service", "hotline-work.service"]


def _unit(name: str) -> list[tuple[str, str, str]]:
    """Section, name and value of each line; a name may come more than once."""
    section, found = "", []
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            setting, equals, value = line.partition("=")
            assert equals, line
            found.append((section, setting, value))
    return found


@pytest.mark.parametrize("unit", UNITS)
def test_the_unit_is_locked_up(unit: str) -> None:
    service = {(name, value) for section, name, value in _unit(unit) if section == "Service"}
    assert {
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("CapabilityBoundingSet", ""),
        ("EnvironmentFile", "/etc/hotline/env"),
        ("StateDirectory", "hotline"),
    } <= service


@pytest.mark.parametrize("unit", UNITS)
def test_the_unit_holds_no_secret(unit: str) -> None:
    assert not [line for line in _unit(unit) if line[1] == "Environment"]


def test_the_worker_may_do_no_more_than_the_line() -> None:
    line, worker = ({each[1:] for each in _unit(unit) if each[0] == "Service"} for unit in UNITS)
    started = {"ExecStart", "ExecStartPre"}
    assert {each for each in line ^ worker if each[0] not in started} == set()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_reads_it(name: str, tmp_path: Path) -> None:
    unit = tmp_path / name
    programs = ("flask", "gunicorn")
    text = (DEPLOY / name).read_text("utf-8")
    for program in programs:
        text = text.replace(f"/opt/hotline/.venv/bin/{program}", "/bin/true")
    unit.write_text(text, "utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    mine = [line for line in verified.stderr.splitlines() if name in line]
    assert not mine


def _instructions() -> list[tuple[str, str]]:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined.split("\n"))]


def test_the_image_runs_as_nobody_in_particular_and_is_watched() -> None:
    found = _instructions()
    names = [name for name, _ in found]
    assert set(names) <= {
        *("FROM", "COPY", "RUN", "WORKDIR", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK"),
        *("STOPSIGNAL", "CMD"),
    }
    final = found[len(names) - 1 - names[::-1].index("FROM") :]
    assert final[0][1].endswith("-slim")
    assert ("USER", "hotline") in final
    assert [rest for name, rest in final if name == "HEALTHCHECK" and "/healthz" in rest]
    assert not [rest for _, rest in final if "apt-get" in rest or "gcc" in rest]


@pytest.mark.parametrize("secret", [".env", "instance", ".git", ".venv"])
def test_no_secret_gets_into_an_image(secret: str) -> None:
    patterns = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert any(fnmatch.fnmatch(secret, pattern) for pattern in patterns)
