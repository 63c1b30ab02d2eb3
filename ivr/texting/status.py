"""The door at which a carrier reports what became of a text message.

Signed like every other door of the carrier (``ivr.webhooks`` guards both). A report that cannot be
understood is answered like any other: there is nobody on a line who would hear.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, request

from db.engine import Database
from db.receipts import RANK, Receipt, receive
from ivr import metrics
from ivr.texting.sender import STATUS
from ivr.webhooks import SID

ENTRY = re.compile(r"[0-9]{1,18}")
ERROR_CODE = re.compile(r"[0-9]{5}")


def blueprint(database: Database, clock: Callable[[], datetime]) -> Blueprint:
    """``POST /message/status``."""
    routes = Blueprint("message", __name__)

    @routes.post(STATUS)
    def status() -> Response:
        """The carrier's MessageStatus of one message."""
        told = request.form.get("MessageStatus", "")
        sid, code = request.form.get("MessageSid", ""), request.form.get("ErrorCode", "")
        if told in RANK and SID.fullmatch(sid) and len(sid) <= 64:
            of = request.args.get("of", "")
            entry = int(of) if ENTRY.fullmatch(of) else None
            code = code if ERROR_CODE.fullmatch(code) else ""
            if receive(database, Receipt(sid, told, code, entry), clock()):
                metrics.MESSAGES.labels(told).inc()
        return Response(status=204)

    return routes
