"""How fast the line is, and what it costs: measured, never guessed.

Machines differ and are noisy, so nearly every figure is a ratio to a yardstick of the same run:
``null`` over HTTP (``bench.null``), ``FORM`` in process (``bench.micro``). Everything stays on the
loopback interface and is bounded in count and time.

    python -m bench             ingredients and turns, about two minutes
    python -m bench --help      the levels, one by one
"""
