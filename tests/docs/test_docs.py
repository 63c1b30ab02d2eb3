"""What the pages show exists: commands with their options, make targets, settings, links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from app import create_app
from ivr.settings import ROOT, Settings

PAGES = sorted(
    [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").glob("*.md")]
)
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.M | re.S)
SNIPPET = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\(([^)#]+?)(?:#[^)]*)?\)")
SETTING = re.compile(r"^ *([A-Z][A-Z_]+)=", re.M)


def shell_lines() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in BLOCK.findall(page.read_text("utf-8")):
            for line in block.splitlines():
                if line.strip() and not line.strip().startswith("#"):
                    yield page.relative_to(ROOT).as_posix(), line.strip()


LINES = list(dict.fromkeys(shell_lines()))


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> click.Group:
    folder = tmp_path_factory.mktemp("instance")
    app = create_app(Settings.read(hotline_instance=folder, hotline_demo=True))
    return app.cli


@pytest.mark.parametrize(("page", "line"), [at for at in LINES if at[1].startswith("flask ")])
def test_every_command_shown_exists_with_its_options(
    page: str, line: str, commands: click.Group
) -> None:
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = commands
    context = click.Context(command)
    while isinstance(command, click.Group) and words:
        found = command.get_command(context, words[0])
        assert found is not None, f"{page}: flask has no command {words[0]!r}"
        command, words = found, words[1:]
    known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    for word in words:
        if word.startswith("--"):
            assert word.partition("=")[0] in known, f"{page}: {line}: no option {word}"


@pytest.mark.parametrize(("page", "line"), [at for at in LINES if at[1].startswith("make ")])
def test_every_make_target_shown_exists(page: str, line: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert line.split()[1] in targets, page


def test_every_setting_shown_exists() -> None:
    known = {name.upper() for name in Settings.model_fields}
    for page in PAGES:
        for block in BLOCK.findall(page.read_text("utf-8")):
            assert set(SETTING.findall(block)) <= known, page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text("utf-8")):
        if not link.startswith(("http://", "https://")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_piece_of_a_flow_that_is_shown_is_in_a_flow() -> None:
    flows = [path.read_text("utf-8") for path in (ROOT / "flows").rglob("*.py")]
    snippets = SNIPPET.findall((ROOT / "docs" / "engineers.md").read_text("utf-8"))
    assert snippets
    for snippet in snippets:
        assert any(snippet in flow for flow in flows), snippet
