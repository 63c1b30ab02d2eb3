"""What the script of every call is watched by."""

from __future__ import annotations

import pytest

from flows.call import Call
from flows.engine import Engine
from flows.turns import Input, Turn
from tests.calls.every.probes import Probes
from tests.plugins.walked import Walked


@pytest.fixture
def probes(monkeypatch: pytest.MonkeyPatch, walked: Walked) -> Probes:
    """Asks about every place at which a call of the test waits."""
    found = Probes(walked)
    take = Engine.take

    def watch(self: Engine, call: Call, given: Input) -> Turn:
        if not walked.is_paused:
            found.before(self, call)
        return take(self, call, given)

    monkeypatch.setattr(Engine, "take", watch)
    return found
