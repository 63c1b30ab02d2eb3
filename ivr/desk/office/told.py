"""What the records and the profile say in sentences of their own, in the language of the page.

Those rooms know no pages and no translations: they say what is wrong in English. Here each of their
sentences is known by its shape, and said again. One that is not known is shown as it is.
"""

from __future__ import annotations

import re
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from ivr.desk.office.kinds import KIND_NAMES

Shape = tuple[re.Pattern[str], LazyString]


def _shape(pattern: str, said: LazyString) -> Shape:
    return re.compile(pattern, re.S), said


SHAPES: Final[tuple[Shape, ...]] = (
    _shape(
        r"the header is that of (?P<others>.+), not of (?P<kind>\w+)",
        _l("The header is that of %(others)s, not of %(kind)s."),
    ),
    _shape(
        r"the header of a file of (?P<kind>\w+) must name its columns; (?P<what>.+)",
        _l("The header of a file of %(kind)s must name its columns. In this one: %(what)s."),
    ),
    _shape(
        r"the file is not UTF-8; it looks like GB18030.*",
        _l(
            "The file is in GB18030, as Chinese Excel writes CSV. Save it as “CSV UTF-8 (comma "
            "delimited)”, or as .xlsx."
        ),
    ),
    _shape(
        r"the file is not UTF-8:.*",
        _l("The file is not UTF-8. Save it as “CSV UTF-8 (comma delimited)”, or as .xlsx."),
    ),
    _shape(
        r"the file holds zero bytes:.*",
        _l("The file holds zero bytes: it is not a CSV file in UTF-8."),
    ),
    _shape(r"the file is empty:.*", _l("The file is empty: it needs a header row and rows below.")),
    _shape(
        r"line (?P<line>\d+) is not CSV .*",
        _l(
            "Line %(line)s is not CSV: often a quotation mark is never closed, or has text behind "
            "it. Mend it and hand the file in again."
        ),
    ),
    _shape(
        r"the workbook is too large:.*",
        _l("The workbook is too large: save the sheet as CSV UTF-8."),
    ),
    _shape(
        r"the file is not an \.xlsx workbook.*",
        _l("The file is not an .xlsx workbook, or is damaged: open it and save it once more."),
    ),
    _shape(
        r"(?P<day>[0-9-]+) is listed under (?P<year>\d+); move it to its own year",
        _l("%(day)s is listed under %(year)s: move it to its own year."),
    ),
    _shape(
        r"(?P<day>[0-9-]+) is a holiday and a workday; .*",
        _l("%(day)s is a holiday and a workday: take it out of one."),
    ),
    _shape(
        r"(?P<day>[0-9-]+) is worked anyway; .*",
        _l("%(day)s is worked anyway: workdays are days of a weekend."),
    ),
    _shape(
        r"(?P<day>[0-9-]+): (?P<source>.+) says otherwise; .*",
        _l("%(day)s: %(source)s says otherwise. Look at the notice."),
    ),
)


PARTS: Final = (
    ("unknown columns: ", _l("unknown columns: ")),
    ("missing columns: ", _l("missing columns: ")),
    ("columns that stand there twice: ", _l("columns that stand there twice: ")),
)
"""What a header may suffer from, several of it at once."""


def _part(text: str) -> str:
    """What stands in a sentence: a kind of files, what is wrong with a header, or as it is."""
    for pattern, said in PARTS:
        text = text.replace(pattern, str(said))
    return str(KIND_NAMES.get(text, text))


def told(sentence: str) -> str:
    """A sentence of a lower room, in the language of the page."""
    for pattern, said in SHAPES:
        found = pattern.fullmatch(sentence)
        if found is not None:
            # Formatted after it is translated, so that it is one of the words to be translated.
            return str(said) % {name: _part(text) for name, text in found.groupdict().items()}
    return sentence
