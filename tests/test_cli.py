"""The command line: Chinese throughout, stable exit codes, JSON, and never a traceback."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from jingyue_desktop import commands, exits
from jingyue_desktop.domain.clock import SystemClock
from jingyue_desktop.domain.workdays import PROVISIONAL
from jingyue_desktop.paths import user_log_dir
from jingyue_desktop.store.gate import CHECKED_NAME
from jingyue_desktop.store.lock import HOLDER_NAME, WorkspaceLock
from tests.commands import Run, finished, run, started
from tests.offices import PASSWORD, Template

__all__ = ["run"]

COMMANDS = ("demo", "init", "export", "deadline", "workdays", "check", "test")
DEADLINE = ["deadline", "--from", "2026-03-02"]
PAUSE = ["--pause", "2026-03-10..2026-03-19"]
WORKDAYS = ["workdays", "--from", "2026-02-13", "--days", "5"]
EXPORT = ["export", "risk-table", "--format", "pdf"]


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
@pytest.mark.parametrize("switch", ["--help", "-h"])
def test_help_is_chinese_throughout(run: Run, command: list[str], switch: str) -> None:
    said = run(*command, switch)
    assert (said.code, said.err) == (exits.DONE, "")
    # What a person types, and the proper names of formats, are not words of a language.
    typed = r"--?[a-z][a-z-]*|\bjingyue\b|JSON|JINGYUE_PASSWORD|\b(?:pdf|xlsx|svg|png)\b|\bpapers\b"
    names = r"posts|risk-table|risk-points|pledge-register|pledge|" + "|".join(COMMANDS)
    left = re.sub(f"{typed}|{names}", "", said.out)
    assert not re.findall("[A-Za-z]+", left)
    assert "用法：jingyue" in said.out and "--json" in said.out
    for line in said.out.splitlines():
        option = re.match(r"  (-\S+( \S+)?)$", line)
        assert not option, f"an option without a word on it: {line}"


def test_every_command_of_the_contract_is_there(run: Run) -> None:
    listed = re.findall(r"^    (\w+) ", run("--help").out, re.M)
    assert tuple(listed) == COMMANDS


def test_version_is_the_projects(run: Run, root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = run("--version")
    assert (said.code, said.out) == (0, f"净月廉效 {project['version']}\n")


def test_json_before_and_after_the_command(run: Run) -> None:
    before, after, plain = run("--json", *WORKDAYS), run(*WORKDAYS, "--json"), run(*WORKDAYS)
    assert before.json() == after.json()
    assert before.json()["due"] == "2026-02-27"
    assert plain.out.splitlines() == before.json()["explanation"]


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["frob"], "“frob”不可用，可用：demo、init、export、deadline、workdays、check、test"),
        (["--frob"], "不认识的参数：--frob"),
        (["workdays", "--from", "2026-02-13"], "缺少参数：--days"),
        (["workdays", "--from", "2026-02-13", "--days"], "--days：后面要有一个值"),
        (["workdays", "--from", "2026-02-30", "--days", "5"], "“2026-02-30”不是日期"),
        (["workdays", "--from", "昨天", "--days", "5"], "“昨天”不是日期"),
        (["workdays", "--from", "9999-12-31", "--days", "5"], "1990–2100"),
        (["workdays", "--from", "2026-02-13", "--days", "-5"], "“-5”不是 0–3650 的整数"),
        (["workdays", "--from", "2026-02-13", "--days", "²"], "“²”不是 0–3650 的整数"),
        (["workdays", "--from", "2026-02-13", "--days", "99999"], "“99999”不是"),
        (["workdays", "--fro", "2026-02-13", "--days", "5"], "缺少参数：--from"),
        (DEADLINE, "应写明其中一项：--workdays --rule"),
        ([*DEADLINE, "--rule", "许可法43", "--workdays", "1"], "不能与 --rule 同时使用"),
        ([*DEADLINE, "--workdays", "1", "--pause", "三月"], "“三月”不是日期"),
        ([*DEADLINE, "--workdays", "1", "--pause", "2026-03-09..2026-03-02"], "止日早于起日"),
        ([*DEADLINE, "--workdays", "1", "--extended"], "--extended 只能与 --rule 同用"),
        (["demo", "--seed", "一"], "“一”写法不对"),
        (["check"], "缺少参数：--workspace"),
        (
            [*EXPORT[:-1], "docx", "--workspace", "w", "--user", "u"],
            "“docx”不可用，可用：pdf、xlsx、svg、png",
        ),
        (["export", "risk-table", "--workspace", "w", "--user", "u"], "缺少参数：--format"),
        (["export", "frob", "--format", "pdf", "--workspace", "w", "--user", "u"], "没有“frob”"),
        (["--json=1", "check"], "--json：后面不能有值"),
        (["test"], "./jingyue test"),
    ],
)
def test_wrong_usage_is_64_with_the_reason(run: Run, argv: list[str], reason: str) -> None:
    said = run(*argv)
    assert said.code == exits.USAGE
    assert reason in said.err
    assert said.out == ""
    as_json = run(*argv, "--json")
    assert as_json.code == exits.USAGE
    assert as_json.json()["code"] == exits.USAGE and reason in as_json.json()["message"]


def test_without_a_screen_one_line_and_3(run: Run, root: Path) -> None:
    said = run()
    assert (said.code, said.out) == (exits.NO_SCREEN, "")
    assert said.err == "没有可用的屏幕，不能打开窗口；其他命令可以照常使用。\n"
    assert finished([], root) == said
    assert run("--json").json()["code"] == exits.NO_SCREEN


def test_a_refusal_is_5_with_advice(run: Run, tmp_path: Path) -> None:
    argv = [*EXPORT, "--workspace", str(tmp_path), "--user", "zhao"]
    said = run(*argv)
    assert said.code == exits.REFUSED
    assert said.err.startswith("这个文件夹里没有本程序的数据。\n请") and said.out == ""
    told = run("--json", *argv).json()
    assert told["code"] == exits.REFUSED
    assert f"{told['message']}\n{told['advice']}\n" == said.err
    assert list(tmp_path.iterdir()) == []


def test_our_bug_is_70_with_a_number_in_the_log_and_no_value(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_arguments: object) -> int:
        raise ZeroDivisionError("李敏 13900000000")

    monkeypatch.setattr(commands, "deadline", broken)
    said = run(*WORKDAYS)
    assert said.code == exits.BUG
    number = re.search(r"编号 (\d{8}-[0-9A-F]{4})。", said.err)
    assert number and said.out == ""
    log = (user_log_dir() / "technical.log").read_text(encoding="utf-8")
    assert number[1] in log and "ZeroDivisionError" in log
    assert "李敏" not in log + said.err
    assert run(*WORKDAYS, "--json").json()["code"] == exits.BUG


def test_a_fault_of_the_disk_is_no_bug_wherever_it_shows(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_arguments: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(commands, "deadline", full)
    said = run(*WORKDAYS)
    assert said.code == exits.REFUSED
    assert said.err.startswith("磁盘空间不足")
    assert not (user_log_dir() / "technical.log").exists()


@pytest.mark.parametrize("target", ["", "没有/表.pdf", "office/office.db", "表.xlsx", "表"])
def test_a_target_that_is_no_file_is_refused_before_anything_is_logged(
    run: Run, copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setenv("JINGYUE_PASSWORD", PASSWORD)
    argv = [*EXPORT, "--workspace", str(copied), "--user", "director"]
    before = set(tmp_path.rglob("*"))
    said = run(*argv, "--out", str(tmp_path / target))
    assert said.code == exits.REFUSED
    reasons = {"": "这是一个文件夹", "没有/表.pdf": "没有这个文件夹"}
    assert reasons.get(target, "应以 .pdf 结尾") in said.err
    assert set(tmp_path.rglob("*")) - before <= {
        copied / "workspace.lock",
        copied / HOLDER_NAME,
        copied / CHECKED_NAME,
    }
    with contextlib.closing(sqlite3.connect(copied / "office.db")) as db:
        (count,) = db.execute("SELECT COUNT(*) FROM log WHERE action LIKE 'papers.%'").fetchone()
    assert count == 0


def test_interrupted_at_a_prompt(root: Path, tmp_path: Path) -> None:
    terminal, slave = os.openpty()
    argv = [
        sys.executable,
        "-P",
        "-m",
        "jingyue_desktop",
        "init",
        "--workspace",
        str(tmp_path / "w"),
    ]
    env = os.environ | {"PYTHONPATH": str(root)}
    # Whoever runs the tests in the background has Ctrl+C ignored, and the child would inherit it.
    process = subprocess.Popen(
        argv,
        env=env,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert _read(terminal, "姓名：") == "系统管理员的姓名："
        assert _interrupted(process) == exits.REFUSED
        assert _read(terminal, "。").strip() == "已中断。"
    finally:
        process.kill()
        process.wait()
        os.close(slave)
        os.close(terminal)
    assert not (tmp_path / "w").exists()


def _interrupted(process: subprocess.Popen[bytes]) -> int:
    # A signal between the prompt and the reading is noticed at the next one only.
    for seconds in (2, 5, 20):
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(seconds)
    raise AssertionError("the prompt cannot be interrupted")


def _read(terminal: int, until: str) -> str:
    """Return what stands on a terminal, read up to ``until``."""
    text = b""
    while until.encode() not in text:
        assert select.select([terminal], [], [], 30)[0], f"nothing more after {text.decode()!r}"
        text += os.read(terminal, 1000)
    return text.decode()


@pytest.mark.parametrize(
    ("start", "days", "due", "provisional"),
    [
        ("2026-09-24", 10, "2026-10-15", False),
        ("2026-04-30", 5, "2026-05-11", False),
        ("2026-01-02", 1, "2026-01-04", False),
        ("2026-10-01", 3, "2026-10-10", False),
        ("2026-03-02", 20, "2026-03-30", False),
        ("2026-03-02", 0, "2026-03-02", False),
        ("2026-12-24", 9, "2027-01-06", True),
        ("2028-03-01", 1, "2028-03-02", True),
    ],
)
def test_workdays(run: Run, start: str, days: int, due: str, provisional: bool) -> None:
    said = run("workdays", "--from", start, "--days", str(days), "--json")
    made = said.json()
    assert (said.code, made["due"], made["provisional"]) == (0, due, provisional)
    assert (f"{PROVISIONAL}。" in made["explanation"]) is provisional


def test_workdays_names_every_skipped_day_and_why(run: Run) -> None:
    made = run(*WORKDAYS, "--json").json()
    assert [(day["date"], day["kind"]) for day in made["skipped"]] == [
        ("2026-02-15", "周休日"),
        *((f"2026-02-{day}", "法定节假日") for day in range(16, 20)),
        ("2026-02-20", "调休放假"),
        ("2026-02-21", "周休日"),
        ("2026-02-22", "周休日"),
        ("2026-02-23", "调休放假"),
    ]
    assert all("春节" in day["why"] for day in made["skipped"])
    assert "国办发明电〔2025〕7号" in made["notices"][0]


def test_deadline_by_rule_with_pauses_and_extension(run: Run) -> None:
    plain, paused = (
        run(*DEADLINE, "--rule", "许可法43"),
        run(*DEADLINE, "--rule", "许可法43", *PAUSE),
    )
    assert plain.out.startswith("行政许可法第四十三条（下级机关初审）：")
    assert "满 20 个工作日为2026年3月30日。" in plain.out and "暂停" not in plain.out
    assert "满 20 个工作日为2026年4月10日。" in paused.out
    assert "暂停期间不计（含首末两日）：2026年3月10日至2026年3月19日。" in paused.out
    longer = run(*DEADLINE, "--rule", "许可法42-1", "--extended", *PAUSE, "--json").json()
    assert (longer["days"], longer["due"], longer["act_by"]) == (30, "2026-04-24", "2026-04-24")
    assert longer["pauses"] == [{"first": "2026-03-10", "last": "2026-03-19", "cause": ""}]
    penalty = run("deadline", "--from", "2026-07-03", "--rule", "处罚法60", "--json").json()
    assert (penalty["due"], penalty["act_by"]) == ("2026-10-01", "2026-09-30")
    assert (penalty["unit"], penalty["binds"], penalty["skipped"]) == ("day", "office", [])


@pytest.mark.parametrize(
    ("argv", "message", "advice"),
    [
        (["--rule", "许可法99"], "没有“许可法99”这项期限规定。", "许可法43"),
        (["--rule", "处罚法60", *PAUSE], "没有期间可以扣除的规定。", ""),
        (["--rule", "处罚法60", "--extended"], "没有可以延长的规定。", ""),
    ],
)
def test_a_deadline_the_law_does_not_know_is_refused(
    run: Run, argv: list[str], message: str, advice: str
) -> None:
    said = run(*DEADLINE, *argv)
    assert said.code == exits.REFUSED and said.out == ""
    assert message in said.err and advice in said.err


def test_deadline_and_its_short_form_say_the_same(run: Run) -> None:
    short, long = run(*WORKDAYS), run("deadline", "--from", "2026-02-13", "--workdays", "5")
    assert (short.code, short.out) == (long.code, long.out) and short.out


def test_workdays_by_the_calendar_of_a_workspace(run: Run, template_sqlite: Template) -> None:
    folder = str(template_sqlite.folder)
    by_law = run(*DEADLINE, "--rule", "许可法43", "--json", "--workspace", folder)
    assert by_law == run(*DEADLINE, "--rule", "许可法43", "--json") and by_law.code == 0
    of_office = run(*WORKDAYS, "--json", "--workspace", str(template_sqlite.folder))
    assert of_office == run(*WORKDAYS, "--json")
    elsewhere = run(*WORKDAYS, "--workspace", "/nonexistent")
    assert elsewhere.code == exits.REFUSED


def test_check_without_a_workspace_could_not_run(run: Run, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        said = run("check", "--workspace", str(folder), "--json")
        assert said.code == exits.COULD_NOT_RUN == said.json()["code"]
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def copied(template_sqlite: Template, tmp_path: Path) -> Path:
    """The folder of a founded office that nobody has open."""
    return Path(shutil.copytree(template_sqlite.folder, tmp_path / "office"))


def test_export_goes_through_the_door(
    run: Run, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    argv = [*EXPORT, "--workspace", str(copied), "--user"]
    monkeypatch.setenv("JINGYUE_PASSWORD", "不是这个密码")
    for user in ("director", "nobody"):
        said = run(*argv, user)
        assert said.code == exits.REFUSED and said.err
    assert list((copied / "papers").iterdir()) == []
    monkeypatch.setenv("JINGYUE_PASSWORD", PASSWORD)
    made = run(*argv, "director", "--json")
    assert made.code == 0
    paper = Path(made.json()["path"])
    assert paper.parent == copied / "papers" and paper.read_bytes().startswith(b"%PDF")
    assert run("check", "--workspace", str(copied), "--anchor", made.json()["anchor"]).code == 0


@pytest.mark.parametrize("argv", [[*EXPORT, "--user", "director"], ["init"]])
def test_a_held_workspace_names_its_holder(
    run: Run, copied: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str]
) -> None:
    monkeypatch.setenv("JINGYUE_PASSWORD", PASSWORD)
    lock = WorkspaceLock(copied)
    lock.take(SystemClock().now())
    try:
        said = run(*argv, "--workspace", str(copied))
    finally:
        lock.release()
    assert said.code == exits.REFUSED
    assert f"进程 {os.getpid()}，" in said.err


def test_json_is_utf8_and_text_never_fails_whatever_the_console(root: Path, tmp_path: Path) -> None:
    console = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    made = finished([*WORKDAYS, "--json"], root, **console)
    assert made.json()["skipped"][0]["why"] == "春节，周休日"
    odd = finished(["check", "--json", "--workspace", b"/nonexistent/\xff"], root, **console)
    assert odd.code == exits.COULD_NOT_RUN and odd.json()["code"] == 1
    (tmp_path / "office.db").write_text("not a database")
    hidden = finished(["--gate-check", str(tmp_path)], root, **console)
    assert "数据" in hidden.json()["fault"] and not hidden.json()["sound"]
    text = finished(WORKDAYS, root, **console)
    assert text.code == 0 and "5" in text.out and not text.err


def test_a_full_disk_and_a_reader_that_left(root: Path) -> None:
    long = ["workdays", "--from", "2026-01-02", "--days", "3650"]
    reader = started(long, root)
    assert reader.stdout and reader.stderr
    reader.stdout.close()
    err = reader.stderr.read()
    reader.stderr.close()
    assert (reader.wait(30), err) == (0, b"")
    command = f'exec "{sys.executable}" -P -m jingyue_desktop {" ".join(long)} >/dev/full'
    full = subprocess.run(
        ["sh", "-c", command], env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True
    )
    assert full.returncode == exits.REFUSED
    assert full.stderr.decode().splitlines()[0] == "结果写不出去。"
