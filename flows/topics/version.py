"""One version of a topic: a file, and what may be wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, ValidationError, model_validator

from audio.phrases.phrase import Phrase
from audio.seconds import estimate
from flows.city.entry import Entry
from flows.city.mistakes import sentence

FieldName = Literal["reimbursement", "away", "contributions", "account", "other"]
FIELDS: tuple[FieldName, ...] = get_args(FieldName)
"""The choices behind "rules and how-to"; their words are the terms ``field.…``."""
MOST_SECONDS = 30.0
"""Of a topic, with its legal basis and the date of its version."""
VERSION_SECONDS = 3.0
"""What saying the date of the version takes."""
MOST_TITLE_SECONDS = 4.0
MOST_FULL = 1000
"""Characters of a text message; a carrier takes 1600 (Twilio: 21617)."""

_NAME = re.compile(r"[a-z]+(-[a-z]+)*")
Text = Annotated[str, Field(min_length=1)]


class TopicError(ValueError):
    """Topics that cannot be told; the text names the file and the cure."""


class Wording(Entry):
    """A topic in one language."""

    title: Text
    """A few words, for the menu: "For …, press 1."."""
    spoken: Text
    legal_basis: Text
    """A sentence: it is spoken, and stands in the message."""
    full: Text
    """For the text message; only here digits are figures."""


class Content(Entry):
    """What a file holds."""

    field: FieldName
    effective: date
    expires: date | None = None
    """The last day on which it holds; without it, it holds until there is a newer one."""
    fill_in: tuple[str, ...] = ()
    """What a city must put in its own words: ``flask check`` shows it."""
    text: dict[str, Wording]

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.expires is not None and self.expires < self.effective:
            raise ValueError("expires: lies before effective; one of them is wrong")
        return self


class Version:
    """One version of the topic ``name``, written on the day ``on``."""

    def __init__(self, name: str, on: date, file: str, content: Content) -> None:
        self.name, self.on, self.file, self.content = name, on, file, content

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file of a topic's folder. Raises ``TopicError``."""
        file = f"{path.parent.name}/{path.name}"
        try:
            on = date.fromisoformat(path.stem)
        except ValueError as error:
            raise TopicError(
                f"{file}: is not named by a date; name it by the day it was written, "
                'such as "2026-01-01.toml"'
            ) from error
        try:
            content = Content.model_validate(tomllib.loads(path.read_text("utf-8")))
        except OSError as error:
            raise TopicError(f"{file}: cannot be read: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise TopicError(f"{file}: not a TOML file in UTF-8: {error}") from error
        except ValidationError as error:
            mistakes = "; ".join(map(sentence, error.errors()))
            raise TopicError(f"{file}: {mistakes}") from error
        return cls(path.parent.name, on, file, content)

    @property
    def id(self) -> str:
        """Its name with the day it was written, as part of a phrase's name."""
        return f"{self.name}.v{self.on}"

    @property
    def title(self) -> str:
        """The term that is its title."""
        return f"rule.{self.id}"

    def phrase(self, part: str) -> str:
        """The phrase of its ``spoken``, ``basis`` or ``full`` text."""
        return f"topic.{self.id}.{part}"

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        content = self.content
        return content.effective <= on and (content.expires is None or on <= content.expires)

    def spoken(self, language: str) -> dict[str, str]:
        """What is said of it, by the name of the phrase."""
        wording = self.content.text[language]
        return {
            f"term.{self.title}": wording.title,
            self.phrase("spoken"): wording.spoken,
            self.phrase("basis"): wording.legal_basis,
        }

    def written(self, language: str) -> dict[str, str]:
        """What is only ever sent."""
        return {self.phrase("full"): self.content.text[language].full}

    def faults(self, languages: Sequence[str]) -> Iterator[str]:
        """What is wrong with it for a city that speaks ``languages``, a sentence each."""
        if not _NAME.fullmatch(self.name):
            yield f"{self.file}: {self.name!r} is no name; use lower-case letters and hyphens"
        for language in languages:
            if language in self.content.text:
                yield from self._wording_faults(language)
            else:
                yield f"{self.file}: has no [text.{language}], and the city speaks it; write it"

    def _wording_faults(self, language: str) -> Iterator[str]:
        wording = self.content.text[language]
        for what, text in wording:
            if what == "full":
                continue
            found = Phrase.parse(what, text, f"{self.file}, {language}")
            yield from found.problems()
            if found.slots:
                yield f"{found.source}: {what} has a slot; a topic has no values, take it out"
        title = estimate(wording.title, language)
        if title > MOST_TITLE_SECONDS:
            yield (
                f"{self.file}, {language}: title takes {title:.0f} s; "
                f"at most {MOST_TITLE_SECONDS:.0f} s are allowed, say it shorter"
            )
        seconds = estimate(f"{wording.spoken} {wording.legal_basis}", language) + VERSION_SECONDS
        if seconds > MOST_SECONDS:
            yield (
                f"{self.file}, {language}: takes {seconds:.0f} s to say, with its legal basis; "
                f"at most {MOST_SECONDS:.0f} s are allowed, move something to full"
            )
        if len(wording.full) > MOST_FULL:
            yield (
                f"{self.file}, {language}: full has {len(wording.full)} characters; "
                f"a text message holds {MOST_FULL}"
            )
