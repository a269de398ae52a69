"""The strip over the foot: what runs is told, and what ended is not told as running."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from jingyue_desktop.ui.kit.job_strip import JobStrip
from jingyue_desktop.ui.kit.jobs import Jobs, NowExecutor


def test_the_strip_is_done_with_a_job_before_its_result_is_shown(qtbot: QtBot) -> None:
    """A preview stays open inside ``done``; behind it nothing may look as if it still ran."""
    jobs = Jobs(NowExecutor())
    strip = JobStrip(jobs)
    qtbot.addWidget(strip)
    seen: list[int] = []
    jobs.start("生成承诺书", lambda progress: 1, done=lambda _: seen.append(len(strip.lines())))
    assert seen == [0] and not strip.isVisibleTo(None)
    jobs.shutdown()
