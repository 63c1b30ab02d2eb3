"""How long a text takes to be spoken: an estimate, to keep prompts short and waits honest.

The rates are those of an unhurried telephone voice (about 4.2 Mandarin syllables or 2.6 English
words a second, ``Language.pace``); every pause inside the text is added. A real voice differs by a
fifth either way, so nothing may depend on the estimate to the second.
"""

from __future__ import annotations

import re

from audio.languages import LANGUAGES

_SENTENCE_END = re.compile(r"[。？！；…]+(?=.)|[.?!;]+(?=\s)")
_CLAUSE_END = re.compile(r"[，、：]+(?=.)|[,:](?=\s)|—+")
SENTENCE_PAUSE = 0.5
CLAUSE_PAUSE = 0.25


def estimate(text: str, language: str) -> float:
    """Seconds that ``text`` takes in ``language`` (a code of ``LANGUAGES``).

    The silence after the last word is not counted: the caller may already press a key.
    """
    pace = LANGUAGES[language].pace
    text = text.strip()
    units = len(pace.unit.findall(text))
    pauses = len(_SENTENCE_END.findall(text)) * SENTENCE_PAUSE
    pauses += len(_CLAUSE_END.findall(text)) * CLAUSE_PAUSE
    return units / pace.units_per_second + pauses
