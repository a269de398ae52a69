"""One keystroke in the search box over 100,000 pledges, from the text to the painted rows."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROWS = 100_000
ROUNDS = 9
WORDS = ("净月", "长春", "bjy", "2025", "喆赟", "幼儿园", "cc", "科技园", "一期")


def measure() -> dict[str, float]:
    """Return seconds of a keystroke end to end, of the bare SQL, and their ratio."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="jingyue-bench-") as place:
        return _measure(Path(place) / "office")


def _measure(folder: Path) -> dict[str, float]:
    from jingyue_desktop.domain.clock import SystemClock
    from jingyue_desktop.services.founding import found
    from tests.bench.filler import fill_pledges
    from tests.offices import FORMS, RESOURCES, Sessions, first_people

    workspace = found(folder, SystemClock(), RESOURCES, FORMS, first_people())
    fill_pledges(workspace, ROWS)
    tab = _tab(Sessions(workspace)["planning_chief"], folder)
    connection = sqlite3.connect(folder / "office.db")
    ours, bare = [], []
    for n in range(ROUNDS):
        word = WORDS[n % len(WORDS)]
        bare.append(_bare(connection, word))
        ours.append(_keystroke(tab, word))
    connection.close()
    workspace.close()
    ratio = median(a / b for a, b in zip(ours, bare, strict=True))
    return {"search_s": median(ours), "search_bare_s": median(bare), "search_ratio": ratio}


def _tab(session: Any, folder: Path) -> Any:
    from PySide6.QtWidgets import QApplication

    from jingyue_desktop import paths
    from jingyue_desktop.printing import Press
    from jingyue_desktop.ui.attendance import SessionDrafts
    from jingyue_desktop.ui.context import Context
    from jingyue_desktop.ui.kit.drafts import Drafts
    from jingyue_desktop.ui.kit.jobs import Jobs
    from jingyue_desktop.ui.kit.remember import Remember
    from jingyue_desktop.ui.kit.style import Look
    from jingyue_desktop.ui.pledges.tab import PledgesTab

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    Look(app, paths.resources())
    remember = Remember(folder / "windows.ini")
    press = Press(paths.resources() / "fonts")
    context = Context(session, press, Jobs(), remember, Drafts(SessionDrafts(session)))
    tab = PledgesTab(context)
    tab.resize(1360, 700)
    tab.show()
    tab.reload()
    return tab


def _keystroke(tab: Any, word: str) -> float:
    from jingyue_desktop.ui.kit.search import SearchField

    box = tab.findChild(SearchField)
    begun = time.perf_counter()
    box.setText(word)
    # The pause after typing is on purpose and not counted.
    box.search_now()
    tab.grab()
    return time.perf_counter() - begun


def _bare(connection: sqlite3.Connection, word: str) -> float:
    begun = time.perf_counter()
    where = "WHERE search LIKE ? ESCAPE '\\'"
    connection.execute(f"SELECT COUNT(*) FROM pledge {where}", (f"%{word}%",)).fetchone()
    connection.execute(
        f"SELECT id, number, applicant, project, state FROM pledge {where} ORDER BY id DESC LIMIT 200",
        (f"%{word}%",),
    ).fetchall()
    return time.perf_counter() - begun
