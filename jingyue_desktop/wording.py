"""How the command line speaks: in Chinese, in an encoding that does not fail, seen even without one."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from jingyue_desktop.domain.errors import UserError

JSON = "--json"
PHRASES = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本说明后退出",
    "the following arguments are required: %s": "缺少参数：%s",
    "one of the arguments %s is required": "应写明其中一项：%s",
    "not allowed with argument %s": "不能与 %s 同时使用",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "expected one argument": "后面要有一个值",
    "invalid %(type)s value: %(value)r": "“%(value)s”写法不对",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "ignored explicit argument %r": "后面不能有值（%s）",
}


def speak_chinese() -> None:
    """Let argparse take its phrases from here."""
    argparse._ = lambda text: PHRASES.get(text, text)  # type: ignore[attr-defined]


def speak_plainly(as_json: bool) -> None:
    """Let no character fail on the way out.

    JSON is UTF-8 everywhere, what it cannot hold (a file name in another encoding) is escaped as
    JSON escapes it. Text for people keeps the encoding of their console, which may lack a rare
    character; that one is shown as a question mark.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if as_json and stream is sys.stdout:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            stream.reconfigure(errors="replace")


def say(as_json: bool, result: Any, lines: Sequence[str]) -> None:
    """Print a result: ``lines`` for a person, ``result`` for a program."""
    if as_json:
        lines = [json.dumps(result, ensure_ascii=False, indent=1, default=str)]
    try:
        # At once: a window may follow, and a full disk can be told only now.
        print(*lines, sep="\n", flush=True)
    except BrokenPipeError:
        _let_go()
    except OSError as error:
        _let_go()
        raise UserError("结果写不出去。", "请检查输出的位置和磁盘空间。") from error


def _let_go() -> None:
    # What is still buffered for a reader that went away must not be tried again at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(code: int, message: str, advice: str = "", *, as_json: bool = False) -> int:
    """Say why a command stops, and return ``code``; without a console it is a message box."""
    text = f"{message}\n{advice}".strip()
    if sys.stderr is None:
        _message_box(text)
        return code
    if as_json:
        say(True, {"code": code, "message": message, "advice": advice}, ())
    print(text, file=sys.stderr)
    return code


def _message_box(text: str) -> None:
    # pythonw on Windows has no console at all: what is printed there is lost.
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "净月廉效", 0x10)


class WrongUsage(Exception):
    """A command line that asks for nothing the program knows."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class Parser(argparse.ArgumentParser):
    """An argument parser that tells faults in Chinese and raises WrongUsage."""

    def __init__(self, **settings: Any) -> None:
        # A shortened option would change its meaning when a longer one is added later.
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage with how the command is written."""
        raise WrongUsage(
            f"错误：{message}", f"{self.format_usage().strip()}\n查看说明：{self.prog} --help"
        )

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            choices = "、".join(map(str, action.choices))
            raise argparse.ArgumentError(action, f"“{value}”不可用，可用：{choices}")
