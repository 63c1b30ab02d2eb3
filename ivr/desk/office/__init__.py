"""The office: what operators look after.

- ``overview``  what needs a hand today
- ``agents``    who is rung, where, for which groups
- ``accounts``  who may sign in at the desk
- ``letters``   one-time PINs to be printed
- ``loads``     files of records, and how far they have come
- ``calendar``  holidays and opening hours, and a year to be tried
- ``topics``    what the line explains, to be read and heard
- ``promises``  what waits in the outbox, or has failed
"""
