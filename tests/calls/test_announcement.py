"""The emergency announcement: heard before everything else, in the caller's language, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from audio.recordings.wave import wav
from db.announcements import Announcements, Wanted
from ivr.carrier.telephone import Telephone
from ivr.settings import ROOT
from tests.plugins.line import Line

ZH, EN = (
    "因台风，今天下午停止对外服务。",
    "Because of the typhoon, offices are closed this afternoon.",
)
TEXTS = {"zh-CN": Wanted(ZH), "en-US": Wanted(EN)}
TONE = wav(b"\x80\xff" * 8000, ZH)
"""Two seconds of something."""


def announce(
    line: Line, told: Mapping[str, Wanted] = TEXTS, *, begins: float = 0, hours: float = 2
) -> str:
    """Announce something, ``begins`` hours from now."""
    begin = line.now() + timedelta(hours=begins)
    end = begin + timedelta(hours=hours)
    return Announcements(line.database).add(told, begin, end, "staff-1", line.now())


def test_it_is_heard_before_the_greeting_in_each_language(telephone: Telephone, line: Line) -> None:
    announce(line)
    call = telephone.dial()
    call.hears(ZH, EN, "您好，这里是幺二三三三。", "Welcome to one two three three three.")
    call.hangs_up()
    assert line.events("announced") == [{"language": "zh-CN"}, {"language": "en-US"}]


def test_who_has_chosen_a_language_hears_it_in_that_one(telephone: Telephone, line: Line) -> None:
    call = telephone.dial("+8613800000002")
    call.press("8")
    call.hangs_up()
    announce(line)
    line.passes(seconds=10)
    call = telephone.dial("+8613800000002")
    call.hears(EN, "Welcome to one two three three three.")
    call.does_not_hear(ZH)
    call.press("8")
    call.hears("您已选择普通话。", ZH)
    call.press("8")
    call.hears("You have chosen English.")
    call.does_not_hear(EN)
    call.hangs_up()


def test_once_a_call(telephone: Telephone, line: Line) -> None:
    announce(line)
    call = telephone.dial()
    call.hears(ZH)
    call.press("2")
    call.press("*")
    call.hears("查询医保、社保账户，请按一。")
    call.does_not_hear(ZH)
    call.hangs_up()


def test_a_key_cuts_it_short(telephone: Telephone, line: Line) -> None:
    announce(line)
    call = telephone.dial()
    call.press("3")
    call.hears("请按一")
    call.does_not_hear(ZH)
    call.hangs_up()


def test_it_begins_and_ends_by_itself(telephone: Telephone, line: Line) -> None:
    announce(line, begins=1, hours=2)
    for hours, heard in ((0, False), (1.01, True), (1.9, True), (0.1, False)):
        line.passes(hours=hours)
        call = telephone.dial("anonymous")
        if heard:
            call.hears(ZH)
        else:
            call.does_not_hear(ZH)
        call.hangs_up()


def test_it_can_be_stopped(telephone: Telephone, line: Line) -> None:
    name = announce(line)
    told = Announcements(line.database)
    assert told.stop(name, "staff-2", line.now())
    assert not told.stop(name, "staff-2", line.now())
    line.passes(seconds=10)
    call = telephone.dial()
    call.does_not_hear(ZH)
    call.hangs_up()


def test_of_two_the_newer_is_heard(telephone: Telephone, line: Line) -> None:
    announce(line, hours=24)
    announce(line, {"zh-CN": Wanted("系统正在恢复。")}, hours=1)
    call = telephone.dial()
    call.hears("系统正在恢复。")
    call.does_not_hear(ZH, EN)
    call.hangs_up()
    line.passes(hours=1, seconds=10)
    call = telephone.dial("anonymous")
    call.hears(ZH, EN)
    call.hangs_up()


def test_a_recording_is_played_in_its_place(telephone: Telephone, line: Line) -> None:
    announce(line, {"zh-CN": Wanted(ZH, TONE), "en-US": Wanted(EN)})
    call = telephone.dial()
    call.hears(ZH, EN)
    call.press("9")
    call.hears(ZH, EN)
    call.hangs_up()
    played = [entry.text for entry in call.transcript if entry.act == "plays"]
    assert played == [ZH, ZH]


@pytest.mark.parametrize("line", [{"city": ROOT / "cities" / "river.toml"}], indirect=True)
def test_of_three_languages_each_is_heard_when_it_is_chosen(
    telephone: Telephone, line: Line
) -> None:
    yue = "因为台风，今日下昼暂停服务。"
    announce(line, {**TEXTS, "yue-CN": Wanted(yue)})
    call = telephone.dial()
    call.hears(yue, "你好")
    call.does_not_hear(ZH, EN)
    call.press("8")
    call.hears("您已选择普通话。", ZH)
    call.press("8")
    call.hears("You have chosen English.", EN)
    call.press("8")
    call.hears("你已经选择粤语。")
    call.does_not_hear(yue)
    call.hangs_up()


@pytest.mark.postgres
def test_on_postgresql(telephone: Telephone, line: Line) -> None:
    announce(line, {"zh-CN": Wanted(ZH, TONE), "en-US": Wanted(EN)})
    call = telephone.dial()
    call.hears(ZH, EN)
    call.hangs_up()
