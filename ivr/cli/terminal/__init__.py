"""A telephone in the terminal.

- ``script``    calls that are written down beforehand: ``--keys``
- ``live``      calls that are made at the keyboard, in real time
- ``keyboard``  keys as they are pressed, without Enter
- ``screen``    what is said, at the pace at which it is said
- ``waiting``   what the line waits for, in words
- ``summary``   what is told of a call when it is over
"""
