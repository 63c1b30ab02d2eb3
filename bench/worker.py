"""A worker to be killed: ``python -m bench.worker THREADS LEASE``, with the line's settings.

It is the line's own worker, but for a lease that is short enough to be waited for.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from db.engine import Database
from ivr import logs
from ivr.settings import Settings
from ivr.work.run import run

if __name__ == "__main__":
    settings = Settings.read()
    logs.configure("ERROR")
    run(
        settings,
        Database(settings.database_url),
        settings.keyring(),
        threads=int(sys.argv[1]),
        lease=timedelta(seconds=float(sys.argv[2])),
    )
