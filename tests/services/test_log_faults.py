"""The log itself: an act fails with it (D3), refusals survive everything (D4), text stays text (D9)."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import Conflict, Invalid, NotAllowed, UserError
from jingyue_desktop.services import accounts, acts, journal, pledges, posts_held
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.journal import Filter
from jingyue_desktop.services.login import LoginRefused, log_in
from jingyue_desktop.services.opening import check_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Log, NumberSeries, Pledge
from tests.offices import START, Sessions, Template, copied
from tests.services.test_pledges import SITING


def break_log(office: Workspace, backend: str) -> None:
    db = office.store.db
    if backend == "sqlite":
        db.execute_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'no log'); END"
        )
        return
    db.execute_sql(
        "CREATE FUNCTION broken() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'no log'; END $$ "
        "LANGUAGE plpgsql"
    )
    db.execute_sql("CREATE TRIGGER broken BEFORE INSERT ON log EXECUTE FUNCTION broken()")


def mend_log(office: Workspace, backend: str) -> None:
    office.store.db.execute_sql(
        "DROP TRIGGER broken" + (" ON log" if backend == "postgres" else "")
    )


def test_an_act_that_cannot_be_logged_does_not_happen(
    office: Workspace, sessions: Sessions, backend: str
) -> None:
    before = Log.select().count()
    break_log(office, backend)
    with pytest.raises(UserError, match="日志无法写入"):
        pledges.issue(sessions["planning_clerk"], dict(SITING))
    mend_log(office, backend)
    assert (Pledge.select().count(), NumberSeries.select().count()) == (0, 0)
    assert Log.select().count() == before
    pledges.issue(sessions["planning_clerk"], dict(SITING))
    assert Pledge.get().number.endswith("1号")


def _refused(sessions: Sessions) -> None:
    accounts.create(sessions["director"], 1, "x1", "code-code")


def _wrong_password(sessions: Sessions) -> None:
    log_in(sessions["director"].workspace, "director", "wrong")


def _conflict(sessions: Sessions) -> None:
    number = pledges.issue(sessions["planning_clerk"], dict(SITING))
    pledges.void(sessions["planning_chief"], number, 1, "一")
    pledges.void(sessions["planning_chief"], number, 1, "二")


def _invalid(sessions: Sessions) -> None:
    pledges.issue(sessions["planning_clerk"], {**SITING, "accepted": "2030-01-01"})


def _refused_view(sessions: Sessions) -> None:
    accounts.listed(sessions["planning_clerk"])


FAILURES = [
    (_refused, NotAllowed, "accounts.create"),
    (_wrong_password, LoginRefused, "login"),
    (_conflict, Conflict, "pledges.void"),
    (_invalid, Invalid, "pledges.issue"),
    (_refused_view, NotAllowed, "accounts.list"),
]


@pytest.mark.parametrize(("fail", "kind", "action"), FAILURES)
def test_a_failure_is_committed_before_the_process_dies(
    template_sqlite: Template,
    tmp_path: Path,
    fail: Any,
    kind: type[Exception],
    action: str,
) -> None:
    folder = tmp_path / "office"
    copied(template_sqlite, folder, SetClock(START)).close()
    child = os.fork()
    if child == 0:
        try:
            workspace = copied_again(folder)
            fail(Sessions(workspace))
        except kind:
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    workspace = copied_again(folder)
    rows = list(Log.select().where((Log.success == 0) & (Log.action == action)))
    workspace.close()
    assert len(rows) == 1
    assert check_workspace(folder).code == 0


def copied_again(folder: Path) -> Workspace:
    from jingyue_desktop.services.opening import open_workspace
    from tests.offices import FORMS, RESOURCES

    return open_workspace(folder, SetClock(START), RESOURCES, FORMS)


def test_a_failure_written_inside_the_act_would_be_lost(local_sessions: Sessions) -> None:
    """The control of D4: a row in the act's own transaction goes with its rollback."""

    def inside(work: acts.Work) -> None:
        acts.append(work, "control", None, "inside")
        raise UserError("rolled back")

    director = local_sessions["director"]
    entry = acts.Act("control", "control", frozenset(director.actor().roles), "act")
    with pytest.raises(UserError):
        acts.run(director, entry, inside)
    assert [row.reason for row in Log.select().where(Log.action == "control")] == [
        "UserError：rolled back"
    ]


NASTY = [
    "第一行\n第二行",
    "\u202e倒着写",
    '{"seq": 1}',
    "\x1b[31m红色",
    "'; DROP TABLE log; --",
    "<b>粗</b>",
    "𠮷野家 😀",
]


@pytest.mark.parametrize("text", NASTY)
def test_text_in_a_reason_is_one_row_that_verifies(
    office: Workspace, sessions: Sessions, backend: str, text: str
) -> None:
    number = pledges.issue(sessions["planning_clerk"], dict(SITING))
    before = Log.select().count()
    try:
        pledges.void(sessions["planning_chief"], number, 1, text)
        assert Pledge.get_by_id(number).void_reason == text
    except Invalid as hidden:
        assert not text.replace("\n", "").isprintable() and "控制字符" in hidden.faults["reason"]
    with pytest.raises(LoginRefused):
        log_in(office, text, text)
    assert Log.select().count() == before + 2
    assert journal.count(sessions["auditor"], Filter()) == before + 2
    assert check_workspace(office.folder).code == 0


def test_a_name_with_nul_is_refused_in_words(sessions: Sessions) -> None:
    with pytest.raises(Invalid) as invalid:
        pledges.issue(sessions["planning_clerk"], {**SITING, "applicant": "a\0b"})
    assert "控制字符" in invalid.value.faults["applicant"]


def test_readers_see_all_others_their_own_and_the_system_admin_no_reasons(
    sessions: Sessions,
) -> None:
    pledges.issue(sessions["planning_clerk"], dict(SITING))
    with pytest.raises(NotAllowed):
        accounts.listed(sessions["general_clerk"])

    def seen(who: str) -> set[str]:
        rows = journal.page(sessions[who], Filter(), 0, 50)
        return {f"{row.act}{'!' if row.reason else ''}" for row in rows}

    assert seen("auditor") >= {"pledges.issue", "accounts.list!"}
    assert seen("planning_clerk") == {"pledges.issue"}
    assert "accounts.list" in seen("system_admin")
    assert "accounts.list!" not in seen("system_admin")
    assert journal.count(sessions["auditor"], Filter(text="岗位权限表")) == 0
    for text, found in (("没有“查看账号”", 1), ("查看账号", 1)):
        assert journal.count(sessions["auditor"], Filter(text=text)) == found
    assert journal.count(sessions["system_admin"], Filter(text="查看账号")) == 1
    assert journal.count(sessions["system_admin"], Filter(text="没有“查看账号”")) == 0
    with pytest.raises(NotAllowed):
        journal.detail(sessions["planning_clerk"], 2)


def test_details_hold_no_value_that_was_typed(sessions: Sessions) -> None:
    pledges.issue(sessions["planning_clerk"], {**SITING, "applicant": "不写进日志的单位"})
    for row in Log.select():
        assert "不写进日志的单位" not in f"{row.detail}{row.reason}{row.result}"
        json.loads(row.detail)


def test_a_stopped_account_is_refused_at_its_next_call(sessions: Sessions) -> None:
    from jingyue_desktop.store.tables import Account

    row = Account.get(Account.login == "general_clerk")
    session: Session = sessions["general_clerk"]
    posts_held.tree(session)
    accounts.stop(sessions["system_admin"], row.id, row.revision)
    with pytest.raises(NotAllowed, match="停用"):
        posts_held.tree(session)
