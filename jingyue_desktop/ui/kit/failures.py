"""One place for everything that goes wrong: the world's faults in words, our bugs by number."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from jingyue_desktop.domain.clock import Clock
from jingyue_desktop.domain.errors import Conflict, Invalid, UserError
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.incident_log import Incident, IncidentLog
from jingyue_desktop.ui.kit.screen_prompts import MessageDialog
from jingyue_desktop.ui.kit.tokens import State

# A fault of painting comes back as soon as its dialog is closed; a click takes longer.
QUIET_SECONDS = 3.0


class IncidentDialog(MessageDialog):
    """Says calmly that something went wrong, with a number and details to copy."""

    def __init__(self, parent: QWidget | None, incident: Incident) -> None:
        super().__init__(
            parent,
            "程序遇到问题",
            State.OVERDUE,
            f"刚才的操作没有完成（编号 {incident.number}）。",
            "已经保存的内容不受影响，可以继续使用。如反复出现，请复制技术信息交给维护人员；"
            "其中没有您填写的内容。",
        )
        self._details = incident.details
        self.field = QPlainTextEdit(incident.details)
        self.field.setReadOnly(True)
        self.field.setFixedHeight(160)
        self.field.hide()
        self.body.addWidget(self.field)
        self.add_button("复制技术信息", left=True).clicked.connect(self.copy)
        self.add_button("查看", left=True).clicked.connect(self.field.show)

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self._details)


class Failures(QObject):
    """Catches what nobody caught, from any thread, and tells it once on the main thread."""

    _caught = Signal(object)

    def __init__(self, log: IncidentLog, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._clock = clock
        self._showing = False
        self._quiet: dict[str, float] = {}
        self._noting = threading.local()
        # Queued always: a dialog must not open in the middle of whatever just failed.
        self._caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of Python and Qt until ``remove``; ``show_error`` logs here."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable
        self._before_qt = qInstallMessageHandler(self._on_qt)
        _Seam.failures = self

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._before_qt)
        _Seam.failures = None

    def report(self, error: BaseException, parent: QWidget | None = None) -> Incident:
        """Log a bug and show its dialog, unless one is open or the same one was just closed."""
        incident = self._log.keep(error)
        last = self._quiet.get(incident.signature, -QUIET_SECONDS)
        if not self._showing and self._clock.monotonic() - last >= QUIET_SECONDS:
            self._showing = True
            try:
                dialogs.run(IncidentDialog(parent or QApplication.activeWindow(), incident))
            finally:
                self._showing = False
                self._quiet[incident.signature] = self._clock.monotonic()
        return incident

    @Slot(object)
    def _on_caught(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            show_error(QApplication.activeWindow(), error)
        else:
            self.report(error)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            self._before[0](kind, error, trace)
        else:
            self._caught.emit(error)

    def _on_thread(self, told: Any) -> None:
        if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
            self._caught.emit(told.exc_value)

    def _on_unraisable(self, told: Any) -> None:
        if told.exc_value is not None:
            self._log.keep(told.exc_value)

    def _on_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        serious = kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
        # Writing the log may itself make Qt complain.
        if not serious or getattr(self._noting, "busy", False):
            return
        self._noting.busy = True
        try:
            self._log.note(f"Qt {kind.name} {message}")
        finally:
            self._noting.busy = False


class _Seam:
    failures: Failures | None = None


def show_error(parent: QWidget | None, error: BaseException) -> Mapping[str, str] | None:
    """Show any error a person should know of.

    Returns the answer to a ``Conflict`` (field key → ``mine`` or ``theirs``) when the person
    settled every difference; None in all other cases.
    """
    if isinstance(error, Conflict) and error.differences:
        from jingyue_desktop.ui.kit.conflict import ConflictDialog

        dialog = ConflictDialog(parent, error)
        return dialog.choices() if dialogs.run(dialog) else None
    if isinstance(error, Invalid):
        told = "\n".join(dict.fromkeys(error.faults.values()))
        dialogs.warn(parent, error.message, told or error.advice)
    elif isinstance(error, UserError):
        dialogs.error(parent, error.message, error.advice)
    elif _Seam.failures is not None:
        _Seam.failures.report(error, parent)
    else:
        raise error
    return None
