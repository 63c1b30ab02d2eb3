"""The page of announcements and overflow, and what callers hear of it."""

from __future__ import annotations

import io
import re
import wave
from datetime import timedelta
from typing import Any

import pytest

from db import acts
from db.staff import Role
from tests.desk.house import House
from tests.desk.visitor import Page, Visitor

LINE, ADD = "/desk/wall/line", "/desk/wall/announcements"
ZH, EN = (
    "因台风，今天下午停止对外服务。",
    "Because of the typhoon, offices are closed this afternoon.",
)


@pytest.fixture
def supervisor(desk: House) -> Visitor:
    return desk.sign_in({Role.SUPERVISOR}, name="chief")


def pcm(seconds: float = 1, rate: int = 8000) -> io.BytesIO:
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(rate)
        made.writeframes(b"\x00\x10" * int(seconds * rate))
    return io.BytesIO(file.getvalue())


def announce(visitor: Visitor, **other: Any) -> Page:
    """Monday, 10:00 to 12:00, unless told otherwise."""
    fields = {
        "text-zh-CN": ZH,
        "text-en-US": EN,
        "begins": "2026-03-16T10:00",
        "ends": "2026-03-16T12:00",
    }
    return visitor.post(ADD, follow=True, **{**fields, **other})


def test_what_is_written_is_what_callers_hear(desk: House, supervisor: Visitor) -> None:
    assert "Nothing is announced." in supervisor.get(LINE).text
    page = announce(supervisor)
    assert page.status == 200
    assert "callers hear it" in page.text
    assert EN in page.text
    desk.line.passes(seconds=10)
    call = desk.telephone().dial()
    call.hears(ZH, EN, "您好")
    call.hangs_up()
    assert [(a.made_by, a.what) for a in acts.latest(desk.database, 2)] == [("chief", "announce")]


def test_it_is_stopped(desk: House, supervisor: Visitor) -> None:
    page = announce(supervisor)
    (stop,) = re.findall(rf'action="({ADD}/[0-9a-f]+/stop)"', page.html)
    deputy = desk.sign_in({Role.SUPERVISOR}, name="deputy")
    assert "nobody hears it any more" in deputy.post(stop, follow=True).text
    page = deputy.get(LINE)
    assert "was stopped" in page.text
    assert "stopped by deputy" in page.text
    assert "over already" in deputy.post(stop, follow=True).text
    desk.line.passes(seconds=10)
    call = desk.telephone().dial()
    call.does_not_hear(ZH)
    call.hangs_up()


def test_a_recording_is_kept_as_telephones_play_it(desk: House, supervisor: Visitor) -> None:
    page = announce(supervisor, **{"sound-zh-CN": (pcm(), "news.wav")})
    (url,) = re.findall(r'<audio controls preload="none" src="([^"]+)"', page.html)
    sound = desk.app.test_client().get(url)
    assert sound.status_code == 200
    assert len(sound.data) < 9000
    desk.line.passes(seconds=10)
    call = desk.telephone().dial()
    call.hears(ZH, EN)
    assert [e.text for e in call.transcript if e.act == "plays"] == [ZH]
    call.hangs_up()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text-zh-CN": ""}, "This is needed."),
        ({"text-zh-CN": "今天14:30停止服务。"}, "Write in words how this is to be spoken: 1 4 3 0"),
        ({"text-en-US": "Up 5% & more"}, "Write in words how this is to be spoken: 5 % &"),
        ({"text-en-US": ZH}, "not in the language"),
        ({"text-zh-CN": EN}, "not in the language"),
        ({"text-zh-CN": "停" * 401}, "400"),
        ({"text-zh-CN": "停止服务，" * 50}, "seconds to say; at most 30"),
        ({"ends": "2026-03-16T10:00"}, "must end after it begins"),
        ({"begins": "2026-03-16T08:00", "ends": "2026-03-16T09:00"}, "This moment has passed"),
        ({"ends": "2026-03-23T10:01"}, "At most 7 days"),
        ({"ends": ""}, "This is needed."),
        ({"ends": "soon"}, "Not a valid datetime value."),
        ({"sound-zh-CN": (pcm(rate=44100), "a.wav")}, "Save it as WAV: 8000 Hz, mono, 16 bit."),
        ({"sound-zh-CN": (io.BytesIO(b"ID3"), "a.mp3")}, "no WAV file"),
        ({"sound-zh-CN": (pcm(31), "a.wav")}, "longer than 30 seconds"),
        ({"text-zh-CN": "{停止}"}, "Write in words how this is to be spoken: { }"),
    ],
)
def test_what_cannot_be_told_is_refused_beside_its_field(
    desk: House, supervisor: Visitor, fields: dict[str, Any], told: str
) -> None:
    page = announce(supervisor, **fields)
    assert page.status == 422
    assert told in page.text
    assert 'aria-invalid="true"' in page.html
    assert acts.latest(desk.database, 1) == []


