"""Whether what was heard is what was said: toneless syllables of Mandarin, words of English.

An ear spells as it likes: 1234 for 一千二百三十四, 2026 for "twenty twenty-six", 账 as 帐. Both
sides are brought to the same sounds, and a number in figures may be read in each way there is; the
reading that fits best counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, islice, product

import cn2an  # type: ignore[import-untyped]
import num2words  # type: ignore[import-untyped]
import opencc
from pypinyin import Style, lazy_pinyin

_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MOST_READINGS = 256
_SIMPLIFIED = opencc.OpenCC("t2s")
_SAME_SIGN = str.maketrans("幺〇", "一零")
_TWO = frozenset("两二")
_ALIKE = frozenset(map(frozenset, (("两", "二"), ("两", "lian"), ("二", "er"))))
"""Two is heard as either sign, and each as another sign of its sound (``lian`` is liang, fuzzy)."""
_COINS = frozenset({"yuan", "fen"})
_SPELLED_COINS = (
    (re.compile(r"\b(?:you|u) ?(?:on|an|and)\b|\b(?:uan|uon|yuen|un)\b"), "yuan"),
    (re.compile(r"\b(?:fan|fin|phen|cents)\b"), "fen"),
)
"""What an English ear makes of the coins it does not know."""
_FUZZY_START = re.compile(r"^([zcs])h")
_FUZZY_END = re.compile(r"([aei]n)g$")

Sounds = tuple[str, ...]


def mistakes(said: str, heard: str, language: str) -> int:
    """How many sounds must be changed, added or left out to make one of the other."""
    sounds = {"zh-CN": _mandarin, "en-US": _american}[language]
    wanted = sounds(said)
    return min(_distance(wanted, sounds(reading)) for reading in _readings(heard, language))


def length(said: str, language: str) -> int:
    """How many sounds ``said`` has."""
    return len({"zh-CN": _mandarin, "en-US": _american}[language](said))


def _readings(heard: str, language: str) -> Iterator[str]:
    """``heard`` with every number in words, in each way it may be read."""
    text = _plain(heard, language)
    figures = _FIGURES.findall(text)
    words = _FIGURES.split(text)
    read = {"zh-CN": _chinese_number, "en-US": _english_number}[language]
    for some in islice(product(*map(read, figures)), _MOST_READINGS):
        yield "".join(a + f" {b} " for a, b in zip(words, (*some, ""), strict=True))


def _plain(heard: str, language: str) -> str:
    """Signs that stand for words, as words."""
    if language == "zh-CN":
        heard = re.sub(r"(\d+(?:\.\d+)?)\s*%", r"百分之\1", heard)
        return re.sub(r"(\d+):(\d\d)", r"\1点\2分", heard)
    heard = re.sub(r"(\d+)\s*%", r"\1 percent", heard)
    # 3:30, 3-30 and 330 before p.m. are a time; 71,33 is no number but two.
    heard = re.sub(r"\b(\d{1,2})[:.-]?(\d\d)(?=\s*[ap]\.?m)", r"\1 \2", heard, flags=re.IGNORECASE)
    heard = re.sub(r"\b(\d{1,3}),(\d{1,2})\b(?!,)", r"\1 thousand \2", heard)
    return re.sub(r"(\d+)(?:st|nd|rd|th)\b", r"\1", heard)


def _chinese_number(figures: str) -> list[str]:
    plain = figures.replace(",", "")
    one_by_one = "".join("零一二三四五六七八九"[int(d)] if d.isdigit() else "点" for d in plain)
    found = [one_by_one]
    if len(plain.partition(".")[0]) < 13:
        found.append(cn2an.an2cn(plain))
    if "." in plain:
        yuan, cents = plain.split(".")
        if len(cents) == 2:
            jiao = f"{one_by_one[-2]}角" if cents[0] != "0" else "零"
            found.append(f"{cn2an.an2cn(yuan)}元{jiao}{one_by_one[-1]}分")
    return found


def _english_number(figures: str) -> list[str]:
    plain = figures.replace(",", "").rstrip(".")
    one_by_one = " ".join(num2words.num2words(int(d)) for d in plain if d.isdigit())
    found = [one_by_one]
    if plain.isdigit():
        number = int(plain)
        found += [num2words.num2words(number), num2words.num2words(number, to="ordinal")]
        if len(plain) == 4:
            found.append(num2words.num2words(number, to="year"))
        if len(plain) == 2 and plain[0] == "0":
            found.append(f"oh {num2words.num2words(number)}")
    else:
        found.append(num2words.num2words(plain))
    return found


@cache
def _mandarin(text: str) -> Sounds:
    """Syllables without tones. 幺 is 一, as an ear writes both in figures; 两 and 二 stay signs.

    Of a spoken 两 an ear writes 2, 二 or a sign of the same sound (量); of 二 it may write 儿 but
    never 量, so the two are no single syllable: ``_alike`` knows what each may be.

    A telephone carries nothing above 4 kHz, where s and sh differ, and little of what tells n from
    ng: these are one, as in the fuzzy pinyin of input methods.
    """
    # Whisper spells in either script; a dictionary of readings knows one.
    text = re.sub(r"[^\w]|_", "", _SIMPLIFIED.convert(text)).lower()
    text = text.translate(_SAME_SIGN)
    syllables = [
        one
        for run in re.findall(r"[两二]|(?:(?![两二])[㐀-䶿一-鿿])+|.", text)
        for one in ([run] if run in _TWO else lazy_pinyin(run, style=Style.NORMAL))
    ]
    return tuple(_FUZZY_END.sub(r"\1", _FUZZY_START.sub(r"\1", one)) for one in syllables)


_SAME_WORD = {
    "to": "two",
    "too": "two",
    "for": "four",
    "won": "one",
    "ate": "eight",
    "i'd": "id",
    "and": "",
    "of": "",
    "callback": "call back",
    "anymore": "any more",
}
"""Words that sound the same; small ones that a number or a date may have or not."""


@cache
def _american(text: str) -> Sounds:
    text = text.lower().replace("a.m.", "am").replace("p.m.", "pm").replace("-", " ")
    for pattern, coin in _SPELLED_COINS:
        text = pattern.sub(coin, text)
    words = re.sub(r"[^\w\s']|_", " ", text).split()
    return tuple(" ".join(_SAME_WORD.get(word, word) for word in words).split())


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for at, sound in enumerate(one, start=1):
        before, row[0] = row[0], at
        for to, heard in enumerate(other, start=1):
            cost = min(row[to] + 1, row[to - 1] + 1, before + (not _alike(sound, heard)))
            before, row[to] = row[to], cost
    return row[-1]


def _alike(one: str, other: str) -> bool:
    return one == other or frozenset((one, other)) in _ALIKE


def has(values: Sequence[str], heard: str, language: str) -> bool:
    """Whether each of ``values`` is heard, in order of speech or not, sound by sound.

    An English ear does not know yuan and fen and spells them in many ways: the numbers before them
    must be heard, they need not.
    """
    sounds = {"zh-CN": _mandarin, "en-US": _american}[language]
    runs = [run for value in values for run in _runs(sounds(value), language)]
    return any(
        all(_inside(run, sounds(reading)) for run in runs) for reading in _readings(heard, language)
    )


def _runs(sounds: Sounds, language: str) -> Iterator[Sounds]:
    if language != "en-US":
        yield sounds
        return
    for coin, run in groupby(sounds, key=_COINS.__contains__):
        if not coin:
            yield tuple(run)


def _inside(run: Sounds, heard: Sounds) -> bool:
    size = len(run)
    return any(all(map(_alike, run, heard[at : at + size])) for at in range(len(heard) - size + 1))
