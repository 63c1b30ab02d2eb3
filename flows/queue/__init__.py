"""The rules of waiting for a person, pure: who gets whom, and how long it will take.

- ``assign``    callers, agents and the moment in; who is offered to whom out
- ``people``    whom they wait for, and how the waiting ended
- ``estimate``  how long a caller will wait, from how long others were talked to
"""
