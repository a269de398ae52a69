"""What the window looked like last time, kept in one INI file outside the workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QComboBox, QMainWindow, QSplitter, QTabWidget, QWidget

T = TypeVar("T")


class Remember:
    """Keeps places, widths, tabs and filters; never the content of a record.

    Values are JSON inside the file, so a damaged or hand-edited entry is simply not remembered.
    """

    def __init__(self, path: Path) -> None:
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, key: str, default: T) -> T:
        """Return what was put under ``key`` if it is of the default's type, else the default."""
        raw = self._file.value(key)
        try:
            value = json.loads(raw) if isinstance(raw, str) else default
        except ValueError:
            return default
        return value if isinstance(value, type(default)) else default

    def put(self, key: str, value: object) -> None:
        """Keep a JSON value (text, number, truth, list, dict) under ``key``."""
        self._file.setValue(key, json.dumps(value, ensure_ascii=False))

    def save(self) -> None:
        """Write to disk now; Qt also does so by itself from time to time."""
        self._file.sync()

    def keep_window(self, window: QWidget, name: str) -> None:
        """Remember size and place of a window, and its tool bars if it has any."""
        self.put(f"window/{name}", _text(window.saveGeometry()))
        if isinstance(window, QMainWindow):
            self.put(f"window/{name}/state", _text(window.saveState()))

    def restore_window(self, window: QWidget, name: str) -> bool:
        """Put a window where it was; False when nothing is known of it."""
        place = self.get(f"window/{name}", "")
        if isinstance(window, QMainWindow):
            window.restoreState(_bytes(self.get(f"window/{name}/state", "")))
        return bool(place) and window.restoreGeometry(_bytes(place))

    def follow_splitter(self, splitter: QSplitter, name: str) -> None:
        """Restore a splitter's sizes now and keep them whenever the user moves it."""
        sizes = self.get(f"splitter/{name}", [0])
        if len(sizes) == splitter.count() and all(isinstance(size, int) for size in sizes):
            splitter.setSizes(sizes)
        splitter.splitterMoved.connect(lambda: self.put(f"splitter/{name}", splitter.sizes()))

    def follow_tabs(self, tabs: QTabWidget, name: str) -> None:
        """Restore the open tab by its caption and keep it whenever it changes."""
        caption = self.get(f"tab/{name}", "")
        for place in range(tabs.count()):
            if tabs.tabText(place) == caption:
                tabs.setCurrentIndex(place)
        tabs.currentChanged.connect(lambda at: self.put(f"tab/{name}", tabs.tabText(at)))

    def follow_choice(self, box: QComboBox, name: str) -> None:
        """Restore a filter's choice by its caption and keep it whenever the user picks one."""
        at = box.findText(self.get(f"choice/{name}", ""))
        if at >= 0:
            box.setCurrentIndex(at)
        box.activated.connect(lambda: self.put(f"choice/{name}", box.currentText()))


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode("ascii", "replace"))
