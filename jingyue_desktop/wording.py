"""Chinese wording for the command line, which argparse itself speaks in English only."""

from __future__ import annotations

import argparse
from typing import NoReturn

from jingyue_desktop.exits import USAGE

PHRASES = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本说明后退出",
    "show program's version number and exit": "显示版本后退出",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "expected one argument": "后面要有一个值",
    "expected at least one argument": "后面至少要有一个值",
    "invalid choice: %(value)r (choose from %(choices)s)": "“%(value)s”不可用，可用：%(choices)s",
    "invalid %(type)s value: %(value)r": "“%(value)s”写法不对",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是 %(matches)s",
    "one of the arguments %s is required": "需要其中一个参数：%s",
    "not allowed with argument %s": "不能与 %s 同用",
    " (default: %(default)s)": "（默认：%(default)s）",
}


def speak_chinese() -> None:
    """Let argparse take its phrases from here."""
    argparse._ = lambda text: PHRASES.get(text, text)  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """An argument parser that tells faults in Chinese and leaves with the usage code."""

    def error(self, message: str) -> NoReturn:
        self.print_usage()
        self.exit(USAGE, f"错误：{message}\n查看说明：{self.prog} --help\n")
