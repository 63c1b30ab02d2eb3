"""The demo of the whole: a caller in one window and an agent in the other, with sound between."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from db import duty
from db.demo import showcase
from tests.desk.look.site import Site
from tests.phone.visitor import WATCH_POLICY, Visitor

PATIENCE = 20_000
WORKER = showcase().worker


@pytest.fixture
def caller(demo_desk: Site, browser: Browser) -> Iterator[Visitor]:
    """The telephone in the browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.grant_permissions(["microphone"], origin=demo_desk.base)
    page = context.new_page()
    page.add_init_script(WATCH_POLICY)
    somebody = Visitor(page, demo_desk.base)
    page.goto(f"{demo_desk.base}/phone")
    yield somebody
    context.close()


@pytest.fixture
def agent(demo_desk: Site, browser: Browser) -> Iterator[Page]:
    """The desk of agent 1023; nobody else is on duty."""
    for each in duty.Duties(demo_desk.line.database).all():
        duty.Duties(demo_desk.line.database).choose(
            each.agent_id, duty.AWAY, demo_desk.desk.clock()
        )
    context = demo_desk.signed_in(browser, "agent")
    context.grant_permissions(["microphone"], origin=demo_desk.base)
    page = context.new_page()
    page.add_init_script(WATCH_POLICY)
    page.goto(f"{demo_desk.base}/desk")
    yield page
    context.close()


def test_a_call_from_the_first_key_to_the_survey(caller: Visitor, agent: Page) -> None:
    agent.locator("#state-ready").click()
    expect(agent.locator("#live")).to_contain_text("You are ready", timeout=PATIENCE)

    # At such a speed a sentence is over before its sound is fetched, and then nobody may have it.
    caller.page.locator("#aloud").uncheck()
    speed(caller, "20")
    caller.page.locator("#call").click()
    caller.hears("您好")
    caller.page.keyboard.type(f"1{WORKER.id_number.replace('X', '*')}1{WORKER.pin}#1")
    caller.hears("余额")
    caller.waits_for("listening")
    speed(caller, "1")
    caller.page.keyboard.press("0")

    expect(agent.locator("#live")).to_contain_text("A caller rings", timeout=PATIENCE)
    keep(agent, "desk-rings")
    agent.keyboard.press("a")
    caller.waits_for("joined")
    expect(agent.locator("#live")).to_contain_text("You talk to the caller", timeout=PATIENCE)

    # The screen says who it is, how that is known, and what they heard; the number stays hidden.
    screen = agent.locator("#screen")
    expect(screen).to_contain_text(WORKER.id_number[-4:], timeout=PATIENCE)
    assert WORKER.id_number not in agent.content()

    # Both hear each other: what the other's microphone says arrives.
    expect(agent.locator("#voice")).to_have_attribute("data-sound", "connected", timeout=PATIENCE)
    expect(caller.page.locator("#agent")).to_have_attribute(
        "data-sound", "connected", timeout=PATIENCE
    )
    hears_sound(agent, "heardOfCaller")
    hears_sound(caller.page, "heardOfAgent")
    keep(agent, "desk-talks")
    keep(caller.page, "phone-talks")

    agent.keyboard.press("h")
    caller.hears("满意")
    expect(agent.locator("#live")).to_contain_text("The call is over", timeout=PATIENCE)
    caller.page.keyboard.press("1")
    caller.hears("结束通话")
    keep(agent, "desk-wraps-up")
    agent.locator("input[name=disposition]").first.check()
    agent.keyboard.press("w")
    expect(agent.locator("#live")).to_contain_text("You are ready", timeout=PATIENCE)
    caller.page.keyboard.press("Escape")
    caller.waits_for("over")
    assert caller.all_wrong() == []
    assert agent.evaluate("window.violations") == []


def test_nobody_waits_for_nobody(caller: Visitor, agent: Page) -> None:
    """While the agent is away a message and a callback are offered at once."""
    expect(agent.locator("#live")).to_contain_text("Away", timeout=PATIENCE)
    caller.page.locator("#call").click()
    caller.hears("您好")
    caller.page.keyboard.press("0")
    caller.hears("工作人员都在忙")
    caller.page.keyboard.press("Escape")
    caller.waits_for("over")


def speed(somebody: Visitor, times: str) -> None:
    """Let the line speak so many times as fast."""
    somebody.page.locator("#speed").evaluate(
        """(select, times) => {
          const known = [...select.options].some((one) => one.value === times);
          if (!known) select.add(new Option(times, times));
          select.value = times;
          select.dispatchEvent(new Event("change"));
        }""",
        times,
    )


def hears_sound(page: Page, of: str) -> None:
    """Wait until sound has come in, not only packets."""
    page.wait_for_function(
        f"async () => (await window.{of}())?.bytes > 2000 && (await window.{of}()).energy > 0",
        timeout=PATIENCE,
    )


def keep(page: Page, name: str) -> None:
    """A screenshot, for whoever wants to look."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
