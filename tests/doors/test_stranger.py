"""A stranger's call: somebody who knows Twilio's documents, their own files, and nothing else.

Nothing of the line is imported here but its commands and its door: the files go in through
``flask import``, the call through signed requests to a served line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import requests

from tests.doors.conftest import ROOT, TOKEN, sign
from tests.doors.test_restart import serving
from tests.secrets_used import remember, wrote

ID_NUMBER = "99000019800229001X"
PIN = "820647"
FILES = {
    "persons": [
        "id_number,name,mobile,insured_place,employer",
        f"{ID_NUMBER},王示范,13900000777,990001,示范市第一纺织厂",
    ],
    "pins": ["id_number,pin", f"{ID_NUMBER},{PIN}"],
    "enrolments": [
        "id_number,scheme,status,since,months",
        f"{ID_NUMBER},employee-medical,active,2020-01-01,80",
    ],
    "accounts": ["id_number,account,balance,as_of", f"{ID_NUMBER},medical,1234.05,2026-10-31"],
    "entries": [
        "id_number,account,date,kind,amount,description",
        f"{ID_NUMBER},medical,2025-12-31,credit,1000.00,",
        f"{ID_NUMBER},medical,2026-10-05,credit,300.00,",
        f"{ID_NUMBER},medical,2026-10-09,spend,65.95,康民药店",
    ],
    "contributions": [
        "身份证号,险种,缴费年月,缴费基数,单位缴费,个人缴费,缴费状态,到账日期",
        f"{ID_NUMBER},职工医保,2026-10,8000.00,640.00,160.00,欠缴,",
        f"{ID_NUMBER},职工医保,2026-09,8000.00,640.00,160.00,已缴,2026-09-15",
        f"{ID_NUMBER},职工医保,2026-08,8000.00,640.00,160.00,已缴,2026-08-15",
    ],
    "benefits": [
        "id_number,benefit,period,amount,paid_on",
        f"{ID_NUMBER},sickness-allowance,2026-09,500.00,2026-09-20",
    ],
    "claims": [
        "id_number,service_date,provider,total,fund_paid,personal_paid,status",
        f"{ID_NUMBER},2026-09-02,示范市人民医院,900.00,700.00,200.00,paid",
    ],
    "cards": ["id_number,card_number,status", f"{ID_NUMBER},Q12345678,active"],
}

NIGHTLY = """
import json, sys
from flask.cli import main
for sys.argv in json.loads(sys.argv[1]):
    try:
        sys.argv.insert(0, "flask")
        main()
    except SystemExit as ended:
        if ended.code:
            raise
