"""What the line does after a turn: sending messages, calling back.

What is to be done is in the outbox (``db.outbox``), written with the turn that promised it; that is
the whole truth. The job library beside it (huey) only rings a bell: a ring that is lost costs a
minute, for every minute somebody looks anyway.

- ``bell``     the queue: whoever puts something into the outbox rings, workers look
- ``worker``   takes one promise, has it carried out, writes down how it ended
- ``errands``  what carrying out means, for each kind of promise
- ``beside``   keeps a worker running next to a line, and stops it with the line
"""
