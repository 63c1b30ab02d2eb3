"""The line, put together. Nothing is wired anywhere else."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import click
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from audio.music import Music
from audio.phrases import PhraseBook
from audio.recordings import Recordings
from db import tickets
from db.agents import Agents
from db.announcements import Announcements
from db.attempts import Limits
from db.callbacks import Callbacks
from db.calls import Calls
from db.codes import Codes
from db.engine import Database
from db.hasher import PinHasher
from db.identity import Identity
from db.leg import Legs
from db.queue import Queue
from db.records import Records
from db.slots import Slots
from db.switches import Switches
from flows import check
from flows.call import Services
from flows.city import City, CityError
from flows.engine import Engine
from flows.map import CallMap
from flows.topics import TopicError, Topics
from flows.tree import call_map
from ivr import cli, health, logs, talk, webhooks
from ivr.audio import routes as audio_door
from ivr.audio.voices import Voices
from ivr.carriers import CARRIERS
from ivr.faults import Faults, LastKnown
from ivr.line import Line
from ivr.queue import leg
from ivr.queue.dispatch import Dispatcher
from ivr.queue.returns import Returns
from ivr.settings import Settings, SettingsError
from ivr.signature import Signatures
from ivr.texting import choose, status
from ivr.turn import Turns
from ivr.twiml import Writer
from ivr.work.bell import Bell
from ivr.writing import Writing


class CannotStartError(click.ClickException):
    """The line cannot start; the text has a sentence for each thing to mend."""


def create_app(
    settings: Settings | None = None,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    flows: CallMap | None = None,
) -> Flask:
    """The application. ``clock`` and ``flows`` are for tests.

    Raises ``CannotStartError`` with sentences an operator can act on.
    """
    try:
        settings = settings or Settings.read()
        keyring = settings.keyring()
        city = City.load(settings.hotline_city)
        topics = Topics.of(city, settings.hotline_city)
    except (SettingsError, CityError, TopicError) as error:
        raise CannotStartError(str(error)) from error
    logs.configure(settings.log_level)
    book = topics.told_in(
        PhraseBook.load().with_phrases(city.phrases, str(settings.hotline_city)), city.languages
    )
    try:
        the_map = flows or call_map(city)
    except CityError as error:
        raise CannotStartError(f"{settings.hotline_city}: {error}") from error
    if wrong := check.faults(the_map, book, city.languages):
        raise CannotStartError("\n".join(wrong))
    for doubt in city.doubts(clock()):
        logs.log.warning(doubt)

    database = Database(settings.database_url, pool_size=settings.web_threads + 2)
    hasher = PinHasher(memory_kib=settings.pin_memory_kib, time_cost=settings.pin_rounds)
    limits = Limits(
        record_failures=city.limits.record_failures,
        number_failures=city.limits.number_failures,
        number_records=city.limits.number_records,
        window=timedelta(hours=city.limits.window),
        lock=timedelta(hours=city.limits.lock),
    )
    agents = LastKnown(Agents(database, keyring).on_duty)
    announcements, switches = Announcements(database), Switches(database)
    wrapup = timedelta(seconds=city.agents.wrapup)
    services = Services(
        city=city,
        identity=Identity(database, keyring, hasher, limits),
        codes=Codes(database, keyring),
        records_of=partial(Records, database),
        agents=agents,
        new_ticket_number=partial(tickets.new_number, secrets.SystemRandom()),
        new_code=partial(tickets.new_code, secrets.SystemRandom()),
        tickets=tickets.Tickets(database),
        slots=Slots(database),
        topics=topics,
        queue=Queue(database, wrapup),
        callbacks=Callbacks(database, keyring),
        announced=announcements.heard,
        overflows=lambda now: switches.overflow(now) is not None,
    )
    carrier = CARRIERS[settings.hotline_carrier].with_voices(city.carrier_voices)
    recordings = None if city.voices == "synthetic" else Recordings.load()
    voices = Voices(book, recordings, announcements.sound)
    bell = Bell(settings.database_url, settings.hotline_instance)
    if city.voices == "recorded":
        for doubt in voices.doubts(city.languages):
            logs.log.warning(doubt)
    music = Music()
    a_writer = partial(
        Writer, book, settings.public_base_url, carrier, city.agents.ring, music=music
    )
    writer = a_writer(voices=voices)
    calls = Calls(database, keyring, wrapup)
    returns = Returns(
        database, keyring, city, writer.text, clock, places_calls=choose.places_calls(settings)
    )
    dispatch = Dispatcher(database, keyring, city.agents, clock, bell.ring, returns)
    turns = Turns(
        calls=calls,
        writing=Writing(calls, keyring, writer),
        engine=Engine(the_map),
        services=services,
        writer=writer,
        clock=clock,
        whispers=carrier.whisper,
        agents=agents,
        dispatch=dispatch,
        wake=bell.ring,
    )
    built_in = settings.built_in_secret()
    signatures = Signatures(settings.public_base_url, (*settings.twilio_auth_token, built_in))

    def called(entry: int, sid: str, status: str) -> None:
        returns.ended(entry, sid, status)
        dispatch()

    app = Flask(__name__, static_folder=None)

    def again(other: Settings, other_clock: Callable[[], datetime]) -> Flask:
        return create_app(other, clock=other_clock, flows=flows)

    app.extensions["hotline"] = Line(
        settings=settings,
        city=city,
        topics=topics,
        book=book,
        voices=voices,
        call_map=the_map,
        keyring=keyring,
        database=database,
        hasher=hasher,
        announcements=announcements,
        switches=switches,
        wake=bell.ring,
        dispatch=dispatch,
        returns=returns,
        called=called,
        again=again,
    )
    app.register_blueprint(
        webhooks.blueprint(
            webhooks.Door(
                signatures=signatures,
                turns=turns,
                writer=writer,
                # An apology must not need a recording, or anything else.
                faults=Faults(a_writer(), agents, city.languages),
                staff_language=city.languages[0],
                topics=frozenset(the_map.flows),
                built_in=built_in,
                queues=carrier.queues and not choose.missing_for_calls(settings),
                picked_up=returns.picked_up,
                called=called,
            )
        )
    )
    app.register_blueprint(
        leg.blueprint(
            leg.Office(
                legs=Legs(database, wrapup),
                writer=writer,
                dispatch=dispatch,
                clock=clock,
                language=city.languages[0],
                topics=frozenset(the_map.flows),
            )
        )
    )
    app.register_blueprint(audio_door.blueprint(voices, calls, music, clock))
    app.register_blueprint(status.blueprint(database, clock))
    app.register_blueprint(health.blueprint(database, keyring, book, city.languages, clock))
    app.register_blueprint(talk.blueprint())
    if settings.phone:
        # Only here: a line without it need not hold what it needs.
        from ivr.phone import blueprint as phone_blueprint

        app.register_blueprint(phone_blueprint(app, settings, built_in, clock=clock))
    if settings.map:
        from ivr.map.routes import blueprint as map_blueprint

        app.register_blueprint(map_blueprint(app.extensions["hotline"], clock))
    if settings.desk:
        from ivr import desk

        desk.register(app, app.extensions["hotline"], clock)
    cli.register(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