def test_a_week_is_not_too_long(desk: House, supervisor: Visitor) -> None:
    assert announce(supervisor, ends="2026-03-23T10:00").status == 200


def test_of_two_the_page_says_which_is_heard(desk: House, supervisor: Visitor) -> None:
    announce(supervisor)
    page = announce(supervisor, **{"text-zh-CN": "系统正在恢复。"})
    assert page.text.index("callers hear it") < page.text.index("on, but a newer one is heard")


def test_times_are_the_citys(desk: House, supervisor: Visitor) -> None:
    announce(supervisor, begins="2026-03-16T11:00")
    kept = desk.app.extensions["hotline"].announcements
    assert kept.heard(desk.now() + timedelta(minutes=59)) == {}
    assert kept.heard(desk.now() + timedelta(minutes=61))["en-US"].text == EN


def test_overflow_is_said_on_every_page_until_it_ends(desk: House, supervisor: Visitor) -> None:
    page = supervisor.post("/desk/wall/overflow/on", minutes="30", follow=True)
    assert "switched to overflow until 10:30" in page.text
    agent = desk.sign_in({Role.AGENT})
    warning = "Overflow is on until 10:30"
    for visitor, path in ((supervisor, "/desk/wall"), (agent, "/desk/account")):
        assert warning in visitor.get(path).text.replace("\u202f", " ")
    desk.line.passes(minutes=30)
    assert warning not in agent.get("/desk/account").text
    assert acts.latest(desk.database, 1)[0].what == "overflow-on"


def test_overflow_is_switched_off(desk: House, supervisor: Visitor) -> None:
    supervisor.post("/desk/wall/overflow/on", minutes="480")
    call = desk.telephone().dial()
    call.press("0")
    call.hears("暂时不能排队等待")
    call.hangs_up()
    page = supervisor.post("/desk/wall/overflow/off", follow=True)
    assert "callers wait in line again" in page.text
    assert "off already" in supervisor.post("/desk/wall/overflow/off", follow=True).text
    desk.line.passes(seconds=10)
    call = desk.telephone().dial()
    call.press("0")
    call.does_not_hear("暂时不能排队等待")
    call.hangs_up()


@pytest.mark.parametrize("minutes", ["", "0", "-5", "100000", "x"])
def test_overflow_always_has_an_end(desk: House, supervisor: Visitor, minutes: str) -> None:
    page = supervisor.post("/desk/wall/overflow/on", minutes=minutes, follow=True)
    assert "Choose how long overflow shall last." in page.text
    assert "Overflow is on until" not in page.text


def test_in_chinese(desk: House) -> None:
    visitor = desk.sign_in({Role.SUPERVISOR}, language="zh")
    page = announce(visitor, **{"text-zh-CN": "今天3点"})
    assert "请用文字写出以下符号的读法：3" in page.text
    assert "新公告" in page.text


def test_none_of_it_without_the_token_or_the_role(desk: House, supervisor: Visitor) -> None:
    agent = desk.sign_in({Role.AGENT})
    for path in (ADD, f"{ADD}/x/stop", "/desk/wall/overflow/on", "/desk/wall/overflow/off"):
        assert supervisor.post(path, csrf=False, minutes="30").status == 400
        assert agent.post(path, minutes="30").status == 403
