"""The supervisor's pages: keeping the line answered. Nobody listens in here.

- ``routes``    the pages put together
- ``board``     how the line stands, read again every few seconds; also big, for a wall
- ``floor``     who waits and who is on duty, and what can be done about it
- ``news``      the emergency announcement that callers hear first
- ``overflow``  the switch by which nobody is kept waiting
- ``signs``     colours, shapes and words for how good a figure is
- ``parts``     what these work with
"""
