"""Registers as CSV: no text a spreadsheet would compute, every text read back as it was."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.csv_write import guarded, read_csv, write_csv
from jingyue_desktop.paper.grid import Column, Listing
from tests.files.papers import TRIGGERS

START = tuple("=+-@\t\r\n\0＝＋－＠")
HIDDEN = "\x00\x01\x08\x0b\x0c\x1f"


def _listing(*rows: tuple[Any, ...]) -> Listing:
    columns = tuple(Column(f"c{n}", f"栏{n}") for n in range(len(rows[0])))
    return Listing("登记", columns, lambda: iter(rows))


def _raw(path: Path) -> list[list[str]]:
    """The fields as a spreadsheet gets them."""
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", TRIGGERS)
def test_triggers(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(_listing((text, "乙")), path)
    shown = _raw(path)[1][0]
    assert not shown.lstrip(" \u3000\t\r\n").startswith(START) and not shown.startswith(START)
    assert read_csv(path)[1] == (text, "乙")


@given(st.text(st.sampled_from("=+-@'\"＝ \t\r\n,;甲1\u3000\ufeff\xa0"), max_size=6))
def test_every_beginning(text: str) -> None:
    shown = guarded(text)
    assert not shown.lstrip(" \u3000\xa0\ufeff\t\r\n").startswith(START)
    assert shown.removeprefix("'") == text


def test_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [('甲,"乙"\r\n丙', -5, Decimal("1.50"), date(2026, 3, 2), True, None)]
    seen: list[int] = []
    write_csv(_listing(*rows), path, progress=seen.append)
    assert (
        path.read_bytes()
        == (
            '\ufeff栏0,栏1,栏2,栏3,栏4,栏5\r\n"甲,""乙""\r\n丙",-5,1.50,2026-03-02,是,\r\n'
        ).encode()
    )
    assert seen == [1]
    assert read_csv(path)[1] == ('甲,"乙"\r\n丙', "-5", "1.50", "2026-03-02", "是", "")


def test_hidden_characters_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(_listing((f"{HIDDEN}=1\ud800",)), path)
    assert _raw(path)[1] == ["'=1"]


def test_the_guard_is_what_keeps_a_formula_out(tmp_path: Path) -> None:
    """Without it the very text is what a spreadsheet computes."""
    plain = io.StringIO()
    csv.writer(plain).writerow(["=1+1"])
    assert plain.getvalue().startswith(START)
    assert not guarded("=1+1").startswith(START)


def test_saved_by_a_chinese_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,岗位\r\n喆赟珺,局长\r\n".encode("gb18030"))
    assert read_csv(path) == (("姓名", "岗位"), ("喆赟珺", "局长"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xff\xff", "编码"),
        ('"甲,乙\r\n'.encode(), "不是 CSV"),
        (b"a" * (20 * 1024 * 1024 + 1), "超过 20 MB"),
    ],
    ids=["encoding", "open quote", "large"],
)
def test_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=reason):
        read_csv(path)
    with pytest.raises(UserError, match="打不开"):
        read_csv(tmp_path / "none.csv")


def test_given_up_half_way(tmp_path: Path) -> None:
    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_csv(_listing(("甲",)), tmp_path / "a.csv", progress=stop)
    assert not list(tmp_path.iterdir())
