"""Printing as one function: build, check the characters, log, then make the bytes with the anchor."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services import papers
from jingyue_desktop.services.acts import Session


@dataclass(frozen=True)
class Produced:
    """A paper that was made: what it is, where it lies (None: in memory), its anchor's text."""

    what: str
    title: str
    path: Path | None
    anchor: str
    content: bytes = b""


class Press:
    """Makes papers; ``fonts`` is the folder of the bundled faces, loaded at first use."""

    def __init__(self, fonts: Path) -> None:
        self._folder = fonts
        self._fonts: Any = None

    def fonts(self) -> Any:
        if self._fonts is None:
            from jingyue_desktop.files.fonts import load_fonts

            self._fonts = load_fonts(self._folder)
        return self._fonts

    def pdf(self, session: Session, what: str, **options: Any) -> Produced:
        """Return a PDF in memory, for preview and printer: the very bytes that are printed."""
        made, foot = self._logged(session, what, "pdf", options)
        out = io.BytesIO()
        self._draw(made, out, foot)
        return Produced(what, made.title, None, foot, out.getvalue())

    def write(
        self, session: Session, what: str, form: str, target: Path, **options: Any
    ) -> Produced:
        """Write a paper to ``target``; the file appears whole or not at all."""
        if not target.parent.is_dir():
            raise UserError("保存位置不存在。", f"没有这个文件夹：{target.parent}")
        made, foot = self._logged(session, what, form, options)
        if form == "xlsx":
            from jingyue_desktop.files.xlsx_write import write_workbook

            write_workbook(made, target, foot=foot)
        else:
            self._draw(made, target, foot)
        return Produced(what, made.title, target, foot)

    def _logged(
        self, session: Session, what: str, form: str, options: dict[str, Any]
    ) -> tuple[Any, str]:
        made = papers.build(session, what, form, **options)
        if form == "pdf":
            from jingyue_desktop.files.fonts import check_characters

            check_characters(made, self.fonts())
        anchor = papers.log_output(session, what, form, made, **options)
        return made, anchor.text()

    def _draw(self, made: Any, target: Any, foot: str) -> None:
        from jingyue_desktop.files.pdf_write import write_pdf

        write_pdf(made, target, foot=foot, fonts=self.fonts())
