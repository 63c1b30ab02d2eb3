"""How a studio voice pronounces: words as the signs of speech that Kokoro was taught.

Mandarin goes by pinyin (misaki, jieba, pypinyin), English by espeak-ng, which comes as a library
inside a package. Words that these read wrongly, or that a dictionary cannot know, stand here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import cast

Reader = Callable[[str], str]
"""From words to signs of speech."""

_LETTER_X = {"zh-CN": "ˈɛks"}
_CHINESE = {
    "幺": "yāo",
    "重听": "chóng tīng",
    "重试": "chóng shì",
    "重输": "chóng shū",
    "重新": "chóng xīn",
    "参保": "cān bǎo",
    "还有": "hái yǒu",
    "转人工": "zhuǎn rén gōng",
    "个人": "gè rén",
    "暂停": "zàn tíng",
}
_ENGLISH = (
    (re.compile(r"\bp\.m\."), "P M"),
    (re.compile(r"\ba\.m\."), "eigh M"),
    (re.compile(r"\byuan\b"), "yu-ahn"),
    (re.compile(r"\bID\b"), "eye dee"),
)
_PUNCTUATION = str.maketrans("，。：；？！、（）", ",.:;?!,()")


def reader(language: str) -> Reader:
    """The reader of a language. Raises KeyError for one that has none."""
    return {"zh-CN": _mandarin, "en-US": _american}[language]()


def _mandarin() -> Reader:
    import jieba
    from misaki.zh import ZHG2P
    from pypinyin import load_phrases_dict

    jieba.setLogLevel(logging.WARNING)
    load_phrases_dict({word: [[one] for one in said.split()] for word, said in _CHINESE.items()})
    for word in _CHINESE:
        jieba.add_word(word)
    spoken = ZHG2P()

    def read(text: str) -> str:
        """Letters are read by name; everything else by pinyin."""
        parts = re.split(r"(X)", text.translate(_PUNCTUATION))
        signs = [
            _LETTER_X["zh-CN"] if part == "X" else cast(str, spoken.legacy_call(part))
            for part in parts
            if part
        ]
        return " ".join(signs).strip()

    return read


def _american() -> Reader:
    from misaki.espeak import EspeakFallback

    logging.getLogger("phonemizer").setLevel(logging.ERROR)
    spoken = EspeakFallback(british=False)

    class Token:
        """What the reader of misaki takes."""

        def __init__(self, text: str) -> None:
            self.text = text

    def read(text: str) -> str:
        for pattern, said in _ENGLISH:
            text = pattern.sub(said, text)
        return cast(str, spoken(Token(text))[0]).strip()

    return read
