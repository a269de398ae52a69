"""The command ``init``: an office that checks sound, or a refusal that names what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from jingyue_desktop import exits
from tests.commands import Run, run
from tests.offices import PASSWORD

__all__ = ["run"]


def test_init_founds_an_office_that_checks_sound(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(tmp_path / "局 里" / "office")
    monkeypatch.setenv("JINGYUE_PASSWORD", PASSWORD)
    made = run("init", "--workspace", folder, "--json")
    assert made.code == 0
    assert made.json()["logins"] == ["系统管理员", "档案管理员", "审计员", "安全管理员"]
    checked = run("check", "--workspace", folder, "--json")
    assert checked.code == 0 and checked.json()["counts"] == made.json()["counts"]
    again = run("init", "--workspace", folder)
    assert again.code == exits.REFUSED and "已经有数据" in again.err


def test_init_says_what_is_wrong_with_the_accounts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    asked = run("init", "--workspace", str(folder))
    assert asked.code == exits.REFUSED and "JINGYUE_PASSWORD" in asked.err
    monkeypatch.setenv("JINGYUE_PASSWORD", "12345")
    weak = run("init", "--workspace", str(folder))
    assert weak.code == exits.REFUSED and "至少 10 位" in weak.err
    odd = run("init", "--workspace", str(folder), "--account", "国王=赵一")
    assert odd.code == exits.REFUSED and "国王=赵一" in odd.err
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("赵\n一", "只能写一行"),
        ("赵\u202e一", "看不见的控制字符"),
        ("赵" * 61, "最多 60 个字"),
        ("赵@一", "登录名"),
    ],
)
def test_init_takes_no_name_that_breaks_a_line_or_hides_something(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    monkeypatch.setenv("JINGYUE_PASSWORD", PASSWORD)
    others = [f"{role}=钱{n}" for n, role in enumerate(("档案管理员", "审计员", "安全管理员"))]
    accounts = [word for text in others for word in ("--account", text)]
    argv = ["init", "--workspace", str(tmp_path / "office"), *accounts, "--account"]
    said = run(*argv, f"系统管理员={name}")
    assert said.code == exits.REFUSED and reason in said.err
    assert not (tmp_path / "office").exists()
    office = run(*argv, "系统管理员=赵一", "--office", "规划局\n二")
    assert office.code == exits.REFUSED and "单位名称" in office.err
    rare = run(*argv, "系统管理员=喆赟珺 买买提·艾力", "--json")
    assert rare.code == exits.DONE
    assert rare.json()["logins"][-1] == "喆赟珺买买提·艾力"
