"""What templates show: moments, masks, tables, navigation."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import render_template_string
from flask_babel import lazy_gettext
from hypothesis import given
from hypothesis import strategies as st

from db.staff import Role, StaffMember
from ivr.desk.shell.looks import labelled, masked
from ivr.desk.shell.navigation import Item, Navigation
from tests.desk.house import House

PARTS = '{% import "desk/parts.html" as parts with context %}'


def shown(desk: House, template: str, language: str = "en", **values: Any) -> str:
    """A template as somebody of that language sees it."""
    with desk.app.test_request_context("/desk", headers={"Accept-Language": language}):
        return render_template_string(PARTS + template, **values)


def test_moments_are_of_the_city_and_of_the_language(desk: House) -> None:
    at = datetime(2026, 3, 16, 2, 5, tzinfo=UTC)
    template = "{{ moment(at) }}|{{ moment(at, 'time') }}|{{ day(on) }}|{{ moment(none) }}"
    values: dict[str, Any] = {"at": at, "on": date(2026, 3, 16)}
    short, time, day, none = shown(desk, template, **values).split("|")
    assert 'datetime="2026-03-16T02:05:00+00:00"' in short
    assert "10:05" in short and "10:05" in time
    assert "Mar 16, 2026" in day
    assert none == "—"
    assert "2026年3月16日" in shown(desk, template, "zh-CN", **values)


@given(st.text(alphabet="0123456789X", min_size=1, max_size=30))
def test_of_a_number_the_last_four_are_shown_and_no_more(number: str) -> None:
    found = masked(number)
    assert len(found) == len(number)
    kept = found.lstrip("•")
    assert kept == (number[-4:] if len(number) > 4 else "")


def test_a_masked_number_is_nowhere_whole(desk: House) -> None:
    number = "99000019800229001X"
    html = shown(desk, "{{ parts.mask(number) }}", number=number)
    assert number not in html
    assert "ends in 001X" in html


def test_each_cell_knows_its_column() -> None:
    found = labelled("<td>1</td><th scope='row'>2</th><td class='a'>3</td>", ["A", 'B"', "C"])
    assert found == (
        '<td data-label="A">1</td><th data-label="B&#34;" scope=\'row\'>2</th>'
        "<td data-label=\"C\" class='a'>3</td>"
    )


def test_a_table_escapes_what_is_in_it(desk: House) -> None:
    template = "{% call(each) parts.table('T', ['<A>'], items) %}<td>{{ each }}</td>{% endcall %}"
    html = shown(desk, template, items=["<script>"])
    assert "<script>" not in html
    assert '<td data-label="&lt;A&gt;">&lt;script&gt;</td>' in html


@pytest.mark.parametrize(("page", "more", "ways"), [(1, False, 0), (1, True, 1), (2, True, 2)])
def test_a_long_list_leads_to_its_other_pages(
    desk: House, page: int, more: bool, ways: int
) -> None:
    with desk.app.test_request_context("/desk/account?kind=a&page=2"):
        html = render_template_string(PARTS + "{{ parts.pages(page, more) }}", page=page, more=more)
    assert html.count("<a ") == ways
    assert html.count("kind=a") == ways


def test_a_button_posts_with_a_token_and_asks_first(desk: House) -> None:
    html = shown(desk, "{{ parts.button('/desk/x', 'Do', ask='Sure?', key='d') }}")
    assert 'method="post" action="/desk/x"' in html
    assert 'name="csrf_token"' in html
    assert 'data-ask="Sure?"' in html
    assert 'data-key="d"' in html


def member(*roles: Role, must_change: bool = False) -> StaffMember:
    return StaffMember(1, "x", frozenset(roles), None, None, None, True, must_change, False)


def test_everybody_is_offered_what_is_theirs_in_the_order_of_the_rooms() -> None:
    first = Item.to("desk.a", lazy_gettext("A"), Role.AGENT, Role.SUPERVISOR)
    second = Item.to("desk.b", lazy_gettext("B"), Role.SUPERVISOR)
    navigation = Navigation([first, second])
    assert navigation.of(member(Role.AGENT)) == [first]
    assert navigation.of(member(Role.SUPERVISOR)) == [first, second]
    assert navigation.of(member(Role.AUDITOR)) == []
    assert navigation.of(member(Role.AGENT, must_change=True)) == []
    assert navigation.of(None) == []
