"""What a Say may say: voices, languages and lengths, and how long it takes to say it."""

import re
from typing import Final
from urllib.parse import quote

BASIC_VOICES: Final = frozenset({"man", "woman", "alice"})
MAX_URL_ENCODED: Final = 4500
_LIMITS: Final = {"basic": 4000, "polly": 3000, "google": 5000}
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,4}){1,2}")
_GOOGLE: Final = re.compile(r"(?:Google|gcloud)\.([a-z]{2,3}-[A-Z]{2})-\S+")
_POLLY: Final = re.compile(r"(?:AWS\.)?Polly\.[A-Z][A-Za-z]+(?:-Neural|-Generative)?")
#: Polly voices speak one language each; the ones a Chinese hotline may meet.
_POLLY_LANGUAGE: Final = {"Zhiyu": "cmn-CN", "Hiujin": "yue-CN"}
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


def voice_problem(
    voice: str | None, language: str | None, text: str, ssml: bool, *, nested: bool = False
) -> tuple[int, str] | None:
    """The code and the sentence for a Say that would fail, or None."""
    if not text:
        return 13520, "<Say> has no text"
    if language is not None and not _LANGUAGE.fullmatch(language):
        return 13512, f"<Say> language {language!r} is not a language code"
    family = _family(voice)
    if family is None:
        return (13321 if nested else 13511), f"<Say> voice {voice!r} is unknown"
    if ssml and voice in BASIC_VOICES:
        return 13520, f"<Say> voice {voice!r} does not understand SSML"
    spoken = _spoken_language(voice or "")
    if spoken and language and spoken != language:
        return 13520, f"<Say> voice {voice!r} does not speak {language}"
    if len(text) > _LIMITS[family] or len(quote(text, safe="")) > MAX_URL_ENCODED:
        return 13521, f"<Say> is too long: {len(text)} characters"
    return None


def default_speech_seconds(text: str, language: str) -> float:
    """A plain estimate: four Han characters or fourteen other characters a second."""
    del language
    han = len(_HAN.findall(text))
    return round(max(0.3, han / 4 + (len(text) - han) / 14), 2)


def default_audio_seconds(url: str, seconds: float | None) -> float:
    """A sound takes its own length, and three seconds where that is not known."""
    del url
    return 3.0 if seconds is None else seconds


def _family(voice: str | None) -> str | None:
    if voice is None or voice in BASIC_VOICES:
        return "basic"
    if _POLLY.fullmatch(voice):
        return "polly"
    return "google" if _GOOGLE.fullmatch(voice) else None


def _spoken_language(voice: str) -> str | None:
    if match := _GOOGLE.fullmatch(voice):
        return match[1]
    name = voice.rpartition("Polly.")[2].split("-")[0]
    return _POLLY_LANGUAGE.get(name)
