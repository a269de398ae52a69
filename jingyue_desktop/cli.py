"""The command line: what there is to ask for, and which exit code answers."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from jingyue_desktop import VERSION, exits
from jingyue_desktop.domain.deadline import Pause
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.wording import JSON, Parser, WrongUsage, speak_chinese, speak_plainly, tell

HIDDEN = {"--read-workbook": "read_workbook", "--gate-check": "gate_check"}


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code (README: 命令).

    With ``--json`` a fault is one JSON object on the standard output as well. ``--help`` and
    ``--version`` leave by SystemExit, as argparse does.
    """
    as_json = JSON in argv
    speak_plainly(as_json or not HIDDEN.keys().isdisjoint(argv[:1]))
    try:
        return _run(argv)
    except WrongUsage as wrong:
        return tell(exits.USAGE, wrong.message, wrong.advice, as_json=as_json)
    except UserError as fault:
        return tell(exits.REFUSED, fault.message, fault.advice, as_json=as_json)
    except KeyboardInterrupt:
        return tell(exits.REFUSED, "已中断。", as_json=as_json)
    except Exception as error:
        told = _fault_of_the_world(error)
        if told is not None:
            return tell(exits.REFUSED, told.message, told.advice, as_json=as_json)
        return tell(exits.BUG, *_told(error), as_json=as_json)


def _run(argv: Sequence[str]) -> int:
    if argv and argv[0] in HIDDEN:
        from jingyue_desktop import hidden

        return int(getattr(hidden, HIDDEN[argv[0]])(list(argv[1:])))
    arguments = parse(argv)
    return int(arguments.run(arguments))


def _fault_of_the_world(error: Exception) -> UserError | None:
    """Return what disk or database say through ``error``, None where the bug is ours."""
    from jingyue_desktop.store.faults import translate

    return translate(error)


