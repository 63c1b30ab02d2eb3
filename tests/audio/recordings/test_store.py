"""From an utterance to clips, and from clips to sound."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audio.phrases import Piece
from audio.recordings import Clip, IndexBroken, Recordings
from audio.recordings.store import CLAUSE_PAUSE, SENTENCE_PAUSE
from audio.recordings.units import units
from tests.audio.recordings.places import record

CHINESE = [
    ("medical.balance.1", "截至", False),
    ("medical.balance.2", "您的余额是", False),
    ("engine.moment", "请稍候", True),
    ("agent.ask", "请按", False),
    ("term.card.lost.end", "已挂失，待补办", True),
    ("fragment.year.mid", "二零二六年", False),
    ("fragment.day.mid", "五日", False),
    ("fragment.month.mid", "七月", False),
    ("fragment.thousand.mid", "一千", False),
    ("fragment.yuan.mid", "三十四元", False),
    ("fragment.yuan.end", "三十四元", True),
    ("fragment.one.mid", "一", False),
    ("fragment.zero.mid", "零", False),
]
ENGLISH = [
    ("fragment.k.mid", "one thousand", False),
    ("fragment.y.end", "thirty-four yuan", True),
    ("balance", "Your balance is", False),
]


@pytest.fixture
def sounds(tmp_path: Path) -> dict[str, bytes]:
    """Samples by name."""
    return record(tmp_path, "zh-CN", CHINESE) | record(tmp_path, "en-US", ENGLISH)


@pytest.fixture
def recordings(tmp_path: Path, sounds: dict[str, bytes]) -> Recordings:
    """The recordings above."""
    return Recordings.load(tmp_path)


def texts(clips: tuple[Clip | str, ...]) -> list[str]:
    """Clips in angle brackets, so that a text is told from a clip."""
    return [f"<{clip.text}>" if isinstance(clip, Clip) else clip for clip in clips]


def ids(clips: tuple[Clip | str, ...]) -> list[str]:
    """Of clips alone."""
    assert not any(isinstance(clip, str) for clip in clips), clips
    return [clip.id for clip in clips if isinstance(clip, Clip)]


BALANCE = [
    Piece("截至"),
    Piece("二零二六年七月五日", "as_of"),
    Piece("，您的余额是"),
    Piece("一千三十四元", "balance"),
    Piece("。请稍候。"),
]


def test_an_utterance_is_clips_whose_texts_are_its_words(
    recordings: Recordings, sounds: dict[str, bytes]
) -> None:
    clips = recordings.clips(BALANCE, "zh-CN")
    assert texts(clips) == [
        *("<截至>", "<二零二六年>", "<七月>", "<五日>", "<，>", "<您的余额是>"),
        *("<一千>", "<三十四元。>", "<请稍候。>"),
    ]
    assert recordings.samples(ids(clips)) == (
        sounds["medical.balance.1"]
        + sounds["fragment.year.mid"]
        + sounds["fragment.month.mid"]
        + sounds["fragment.day.mid"]
        + CLAUSE_PAUSE
        + sounds["medical.balance.2"]
        + sounds["fragment.thousand.mid"]
        # The last piece of the amount closes the sentence.
        + sounds["fragment.yuan.end"]
        + SENTENCE_PAUSE
        + sounds["engine.moment"]
    )


def test_english_keeps_its_spaces(recordings: Recordings) -> None:
    pieces = [Piece("Your balance is "), Piece("one thousand thirty-four yuan", "b"), Piece(".")]
    clips = recordings.clips(pieces, "en-US")
    assert texts(clips) == ["<Your balance is >", "<one thousand >", "<thirty-four yuan.>"]


def test_what_is_not_recorded_is_one_text(recordings: Recordings) -> None:
    pieces = [Piece("请稍候。现在为您转接，工号"), Piece("一二", "staff"), Piece("。请稍候。")]
    assert texts(recordings.clips(pieces, "zh-CN")) == [
        "<请稍候。>",
        "现在为您转接，工号一二。",
        "<请稍候。>",
    ]


def test_a_language_without_recordings_is_text(recordings: Recordings) -> None:
    assert recordings.clips([Piece("请揿"), Piece("一", "key")], "yue-CN") == ("请揿一",)
    assert recordings.clips([], "yue-CN") == ()
    assert recordings.clips([], "zh-CN") == ()
    assert recordings.languages == ("en-US", "zh-CN")


def test_a_term_with_a_pause_inside_is_one_clip(recordings: Recordings) -> None:
    clips = recordings.clips(
        [Piece("您的余额是"), Piece("已挂失，待补办", "status"), Piece("。")], "zh-CN"
    )
    assert texts(clips) == ["<您的余额是>", "<已挂失，待补办。>"]


def test_digits_pause_between_their_groups(recordings: Recordings) -> None:
    clips = recordings.clips([Piece("一零，零一", "n"), Piece("。")], "zh-CN")
    assert texts(clips) == ["<一>", "<零>", "<，>", "<零>", "<一>", "<。>"]
    # 一 was not recorded as an end: the pause behind it is a clip of its own.
    assert recordings.samples(ids(clips)).endswith(SENTENCE_PAUSE)


def test_there_is_no_pause_at_the_end(recordings: Recordings, sounds: dict[str, bytes]) -> None:
    once = ids(recordings.clips([Piece("请稍候。")], "zh-CN"))
    assert recordings.samples(once) == sounds["engine.moment"]
    assert recordings.samples(once * 2) == (
        sounds["engine.moment"] + SENTENCE_PAUSE + sounds["engine.moment"]
    )
    assert recordings.samples([]) == b""


def test_an_unknown_sound_is_a_key_error(recordings: Recordings) -> None:
    with pytest.raises(KeyError):
        recordings.samples(["0" * 20])


def test_ids_are_of_the_sound_and_opaque(recordings: Recordings) -> None:
    for sound in ids(recordings.clips(BALANCE, "zh-CN")):
        assert len(sound) == 20 and set(sound) <= set("0123456789abcdef")


def test_a_broken_index_is_named(tmp_path: Path, sounds: dict[str, bytes]) -> None:
    assert sounds
    (tmp_path / "zh-CN" / "index.json").write_text('{"recordings": [{"name": "a"}]}')
    with pytest.raises(IndexBroken, match=r"zh-CN/index\.json"):
        Recordings.load(tmp_path)


def test_an_empty_folder_has_no_language(tmp_path: Path) -> None:
    assert Recordings.load(tmp_path).languages == ()


def test_what_ends_a_sentence() -> None:
    found = units(
        [Piece("在"), Piece("a.m.", "t"), Piece("；好吗？您的"), Piece("三", "n"), Piece("：")]
    )
    assert [(unit.text, unit.final, unit.pause) for unit in found] == [
        ("在", False, False),
        ("a.m.", True, False),
        ("好吗", True, False),
        ("您的", False, False),
        ("三", False, True),
    ]


def test_press_belongs_to_its_key() -> None:
    chinese = units(
        [Piece("查询缴费，请按"), Piece("三", "key"), Piece("。重输请按"), Piece("十二", "key")]
    )
    assert [(unit.text, unit.slot, unit.pause) for unit in chinese] == [
        ("查询缴费", None, True),
        ("请按三", "key", False),
        ("重输", None, False),
        ("请按十二", "key", False),
    ]
    english = units([Piece("For "), Piece("a card", "a"), Piece(", press "), Piece("two", "key")])
    assert [unit.text for unit in english] == ["For", "a card", "press two"]
    assert [unit.text for unit in units([Piece("请按")])] == ["请按"]


def test_an_utterance_is_put_together_in_well_under_a_millisecond(recordings: Recordings) -> None:
    recordings.clips(BALANCE, "zh-CN")
    best = 1.0
    for _ in range(20):
        start = time.perf_counter()
        for _ in range(20):
            recordings.clips(BALANCE, "zh-CN")
        best = min(best, (time.perf_counter() - start) / 20)
    assert best < 0.001


FIXED = [*(text for _, text, _ in CHINESE), "。", "，", "没有录过", "您的余额是。请稍候。"]
VALUES = [
    "一千三十四元",
    "二零二六年七月五日",
    "一零，零一",
    "已挂失，待补办",
    "一万元",
    "三十四",
    "",
]


@given(
    pieces=st.lists(
        st.builds(Piece, st.sampled_from(FIXED))
        | st.builds(Piece, st.sampled_from(VALUES), st.sampled_from(["a", "b"])),
        max_size=6,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_it_says_is_what_is_all_clips(recordings: Recordings, pieces: list[Piece]) -> None:
    clips = recordings.clips(pieces, "zh-CN")
    wholly = bool(clips) and all(isinstance(clip, Clip) for clip in clips)
    assert recordings.says(pieces, "zh-CN") is wholly
    assert not recordings.says(pieces, "yue-CN")
