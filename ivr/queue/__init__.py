"""Between those who wait and those who answer.

- ``dispatch``  what has lapsed, who gets whom, and what must be done for it: one transaction
- ``returns``   callers who wait without being on the line are called when an agent is theirs
- ``leg``       the agent's own call: whether they take it, and the caller out of the queue
"""