def _told(error: Exception) -> tuple[str, str]:
    """Keep our own bug in the technical log and return what the user is told of it."""
    from jingyue_desktop.domain.clock import SystemClock
    from jingyue_desktop.paths import user_log_dir
    from jingyue_desktop.ui.kit.incident_log import IncidentLog

    number = IncidentLog(user_log_dir(), SystemClock(), VERSION).keep(error).number
    return f"程序出错，编号 {number}。", "已保存的内容不受影响，请把编号告诉管理员。"


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the parsed command; raises WrongUsage."""
    speak_chinese()
    parser = Parser(
        prog="jingyue", description="净月廉效：规划局廉政效能风险防控。不带命令时打开窗口。"
    )
    parser.add_argument(
        "--version", action="version", version=f"净月廉效 {VERSION}", help="显示版本后退出"
    )
    parser.add_argument("--workspace", type=Path, metavar="文件夹", help="打开这个数据文件夹")
    parser.add_argument(JSON, action="store_true", help="用 JSON 输出结果")
    parser.set_defaults(run=_window)
    commands = parser.add_subparsers(title="命令", metavar="命令", parser_class=Parser)
    _demo(commands)
    _init(commands)
    _export(commands)
    _deadline(commands)
    _workdays(commands)
    _check(commands)
    _command(commands, "test", "运行全部测试（由启动脚本 ./jingyue test 执行）").set_defaults(
        run=_test
    )
    return parser.parse_args(list(argv))


def _command(commands: argparse._SubParsersAction[Parser], name: str, text: str) -> Parser:
    parser: Parser = commands.add_parser(name, help=text, description=text)
    # Suppressed, so that a ``--json`` before the command is not forgotten.
    parser.add_argument(
        JSON, action="store_true", default=argparse.SUPPRESS, help="用 JSON 输出结果"
    )
    return parser


def _workspace(parser: Parser, text: str, *, required: bool) -> None:
    parser.add_argument(
        "--workspace",
        type=Path,
        metavar="文件夹",
        help=text,
        required=required,
        default=argparse.SUPPRESS,
    )


def _demo(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(commands, "demo", "建立演示数据（人物虚构），输出样张，有屏幕时打开窗口")
    _workspace(parser, "放演示数据的文件夹，默认在用户数据目录", required=False)
    parser.add_argument(
        "--seed", type=int, default=1, metavar="数", help="随机种子，相同则内容相同"
    )
    parser.add_argument("--fresh", action="store_true", help="重新建立（只动演示数据）")
    parser.add_argument("--no-window", action="store_true", help="只输出样张，不打开窗口")
    parser.set_defaults(run=_command_of("demo"))


def _init(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(commands, "init", "建立真实的空白数据（已载入业务目录）")
    _workspace(parser, "数据文件夹，须为新建或空的", required=True)
    parser.add_argument("--office", default="", metavar="名称", help="单位名称，默认用自带目录的")
    parser.add_argument(
        "--account",
        action="append",
        default=[],
        metavar="角色=姓名",
        help="首批账号，可重复，如 --account 系统管理员=赵一；不写则逐项询问",
    )
    parser.set_defaults(run=_command_of("init"))


def _export(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(commands, "export", "导出纸样或登记簿（需要用户密码）")
    parser.add_argument(
        "what",
        metavar="内容",
        help="posts、risk-table、risk-points、pledge、pledge-register 等",
    )
    _workspace(parser, "数据文件夹", required=True)
    parser.add_argument(
        "--format",
        choices=("pdf", "xlsx", "svg", "png"),
        required=True,
        metavar="格式",
        help="pdf 或 xlsx；单张流程图、防控图为 pdf、svg 或 png",
    )
    parser.add_argument("--out", type=Path, metavar="文件", help="输出文件，默认放在 papers 文件夹")
    parser.add_argument(
        "--user",
        required=True,
        metavar="登录名",
        help="以谁的身份导出；密码逐次询问，或取自环境变量 JINGYUE_PASSWORD",
    )
    parser.add_argument(
        "--id", default="", metavar="编号", help="承诺书的文号或序号、制度的名称、流程的编号"
    )
    parser.set_defaults(run=_command_of("export"))


def _deadline(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(commands, "deadline", "按法律规定或若干工作日推算期限，逐日说明")
    _start(parser)
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--workdays", type=_days, metavar="天数", help="工作日数，0–3650")
    asked.add_argument("--rule", metavar="编号", help="期限规定的编号，如 许可法43；写错时列出全部")
    parser.add_argument(
        "--pause",
        action="append",
        type=_pause,
        default=[],
        metavar="起..止",
        help="不计入的期间，含首末两日，如 2026-03-10..2026-03-19，可重复",
    )
    parser.add_argument("--extended", action="store_true", help="已经依法批准延长")
    _workspace(parser, "用这里的日历和期限规定，默认用自带的", required=False)
    parser.set_defaults(run=_command_of("deadline"))


def _workdays(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(commands, "workdays", "deadline --workdays 的简写")
    _start(parser)
    parser.add_argument(
        "--days", dest="workdays", type=_days, required=True, metavar="天数", help="工作日数"
    )
    _workspace(parser, "用这里的日历，默认用自带的", required=False)
    parser.set_defaults(run=_command_of("deadline"), rule=None, pause=(), extended=False)


def _start(parser: Parser) -> None:
    parser.add_argument(
        "--from",
        dest="start",
        type=_date,
        required=True,
        metavar="日期",
        help="起算日，如 2026-11-23，当日不计",
    )


def _check(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(commands, "check", "核验数据库、记录摘要和日志链（只读，不显示内容）")
    _workspace(parser, "数据文件夹", required=True)
    parser.add_argument(
        "--anchor", action="append", default=[], metavar="锚点", help="纸上页脚的锚点，可重复"
    )
    parser.set_defaults(run=_command_of("check"))


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-11-23") from None
    if not 1990 <= day.year <= 2100:
        raise argparse.ArgumentTypeError(f"“{text}”不在 1990–2100 年之间")
    return day


def _pause(text: str) -> Pause:
    first, _, last = text.partition("..")
    begin, end = _date(first), _date(last or first)
    if end < begin:
        raise argparse.ArgumentTypeError(f"“{text}”的止日早于起日")
    return Pause(begin, end)


def _days(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 3650:
        raise argparse.ArgumentTypeError(f"“{text}”不是 0–3650 的整数")
    return int(text)


def _command_of(name: str) -> Callable[[argparse.Namespace], int]:
    def call(arguments: argparse.Namespace) -> int:
        from jingyue_desktop import commands

        return int(getattr(commands, name)(arguments))

    return call


def _window(arguments: argparse.Namespace) -> int:
    from jingyue_desktop.screen import has_screen

    if not has_screen():
        text = "没有可用的屏幕，不能打开窗口；其他命令可以照常使用。"
        return tell(exits.NO_SCREEN, text, as_json=arguments.json)
    from jingyue_desktop.app import open_window

    return int(open_window(arguments.workspace))


def _test(arguments: argparse.Namespace) -> int:
    return tell(exits.USAGE, "请用启动脚本运行测试：./jingyue test", as_json=arguments.json)
