"""The log in words: reasons, details, anchors as typed, and what a verification's result says."""

from __future__ import annotations

import pytest

from jingyue_desktop.domain.errors import NotAllowed, UserError
from jingyue_desktop.services import journal
from jingyue_desktop.services.journal_words import detail_lines, reason_text, verdict
from jingyue_desktop.store.tables import Log
from jingyue_desktop.store.verify import Finding, Report
from tests.offices import Sessions


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("NotAllowed：您没有“停用账号”的权限。", "无权办理：您没有“停用账号”的权限。"),
        ("UserError：这个人已经有账号。", "这个人已经有账号。"),
        ("登录名或密码不正确。", "登录名或密码不正确。"),
        ("退回：材料不全", "退回：材料不全"),
        ("", ""),
    ],
)
def test_reasons_lose_the_programs_own_words(kept: str, shown: str) -> None:
    assert reason_text(kept) == shown


def test_details_are_said_in_chinese(local_sessions: Sessions) -> None:
    account = local_sessions["planning_chief"].account
    told = detail_lines(
        {
            "proposer": account,
            "roles": ["auditor"],
            "format": "pdf",
            "options": {"a4": True, "whole": False},
            "why": "idle",
        }
    )
    assert told == [
        ("提出人", "王建国"),
        ("角色", "审计员"),
        ("格式", "PDF"),
        ("选项", "A4 纸"),
        ("缘由", "长时间无操作"),
    ]


def test_anchors_are_read_line_by_line() -> None:
    pasted = "  日志 12 345 · 9F3A-41C2-07BD-66E0\n\n第 3 页　日志 7 · 0123-4567-89AB-CDEF \n"
    assert len(journal.read_anchors(pasted)) == 2
    assert journal.read_anchors(" \n") == ()
    with pytest.raises(UserError, match="锚点写法不对：日志十二"):
        journal.read_anchors("日志 7 · 0123-4567-89AB-CDEF\n日志十二")


def test_a_verification_runs_apart_and_is_kept_with_its_result(sessions: Sessions) -> None:
    session = sessions["auditor"]
    here = journal.anchor(session).text()
    check = journal.start_verification(session, (here,))
    before = Log.select().count()
    report = check()
    assert Log.select().count() == before
    found = journal.keep_verification(session, report, 1)
    assert found.sound and found.word == "核验通过" and "所给 1 个锚点都相符" in found.sentence
    row = Log.select().order_by(Log.seq.desc()).get()
    assert row.action == "journal.verify" and '"code":0' in row.detail
    assert dict(detail_lines({"code": 0, "rows": 3}))["核验结果"] == "通过"


def test_whoever_may_not_verify_is_refused_before_anything_is_read(sessions: Sessions) -> None:
    with pytest.raises(NotAllowed):
        journal.start_verification(sessions["planning_clerk"])
    row = Log.select().order_by(Log.seq.desc()).get()
    assert (row.action, row.success) == ("journal.verify", 0)


@pytest.mark.parametrize(
    ("findings", "anchors", "word", "part"),
    [
        ([], 0, "核验通过", "没有与纸上锚点核对"),
        ([Finding("tampered", "第 3 行：日志行被改动。", 3)], 0, "核验不通过", "被绕过本程序改动"),
        ([Finding("tampered", "第 3 行：日志与所给锚点不符。", 3)], 1, "核验不通过", "抄录无误"),
        ([Finding("truncated", "日志只到第 3 行。")], 1, "核验不通过", "比纸上的锚点短"),
        ([Finding("explained", "恢复")], 1, "有缺口", "登记过的恢复"),
    ],
)
def test_every_result_has_its_words(
    findings: list[Finding], anchors: int, word: str, part: str
) -> None:
    found = verdict(Report(rows=3, findings=findings), anchors)
    assert found.word == word and part in found.sentence
    assert found.sound == (not findings)
    assert found.findings == tuple(finding.text for finding in findings)
