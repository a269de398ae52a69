"""Opening the data while somebody types a password: check beside, modules loaded, then ready."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.ui.kit.jobs import Jobs


@dataclass(frozen=True)
class Checked:
    """What the check beside the login said."""

    sound: bool
    texts: tuple[str, ...]
    rows: int
    objects: int
    fault: str


class Opening(QObject):
    """Runs the check in a child process and opens the workspace; says once how it went.

    ``load`` brings in what login and desk need, on a thread while the window is already there.

    ``ready(workspace, text)`` only after both are done and sound; ``unsound(texts)`` when the data
    is damaged or was changed behind the program's back; ``failed`` for everything else.
    """

    ready = Signal(object, str)
    unsound = Signal(list)
    failed = Signal(Exception)

    def __init__(
        self,
        jobs: Jobs,
        load: Callable[[], None],
        open_workspace: Callable[[], Any],
        check: Sequence[str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._load = load
        self._open = open_workspace
        self._check = list(check)
        self._process = QProcess(self)
        self._process.finished.connect(self._on_checked)
        self._process.errorOccurred.connect(self._on_no_process)
        self._loaded = False
        self._stopped = False
        self._checked: Checked | None = None

    def start(self) -> None:
        """Begin; returns at once."""
        if self._stopped:
            return
        self._process.start(self._check[0], self._check[1:])
        self._jobs.start(
            "打开数据",
            lambda progress: self._load(),
            done=self._on_loaded,
            failed=self.failed.emit,
            owner=self,
            quiet=True,
        )

    def stop(self) -> None:
        """Give up: the window closes or another folder is opened."""
        self._stopped = True
        self._process.blockSignals(True)
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(2000)

    def _on_loaded(self, _: object) -> None:
        self._loaded = True
        self._go_on()

    def _on_checked(self, code: int, status: QProcess.ExitStatus) -> None:
        text = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")
        try:
            told = json.loads(text)
            self._checked = Checked(
                bool(told["sound"]),
                tuple(told["texts"]),
                told["rows"],
                told["objects"],
                told["fault"],
            )
        except (ValueError, KeyError, TypeError):
            self.failed.emit(
                UserError("数据核验没有完成。", "请重新打开程序；仍不行请联系管理员。")
            )
            return
        self._go_on()

    def _on_no_process(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit(UserError("数据核验程序没有启动。", "请检查程序安装是否完整。"))

    def _go_on(self) -> None:
        if self._stopped or self._checked is None or not self._loaded:
            return
        if self._checked.fault:
            self.failed.emit(UserError("数据没有核验，没有打开。", self._checked.fault))
            return
        if not self._checked.sound:
            self.unsound.emit(list(self._checked.texts))
            return
        try:
            workspace = self._open()
        except UserError as fault:
            self.failed.emit(fault)
            return
        self.ready.emit(workspace, f"数据核验通过（日志 {self._checked.rows} 行）")
