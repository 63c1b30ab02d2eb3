"""The script for a speaker: what to read, in which sentence, how long it may last.

The CSV is for the recording software and the spreadsheet, the PDF for the desk in the booth. The
name in the first column is the name of the file; ``flask audio import`` finds it by that.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pylopdf_fonts_zh_cn
from fpdf import FPDF
from fpdf.fonts import FontFace

from audio.studio.lines import Line

COLUMNS = ("name", "read", "in_the_sentence", "ending", "longest_seconds")

_FONT = Path(pylopdf_fonts_zh_cn.__file__).with_name("NotoSansSC-Regular.otf")
_SAYS = {
    "zh-CN": (
        "录音稿",
        "每行录一个文件，文件名见第一列（WAV 或 FLAC，至少 16000 赫兹）。请读整句，只保留“读”一列的"
        "词。“收”：句子在这里结束，声音落下；“连”：后面还有话，声音不落。语速平稳，不要夸张。",
        ("文件名", "读", "所在的句子", "语气", "最长（秒）"),
        {True: "收", False: "连"},
    ),
    "en-US": (
        "Recording script",
        "Record one file a line, named as in the first column (WAV or FLAC, at least 16000 Hz). "
        "Read the whole sentence and keep only the words under “read”. “ends”: the sentence ends "
        "here and the voice falls; “goes on”: more follows and the voice stays up. Read evenly, "
        "as to one person.",
        ("file", "read", "in the sentence", "ending", "longest (s)"),
        {True: "ends", False: "goes on"},
    ),
}


def write_csv(lines: Sequence[Line], file: Path) -> None:
    """For spreadsheets: UTF-8 with its mark, a header, a row a line."""
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        for line in lines:
            ending = "ends" if line.final else "goes on"
            writer.writerow([line.name, line.text, line.sentence, ending, line.seconds])


def write_pdf(lines: Sequence[Line], file: Path, done: Callable[[Line], None]) -> None:
    """For the desk: A4, a row a line, in the language of the lines. ``lines`` must not be empty."""
    title, how, heads, endings = _SAYS[lines[0].language]
    page = FPDF(format="A4")
    page.set_title(title)
    page.add_font("sc", fname=str(_FONT))
    page.set_font("sc", size=18)
    page.add_page()
    page.multi_cell(0, 10, title, new_x="LMARGIN", new_y="NEXT")
    page.set_font("sc", size=10)
    page.multi_cell(0, 6, how, new_x="LMARGIN", new_y="NEXT")
    page.ln(4)
    with page.table(
        col_widths=(46, 52, 62, 15, 15), headings_style=FontFace(fill_color=225), line_height=6
    ) as table:
        table.row(heads)
        for line in lines:
            ending = endings[line.final]
            table.row((line.name, line.text, line.sentence, ending, f"{line.seconds:.1f}"))
            done(line)
    page.output(str(file))
