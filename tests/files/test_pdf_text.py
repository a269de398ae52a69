"""Every character comes out of a PDF as it went in: embedded, as text, and never interpreted (E4)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.fonts import check_characters
from jingyue_desktop.files.pdf_write import write_pdf
from jingyue_desktop.paper.grid import Blank, Cell, Grid, Listing, Page, Paper, Style, Tick
from jingyue_desktop.paper.grid import Column as Col
from tests.papers import (
    ROOT,
    fonts,
    letter,
    objects,
    pdf,
    picture,
    pledge,
    reader,
    squeezed,
    text_of,
)

HOSTILE = [
    "A<B 的情形",
    "<img src=/etc/hostname>",
    '<img src="http://127.0.0.1:9/x.png"/>',
    "<b>没有关上",
    "&lt;不是小于号&gt; &amp;amp;",
    "<font color=red>红</font><para>段</para>",
    "=1+1",
    "\\(括号\\) (((",
    "喆赟珺",
    "%PDF-1.4 endstream endobj",
]


def standard_characters() -> str:
    """Return the 8,105 characters of 通用规范汉字表."""
    return squeezed((ROOT / "resources/fonts/tgh8105.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_interpreted(text: str) -> None:
    made = pdf(letter(text))
    assert text_of(made) == squeezed(text)
    assert not images(made)


def test_ten_thousand_characters() -> None:
    text = "建设工程规划许可证（副本）第10000号，" * 550
    assert len(text) > 10_000
    made = pdf(letter(text))
    assert text_of(made) == squeezed(text)
    assert len(reader(made).pages) > 10


@pytest.mark.parametrize("face", ["fang", "song", "hei", "kai", "title"])
def test_all_standard_characters_come_back(face: str) -> None:
    text = standard_characters()
    assert len(text) == 8105
    assert sum(ord(ch) > 0xFFFF for ch in text) == 196
    style = Style(face, 10.5, border=False)  # type: ignore[arg-type]
    page = Page(kind="letter")
    grid = Grid("字表", page, (page.area()[0],), (0.0,), (Cell(0, 0, (text,), style),))
    made = pdf(grid)
    assert text_of(made) == text
    assert_all_embedded(made)


def images(made: bytes) -> list[object]:
    return [
        item
        for item in objects(made)
        if isinstance(item, dict) and item.get("/Subtype") == "/Image"
    ]


def assert_all_embedded(made: bytes) -> None:
    faces = [
        item for item in objects(made) if isinstance(item, dict) and item.get("/Type") == "/Font"
    ]
    assert faces
    for face in faces:
        assert "/FontFile2" in face["/FontDescriptor"].get_object(), face["/BaseFont"]
        assert "Helvetica" not in face["/BaseFont"]


def test_every_face_is_embedded() -> None:
    made = pdf(pledge(), pledge("样稿"))
    assert_all_embedded(made)
    assert b"Helvetica" not in made


def test_an_unembedded_face_would_be_noticed() -> None:
    """Negative control: reportlab left alone names Helvetica in every file."""
    import io

    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, initialFontName="Helvetica")
    canvas.drawString(10, 10, "x")
    canvas.save()
    with pytest.raises((AssertionError, KeyError)):
        assert_all_embedded(out.getvalue())


def test_a_pledge_says_what_was_put_in() -> None:
    text = text_of(pdf(pledge()))
    for said in (
        "净月开发区规划局廉政效能服务承诺书",
        "编号：净规诺〔2026〕0001号",
        "建设单位：长春净月建设投资有限公司",
        "受理日期：2026年2月13日",
        "一、本项目的报建材料已正式受理，如无特殊情况，并符合有关规划要求的，承诺在10个工作日内办结。",
        "二、遵照公开、公平、公正、诚实信用原则，谢绝报建单位通过找领导打招呼、请客、送礼等方式与规划初审人员进行不正常的接触。",
        "三、发现窗口人员有违规、违纪、违法行为的，区纪检部门将根据有关规定进行处理，并积极向纪检监察、司法等机关举报。",
        "服务咨询：85821103服务举报：84532372",
        "应办结日期：2026年3月6日（依据国务院办公厅关于2026年部分节假日安排的通知，已扣除非工作日11天）",
        "负责人签名：",
        "（高立群）",
    ):
        assert squeezed(said) in text


def test_fallback_goes_character_by_character() -> None:
    """仿宋 has no 喆: that one character comes from another face, the rest stays."""
    named = fonts().glyphs("fang")
    assert named["王"][0] != named["喆"][0]
    assert text_of(pdf(letter("王喆赟珺到场"))) == "王喆赟珺到场"


@pytest.mark.parametrize("lost", ["𠮷", "😀", "\u202e", "\ue000"])
def test_a_character_without_a_face_is_refused_by_name(lost: str, tmp_path: Path) -> None:
    grid = letter(f"姓名{lost}某")
    paper = Paper("test", "试纸", (("1", grid),))
    with pytest.raises(UserError, match=f"U\\+{ord(lost):04X}"):
        check_characters(paper, fonts())
    target = tmp_path / "x.pdf"
    with pytest.raises(UserError, match=f"U\\+{ord(lost):04X}"):
        write_pdf(paper, target, foot="", fonts=fonts())
    assert list(tmp_path.iterdir()) == []


def test_every_lost_character_is_named_at_once() -> None:
    paper = Paper("test", "试纸", (("1", letter("𠮷野家😀", "再来一个🀄")),))
    with pytest.raises(UserError) as refusal:
        check_characters(paper, fonts())
    assert all(ch in refusal.value.message for ch in "𠮷😀🀄")


def test_all_that_is_drawn_is_checked() -> None:
    runs = (Tick(True, "选𠮷"), Blank(8, "签😀"))
    with pytest.raises(UserError) as refusal:
        check_characters(Paper("t", "t", (("1", letter(runs)),)), fonts())
    assert "𠮷" in refusal.value.message and "😀" in refusal.value.message


def test_a_register_with_a_lost_character_leaves_no_file(tmp_path: Path) -> None:
    rows = [(f"第{n}行",) for n in range(900)] + [("𠮷",)]
    listing = Listing("登记簿", (Col("name", "名称"),), lambda: iter(rows))
    target = tmp_path / "register.pdf"
    target.write_bytes(b"earlier")
    with pytest.raises(UserError, match="20BB7"):
        write_pdf(Paper("r", "登记簿", (("1", listing),)), target, foot="", fonts=fonts())
    assert [path.name for path in tmp_path.iterdir()] == ["register.pdf"]
    assert target.read_bytes() == b"earlier"


def test_line_breaks_in_a_value_begin_new_lines() -> None:
    grid = letter("第一行\n第二行\n\n第四行")
    assert text_of(pdf(grid)) == "第一行第二行第四行"
    page = picture(pdf(grid))
    rows = [page.crop((0, y, page.width, y + 1)).getextrema()[0] < 96 for y in range(page.height)]
    starts = [y for y in range(1, 1700) if rows[y] and not any(rows[max(0, y - 20) : y])]
    assert starts[1] - starts[0] == pytest.approx(82.3, abs=6)  # one line at 200 dpi
    assert starts[2] - starts[1] == pytest.approx(164.6, abs=6)  # an empty one between


def test_no_break_space_and_tab_are_spaces() -> None:
    assert text_of(pdf(letter("甲\u00a0乙\t丙"))) == "甲乙丙"


CONTROL = """
from reportlab.platypus import Paragraph, SimpleDocTemplate
import io
out = io.BytesIO()
SimpleDocTemplate(out).build([Paragraph({text!r})])
open({target!r}, "wb").write(out.getvalue())
"""


def traced(program: str, log: Path) -> str:
    """Run a Python program under strace; return every file and network call it made."""
    calls = "trace=open,openat,connect,sendto,execve"
    subprocess.run(
        ["strace", "-f", "-o", str(log), "-e", calls, sys.executable, "-c", program],
        cwd=ROOT,
        check=True,
        timeout=120,
    )
    return log.read_text(errors="replace")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A picture whose name a text may try to have opened."""
    path = tmp_path / "secret-picture.png"
    picture(pdf(letter("秘密")), dpi=20).save(path)
    return path


def test_a_text_opens_no_file_and_no_connection(tmp_path: Path, secret: Path) -> None:
    text = f'<img src="{secret}"/> <img src="http://127.0.0.1:9/x.png"/> <img src=/etc/hostname>'
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom tests.papers import letter, pdf\n"
    )
    calls = traced(program + f"pdf(letter({text!r}))", tmp_path / "calls")
    assert "JyFangSong" in calls, "the trace saw the faces being read"
    assert secret.name not in calls
    assert "/etc/hostname" not in calls
    assert "127.0.0.1" not in calls


def test_a_bare_paragraph_embeds_the_file(tmp_path: Path, secret: Path) -> None:
    """Negative control: reportlab's own paragraph opens the file a text names and embeds it."""
    target = tmp_path / "control.pdf"
    program = CONTROL.format(text=f'<img src="{secret}"/>', target=str(target))
    assert secret.name in traced(program, tmp_path / "calls")
    assert images(target.read_bytes())


def test_a_drawn_box_is_not_a_character() -> None:
    made = pdf(letter((Tick(True, "甲　"), Tick(False, "乙"))))
    assert text_of(made) == "甲乙"
