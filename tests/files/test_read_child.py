"""Workbooks are read in a child with little memory and time; whatever the file, the program stays."""

from __future__ import annotations

import hashlib
import json
import random
import resource
import subprocess
import sys
import threading
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.read_child import COLUMNS, ROWS
from jingyue_desktop.files.xlsx_read import ROOT, own_command, read_workbook
from tests.files.bombs import bombs, marked_encrypted, packed, parts, saved, sheet, text_row, tree

NAMES = (
    "sparse",
    "wide",
    "beyond",
    "letters",
    "million rows",
    "laughs",
    "laughs in strings",
    "outside entity",
    "ratio",
    "shared strings",
    "entries",
    "lying size",
    "digits",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return bombs(tmp_path_factory.mktemp("bombs"))


def test_every_bomb_is_in_the_list(hostile: dict[str, Path]) -> None:
    assert tuple(hostile) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_bombs_are_refused_in_five_seconds(name: str, hostile: dict[str, Path]) -> None:
    before = _work()
    with pytest.raises(UserError, match="没有读取") as caught:
        read_workbook(hostile[name])
    assert "秒内没有读完" not in caught.value.message
    assert _work() - before < 5


def _work() -> float:
    """Seconds of processor time of ended children: what other work there is does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


GROWTH = """
import json, sys
from pathlib import Path
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.xlsx_read import read_workbook
def peak():  # ru_maxrss would begin with what the test's own process has
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024
before, refused = peak(), 0
if sys.argv[1] == "here":
    from jingyue_desktop.files.read_child import spoken
    read_workbook = lambda path: list(spoken(path))
for name in sys.argv[2:]:
    try:
        read_workbook(Path(name))
    except UserError:
        refused += 1
print(json.dumps([peak() - before, refused]))
"""


def test_the_program_itself_stays_small(hostile: dict[str, Path]) -> None:
    grown, refused = _growth("child", *hostile.values())
    assert refused == len(NAMES)
    assert grown < 50  # MiB


def test_it_is_the_child_that_keeps_it_small(tmp_path: Path) -> None:
    path = tmp_path / "tree.xlsx"
    path.write_bytes(tree(400_000))
    assert _growth("child", path)[0] < 50 < _growth("here", path)[0]


def _growth(where: str, *paths: Path) -> tuple[int, int]:
    """Return by how many MiB a program grows that reads workbooks, and how many it refused."""
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, where, *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    grown, refused = json.loads(done.stdout)
    return int(grown), int(refused)


LIMITED = """
import sys
from jingyue_desktop.files import limits, read_child
read_child.limit_self = lambda: limits.limit_self(memory={memory})
read_child.main(sys.argv[1:])
"""


def _child_with(memory: int) -> list[str]:
    return [sys.executable, "-c", LIMITED.format(memory=memory)]


def test_memory_is_limited(tmp_path: Path) -> None:
    path = tmp_path / "tree.xlsx"
    path.write_bytes(tree(300_000))
    with pytest.raises(UserError, match="展开后太大"):
        read_workbook(path, _child_with(120 << 20))
    # With room enough the very same file is read, so it was the limit that stopped it.
    assert read_workbook(path, _child_with(2 << 30)).sheets == {"名单": ()}


USES = """
import sys
from jingyue_desktop.files.limits import limit_self
if sys.argv[1] == "limited":
    limit_self()
try:
    held = bytearray(600 << 20)
    print("got it")
except MemoryError:
    print("refused")
"""


@pytest.mark.parametrize(("how", "said"), [("limited", "refused"), ("free", "got it")])
def test_the_limit_is_512_mib(how: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", USES, how], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == said


def test_a_child_that_does_not_end_is_ended(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", parts(text_row(1, "甲")))
    with pytest.raises(UserError, match="1 秒内没有读完"):
        read_workbook(path, [sys.executable, "-c", "while True: pass"], seconds=1)
    assert not [t for t in threading.enumerate() if isinstance(t, threading.Timer)]


@pytest.mark.parametrize("code", ["raise SystemExit(3)", 'print(\'{"sheet": "a"}\')', ""])
def test_a_child_without_a_verdict_is_a_refusal(tmp_path: Path, code: str) -> None:
    path = saved(tmp_path / "a.xlsx", parts(text_row(1, "甲")))
    with pytest.raises(UserError, match="没有读取"):
        read_workbook(path, [sys.executable, "-c", code])


def test_without_the_hardened_parser_nothing_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", parts(text_row(1, "甲")))
    bare = "import openpyxl, sys; openpyxl.DEFUSEDXML = False\n" + LIMITED.format(memory=1 << 29)
    with pytest.raises(UserError, match="安全读取组件"):
        read_workbook(path, [sys.executable, "-c", bare])
    assert openpyxl.DEFUSEDXML


def test_own_command_when_packaged(monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_command()[1:] == ["-P", "-m", "jingyue_desktop", "--read-workbook"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command() == [sys.executable, "--read-workbook"]


def test_values_come_as_they_are(tmp_path: Path) -> None:
    day, moment = datetime.fromisoformat("2026-03-02"), datetime.fromisoformat("2026-03-02 14:30")
    rows: list[list[Any]] = [
        ["文字", 3, 2.0, 0.1, True, date(2026, 3, 2), day, None, None],
        [],
        # _x0041_ is how a workbook writes an A, and _x000D_ a carriage return.
        [None, moment, time(8, 0), "_x0041_", "A_x000D_", " =1", "=1"],
    ]
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.worksheets[0]["G3"].data_type = "s"
    book.create_sheet("空")
    book.save(path)
    read = read_workbook(path)
    assert read.sheets == {
        "Sheet": (
            ("文字", 3, 2, Decimal("0.1"), True, date(2026, 3, 2), date(2026, 3, 2)),
            (),
            (None, "2026-03-02 14:30:00", "08:00:00", "A", "A\r", " =1", "=1"),
        ),
        "空": (),
    }
    assert [type(value) for value in read.sheets["Sheet"][0][1:3]] == [int, int]
    assert read.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def _refused(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_workbook(path)
    return str(caught.value)


def test_formulas(tmp_path: Path) -> None:
    """A formula with its result gives the result; without one it is refused, not taken for empty."""
    with_result = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'
    assert read_workbook(saved(tmp_path / "b.xlsx", parts(with_result))).sheets == {"名单": ((2,),)}
    bare = '<row r="7"><c r="C7"><f>1+1</f></c></row>'
    assert "单元格 C7 是没有结果的公式" in _refused(tmp_path, packed(parts(bare)))
    error = '<row r="1"><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    assert "单元格 B1 是错误值 #DIV/0!" in _refused(tmp_path, packed(parts(error)))


def test_a_wrong_range_hides_nothing(tmp_path: Path) -> None:
    """Other programs write a sheet's range wrong; no row may be lost by it."""
    rows = "".join(text_row(n, f"第{n}行") for n in range(1, 31))
    lying_range = sheet(rows, extra='<dimension ref="A1:A3"/>')
    read = read_workbook(saved(tmp_path / "a.xlsx", parts(lying_range)))
    assert len(read.sheets["名单"]) == 30


def test_as_many_rows_and_columns_as_may_be(tmp_path: Path) -> None:
    last = f'<row r="{ROWS}"><c r="BH{ROWS}"><v>1</v></c><c r="BZ{ROWS}" s="0"/></row>'
    # Rows that are only formatted, as whole columns often are, do not count.
    formatted = f'<row r="{ROWS + 10}"><c r="A{ROWS + 10}" s="0"/></row>'
    read = read_workbook(saved(tmp_path / "a.xlsx", parts(last + formatted)))
    assert len(read.sheets["名单"]) == ROWS
    assert len(read.sheets["名单"][-1]) == COLUMNS
    more = f'<row r="{ROWS + 1}"><c r="A{ROWS + 1}"><v>1</v></c></row>'
    assert f"超过 {ROWS} 行" in _refused(tmp_path, packed(parts(more)))
    wide = '<row r="2"><c r="BI2"><v>1</v></c></row>'
    assert f"第 2 行超过 {COLUMNS} 列" in _refused(tmp_path, packed(parts(wide)))


def test_too_much_text(tmp_path: Path) -> None:
    made = random.Random(1)
    rows = "".join(text_row(n, made.randbytes(15_000).hex()) for n in range(1, 140))
    assert "超过 400 万字" in _refused(tmp_path, packed(parts(rows)))


def test_what_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有这个文件"):
        read_workbook(tmp_path / "none.xlsx")
    with pytest.raises(UserError, match="不是普通文件"):
        read_workbook(tmp_path)
    assert "密码" in _refused(tmp_path, marked_encrypted(packed(parts())))
