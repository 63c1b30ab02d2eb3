"""What became of a ticket: by its number, and by who calls."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import update

from db.kinds import TICKETS
from db.models import Ticket
from db.tickets import new_number, open_ticket
from ivr.carrier.telephone import Telephone
from tests.calls.test_messages import spoken
from tests.plugins.line import Line
from tests.plugins.people import People

NUMBER, OTHER, THIRD, FOURTH = (new_number(Random(seed)) for seed in range(4))
UNKNOWN = new_number(Random(99))


def kept(line: Line, number: str, **other: Any) -> None:
    """A ticket on record."""
    ticket: dict[str, Any] = {
        "call_id": 1,
        "kind": "message",
        "language": "zh-CN",
        "person_id": None,
        "caller_number": None,
        "recording_url": None,
        "recording_seconds": None,
        "opened_at": datetime(2026, 3, 13, 2, 0, tzinfo=UTC),
        "promised_on": date(2026, 3, 18),
    }
    with line.database.write() as connection:
        open_ticket(connection, line.keyring, number=number, **{**ticket, **other})


def test_an_open_ticket_by_its_number(telephone: Telephone, line: Line) -> None:
    kept(line, NUMBER, kind="complaint", about="fraud")
    call = telephone.dial()
    call.type("44")
    call.hears("按编号查询，请按一。", "按身份证查询您的全部事项，请按二。")
    call.press("1")
    call.hears("请输入十位编号。")
    call.type(NUMBER)
    call.hears_only(
        f"编号{spoken(NUMBER)}，正在办理，我们会在二零二六年三月十八日前答复。",
        "查询另一个编号，请按一。",
        "回到主菜单，请按二。",
    )
    call.hangs_up()
    assert line.disclosed == []


def test_a_ticket_that_is_done_and_one_that_is_overdue(telephone: Telephone, line: Line) -> None:
    kept(line, NUMBER)
    kept(line, OTHER, promised_on=date(2026, 3, 13))
    with line.database.write() as connection:
        connection.execute(update(Ticket).where(Ticket.number == NUMBER).values(status="done"))
    call = telephone.dial()
    call.type(f"441{NUMBER}")
    call.hears("已经办结。")
    call.press("1")
    call.type(OTHER)
    call.hears("已过二零二六年三月十三日的答复期限，抱歉。催办请按零转人工。")
    call.press("0")
    call.hears("工作人员都在忙。")
    call.hangs_up()


def test_a_slip_and_a_number_nobody_has(telephone: Telephone, line: Line) -> None:
    """A slip is noticed without asking the records; three mistakes lead to a person."""
    line.employs("+861082300001")
    slip = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    call = telephone.dial()
    call.type(f"441{slip}")
    call.hears("编号似乎有误，请再输一次。")
    call.type("123#")
    call.hears("编号似乎有误，请再输一次。", "需要更多时间吗？请按一。")
    call.type(UNKNOWN)
    call.hears("现在为您转人工。")
    call.rings("+861082300001")
    call.hangs_up()


def test_what_a_number_tells_is_nothing_of_its_content(telephone: Telephone, line: Line) -> None:
    kept(line, NUMBER, kind="complaint", about="staff", person_id=7)
    call = telephone.dial()
    call.type(f"441{NUMBER}")
    call.hears("正在办理")
    call.does_not_hear("投诉", "工作人员")
    call.hangs_up()


def test_the_cases_of_whoever_calls_newest_first(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody, other = people.someone(mobile="+8613800138000"), people.someone()
    friday = datetime(2026, 3, 13, 2, 0, tzinfo=UTC)
    slot = datetime(2026, 3, 16, 6, 30, tzinfo=UTC)
    for nth, number in enumerate((NUMBER, OTHER, THIRD)):
        opened = friday + timedelta(minutes=nth)
        kept(line, number, person_id=somebody.id, opened_at=opened)
    kept(
        line,
        FOURTH,
        kind="callback",
        person_id=somebody.id,
        opened_at=friday + timedelta(minutes=9),
        promised_on=slot.date(),
        callback_at=slot,
    )
    kept(line, UNKNOWN, kind="complaint", person_id=other.id)
    call = telephone.dial()
    call.type(f"442{somebody.keys}1{somebody.pin}#")
    call.hears(
        f"二零二六年三月十三日的回拨，编号{spoken(FOURTH)}。",
        "约在星期一，二零二六年三月十六日下午两点半回电。",
        f"二零二六年三月十三日的留言，编号{spoken(THIRD)}。",
        "我们会在二零二六年三月十八日前答复。",
        f"二零二六年三月十三日的留言，编号{spoken(OTHER)}。",
        "听更早的事项，请按一。",
    )
    call.press("1")
    call.hears(f"二零二六年三月十三日的留言，编号{spoken(NUMBER)}。", "回到主菜单，请按一。")
    call.does_not_hear("投诉")
    call.hangs_up()
    assert line.disclosed == ["cases.latest", "cases.earlier"]


@pytest.mark.parametrize("kind", TICKETS)
def test_every_kind_of_ticket_has_words(
    telephone: Telephone, people: People, line: Line, kind: str
) -> None:
    line.ways = line.ways[:1]
    somebody = people.someone()
    kept(line, NUMBER, kind=kind, person_id=somebody.id, promised_on=date(2026, 3, 13))
    call = telephone.dial()
    call.type(f"8442{somebody.keys}1{somebody.pin}#")
    call.hears("of March thirteenth, twenty twenty-six, number", "It should have been answered by")
    call.hangs_up()


def test_nothing_is_open(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone()
    call = telephone.dial()
    call.type(f"442{somebody.keys}1{somebody.pin}#")
    call.hears("您没有正在办理的事项。", "回到主菜单，请按一。")
    call.hangs_up()
    assert line.disclosed == []


@pytest.mark.postgres
def test_both_ways_on_postgresql(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone()
    kept(line, NUMBER, person_id=somebody.id)
    call = telephone.dial()
    call.type(f"441{NUMBER}")
    call.hears("正在办理")
    call.press("*2")
    call.type(f"{somebody.keys}1{somebody.pin}#")
    call.hears(f"二零二六年三月十三日的留言，编号{spoken(NUMBER)}。")
    call.hangs_up()
