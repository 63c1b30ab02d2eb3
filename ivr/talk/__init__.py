"""Caller and agent hear each other where both are browsers: in the demo, without any carrier.

Their pages find each other by a few messages (``db.talks``); the sound itself goes straight from
one to the other (WebRTC). Without a microphone, or without a way between the two, the call is
joined all the same, and both pages say what is missing.

- ``static/talk.js``  either side of a talk; the pages give it a way to send and to fetch messages
- ``messages``        what a page may say, checked
"""

from __future__ import annotations

from flask import Blueprint

from ivr.pages import send_with_headers


def blueprint() -> Blueprint:
    """The script, for both pages."""
    routes = Blueprint("talk", __name__, url_prefix="/talk", static_folder="static")
    send_with_headers(routes)
    return routes
