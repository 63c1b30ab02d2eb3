"""What counts as heard: the same sounds, however an ear spells them, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio.phrases import Piece
from audio.recordings import Recordings
from audio.studio.heard import Result, Utterance, judged, known_from, listen, write
from audio.studio.likeness import has, length, mistakes
from tests.audio.recordings.places import record

SAME = [
    ("zh-CN", "二零二六年七月五日，余额是一千二百三十四元。", "2026年7月5日,餘額是1,234元"),
    ("zh-CN", "您好，这里是幺二三三三。", "您好 这里是12333"),
    ("zh-CN", "两个月", "2个月"),
    ("zh-CN", "两张社保卡", "量張社保卡"),
    ("zh-CN", "两张", "二张"),
    ("zh-CN", "二元", "儿元"),
    ("zh-CN", "百分之八点五", "8.5%"),
    ("zh-CN", "下午三点三十分", "下午3:30"),
    ("zh-CN", "十元零五分", "10.05"),
    ("zh-CN", "医保账户，请按三。", "医宝帐户请按山"),
    ("zh-CN", "X按星号", "x按星号"),
    ("en-US", "As of July fifth, twenty twenty-six", "As of July 5th, 2026."),
    ("en-US", "Welcome to one two three three three.", "welcome to 12333"),
    ("en-US", "one thousand two hundred thirty-four yuan and five fen", "1,234 yuan five fen"),
    ("en-US", "at three oh five p.m.", "at 3:05 pm"),
    ("en-US", "thirty-five yuan five fen", "35 you on five fan."),
    ("en-US", "two yuan, four months", "To yuan for months"),
    ("en-US", "eight point five percent", "8.5%"),
    ("en-US", "at three thirty p.m.", "at 3-30pm"),
    ("en-US", "from eight thirty a.m.", "from 830 AM."),
    ("en-US", "in July twenty twenty-six", "in July of 2026"),
    ("en-US", "To book a callback", "to book a call back"),
    ("en-US", "seventy-one thousand thirty-three yuan", "71,33 yuan"),
]
OTHER = [
    ("zh-CN", "二零二六年七月五日", "2020年7月5日", 1),
    ("zh-CN", "一千二百三十四元", "1,235元", 1),
    ("zh-CN", "缴费记录", "消费记录", 1),
    ("zh-CN", "请稍候", "", 3),
    ("zh-CN", "二十天", "量十天", 1),
    ("zh-CN", "两张", "儿张", 1),
    ("en-US", "thirteen yuan", "30 yuan", 1),
    ("en-US", "paid", "unpaid", 1),
]


@pytest.mark.parametrize(("language", "said", "heard"), SAME)
def test_other_spellings_are_the_same(language: str, said: str, heard: str) -> None:
    assert mistakes(said, heard, language) == 0


@pytest.mark.parametrize(("language", "said", "heard", "wrong"), OTHER)
def test_other_sounds_are_not(language: str, said: str, heard: str, wrong: int) -> None:
    assert mistakes(said, heard, language) == wrong


def test_a_value_is_heard_whole_or_not() -> None:
    assert has(["三十五元"], "余鹅是35元", "zh-CN")
    assert not has(["三十五元"], "余额是36元", "zh-CN")
    assert has(["thirty-five yuan and five fen"], "it is 35 you and, and 5 fan", "en-US")
    assert not has(["thirty-five yuan"], "it is 36 you and", "en-US")
    assert has(["两"], "您有量张社保卡", "zh-CN")
    assert not has(["二元"], "余额是量元", "zh-CN")
    assert has([], "", "zh-CN")


def asked(words: str, value: str, group: str = "phrases") -> Utterance:
    """An utterance with a value behind its words."""
    return Utterance("demo", group, (Piece(words), Piece(value, "v"), Piece("。")), (value,))


def test_one_sound_in_eight_may_be_another_but_not_in_a_value() -> None:
    balance = asked("您的医保余额是", "三十五元")
    assert length(balance.words, "zh-CN") == 11
    assert judged(balance, "您的一宝余额是35元", "zh-CN").mistakes == 0
    assert judged(balance, "您的医院余额是35元", "zh-CN").right
    assert not judged(balance, "您的医院鱼饵是35元", "zh-CN").right
    assert not judged(balance, "您的医保余额是36元", "zh-CN").right
    assert not judged(asked("缴费", "三月"), "消费3月", "zh-CN").right


def test_what_is_not_recorded_is_not_heard(tmp_path: Path) -> None:
    class Deaf:
        def hear(self, samples: bytes, language: str) -> str:
            raise AssertionError("there was nothing to hear")

    needed = [asked("余额是", "三元")]
    result = listen(
        needed,
        Recordings.load(tmp_path),
        "zh-CN",
        Deaf(),
        lambda utterance: None,
    )
    assert result.right() == 0 and not result.good


def test_the_same_sound_is_heard_once(tmp_path: Path) -> None:
    class Once:
        heard = 0

        def hear(self, samples: bytes, language: str) -> str:
            self.heard += 1
            return "余额是3元"

    ear, report = Once(), tmp_path / "heard.json"
    record(tmp_path, "zh-CN", [("a", "余额是", False), ("b", "三元", True)])
    recordings = Recordings.load(tmp_path)
    for _ in range(2):
        known = known_from(report, "zh-CN")
        result = listen([asked("余额是", "三元")], recordings, "zh-CN", ear, lambda _: None, known)
        write({"zh-CN": result}, report)
        assert result.good
        assert ear.heard == 1
    write({"en-US": Result(())}, report)
    assert known_from(report, "zh-CN"), "a language that was not listened to stays"


def test_the_figures() -> None:
    good, bad = (judged(asked("余额是", "三元"), heard, "zh-CN") for heard in ("余额是3元", "三"))
    result = Result((good, good, good, bad))
    assert result.right() == 75.0 == result.right("phrases")
    assert result.right("values") == 100.0
    assert result.misses == (bad,)
    assert "phrases 75.0 %" in result.summary
    assert not result.good and Result((good,)).good


def test_the_report(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("report") / "docs" / "heard.json"
    write({"zh-CN": Result((judged(asked("余额是", "三元"), "余额是3元", "zh-CN"),))}, file)
    assert '"heard": "余额是3元"' in file.read_text("utf-8")
    assert "| zh-CN | phrases | 1 | 100.0 % |" in file.with_suffix(".md").read_text("utf-8")
