"""Qt's own words in Chinese: its translation first of all, then the few that it lacks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator


def speak_chinese(app: QCoreApplication, resources: Path) -> list[QTranslator]:
    """Set the locale to zh_CN and load the translations that were found.

    ``resources`` holds ``style/``. The translators live as long as the application. They read
    files: one written in Python would be called for every word that Qt shows.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    own = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    loaded = []
    # The one installed last is asked first.
    for name, folder in (("qtbase_zh_CN", own), ("qt_extra_zh_CN", str(resources / "style"))):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            loaded.append(translator)
    return loaded