"""


class Caller:
    """A call by hand: post, read the document, follow it."""

    def __init__(self, base: str, number: str) -> None:
        self.fields = {"CallSid": f"CA{number[1:]:0>32}", "From": number, "To": "+8612333"}
        self.go(f"{base}/voice", CallStatus="ringing")

    def go(self, url: str, **more: str) -> ET.Element:
        fields = {**self.fields, "CallStatus": "in-progress", **more}
        found = requests.post(url, data=fields, headers=sign(url, fields), timeout=15)
        assert found.status_code == 200
        self.document = ET.fromstring(found.content)  # noqa: S314 - the line under test
        assert self.document.tag == "Response"
        first = next(iter(self.document), None)
        if first is not None and first.tag == "Redirect":
            return self.go(first.text or "")
        return self.document

    def press(self, keys: str) -> str:
        """Type into the Gather that waits; gives what is said then."""
        gather = self.document.find("Gather")
        assert gather is not None, "the line does not wait for keys"
        finish = gather.get("finishOnKey", "#")
        typed = keys.removesuffix(finish) if finish else keys
        assert len(typed) <= int(gather.attrib["numDigits"])
        self.go(gather.attrib["action"], Digits=typed)
        return self.said

    def considers(self, key: str) -> str:
        """A question that guards something is not answered before any of it was heard."""
        time.sleep(1.1)
        return self.press(key)

    @property
    def said(self) -> str:
        return "".join(say.text or "" for say in self.document.iter("Say"))


@pytest.mark.long
@pytest.mark.timeout(180)
def test_a_stranger_walks_the_whole_line_in_both_languages(sqlite_url: str, tmp_path: Path) -> None:
    remember(ID_NUMBER, PIN, "13900000777", "Q12345678", "王示范")
    # Their own city, with the carrier's voice: what is said can be read in the documents.
    city = tmp_path / "city.toml"
    city.write_text(
        (ROOT / "cities" / "demo.toml").read_text("utf-8").replace('"recorded"', '"synthetic"')
    )
    environ = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": sqlite_url,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "HOTLINE_KEYS": flask(["keys", "new"], {"PATH": os.environ["PATH"]}, tmp_path),
        "HOTLINE_DEMO": "off",
        "HOTLINE_CITY": str(city),
        "HOTLINE_INSTANCE": str(tmp_path / "instance"),
        "WEB_WORKERS": "1",
    }
    flask(["db", "upgrade"], environ, tmp_path)
    paths = {kind: tmp_path / f"{kind}.csv" for kind in FILES}
    for kind, lines in FILES.items():
        paths[kind].write_text("\n".join(lines) + "\n", "utf-8")
    # As a nightly job of theirs does it: one program, file after file.
    orders = [["import", kind, str(path)] for kind, path in paths.items()]
    run([sys.executable, "-c", NIGHTLY, json.dumps(orders)], environ, tmp_path)
    assert not list(tmp_path.glob("*.rejects.csv"))
    flask(["agents", "add", "1023", "Desk", "sip:desk@agents.example"], environ, tmp_path)

    with serving(environ, tmp_path / "log") as server:
        call = Caller(server.base, "+8613900000077")
        assert "您好" in call.said
        assert "Welcome" in call.said
        assert "身份证号" in call.press("1")
        assert "尾号零零幺X" in call.press("99000019800229001*")
        assert "密码" in call.press("1")
        news = call.press(f"{PIN}#")
        assert "二零二六年十月" in news
        assert "欠缴" in news
        assert "查询医保个人账户" in call.considers("2")
        balance = call.press("1")
        assert "截至二零二六年十月三十一日" in balance
        assert "一千二百三十四元零五分" in balance
        assert "年初余额一千元" in balance
        assert "六十五元九角五分" in balance
        call.press("*")
        months = call.press("2")
        assert "二零二六年九月，缴费基数八千元" in months
        assert "单位缴六百四十元，个人缴一百六十元" in months
        call.press("0")
        dial = call.document.find("Dial")
        assert dial is not None
        whisper = dial[0].attrib["url"]
        agent = Caller.__new__(Caller)
        agent.fields = {"CallSid": "CAagent", "From": "+8613900000077", "To": "sip:desk"}
        agent.go(whisper)
        assert "缴费记录" in agent.said
        assert agent.press("1") == ""
        call.go(dial.attrib["action"], DialCallStatus="completed", DialCallDuration="60")
        assert "谢谢您的评价。" in call.press("1")
        assert "再见" in call.press("2")
        flask(["agents", "duty", "1023", "ready"], environ, tmp_path)
        assert call.document.find("Hangup") is not None

        call = Caller(server.base, "+8613900000078")
        assert "For your account, press one." in call.press("8")
        assert "ID number" in call.press("1")
        assert "zero zero one X" in call.press("99000019800229001*")
        assert "PIN" in call.press("1")
        assert "October twenty twenty-six is owed" in call.press(f"{PIN}#")
        assert "For your medical account" in call.considers("2")
        assert "one thousand two hundred thirty-four yuan and five fen" in call.press("1")
        call.press("*")
        assert "eight thousand yuan" in call.press("2")
        call.press("0")
        assert call.document.find("Dial") is not None


def flask(arguments: list[str], environ: dict[str, str], folder: Path) -> str:
    """Run a command as an operator does; gives what it printed."""
    return run([sys.executable, "-m", "flask", *arguments], environ, folder)


def run(command: list[str], environ: dict[str, str], folder: Path) -> str:
    """Run a program; gives what it printed."""
    options = {"HOTLINE_INSTANCE": str(folder / "instance"), **environ}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=options,
        capture_output=True,
        text=True,
        check=False,
    )
    wrote("a command of the stranger's", done.stderr)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout.strip()
