"""工作台: what is to do, proposals decided with everything seen, what changed, where cards lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.services import pledges, posts, proposals, risk_review, workbench
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.login import log_in
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Log, Proposal
from jingyue_desktop.ui.desk import Desk, TabEntry
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.kit.rows import STATE_ROLE
from jingyue_desktop.ui.pledges.tab import PledgesTab
from jingyue_desktop.ui.workbench.tab import WorkbenchTab
from tests.offices import PASSWORD, Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import MakeDesk, settle_down
from tests.ui.pledge_desk import issued
from tests.ui.posts_desk import put

NEW = "受理、初审，一次性告知"
OLD = "“一书两证”项目受理和初审"


class Desks:
    """Desks with 工作台 and 服务承诺, and which tab each of them shows."""

    def __init__(self, make: MakeDesk) -> None:
        self._make = make
        self.open: list[Desk] = []

    def __call__(self, session: Session) -> WorkbenchTab:
        entries = [TabEntry("工作台", WorkbenchTab), TabEntry("服务承诺", PledgesTab)]
        desk = self._make(session, entries)
        desk.tabs.setCurrentIndex(0)
        self.open.append(desk)
        settle_down()
        tab = desk.current()
        assert isinstance(tab, WorkbenchTab)
        return tab

    def led_to(self) -> PledgesTab:
        """Return the pledge tab the newest desk was led to."""
        settle_down()
        tab = self.open[-1].current()
        assert isinstance(tab, PledgesTab) and tab.view is not None
        return tab


@pytest.fixture
def desks(make_desk: MakeDesk) -> Desks:
    return Desks(make_desk)


def titles(tab: WorkbenchTab) -> list[str]:
    return [row.title for row in tab.todo.rows.rows()]


def file_duty(sessions: Sessions, version: int = 1, duty: str = NEW) -> int:
    texts = {"duty": duty}
    return posts.revise(sessions["planning_chief"], "planning_clerk", version, texts, "分工调整")


def duty_now(sessions: Sessions) -> str:
    return posts.card(sessions["auditor"], "planning_clerk").post.duty


def test_a_quiet_desk_is_friendly(desks: Desks, local_sessions: Sessions) -> None:
    tab = desks(local_sessions["planning_clerk"])
    assert titles(tab) == [] and "没有待办" in tab.todo.table.empty.text()
    assert not tab.filed.isVisible()
    assert [card.figure.number for card in tab.figures.cards] == [0, 0, 0, 0, 0]


def test_what_waits_for_me_is_shown_in_full_and_confirmed(
    desks: Desks, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = desks(local_sessions["director"])
    number = file_duty(local_sessions)
    settle_down()
    assert titles(tab) == ["修改岗位职责：规划科科员"]
    assert ("主要岗位职责", NEW, OLD) in tab.panel.changes
    assert ("修改说明", "分工调整", None) in tab.panel.changes
    prompts.expect("choose", "no")
    tab.confirm.trigger()
    assert duty_now(local_sessions) == OLD
    prompts.expect("choose", "yes")
    tab.confirm.trigger()
    settle_down()
    assert "王建国提出" in prompts.last.advice
    assert duty_now(local_sessions) == NEW
    assert titles(tab) == [] and tab.panel.title() == ""
    assert Proposal.get_by_id(number).state == "已确认"


def test_sent_back_with_a_reason_the_proposer_sees_it(
    desks: Desks, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    file_duty(local_sessions)
    tab = desks(local_sessions["deputy"])
    chief = desks(local_sessions["planning_chief"])

    def drive(dialog: FieldsDialog) -> None:
        dialog.ok_button.click()
        assert dialog.editor.fault("note") == "请填写退回理由。"
        put(dialog, note="写得不清楚")
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    tab.reject.trigger()
    settle_down()
    assert titles(tab) == [] and duty_now(local_sessions) == OLD
    (row,) = chief.filed.rows.rows()
    assert (row.state, row.note) == ("已退回", "写得不清楚")
    assert "写得不清楚" in chief.panel.grid.text() and "孟庆和" in chief.panel.grid.text()


def test_my_own_is_taken_back(
    desks: Desks, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    leader = desks(local_sessions["director"])
    tab = desks(local_sessions["planning_chief"])
    file_duty(local_sessions)
    settle_down()
    assert titles(leader) == ["修改岗位职责：规划科科员"] and titles(tab) == []
    assert ("主要岗位职责", NEW, OLD) in tab.panel.changes
    prompts.expect("choose", "yes")
    tab.withdraw.trigger()
    settle_down()
    assert titles(leader) == []
    assert [row.state for row in tab.filed.rows.rows()] == ["已撤回"]


def test_a_proposal_overtaken_is_not_confirmed_and_says_what_stands(
    desks: Desks, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    file_duty(local_sessions)
    other = file_duty(local_sessions, duty="别的写法")
    proposals.confirm(local_sessions["deputy"], other)
    tab = desks(local_sessions["director"])
    assert "又被修改过" in tab.panel.warning
    assert ("主要岗位职责", NEW, "别的写法") in tab.panel.changes
    prompts.expect("choose", "yes")
    prompts.expect("error")
    tab.confirm.trigger()
    assert "又被修改过" in prompts.seen[0].advice
    assert "主要岗位职责现在是：别的写法" in prompts.last.advice
    assert duty_now(local_sessions) == "别的写法"


def test_who_decides_second_is_told(
    desks: Desks, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    number = file_duty(local_sessions)
    tab = desks(local_sessions["director"])
    proposals.withdraw(local_sessions["planning_chief"], number)
    prompts.expect("choose", "yes")
    prompts.expect("error")
    tab.confirm.trigger()
    assert "已经办理或撤回" in prompts.last.text
    settle_down()
    assert titles(tab) == []
    refused = Log.select().where((Log.success == 0) & (Log.action == "posts.revise"))
    assert refused.count() == 1


def test_nobody_decides_on_the_points_of_his_own_post(
    desks: Desks, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    own = next(
        p for p in local_sessions["director"].workspace.office().risk_points if p.post == "director"
    )
    risk_review.review(local_sessions["planning_chief"], own.code, 0, "未消除", note="局务会已研究")
    tab = desks(local_sessions["director"])
    prompts.expect("choose", "yes")
    prompts.expect("error")
    tab.confirm.trigger()
    assert "不能确认本人岗位" in prompts.last.text


def test_to_dos_stand_by_urgency_and_lead_to_their_tab(
    qtbot: QtBot, desks: Desks, local_sessions: Sessions, clock: SetClock
) -> None:
    row = issued(local_sessions)
    filed = risk_review.review(local_sessions["planning_chief"], "A1-4", 0, "未消除")
    proposals.confirm(local_sessions["director"], filed)
    clock.advance(days=18)
    tab = desks(local_sessions["planning_chief"])
    assert titles(tab) == [f"登记签名扫描件 {row.number}", "复核风险点 A1-4"]
    model = tab.todo.table.model()
    assert [model.index(n, 0).data() for n in (0, 1)] == ["超期", "尽快"]
    assert [model.index(n, 0).data(STATE_ROLE) for n in (0, 1)] == ["overdue", "due"]
    led: list[tuple[str, str]] = []
    tab.wanted.connect(lambda title, key: led.append((title, key)))
    tab.todo.table.selectRow(1)
    qtbot.keyClick(tab.todo.table, Qt.Key.Key_Return)
    tab.todo.table.selectRow(0)
    qtbot.keyClick(tab.todo.table, Qt.Key.Key_Return)
    assert led == [("风险防控表", "A1-4"), ("服务承诺", str(row.id))]
    view = desks.led_to().view
    assert view is not None and view.table.current().id == row.id


def test_enter_on_a_proposal_goes_to_its_decision(
    qtbot: QtBot, desks: Desks, local_sessions: Sessions
) -> None:
    file_duty(local_sessions)
    tab = desks(local_sessions["director"])
    tab.window().activateWindow()
    qtbot.keyClick(tab.todo.table, Qt.Key.Key_Return)
    focus = tab.window().focusWidget()
    assert focus is not None and getattr(focus, "act", None) is tab.confirm


@pytest.mark.parametrize(("card", "state"), [(1, "待签"), (2, "扫描件逾期")])
def test_figures_lead_to_what_they_count(
    desks: Desks, local_sessions: Sessions, clock: SetClock, card: int, state: str
) -> None:
    issued(local_sessions)
    clock.advance(days=30)
    tab = desks(local_sessions["director"])
    cards = tab.figures.cards
    assert [c.figure.number for c in cards[:3]] == [1, 1, 1] and cards[2].figure.alarm
    cards[card].click()
    view = desks.led_to().view
    assert view is not None and view.filters.values()["state"] == state


def test_changes_since_my_last_visit(
    qtbot: QtBot, desks: Desks, local_office: Workspace, local_sessions: Sessions
) -> None:
    log_in(local_office, "director", PASSWORD)
    row = issued(local_sessions)
    tab = desks(log_in(local_office, "director", PASSWORD))
    (change,) = tab.changes.rows.rows()
    assert (change.who, change.title) == ("李敏", "开具服务承诺书")
    cells = [tab.changes.table.model().index(0, n).data() for n in range(4)]
    assert cells[0] == "2026-03-02 09:00" and row.number in cells[3]
    tab.changes.table.selectRow(0)
    assert tab.panel.title() == "开具服务承诺书"
    qtbot.keyClick(tab.changes.table, Qt.Key.Key_Return)
    view = desks.led_to().view
    assert view is not None and view.table.current().id == row.id


def test_one_matter_is_chosen_at_a_time(desks: Desks, local_sessions: Sessions) -> None:
    issued(local_sessions)
    file_duty(local_sessions)
    tab = desks(local_sessions["director"])
    assert tab.todo.table.selected_count() == 1
    tab.changes.table.selectRow(0)
    assert tab.todo.table.selected_count() == 0 and tab.todo.table.current() is None
    tab.todo.table.selectRow(0)
    assert tab.changes.table.selected_count() == 0
    assert tab.panel.title() == "修改岗位职责：规划科科员"


def test_a_link_to_a_proposal_shows_it_or_says_it_is_done(
    desks: Desks, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    first, second = file_duty(local_sessions), file_duty(local_sessions, duty="另一种")
    tab = desks(local_sessions["director"])
    tab.open_item(f"proposal:{first}")
    assert ("主要岗位职责", NEW, OLD) in tab.panel.changes
    proposals.withdraw(local_sessions["planning_chief"], second)
    settle_down()
    prompts.expect("inform")
    tab.open_item(f"proposal:{second}")
    assert "已经办理或撤回" in prompts.last.text


def test_the_commission_reads_figures_and_has_no_work(
    desks: Desks, local_sessions: Sessions
) -> None:
    file_duty(local_sessions)
    issued(local_sessions)
    tab = desks(local_sessions["commission"])
    assert titles(tab) == [] and not tab.filed.isVisible()
    assert tab.figures.cards[0].figure.number == 1


def test_the_custodian_is_led_to_what_is_to_be_filed(
    desks: Desks, local_sessions: Sessions, tmp_path: Path
) -> None:
    issued(local_sessions)
    scan = tmp_path / "签名.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    pledges.sign(local_sessions["planning_clerk"], 1, 1, str(scan), "2026-03-02")
    tab = desks(local_sessions["custodian"])
    assert titles(tab) == ["归档承诺书 净规诺〔2026〕1号"]
    assert tab.todo.table.model().index(0, 0).data() == "正常"
    tab.go.trigger()
    view = desks.led_to().view
    assert view is not None and view.acts.file.isEnabled()
    assert workbench.todo(local_sessions["custodian"])[0].key == "1"
