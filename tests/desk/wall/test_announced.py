"""A recorded announcement: fetched by whoever plays it, and read out where it cannot be played."""

from __future__ import annotations

from datetime import timedelta

from audio.languages import LANGUAGES
from audio.phrases import PhraseBook
from audio.recordings.wave import wav
from db.announcements import Announcements, Sound, Wanted
from flows.announcement import ANNOUNCED
from flows.dialogue import Utterance
from flows.turns import ForKeys, Turn
from ivr.audio.speech import Speech
from ivr.audio.voices import Voices
from ivr.carriers import CARRIERS
from ivr.twiml import Writer
from tests.desk.house import House
from tests.plugins.line import BASE

WORDS = "因台风，今天下午停止对外服务。"
NAME = "1-0123456789abcdef"


def written() -> tuple[Writer, str]:
    """A document that plays the announcement, and who wrote it."""
    told = Sound("zh-CN", WORDS, b"", NAME[2:])
    voices = Voices(PhraseBook.load(), None, {NAME: told}.get)
    writer = Writer(PhraseBook.load(), BASE, CARRIERS["twilio"], 20, voices=voices)
    said = Utterance(ANNOUNCED, (("text", WORDS), ("sound", NAME)), "zh-CN")
    return writer, writer.write(Turn((said,), ForKeys(1, "", 7)), "en-US", 1, "ref").document


def test_a_document_plays_it() -> None:
    _, document = written()
    assert f"<Play>{BASE}/audio/announcement/{NAME}.wav</Play>" in document
    assert WORDS not in document


def test_what_cannot_be_played_is_read_out_in_its_language() -> None:
    writer, document = written()
    aloud = writer.aloud(document, Speech("ref"))
    assert "<Play>" not in aloud
    assert LANGUAGES["zh-CN"].say_code in aloud
    assert WORDS in aloud


def test_it_is_given_to_everybody_and_may_be_kept_for_ever(desk: House) -> None:
    now = desk.now()
    told = {"zh-CN": Wanted(WORDS, wav(b"\x80" * 800, WORDS)), "en-US": Wanted("Closed.")}
    kept = Announcements(desk.database)
    kept.add(told, now, now + timedelta(hours=1), "staff-1", now)
    name = kept.heard(now)["zh-CN"].sound
    answer = desk.app.test_client().get(f"/audio/announcement/{name}.wav")
    assert answer.status_code == 200
    assert answer.mimetype == "audio/wav"
    assert answer.data == told["zh-CN"].sound
    assert answer.headers["Content-Language"] == "zh-CN"
    assert {"public", "immutable"} <= set(answer.headers["Cache-Control"].split(", "))


def test_another_name_is_nothing(desk: House) -> None:
    now = desk.now()
    told = {"zh-CN": Wanted(WORDS, wav(b"\x80" * 800, WORDS)), "en-US": Wanted("Closed.")}
    kept = Announcements(desk.database)
    kept.add(told, now, now + timedelta(hours=1), "staff-1", now)
    client = desk.app.test_client()
    english = kept.heard(now)["en-US"]
    assert english.sound is None
    for name in ("1-0", "1", "2-0123456789abcdef", "99999999999999999999-0", "x-y", "-", "1-"):
        assert client.get(f"/audio/announcement/{name}.wav").status_code == 404, name
