"""The commands on a workspace whose database is on a server: found, checked, exported, never a demo."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop import cli, exits
from jingyue_desktop.store.gate import SERVER_NAME
from jingyue_desktop.store.lock import WorkspaceLock
from tests.demo.building import tree
from tests.offices import PASSWORD, START, new_database

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def folder(postgres_server: str, tmp_path: Path) -> Path:
    """A folder that says where its server is, and a database with nothing in it."""
    url = new_database(postgres_server)
    (tmp_path / SERVER_NAME).write_text(f'url = "{url}"\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on it with ``--json``."""
    monkeypatch.setenv("JINGYUE_PASSWORD", PASSWORD)

    def call(*argv: str) -> tuple[int, Any]:
        code = cli.main([*argv, "--json", "--workspace", str(folder)])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_an_office_is_founded_on_the_server_and_works(run: Run, folder: Path) -> None:
    code, said = run("check")
    assert code == exits.COULD_NOT_RUN and "没有本程序的数据" in said["findings"][0]
    assert run("init")[0] == exits.DONE
    assert not (folder / "office.db").exists()
    code, said = run("check")
    assert (code, said["counts"]["风险点"]) == (exits.DONE, 53)
    code, said = run("export", "posts", "--format", "pdf", "--user", "系统管理员")
    assert code == exits.DONE and Path(said["path"]).read_bytes().startswith(b"%PDF")
    assert run("check", "--anchor", said["anchor"])[0] == exits.DONE
    assert run("workdays", "--from", "2026-02-13", "--days", "5")[1]["due"] == "2026-02-27"
    lock = WorkspaceLock(folder)
    lock.take(START)
    held = [run("init"), run("export", "posts", "--format", "pdf", "--user", "系统管理员")]
    lock.release()
    assert [(code, f"进程 {os.getpid()}，" in said["message"]) for code, said in held] == [
        (exits.REFUSED, True)
    ] * 2
    Path(run("export", "posts", "--format", "pdf", "--user", "系统管理员")[1]["path"]).unlink()
    code, said = run("init")
    assert code == exits.REFUSED and "服务器上已经有数据" in said["message"]
    assert run("check")[0] == exits.DONE


@pytest.mark.parametrize("more", [[], ["--fresh"]])
def test_a_demo_never_goes_there(run: Run, folder: Path, more: list[str]) -> None:
    before = tree(folder)
    code, said = run("demo", "--no-window", *more)
    assert code == exits.REFUSED and "数据库服务器" in said["message"]
    assert tree(folder) == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("url = ", "workspace.toml，文件末尾"),
        ('url = "mysql://x/y"', "数据库地址"),
        ('url = "postgresql://nobody@127.0.0.1:9/none?connect_timeout=2"', "连接不上"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told(
    run: Run, folder: Path, text: str, reason: str
) -> None:
    (folder / SERVER_NAME).write_text(text, encoding="utf-8")
    assert reason in run("check")[1]["findings"][0]
    for argv in (["init"], ["export", "posts", "--format", "pdf", "--user", "director"]):
        code, said = run(*argv)
        assert code == exits.REFUSED and reason in said["message"]
    assert not (folder / "office.db").exists()
