"""What `check` finds, and the sentence it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audio.fragments import Part
from audio.recordings import index
from audio.studio.faults import faults
from audio.studio.lines import Line
from audio.studio.plan import stale, tasks
from audio.studio.shelf import Shelf, entry
from audio.studio.sound import encoded
from audio.studio.takes import Takes
from tests.audio.studio.test_sound import tone

READING = (Part("您的余额是", "demo.balance"), Part("三元", "", "。"))
LINE = Line("demo.balance", "zh-CN", "您的余额是", False, READING)
OTHER = Line("demo.moment", "zh-CN", "请稍候", True, (Part("请稍候", "demo.moment", "。"),))
SAMPLES = encoded(tone(400, 1.0, 0.16))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """With the first line recorded."""
    full = Shelf("zh-CN", tmp_path)
    with full:
        full.put(entry(LINE, SAMPLES, "kokoro", Takes({}).recipe(LINE)), SAMPLES)
    return Shelf("zh-CN", tmp_path)


def kinds(shelf: Shelf, *lines: Line) -> list[tuple[str, str]]:
    """Kind and name of every fault."""
    return [(fault.kind, fault.name) for fault in faults(shelf, lines)]


def test_nothing_is_wrong(shelf: Shelf) -> None:
    assert kinds(shelf, LINE) == []


def test_what_is_not_recorded_is_missing(shelf: Shelf) -> None:
    assert kinds(shelf, LINE, OTHER) == [("missing", "demo.moment")]
    assert "请稍候" in next(iter(faults(shelf, [LINE, OTHER]))).sentence


def test_a_lost_file_is_missing(shelf: Shelf) -> None:
    shelf.file(LINE.name).unlink()
    assert kinds(shelf, LINE) == [("missing", LINE.name)]


def test_other_words_are_stale(shelf: Shelf) -> None:
    changed = replace(LINE, text="您的医保余额是")
    assert kinds(shelf, changed) == [("stale", LINE.name)]
    assert kinds(shelf, replace(LINE, final=True)) == [("stale", LINE.name)]


def test_what_no_phrase_asks_for_is_unused(shelf: Shelf) -> None:
    (shelf.folder / "left.over.wav").write_bytes(b"")
    assert kinds(shelf) == [("unused", LINE.name), ("unused", "left.over")]
    shelf.drop("left.over")
    assert kinds(shelf, LINE) == []


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("clipped", {"peak": 0.0}),
        ("quiet", {"loudness": -41.0}),
        ("long", {"seconds": 9.5}),
        ("damaged", {"id": "0" * 20}),
    ],
)
def test_a_bad_recording_is_named(shelf: Shelf, kind: str, change: dict[str, float | str]) -> None:
    kept = shelf.named(LINE.name)
    assert kept is not None
    index.write(shelf.folder, [replace(kept, **change)])  # type: ignore[arg-type]
    assert kinds(Shelf("zh-CN", shelf.folder.parent), LINE) == [(kind, LINE.name)]


def test_a_file_that_is_no_recording_is_damaged(shelf: Shelf) -> None:
    shelf.file(LINE.name).write_bytes(b"RIFF")
    assert kinds(shelf, LINE) == [("damaged", LINE.name)]


def test_only_what_is_missing_or_read_otherwise_is_rendered(shelf: Shelf) -> None:
    usual = Takes({})
    assert stale(shelf, [LINE, OTHER], usual) == [OTHER]
    slower = usual.at([LINE], 0.8)
    assert stale(shelf, [LINE, OTHER], slower) == [LINE, OTHER]
    elsewhere = replace(LINE, reading=(READING[0], Part("五元", "", "。")))
    assert stale(shelf, [elsewhere], usual) == [elsewhere]
    assert stale(shelf, [LINE], usual, everything=True) == [LINE]


def test_what_a_person_recorded_is_not_rendered(shelf: Shelf) -> None:
    shelf.put(entry(LINE, SAMPLES, "speaker"), SAMPLES)
    assert stale(shelf, [LINE], Takes({}), everything=True) == []
    changed = replace(LINE, text="余额是")
    assert stale(shelf, [changed], Takes({})) == [changed]


def test_lines_of_one_sentence_are_read_at_once() -> None:
    second = replace(LINE, name="demo.second", text="三元", final=True)
    usual = Takes({})
    assert [len(task.lines) for task in tasks([LINE, second, OTHER], usual)] == [2, 1]
    apart = tasks([LINE, second], usual.at([LINE], 0.8))
    assert [(task.voice.speed, len(task.lines)) for task in apart] == [(0.8, 1), (0.9, 1)]


def test_takes_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "takes.json"
    Takes({"zh-CN": {LINE.name: {"says": "您的鱼鹅是"}}}).at([LINE], 0.8).save(file)
    back = Takes.load(file)
    assert (back.voice(LINE).speed, back.says(LINE)) == (0.8, "您的鱼鹅是")
    assert back.voice(OTHER) == Takes({}).voice(OTHER)


def test_a_take_cut_earlier_is_another_recording(tmp_path: Path) -> None:
    file = tmp_path / "takes.json"
    usual = Takes({})
    early = usual.at([LINE], 0.8, 0.05)
    early.save(file)
    assert Takes.load(file).voice(LINE).ahead == 0.05
    assert len({takes.recipe(LINE) for takes in (usual, usual.at([LINE], 0.8), early)}) == 3
    assert early.at([LINE], 0.8).recipe(LINE) == usual.at([LINE], 0.8).recipe(LINE)


def test_the_index_is_saved_even_when_work_stops(tmp_path: Path) -> None:
    shelf = Shelf("zh-CN", tmp_path)
    with pytest.raises(KeyboardInterrupt), shelf:
        shelf.put(entry(LINE, SAMPLES, "kokoro"), SAMPLES)
        raise KeyboardInterrupt
    assert Shelf("zh-CN", tmp_path).find(LINE) is not None
