"""Whether one attribute or text holds what its rule asks. Each answer is a sentence, or None."""

import re
from typing import Final
from urllib.parse import urlsplit

from ivr.carrier.schema import KEYS, Rule

_TONES: Final = re.compile(r"[0-9A-D*#wW]+")
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ().-]{1,24}")


def value_problem(rule: Rule, value: str, *, absolute: bool) -> str | None:
    """Why `value` breaks `rule`. The value itself is never quoted: it may be a number."""
    match rule.kind:
        case "int":
            return _int_problem(value, rule.low, rule.high)
        case "flag":
            return None if value in ("true", "false") else "must be true or false"
        case "choice":
            names = " or ".join(sorted(rule.choices))
            return None if value in rule.choices else f"must be {names}"
        case "events":
            wrong = set(value.split()) - rule.choices
            return f"must be among {' '.join(sorted(rule.choices))}" if wrong else None
        case "key":
            good = value == "" or value in KEYS
            return None if good else "must be one of 0-9 # *, or empty"
        case "keys":
            return None if set(value) <= KEYS else "may only hold 0-9 # *"
        case "tones":
            return None if _TONES.fullmatch(value) else "may only hold 0-9 A-D * # w W"
        case "url":
            return url_problem(value, absolute=absolute) if value else None
        case "callback":
            return url_problem(value, absolute=absolute, callback=True)
        case "hints":
            return None if _are_hints(value) else "must be at most 500 phrases of 100 characters"
        case _:
            limit = rule.high
            return f"is over {limit} characters" if limit and len(value) > limit else None


def url_problem(url: str, *, absolute: bool, callback: bool = False) -> str | None:
    """Why `url` cannot be requested. A callback's host may not contain an underscore."""
    if any(char.isspace() or ord(char) < 32 for char in url):
        return "is a URL with blanks"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not a URL"
    if parts.scheme and parts.scheme not in ("http", "https"):
        return "is a URL of another scheme than http or https"
    if parts.scheme and not host:
        return "is a URL without a host"
    if absolute and not parts.scheme:
        return "must be an absolute URL"
    if callback and host and "_" in host:
        return "has an underscore in its host name"
    return None


def number_problem(number: str) -> tuple[int, str] | None:
    """The code and reason why a number cannot be dialled."""
    if not _NUMBER.fullmatch(number):
        return 13223, "does not hold a phone number"
    if number.startswith("+0") or sum(c.isdigit() for c in number) > 15:
        return 13224, "holds a number that cannot exist"
    return None


def sip_problem(uri: str) -> tuple[int, str] | None:
    """The code and reason why a SIP URI cannot be dialled."""
    good = re.fullmatch(r"sips?:[^@\s]+@[^@\s]+", uri) and len(uri) <= 255
    return None if good else (13243, "does not hold a sip: URI")


def _are_hints(value: str) -> bool:
    phrases = value.split(",")
    return len(phrases) <= 500 and all(len(phrase.strip()) <= 100 for phrase in phrases)


def _int_problem(value: str, low: int, high: int | None) -> str | None:
    if not re.fullmatch(r"[0-9]{1,9}", value):
        return "must be a whole number"
    number = int(value)
    if number < low or (high is not None and number > high):
        return f"must be from {low} up" if high is None else f"must be from {low} to {high}"
    return None
