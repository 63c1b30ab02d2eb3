"""A telephone in the browser, at ``/phone``.

The page is only a telephone: keys, an ear, and an agent's telephone beside it. The call itself is
played on the server by our own carrier (``ivr.carrier``), which knocks at the same signed door as
any other carrier. Between two requests a call is a *journal* in the database (``db.handsets``):
what was done, what was answered. Whichever worker takes the next request plays the journal again,
lets as much time pass as has passed, does what is asked, and keeps the longer journal.

- ``acts``        what can be done with a telephone: press, speak, hang up, answer as the agent …
- ``journal``     what is kept of a call, and the tape of the line's answers in it
- ``handset``     plays a journal, to the moment it was left and on from there
- ``happenings``  what a call tells the page
- ``offers``      which sentence of a menu offered a key
- ``exchange``    calls by token: one change at a time, each exactly once; and the line's own calls
- ``own_door``    requests of the carrier to this very application, and to nothing else
- ``guard``       who may ask, how often, and with which headers the page is sent
- ``summary``     what is said of a call when it is over
- ``words``       what is written on the page, in every language
- ``routes``      the page and its requests
"""

from ivr.phone.routes import blueprint

__all__ = ["blueprint"]
