"""Whole calls in a real browser: by mouse, by keyboard alone, into a recording, over a reload."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.phone.visitor import PIN, WORKER, visitor


def test_a_whole_call_by_mouse(browser: Browser, site: str) -> None:
    with visitor(browser, site) as guest:
        page = guest.page
        page.click("#call")
        guest.hears("这里是幺二三三三")
        guest.click_keys("1")
        guest.hears("请输入十八位身份证号")
        guest.click_keys(WORKER.id_number)
        guest.hears("尾号")
        guest.click_keys("1")
        guest.hears("请输入六位查询密码")
        guest.click_keys(f"{PIN}#")
        guest.hears("查询医保个人账户")
        guest.click_keys("1")
        guest.hears("余额是")
        guest.click_keys("0")
        page.click("#agent-answer")
        expect(page.locator("#whisper")).to_contain_text("接听请按一")
        guest.key("1", "#agent-keypad").click()
        guest.waits_for("joined")
        guest.hears("您与坐席已接通")
        assert WORKER.id_number not in guest.shown and PIN not in guest.shown
        page.click("#hang-up")
        summary = page.locator("#summary")
        expect(summary).to_be_visible()
        expect(summary).to_contain_text("已接通")
        expect(summary).to_contain_text("查询医保个人账户，请按一")
        expect(page.locator("#state")).to_have_text("通话已结束")
        expect(page.locator("#announced")).to_have_text("通话已结束")


def test_a_whole_call_by_keyboard_alone(browser: Browser, site: str) -> None:
    with visitor(browser, site, language="en-US") as guest:
        keyboard = guest.page.keyboard
        keyboard.press("Enter")
        guest.hears("Welcome to one two three three three")
        keyboard.press("8")
        guest.hears("You have chosen English")
        keyboard.press("1")
        guest.hears("Enter your eighteen-digit ID number")
        keyboard.type(WORKER.id_number)
        guest.hears("The number ends in")
        keyboard.press("1")
        guest.hears("Enter your six-digit PIN")
        keyboard.type(f"{PIN}#")
        guest.hears("For your medical account, press one")
        keyboard.press("1")
        guest.hears("the balance of your medical account is")
        keyboard.press("0")
        guest.hears("The agent's telephone rings")
        guest.tab_to("#agent-answer")
        keyboard.press("Enter")
        expect(guest.key("1", "#agent-keypad")).to_be_focused()
        keyboard.press("1")
        guest.waits_for("joined")
        guest.hears("You and the agent are joined")
        keyboard.press("Escape")
        summary = guest.page.locator("#summary")
        expect(summary).to_contain_text("Reached")
        guest.tab_to("#again")
        keyboard.press("Enter")
        expect(summary).to_be_hidden()
        guest.hears("Welcome to")


def test_a_text_message_comes_up_also_after_the_call(browser: Browser, site: str) -> None:
    with visitor(browser, site) as guest:
        page = guest.page
        page.click("#call")
        for keys, heard in (
            ("1", "请输入十八位身份证号"),
            (WORKER.id_number, "尾号"),
            ("1", "请输入六位查询密码"),
            (f"{PIN}#", "查询医保个人账户"),
            ("1", "余额是"),
        ):
            guest.click_keys(keys)
            guest.hears(heard)
        guest.click_keys("7")
        page.click("#hang-up")
        text = page.locator(".texted")
        expect(text).to_have_count(1)
        expect(text).to_contain_text("的登记手机")
        expect(text).to_contain_text("您的医保个人账户余额是")
        page.click("#again")
        expect(text).to_have_count(0)


def test_an_agent_who_is_busy_and_one_who_hangs_up(browser: Browser, site: str) -> None:
    with visitor(browser, site) as guest:
        page = guest.page
        page.click("#call")
        guest.hears("这里是")
        guest.click_keys("0")
        page.click("#agent-ring-on")
        expect(page.locator("#agent-state")).to_contain_text("继续响铃")
        page.click("#agent-busy")
        guest.hears("坐席忙")
        page.click("#agent-answer")
        page.click("#agent-hang-up")
        guest.hears("坐席已挂断")
        guest.hears("工作人员都在忙")
        page.click("#hang-up")
        expect(page.locator("#summary")).to_contain_text("未接通")


def test_a_message_is_recorded_without_a_microphone(browser: Browser, site: str) -> None:
    with visitor(browser, site) as guest:
        page = guest.page
        page.evaluate("navigator.mediaDevices = undefined")
        page.click("#call")
        guest.hears("这里是")
        guest.click_keys("4")
        guest.hears("留言，请按一。")
        guest.click_keys("1")
        guest.waits_for("recording")
        expect(page.locator("#record")).to_contain_text("不使用麦克风")
        page.click("#speak")
        expect(page.locator("#speak")).to_have_attribute("aria-pressed", "true")
        expect(page.locator("#record-time")).to_contain_text(re.compile(r"^[2-9] / 120"))
        guest.click_keys("#")
        guest.hears("已录音")
        expect(page.locator("#record")).to_be_hidden()
        page.click("#hang-up")
        expect(page.locator("#summary dl")).to_contain_text(re.compile(r"受理编号\s*\d{10}"))


def test_a_key_cuts_the_line_short(browser: Browser, site: str) -> None:
    with visitor(browser, site) as guest:
        guest.page.select_option("#speed", "1")
        guest.page.click("#call")
        guest.waits_for("speaking")
        guest.click_keys("1")
        guest.hears("请输入十八位身份证号")
        first = guest.page.locator("#lines .said").first
        expect(first.locator(".mark")).to_have_text("已打断")
        # A screen reader gets the whole line, others see where it was cut.
        expect(first.locator(".unseen")).to_contain_text("您好，这里是幺二三三三。")


def test_the_call_goes_on_after_a_reload(browser: Browser, site: str) -> None:
    with visitor(browser, site) as guest:
        page = guest.page
        page.click("#call")
        guest.hears("这里是")
        guest.click_keys("1")
        guest.hears("请输入十八位身份证号")
        page.reload()
        guest.hears("这里是")
        guest.hears("请输入十八位身份证号")
        page.locator(f"[data-type='{WORKER.id_number}']").click()
        guest.hears("尾号")
        assert "token" not in page.url and page.url.endswith("/phone")
        page.click("#hang-up")
        expect(page.locator("#summary")).to_be_visible()


def test_the_countdown_is_seen_and_silence_is_taken(browser: Browser, site: str) -> None:
    with visitor(browser, site) as guest:
        page = guest.page
        page.click("#call")
        guest.waits_for("listening")
        expect(page.locator("#wait")).to_have_text(re.compile(r"^[1-7] 秒内请按键$"))
        guest.click_keys("1")
        guest.waits_for("listening")
        guest.click_keys("990")
        expect(page.locator("#wait")).to_have_text(re.compile(r"^3 / 18 · \d+ 秒，# 结束$"))
        expect(page.locator("#typed")).to_have_text("••0")


def test_trouble_is_told_with_its_cure(browser: Browser, site: str) -> None:
    with visitor(browser, site, language="en-US") as guest:
        page = guest.page
        page.fill("#number", "12")
        page.click("#call")
        expect(page.locator("#trouble")).to_contain_text("or leave it empty")
        guest.wrong.clear()  # the browser itself reports the refusal on its console
        page.fill("#number", "")
        page.click("#call")
        guest.waits_for("listening")
        expect(page.locator("#trouble")).to_be_hidden()
        page.context.set_offline(True)
        guest.click_keys("1")
        expect(page.locator("#trouble")).to_contain_text("cannot be reached")
        page.context.set_offline(False)
        guest.hears("请输入十八位身份证号")
        expect(page.locator("#trouble")).to_be_hidden()
        guest.wrong.clear()
