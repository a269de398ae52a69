"""Registers of any length as PDF: streamed, counted, cancelled, whole or not there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from jingyue_desktop.files.pdf_write import write_pdf
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.grid import Column, Listing, Paper, Value
from jingyue_desktop.paper.layout import listing
from tests.papers import FOOT, FORMS, fonts, letter, pdf, reader, squeezed, text_of

COLUMNS = (
    Column("number", "编号", 20),
    Column("name", "名称", 40),
    Column("made", "日期", 14, "date", "center"),
    Column("amount", "数量", 8, "number", "right"),
    Column("done", "办结", 8),
)


class Source:
    """Rows made one by one, counting how many were asked for."""

    def __init__(self, count: int) -> None:
        self.count, self.asked = count, 0

    def __call__(self) -> Iterator[tuple[Value, ...]]:
        for n in range(self.count):
            self.asked += 1
            yield (f"净〔2026〕{n:05d}号", f"第{n}项建设工程", date(2026, 3, 1), n, n % 2 == 0)


class Stopped(Exception):
    pass


def register(source: Source, notes: tuple[str, ...] = ("制表日期：2026年3月2日",)) -> Listing:
    return Listing("某局登记簿", COLUMNS, source, notes=notes)


def paper(sheet: Listing) -> Paper:
    return Paper("register", "登记簿", (("登记簿", sheet),))


def test_every_row_is_there_in_order_with_heads_on_every_page() -> None:
    made = pdf(register(Source(500)))
    text = text_of(made)
    assert text.startswith("某局登记簿制表日期：2026年3月2日编号名称日期数量办结")
    for n in (0, 1, 199, 200, 201, 499):
        assert (
            f"净〔2026〕{n:05d}号第{n}项建设工程2026-03-01{n}{'是' if n % 2 == 0 else '否'}" in text
        )
    pages = reader(made).pages
    assert len(pages) > 10
    assert all("编号名称日期数量办结" in squeezed(page.extract_text()) for page in pages)


def test_an_empty_register_has_its_head() -> None:
    assert (
        text_of(pdf(register(Source(0)))) == "某局登记簿制表日期：2026年3月2日编号名称日期数量办结"
    )


def test_empty_values_leave_their_cells_empty() -> None:
    sheet = Listing("簿", COLUMNS, lambda: iter([("一", None, None, None, "")]))
    assert text_of(pdf(sheet)).endswith("办结一")


def test_progress_counts_rows_and_never_runs_ahead() -> None:
    source, seen = Source(450), []

    def progress(done: int) -> None:
        seen.append(done)
        assert source.asked <= done + 1

    write_pdf(paper(register(source)), io.BytesIO(), foot=FOOT, fonts=fonts(), progress=progress)
    assert seen == [200, 400, 450]


def test_cancelled_means_nothing_is_left(tmp_path: Path) -> None:
    source = Source(5000)
    target = tmp_path / "register.pdf"

    def progress(done: int) -> None:
        if done >= 400:
            raise Stopped

    with pytest.raises(Stopped):
        write_pdf(paper(register(source)), target, foot=FOOT, fonts=fonts(), progress=progress)
    assert list(tmp_path.iterdir()) == []
    assert source.asked <= 401


def test_a_batch_of_letters_counts_its_sheets_and_can_be_cancelled(tmp_path: Path) -> None:
    sheets = tuple((str(n), letter(f"第{n}份")) for n in range(1, 6))
    seen: list[int] = []

    def progress(done: int) -> None:
        seen.append(done)
        if done == 4:
            raise Stopped

    target = tmp_path / "batch.pdf"
    with pytest.raises(Stopped):
        write_pdf(Paper("b", "成批", sheets), target, foot="", fonts=fonts(), progress=progress)
    assert seen == [1, 2, 3, 4] and list(tmp_path.iterdir()) == []


class Row(tuple[Value, ...]):
    """A row that is counted while it is alive."""

    alive = most = 0

    def born(self) -> Row:
        Row.alive += 1
        Row.most = max(Row.most, Row.alive)
        return self

    def __del__(self) -> None:
        Row.alive -= 1


def test_rows_are_not_held() -> None:
    """While thousands of rows are drawn only those of one chunk or two are alive."""
    rows = (Row((f"第{n}行", "名称", None, None, None)).born() for n in range(2000))
    write_pdf(paper(Listing("簿", COLUMNS, lambda: rows)), io.BytesIO(), foot="", fonts=fonts())
    assert 200 <= Row.most <= 402
    assert Row.alive == 0


def test_a_form_s_register_has_its_columns_and_page() -> None:
    form = load_form(FORMS, "pledge_register")
    sheet = listing(form, lambda: iter(()), "某局服务承诺登记簿", ("制表日期：2026年3月2日",))
    assert [column.title for column in sheet.columns[:3]] == ["编号", "承诺岗位", "建设单位"]
    made = pdf(sheet)
    box = reader(made).pages[0].mediabox
    assert (box.width, box.height) == pytest.approx((420 / 25.4 * 72, 297 / 25.4 * 72), abs=0.1)
    assert text_of(made).startswith("某局服务承诺登记簿制表日期：2026年3月2日编号承诺岗位")
