"""The commands that need no window: demo, init, export, deadline, check."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from jingyue_desktop import exits, paths
from jingyue_desktop.domain.clock import SystemClock
from jingyue_desktop.domain.errors import Invalid, UserError
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.wording import WrongUsage, say

PASSWORD = "JINGYUE_PASSWORD"


def demo(arguments: Namespace) -> int:
    """Build or reuse the invented office, write its papers, list them, open the window."""
    from jingyue_desktop.demo.build import build_demo
    from jingyue_desktop.printing import Press
    from jingyue_desktop.screen import has_screen

    folder = (arguments.workspace or paths.default_demo()).absolute()
    press = Press(paths.resources() / "fonts")
    made = build_demo(
        folder,
        paths.resources(),
        paths.forms(),
        press.write,
        seed=arguments.seed,
        fresh=arguments.fresh,
    )
    rows = [{"kind": kind, "path": str(path)} for kind, path in made]
    say(arguments.json, {"workspace": str(folder), "papers": rows}, _paper_lines(folder, rows))
    if arguments.no_window or not has_screen():
        return exits.DONE
    from jingyue_desktop.app import open_window

    return int(open_window(folder))


def _paper_lines(folder: Path, rows: list[dict[str, str]]) -> list[str]:
    return [f"演示数据：{folder}", *(f"{row['kind']}\t{row['path']}" for row in rows)]


def init(arguments: Namespace) -> int:
    """Make a real, empty office with the catalogue loaded."""
    from jingyue_desktop.services.founding import found

    people = _first_people(arguments.account)
    try:
        workspace = found(
            arguments.workspace,
            SystemClock(),
            paths.resources(),
            paths.forms(),
            people,
            office_name=arguments.office,
        )
    except Invalid as invalid:
        raise UserError("首批账号不符合要求。", "；".join(invalid.faults.values())) from invalid
    counts = workspace.office().counts()
    workspace.close()
    logins = [person.login for person in people]
    folder = str(arguments.workspace.absolute())
    lines = [f"已建立：{folder}", f"账号：{'、'.join(logins)}", _count_line(counts)]
    say(
        arguments.json,
        {"workspace": folder, "logins": logins, "counts": counts},
        lines,
    )
    return exits.DONE


def _first_people(given: list[str]) -> list[Any]:
    from jingyue_desktop.services.founding import REQUIRED, FirstPerson

    by_caption = {role.caption: role for role in Role}
    people = []
    for text in given or [f"{role.caption}={_ask_name(role)}" for role in REQUIRED]:
        caption, _, name = text.partition("=")
        if caption not in by_caption or not name.strip():
            raise UserError(f"账号写法不对：{text}", "应写成 角色=姓名，如 系统管理员=赵一。")
        people.append(
            FirstPerson(
                name=name.strip(),
                login="".join(name.split()),
                password=_ask_password(f"{caption} {name} 的密码："),
                roles=(by_caption[caption],),
            )
        )
    return people


def _ask_name(role: Role) -> str:
    if os.environ.get(PASSWORD) is not None or not sys.stdin.isatty():
        return role.caption
    return input(f"{role.caption}的姓名：").strip()


def _ask_password(prompt: str) -> str:
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UserError("没有给出密码。", f"请在终端输入，或设置环境变量 {PASSWORD}。")
    return getpass.getpass(prompt)


def export(arguments: Namespace) -> int:
    """Make one paper through the same door as the window."""
    from jingyue_desktop.printing import Press
    from jingyue_desktop.services.login import log_in, log_out
    from jingyue_desktop.services.opening import open_workspace
    from jingyue_desktop.services.papers import exported_kind

    try:
        kind = exported_kind(arguments.what)
        options = kind.options(arguments.id)
    except UserError as fault:
        raise WrongUsage(fault.message, fault.advice) from fault
    workspace = open_workspace(arguments.workspace, SystemClock(), paths.resources(), paths.forms())
    try:
        _must_be_sound(arguments.workspace)
        session = log_in(workspace, arguments.user, _ask_password(f"{arguments.user} 的密码："))
        target = arguments.out or _default_target(arguments, kind.title)
        press = Press(paths.resources() / "fonts")
        made = press.write(session, arguments.what, arguments.format, target, **options)
        log_out(session)
    finally:
        workspace.close()
    result = {"what": made.what, "path": str(target.absolute()), "anchor": made.anchor}
    say(arguments.json, result, [f"已导出：{target.absolute()}", made.anchor])
    return exits.DONE


def _must_be_sound(folder: Path) -> None:
    """Refuse data that was changed behind the program's back, as the window does at its login."""
    from jingyue_desktop.services.opening import gate_check

    report = gate_check(folder, SystemClock().now())
    if not report.sound:
        raise UserError(
            f"数据核验没有通过，没有导出。{report.texts[0]}", "请用 check 命令查看，并联系管理员。"
        )


