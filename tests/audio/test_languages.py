"""What holds for every language, also one added tomorrow."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest

from audio import languages
from audio.languages import LANGUAGES
from audio.values import KINDS, speak


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_digit_or_sign_is_left_to_the_voice(code: str, kind: str) -> None:
    for sample in KINDS[kind].samples:
        words = speak(kind, sample, LANGUAGES[code])
        assert words and words == words.strip()
        assert not [sign for sign in words if unicodedata.category(sign)[0] in "NSC"]


def test_codes_and_names() -> None:
    assert [(la.code, la.name, la.say_code) for la in LANGUAGES.values()] == [
        ("en-US", "English", "en-US"),
        ("yue-CN", "粤语", "yue-CN"),
        ("zh-CN", "普通话", "cmn-CN"),
    ]


def test_the_languages_cannot_be_changed_by_who_uses_them() -> None:
    with pytest.raises(TypeError):
        LANGUAGES["zh-CN"] = LANGUAGES["en-US"]  # type: ignore[index]


def test_a_module_in_the_folder_is_a_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zh_tw.py").write_text(
        "from dataclasses import replace\n"
        "from audio.languages.zh_cn import LANGUAGE as MANDARIN\n"
        "LANGUAGE = replace(MANDARIN, code='zh-TW', name='國語', say_code='cmn-TW')\n",
        "utf-8",
    )
    monkeypatch.setattr(languages, "__path__", [*languages.__path__, str(tmp_path)])
    found = languages._found()
    sys.modules.pop("audio.languages.zh_tw")
    assert set(found) == {*LANGUAGES, "zh-TW"}
    assert speak("money", 1050, found["zh-TW"]) == "十元五角"
