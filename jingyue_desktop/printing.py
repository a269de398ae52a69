"""Printing as one function: build, check the characters, log, then make the bytes with the anchor."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jingyue_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from jingyue_desktop.services.acts import Session

Progress = Callable[[int], None]
PICTURES = ("svg", "png")


@dataclass(frozen=True)
class Produced:
    """A paper that was made: what it is, where it lies (None: in memory), its anchor's text."""

    what: str
    title: str
    path: Path | None
    anchor: str
    content: bytes = b""


@dataclass(frozen=True)
class Prepared:
    """A paper whose log row is written and whose bytes are not yet made.

    ``make`` may run on any thread; ``progress(rows)`` may raise to give up, and then nothing is
    left behind. Without a target it returns a PDF in memory.
    """

    what: str
    title: str
    anchor: str
    make: Callable[[Path | None, Progress | None], Produced]


class Press:
    """Makes papers; ``fonts`` is the folder of the bundled faces, loaded at first use."""

    def __init__(self, fonts: Path) -> None:
        self._folder = fonts
        self._fonts: Any = None

    def pdf(self, session: Session, what: str, **options: Any) -> Produced:
        """Return a PDF in memory, for preview and printer: the very bytes that are printed."""
        return self.prepare(session, what, "pdf", **options).make(None, None)

    def write(
        self, session: Session, what: str, form: str, target: Path, **options: Any
    ) -> Produced:
        """Write a paper to ``target``; the file appears whole or not at all."""
        if not target.parent.is_dir():
            raise UserError("保存位置不存在。", f"没有这个文件夹：{target.parent}")
        if target.is_dir():
            raise UserError("没有写明文件名，没有保存。", f"这是一个文件夹：{target}")
        if target.suffix.lower() != f".{form}":
            # What is called something else may be somebody's file, or the database itself.
            raise UserError(f"文件名应以 .{form} 结尾，没有保存。", f"所给的是：{target.name}")
        return self.prepare(session, what, form, **options).make(target, None)

    def prepare(self, session: Session, what: str, form: str, **options: Any) -> Prepared:
        """Build the paper, check that every character can be drawn, write the log row."""
        # The window that shows first has a press, and does not wait for the database library.
        from jingyue_desktop.services import papers

        made = papers.build(session, what, form, **options)
        if form in PICTURES:
            _must_be_one(made)
        if form in ("pdf", "png"):
            self._check(made)
        foot = papers.log_output(session, what, form, made, **options).text()

        def make(target: Path | None, progress: Progress | None) -> Produced:
            if form == "pdf":
                content = self._pdf(made, target, foot, progress)
                return Produced(what, made.title, target, foot, content)
            assert target is not None
            if form in PICTURES:
                self._picture(made, form, target, foot)
            else:
                self._workbook(made, target, foot, progress)
            return Produced(what, made.title, target, foot)

        return Prepared(what, made.title, foot, make)

    def check(self, session: Session, what: str, **options: Any) -> None:
        """Raise UserError naming what no face can draw on a paper; nothing is printed or logged."""
        from jingyue_desktop.services import papers

        self._check(papers.build(session, what, "pdf", **options))

    def _check(self, made: Any) -> None:
        from jingyue_desktop.files.fonts import check_characters

        check_characters(made, self.fonts())

    def fonts(self) -> Any:
        """Return the faces, loaded once."""
        if self._fonts is None:
            from jingyue_desktop.files.fonts import load_fonts

            self._fonts = load_fonts(self._folder)
        return self._fonts

    def _workbook(self, made: Any, target: Path, foot: str, progress: Progress | None) -> None:
        from jingyue_desktop.files.xlsx_write import write_workbook

        write_workbook(made, target, foot=foot, progress=progress)

    def _pdf(self, made: Any, target: Path | None, foot: str, progress: Progress | None) -> bytes:
        from jingyue_desktop.files.pdf_write import write_pdf

        out = io.BytesIO()
        write_pdf(made, target or out, foot=foot, fonts=self.fonts(), progress=progress)
        return out.getvalue()

    def _picture(self, made: Any, form: str, target: Path, foot: str) -> None:
        from jingyue_desktop.files.chart_png import write_png
        from jingyue_desktop.files.chart_svg import write_svg

        if form == "svg":
            write_svg(made.sheets[0][1], target, foot=foot)
        else:
            write_png(made, target, foot=foot, fonts=self.fonts())


def _must_be_one(made: Any) -> None:
    """A picture is of one chart; what is no chart is not offered as one."""
    if len(made.sheets) != 1:
        raise UserError("一张图存成一个文件，请用 --id 写明哪一个流程。")
