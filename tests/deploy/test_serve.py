"""What is printed when the line starts: where to find it."""

from __future__ import annotations

from typing import Any

import pytest

from ivr.cli.serve import where
from ivr.settings import Settings


@pytest.mark.parametrize("phone", [True, False])
@pytest.mark.parametrize("the_map", [True, False])
@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]")],  # noqa: S104
)
def test_only_what_is_served_is_named(host: str, shown: str, phone: bool, the_map: bool) -> None:
    given: dict[str, Any] = {"host": host, "port": 8123, "public_base_url": "https://line.test"}
    settings = Settings.read(_env_file=None, hotline_phone=phone, hotline_map=the_map, **given)
    told = "\n".join(where(settings))
    assert (f"http://{shown}:8123/phone\n" in told) == phone
    assert (f"http://{shown}:8123/map\n" in told) == the_map
    assert "https://line.test/voice\n" in told
