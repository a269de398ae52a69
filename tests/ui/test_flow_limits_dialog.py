"""业务流程 · 修改时限: limits and promise changed in the window by two people."""

from __future__ import annotations

from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.posts_desk import confirm_as
from tests.ui.reading_desk import Open, open_tab

__all__ = ["open_tab"]


def test_limits_are_changed_by_two_and_the_chart_follows(
    open_tab: Open, local_office: Workspace, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_tab(local_sessions["planning_chief"], "业务流程")
    tab.list.select("A1")

    def fill(dialog: FieldsDialog) -> None:
        assert dialog.windowTitle() == "修改时限和承诺　建设项目选址意见书初审"
        dialog.editor.field("A1.4").set_value(5)
        dialog.ok_button.click()
        assert "各环节时限之和 13 超过承诺 10" in dialog.editor.fault("promise")
        dialog.editor.field("promise").set_value(13)
        dialog.ok_button.click()

    prompts.expect("dialog", fill)
    prompts.expect("dialog", confirm_as("director"))
    tab.edit.trigger()
    assert "时限 5 个工作日" in tab.view.chart.texts()
    assert local_office.office().flows[0].promise == 13
    clerk = open_tab(local_sessions["planning_clerk"], "业务流程")
    assert not clerk.edit.isEnabled()
    assert clerk.edit.toolTip() == "“修改环节时限和承诺”由科长提出，局长或副局长确认。"
