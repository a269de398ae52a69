"""The invented year: what its people do from January on, through the same door as everybody."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from jingyue_desktop.demo import projects
from jingyue_desktop.demo.people import PASSWORD
from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.services import (
    covers,
    people,
    pledge_register,
    pledges,
    posts,
    proposals,
    risk_review,
    risks,
)
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.login import log_in
from jingyue_desktop.services.workspace import Workspace

BEGIN = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)  # Monday, 08:30 in Beijing
END = date(2026, 11, 24)
# What lies about when the demo is opened: scans not yet back, letters not yet filed.
UNSIGNED_FROM, UNFILED_FROM = date(2026, 10, 19), date(2026, 9, 28)
# A point whose review is forgotten in autumn, so that something is overdue.
FORGOTTEN = "A3-4"
VARIANTS = {
    "规划窗口": ["规划窗口", "选址意见书", "建设用地规划许可证", "建设工程规划许可证"],
    "综合科科员": ["规划验线", "竣工规划核实"],
}
CHIEFS = {"planning": "规划科科长", "general": "综合科科长", "inspection": "监察科科长"}
Scan = Callable[[Session, int], Path]


class Year:
    """Plays the year on an open workspace; ``scan`` makes the file of a signed pledge."""

    def __init__(
        self, workspace: Workspace, clock: SetClock, chance: random.Random, scan: Scan
    ) -> None:
        self.workspace, self.clock, self.chance, self.scan = workspace, clock, chance, scan
        self._sessions: dict[str, Session] = {}

    def by(self, login: str) -> Session:
        """Return somebody's session, logged in once."""
        if login not in self._sessions:
            self._sessions[login] = log_in(self.workspace, login, PASSWORD)
        return self._sessions[login]

    def play(self) -> None:
        """Let the year pass until ``END``."""
        self._go_to(date(2026, 1, 12))
        self._review_points()
        for month in range(1, 12):
            self._month(month)
            self._review_due()
        self._go_to(date(2026, 11, 16))
        self._open_ends()
        self._go_to(END)
        log_in(self.workspace, "局长", PASSWORD)

    def _go_to(self, day: date) -> None:
        today = self.workspace.today()
        self.clock.advance(days=max(0, (day - today).days))

    def _month(self, month: int) -> None:
        day = date(2026, month, 3)
        while day.month == month and day < END - timedelta(days=8):
            if self.workspace.calendar().is_workday(day) and day > self.workspace.today():
                self._go_to(day)
                self._working_day()
            day += timedelta(days=self.chance.randrange(3, 8))
        if month == 3:
            self._set_of_six()
        if month == 5:
            self._duty()
        if month == 7:
            self._rotation()

    def _working_day(self) -> None:
        for login, variants in VARIANTS.items():
            self.clock.advance(minutes=self.chance.randrange(5, 90))
            number = pledges.issue(
                self.by(login),
                {
                    "variant": self.chance.choice(variants),
                    "applicant": projects.applicant(self.chance),
                    "project": projects.project(self.chance),
                    "accepted": self.workspace.today().isoformat(),
                },
            )
            self._fate(login, number)
        self.clock.set(self.clock.now().replace(hour=0, minute=30, second=0, microsecond=0))

    def _fate(self, login: str, number: int) -> None:
        """Most pledges are signed and filed, some wait, few are voided."""
        drawn = self.chance.random()
        chief = "规划科科长" if login == "规划窗口" else "综合科科长"
        self.clock.advance(minutes=self.chance.randrange(10, 120))
        if drawn < 0.06:
            pledges.void(self.by(chief), number, 1, "项目名称与报建材料不一致，重新开具")
        elif drawn < 0.55 or self.workspace.today() < UNSIGNED_FROM:
            scan = self.scan(self.by(login), number)
            signed = self.workspace.today().isoformat()
            pledges.sign(self.by(login), number, 1, str(scan), signed)
            if drawn < 0.48 or self.workspace.today() < UNFILED_FROM:
                self.clock.advance(minutes=5)
                pledges.file(self.by("档案管理员"), number, 2)

    def _set_of_six(self) -> None:
        pledges.issue_set(
            self.by("规划科科长"),
            projects.applicant(self.chance),
            projects.project(self.chance),
            self.workspace.today().isoformat(),
        )
        rows = pledge_register.page(self.by("规划科科长"), pledge_register.Wanted(), 0, 6)
        for row in rows:
            clerk = "规划窗口" if row.section == "planning" else "综合科科员"
            scan = self.scan(self.by(clerk), row.id)
            pledges.sign(self.by(clerk), row.id, 1, str(scan), row.issued.isoformat())

    def _review_points(self) -> None:
        """January: each chief reviews points of his section; 副局长 confirms most of them."""
        for row in risks.points(self.by("审计员")):
            chief = self._chief_of(row.post)
            if chief is None or self.chance.random() < 0.35:
                continue
            cleared = row.initial == "C" and self.chance.random() < 0.5
            self.clock.advance(minutes=self.chance.randrange(3, 20))
            filed = risk_review.review(
                self.by(chief),
                row.code,
                0,
                "已消除" if cleared else "未消除",
                note="措施已落实，连续两个季度未再发生" if cleared else "",
            )
            proposals.confirm(self.by("副局长"), filed)

    def _chief_of(self, post: str) -> str | None:
        """Return who reviews a post's points: its section's chief, nobody for the leaders' here."""
        sections = {item.code: item.section for item in self.workspace.office().posts}
        return CHIEFS.get(sections[post])

    def _review_due(self) -> None:
        """Each month's end: what is due again is reviewed, most of it; some are forgotten."""
        today = self.workspace.today()
        for row in risks.points(self.by("审计员")):
            near = row.next_review is not None and row.next_review <= today + timedelta(days=10)
            late = row.code == FORGOTTEN and today >= date(2026, 9, 1)
            if not near or late or self.chance.random() < 0.08:
                continue
            self.clock.advance(minutes=self.chance.randrange(2, 9))
            chief = self._chief_of(row.post)
            assert chief is not None
            filed = risk_review.review(self.by(chief), row.code, row.revision, "未消除")
            proposals.confirm(self.by("副局长"), filed)

    def _duty(self) -> None:
        card = posts.card(self.by("综合科科长"), "general_clerk")
        text = card.post.duty.rstrip("。") + "；当日完成现场照片归集。"
        filed = posts.revise(
            self.by("综合科科长"), "general_clerk", card.version, {"duty": text}, "补充照片归集要求"
        )
        proposals.confirm(self.by("局长"), filed)

    def _rotation(self) -> None:
        """July: a planning clerk stands in for his chief for a week."""
        chief, clerk = self.by("规划科科长").actor().person, self.by("规划窗口").actor().person
        today = self.workspace.today()
        covers.arrange(
            self.by("副局长"),
            chief,
            clerk,
            "planning_chief",
            (today + timedelta(days=3)).isoformat(),
            (today + timedelta(days=9)).isoformat(),
            "参加市里业务培训",
        )

    def _open_ends(self) -> None:
        """November: what waits when the demo is opened."""
        row = next(r for r in risks.points(self.by("审计员")) if r.code == "A1-4")
        risk_review.review(
            self.by("规划科科长"),
            "A1-4",
            row.revision,
            "未消除",
            note="三季度仍有一起，继续分级管理",
        )
        newcomer = f"{self.chance.choice('林田罗高')}{self.chance.choice('一鸣 若溪 子墨'.split())}"
        people.enter(self.by("规划科科员"), newcomer, "inspection_clerk", "2026-12-01", "84530000")
