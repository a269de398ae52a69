"""Printing, previewing and exporting from a tab: log row first, bytes behind, result offered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.ui.context import Context, Made, Ready
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.jobs import Progress

FILTERS = {
    "pdf": "PDF 文件 (*.pdf)",
    "xlsx": "Excel 工作簿 (*.xlsx)",
    "svg": "SVG 矢量图 (*.svg)",
    "png": "PNG 图片 (*.png)",
}


class PaperDesk:
    """One tab's way to paper; faults are shown over ``parent``."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context = context
        self._parent = parent

    def preview(self, what: str, *, may_print: bool = True, **options: Any) -> None:
        """Make the PDF behind and show it; printing and saving take these very bytes."""
        ready = self._prepared(what, "pdf", options)
        if ready is None:
            return

        def show(made: Made) -> None:
            from jingyue_desktop.ui.kit.preview import PreviewDialog

            folder = self._context.session.workspace.folder / "papers"
            dialogs.run(
                PreviewDialog(self._parent, made.title, made.content, folder, may_print=may_print)
            )

        self._context.jobs.start(
            f"生成{ready.title}",
            lambda progress: ready.make(None, _counted(progress)),
            done=show,
            failed=lambda error: show_error(self._parent, error),
            owner=self._parent,
        )

    def export(
        self,
        what: str,
        form: str,
        name: str,
        *,
        saved: Callable[[Path], None] = lambda path: None,
        **options: Any,
    ) -> None:
        """Ask where to, then write the file behind; the strip below offers to open it.

        ``saved`` is told the file once it is there.
        """
        last = self._context.remember.get("export/folder", "")
        papers = self._context.session.workspace.folder / "papers"
        folder = Path(last) if last and Path(last).is_dir() else papers
        safe = "".join("_" if ch in '<>:"/\\|?*\r\n' else ch for ch in name)
        target = dialogs.save_file(self._parent, "导出", folder / f"{safe}.{form}", FILTERS[form])
        if target is None:
            return
        self._context.remember.put("export/folder", str(target.parent))
        ready = self._prepared(what, form, options)
        if ready is None:
            return
        self._context.jobs.start(
            f"导出{ready.title}",
            lambda progress: ready.make(target, _counted(progress)),
            done=lambda made: saved(target),
            failed=lambda error: show_error(self._parent, error),
            owner=self._parent,
        )

    def _prepared(self, what: str, form: str, options: dict[str, Any]) -> Ready | None:
        try:
            return self._context.press.prepare(self._context.session, what, form, **options)
        except UserError as fault:
            show_error(self._parent, fault)
            return None


def _counted(progress: Progress) -> Any:
    return lambda done: progress.report(done, 0)
