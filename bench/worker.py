"""A worker to be killed: ``python -m bench.worker THREADS LEASE``, with the line's settings.

It is the line's own worker, but for a lease that is short enough to be waited for.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from app import create_app
from ivr import logs
from ivr.line import Line
from ivr.settings import Settings
from ivr.work.run import run

if __name__ == "__main__":
    settings = Settings.read()
    logs.configure("ERROR")
    line: Line = create_app(settings).extensions["hotline"]
    run(line, threads=int(sys.argv[1]), lease=timedelta(seconds=float(sys.argv[2])))
