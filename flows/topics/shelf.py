"""All topics of a city, and which of them are told on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from audio.phrases import PhraseBook
from flows.city import City
from flows.topics.version import FIELDS, TopicError, Version

SHIPPED = Path(__file__).parents[2] / "cities" / "topics"
SOURCE = "topics"
MOST_IN_A_FIELD = 5
"""A menu offers no more."""
ERRAND = "policy"
"""The flow that tells them; a city that has it off needs none."""


class Topics:
    """Immutable. The versions of each topic, in the order in which topics are offered."""

    def __init__(self, versions: Iterable[Sequence[Version]] = ()) -> None:
        self._versions = tuple(tuple(sorted(each, key=lambda v: v.on)) for each in versions)
        self._by_id = {version.id: version for version in self._all()}

    @classmethod
    def of(cls, city: City, profile: Path) -> Topics:
        """The topics of the city with this profile: those of the folder ``topics`` beside it, or
        else those that ship with the line. Raises ``TopicError``."""
        if ERRAND in city.off:
            return cls()
        beside = profile.parent / "topics"
        folder = beside if beside.is_dir() else SHIPPED
        return cls.load(folder, city.languages, city.topics)

    @classmethod
    def load(cls, folder: Path, languages: Sequence[str], wanted: Sequence[str] = ()) -> Topics:
        """Read the topics of ``folder`` and check them for a city that speaks ``languages``.

        ``wanted`` are those that are told, in this order; empty: all, by field and name. Raises
        ``TopicError`` with every mistake in them.
        """
        there = {place.name: place for place in sorted(folder.iterdir()) if place.is_dir()}
        faults, topics = [], list[list[Version]]()
        for name in wanted or there:
            files = sorted(there[name].glob("*.toml")) if name in there else []
            if not files:
                faults.append(
                    f"{name}: the city tells of it, and there is no {folder / name}/<date>.toml; "
                    "write one, or take it out of the profile's topics"
                )
            read = []
            for file in files:
                try:
                    read.append(Version.read(file))
                except TopicError as error:
                    faults.append(str(error))
            topics.append(read)
        if not wanted:
            topics.sort(key=lambda read: FIELDS.index(read[-1].content.field) if read else 0)
        made = cls(read for read in topics if read)
        faults += [fault for version in made._all() for fault in version.faults(languages)]
        faults += made._crowded()
        if faults:
            raise TopicError("\n".join(faults))
        return made

    @property
    def versions(self) -> tuple[tuple[Version, ...], ...]:
        """Every version of each topic, the oldest first."""
        return self._versions

    def get(self, version_id: str) -> Version | None:
        """The version of that id; None when it is no more on the shelf."""
        return self._by_id.get(version_id)

    def told(self, on: date) -> list[Version]:
        """Of each topic the newest version in force; a topic without one is not offered."""
        newest = (self._newest(versions, on) for versions in self._versions)
        return [version for version in newest if version is not None]

    def newest(self, on: date) -> list[Version]:
        """Of each topic the version in force, or, where none is, the one written last."""
        return [self._newest(versions, on) or versions[-1] for versions in self._versions]

    def in_field(self, field: str, on: date) -> list[Version]:
        """The topics of a field, in order."""
        return [version for version in self.told(on) if version.content.field == field]

    def fields(self, on: date) -> list[str]:
        """The fields that have something to tell, in the order of their topics."""
        return list(dict.fromkeys(version.content.field for version in self.told(on)))

    def told_in(self, book: PhraseBook, languages: Iterable[str]) -> PhraseBook:
        """``book`` with what topics say and send in these languages."""
        spoken: dict[str, dict[str, str]] = {code: {} for code in languages}
        written: dict[str, dict[str, str]] = {code: {} for code in languages}
        for code in languages:
            for version in self._all():
                spoken[code] |= version.spoken(code)
                written[code] |= version.written(code)
        return book.with_phrases(spoken, SOURCE).with_letters(written)

    def remarks(self, on: date) -> Iterator[str]:
        """What an operator ought to know of them on a day, a sentence each."""
        for versions in self._versions:
            newest, latest = self._newest(versions, on), versions[-1]
            if newest is None and latest.content.effective > on:
                begins = latest.content.effective
                yield f"{latest.file} holds from {begins}; until then its topic is not offered."
            elif newest is None:
                ended = latest.content.expires
                yield f"{latest.file} expired on {ended}; its topic is not offered."
            elif newest.content.expires is not None:
                yield f"{newest.file} holds until {newest.content.expires}; write what comes then."
            if newest is not None and newest.content.fill_in:
                yield f"{newest.file} leaves to the city: {'; '.join(newest.content.fill_in)}."

    @staticmethod
    def _newest(versions: Sequence[Version], on: date) -> Version | None:
        return next((version for version in reversed(versions) if version.holds(on)), None)

    def _all(self) -> Iterator[Version]:
        for versions in self._versions:
            yield from versions

    def _crowded(self) -> Iterator[str]:
        for field in FIELDS:
            names = [v[-1].name for v in self._versions if v[-1].content.field == field]
            if len(names) > MOST_IN_A_FIELD:
                yield (
                    f"{', '.join(names)}: a menu offers {MOST_IN_A_FIELD}, and these are "
                    f"{len(names)} in the field {field!r}; take some out of the profile's topics"
                )
