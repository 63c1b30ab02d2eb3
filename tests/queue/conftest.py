"""What the tests of the queue share."""

from tests.calls.conftest import plain as plain