def _default_target(arguments: Namespace, title: str) -> Path:
    stem = title + (f"-{arguments.id}" if arguments.id else "")
    safe = "".join("_" if ch in '<>:"/\\|?*' else ch for ch in stem)
    folder: Path = arguments.workspace / "papers"
    return folder / f"{safe}.{arguments.format}"


def deadline(arguments: Namespace) -> int:
    """Say when a period of law, or so many working days, is over, and why."""
    from jingyue_desktop.domain import limits

    if arguments.extended and arguments.rule is None:
        raise WrongUsage("错误：--extended 只能与 --rule 同用。", "查看说明：deadline --help")
    calendar, known = _law(arguments.workspace)
    rule = arguments.workdays if arguments.rule is None else arguments.rule
    found = limits.answer(
        calendar, known, arguments.start, rule, arguments.pause, extended=arguments.extended
    )
    say(arguments.json, found.to_json(), list(found.explanation()))
    return exits.DONE


def _law(folder: Path | None) -> Any:
    """Return calendar and limits of a workspace, or those that are shipped."""
    if folder is not None:
        from jingyue_desktop.services.opening import law_of

        return law_of(folder)
    from jingyue_desktop.services.calendar_file import read_calendar
    from jingyue_desktop.services.office_file import read_office

    resources = paths.resources()
    return read_calendar(resources / "calendar"), read_office(resources / "office").limits


def check(arguments: Namespace) -> int:
    """Verify a workspace read-only; exit 0 sound, 2 tampered, 3 truncated, 4 explained, 1 not run."""
    from jingyue_desktop.services.opening import check_workspace

    try:
        report = check_workspace(arguments.workspace, tuple(arguments.anchor))
    except UserError as fault:
        say(arguments.json, {"code": 1, "findings": [str(fault)]}, [str(fault)])
        return exits.COULD_NOT_RUN
    texts = [finding.text for finding in report.findings]
    anchor = report.head.text()
    counts, notes = _counted(arguments.workspace)
    result = {
        "code": report.code,
        "rows": report.rows,
        "objects": report.objects,
        "anchor": anchor,
        "findings": texts,
        "counts": counts,
        "notes": notes,
    }
    verdict = {0: "核验通过", 2: "发现改动", 3: "日志被截断", 4: "缺口已有登记说明"}[report.code]
    lines = [f"{verdict}：日志 {report.rows} 行，摘要 {report.objects} 项，{anchor}", *texts]
    say(arguments.json, result, [*lines, *([_count_line(counts)] if counts else []), *notes])
    return report.code


def _count_line(counts: dict[str, int]) -> str:
    return "清单核对：" + "、".join(f"{number} {name}" for name, number in counts.items())


def _counted(folder: Path) -> tuple[dict[str, int], list[str]]:
    """Return the catalogue's counts and what is to be said of them; it never hides the verdict."""
    from jingyue_desktop.services.office_file import read_office
    from jingyue_desktop.services.opening import counts_of

    counts: dict[str, int] = {}
    try:
        counts = counts_of(folder)
        shipped = read_office(paths.resources() / "office").counts()
    except UserError as fault:
        return counts, [f"说明：清单没有核对完。{fault.message}"]
    return counts, [
        f"说明：{name}现为 {counts.get(name, 0)}，程序自带目录为 {number}。"
        for name, number in shipped.items()
        if counts.get(name) != number
    ]
