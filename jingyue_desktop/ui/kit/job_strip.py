"""The strip over the foot of the window: what runs behind, how far it is, what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.ui.kit.facts import link
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.jobs import Job, Jobs
from jingyue_desktop.ui.kit.labels import label


class JobLine(QFrame):
    """One job: caption, bar and 取消 while it runs; then its result, to be opened or put away."""

    gone = Signal()

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.job = job
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(12)
        self.text = label(f"正在{job.title}……")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.stop = QPushButton("取消")
        self.stop.setProperty("role", "small")
        self.stop.clicked.connect(self._on_stop)
        row.addWidget(self.text)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.stop)
        self._row = row
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_done)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(lambda: self._end(f"已取消：{job.title}"))

    def _on_stop(self) -> None:
        self.stop.setEnabled(False)
        self.text.setText(f"正在取消{self.job.title}……")
        self.job.cancel()

    def _on_progress(self, done: int, total: int, text: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        counted = f"{done:,} 行" if not total else f"{done:,} / {total:,}"
        self.text.setText(f"正在{self.job.title}：{text or counted}")

    def _on_done(self, result: object) -> None:
        path = getattr(result, "path", None)
        if not isinstance(path, Path):
            self.gone.emit()
            return
        self._end(f"已保存：{path}")
        self._row.insertWidget(3, link("打开", lambda: show_file(self, path)))
        self._row.insertWidget(4, link("打开所在文件夹", lambda: show_file(self, path.parent)))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._end(f"没有完成：{self.job.title}。{error}")
        else:
            self.gone.emit()

    def _end(self, text: str) -> None:
        self.bar.hide()
        self.text.setText(text)
        self.stop.setText("关闭")
        self.stop.setEnabled(True)
        self.stop.clicked.disconnect()
        self.stop.clicked.connect(self.gone)


def show_file(parent: QWidget, path: Path) -> None:
    """Open a file or folder with the system's own program for it."""
    if not path.exists():
        show_error(parent, UserError("文件已不在原处。", f"原来的位置：{path}"))
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        show_error(parent, UserError("系统没有能打开它的程序。", f"请自行到文件夹中打开：{path}"))


class JobStrip(QWidget):
    """Shows every job that is started; empty, it takes no room."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self._lines: list[JobLine] = []
        jobs.started.connect(self._on_started)
        self.hide()

    def lines(self) -> list[JobLine]:
        """Return what is shown, the oldest first."""
        return list(self._lines)

    def _on_started(self, job: Job) -> None:
        line = JobLine(job)
        line.gone.connect(lambda: self._drop(line))
        self._lines.append(line)
        self._box.addWidget(line)
        self.show()
        while len(self._lines) > 4:
            idle = next((one for one in self._lines if one.job.outcome != "running"), None)
            if idle is None:
                break
            self._drop(idle)

    def _drop(self, line: JobLine) -> None:
        if line in self._lines:
            self._lines.remove(line)
            line.hide()
            line.deleteLater()
        self.setVisible(bool(self._lines))
