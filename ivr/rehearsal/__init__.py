"""A day at the line, rehearsed: callers and agents of flesh and bone are played, the line is real.

Everything goes through our own carrier and the line's own doors on a clock that is turned, so what
is left in the database is what a real day leaves. The demo shows such a day; a test runs a large
one and counts.

- ``day``      who does what when, on one clock
- ``callers``  what callers do
- ``agents``   what people do whose telephones ring
"""

from ivr.rehearsal.day import Day, People, Tally
from ivr.rehearsal.server import Restartable

__all__ = ["Day", "People", "Restartable", "Tally"]
