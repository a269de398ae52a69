"""Desks over a real office for window tests: opened as a person would see them, left at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jingyue_desktop.printing import Press
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.ui.attendance import SessionDrafts
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.desk import Desk, TabEntry
from jingyue_desktop.ui.kit.drafts import Drafts
from jingyue_desktop.ui.kit.jobs import Jobs
from jingyue_desktop.ui.kit.remember import Remember
from tests.offices import RESOURCES

MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(
    qtbot: QtBot, jobs: Jobs, remember: Remember, local_office: Workspace
) -> Iterator[MakeDesk]:
    """Return ``make(session, entries, behind)``; a desk reloads its tabs by their topics.

    ``behind`` runs the jobs elsewhere than at once on the calling thread. The office closes only
    after every desk was left.
    """
    made: list[Desk] = []

    def make(session: Session, entries: Sequence[TabEntry], behind: Jobs = jobs) -> Desk:
        drafts = Drafts(SessionDrafts(session))
        context = Context(session, Press(RESOURCES / "fonts"), behind, remember, drafts)
        desk = Desk(context, entries)
        qtbot.addWidget(desk)
        desk.resize(1360, 860)
        desk.show()
        made.append(desk)
        settle_down()
        return desk

    yield make
    for desk in made:
        desk.leave()


def settle_down() -> None:
    """Let the desk reload what it was told has changed."""
    for _ in range(3):
        QApplication.processEvents()
