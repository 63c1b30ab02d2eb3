"""A peer for goal P5: the errand "typed an ID number" as a Django project answers it.

What a newcomer writes with Django and the twilio library, middleware as ``startproject`` makes it:
the signature is checked by the library's validator, the call and the person are found and the call
is moved on through the ORM, and the library writes the answer. Nothing is encrypted, nothing is
answered exactly once, and nobody is locked out: it does less than the line's own turn.

    PEER_DATABASE=/path/to/peer.db gunicorn bench.peer:application
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse

from bench.wire import BASE_URL, TOKEN

SAID = "Please type your password"
"""What the answer holds; the peer speaks one language."""
APPLICATION = "bench.peer:application"

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("PEER_DATABASE", "peer.db"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
                "transaction_mode": "IMMEDIATE",
            },
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY=TOKEN,
    USE_TZ=True,
)
django.setup()


class Person(models.Model):  # type: ignore[misc]
    """Somebody insured."""

    id_number = models.CharField(max_length=18, unique=True)

    class Meta:
        app_label = "peer"


class Call(models.Model):  # type: ignore[misc]
    """Where a call stands."""

    sid = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)
    step = models.CharField(max_length=40)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "peer"


_validator = RequestValidator(TOKEN)


@csrf_exempt  # type: ignore[untyped-decorator]
@require_POST  # type: ignore[untyped-decorator]
def typed(request: HttpRequest) -> HttpResponse:
    """The caller has typed an ID number."""
    url = BASE_URL + request.get_full_path()
    if not _validator.validate(url, request.POST, request.headers.get("X-Twilio-Signature", "")):
        return HttpResponseForbidden()
    call = Call.objects.get(sid=request.POST["CallSid"])
    call.person = Person.objects.filter(id_number=request.POST["Digits"]).first()
    call.step = "pin"
    call.save()
    answer = VoiceResponse()
    gather = answer.gather(action="/pin", method="POST", num_digits=8, finish_on_key="#", timeout=7)
    gather.say(SAID, language="en-US")
    answer.redirect("/pin", method="POST")
    return HttpResponse(str(answer), content_type="text/xml")


def alive(_: HttpRequest) -> HttpResponse:
    """It has started."""
    return HttpResponse("alive")


urlpatterns = [path("typed", typed), path("healthz", alive)]
application = get_wsgi_application()


def settle(file: Path, id_numbers: list[str], sids: list[str]) -> None:
    """Make the peer's tables in ``file``, with these people and calls."""
    settings.DATABASES["default"]["NAME"] = str(file)
    connection.settings_dict["NAME"] = str(file)
    with connection.schema_editor() as editor:
        editor.create_model(Person)
        editor.create_model(Call)
    connection.close()
    # By the driver: the ORM would be asked for an hour.
    with sqlite3.connect(file) as plain:
        plain.executemany(
            "INSERT INTO peer_person (id_number) VALUES (?)", zip(id_numbers, strict=True)
        )
        plain.executemany(
            "INSERT INTO peer_call (sid, step, touched_at) VALUES (?, 'id', '2026-03-01')",
            zip(sids, strict=True),
        )
    plain.close()
