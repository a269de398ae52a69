"""The one seam through which the program asks a person something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from jingyue_desktop.ui.kit.prompts import Leaving, Prompts


class _Seam:
    prompts: Prompts | None = None


def install(prompts: Prompts | None) -> None:
    """Let ``prompts`` answer from now on; None gives back the screen."""
    _Seam.prompts = prompts


def _present() -> Prompts:
    if _Seam.prompts is None:
        from jingyue_desktop.ui.kit.screen_prompts import ScreenPrompts

        _Seam.prompts = ScreenPrompts()
    return _Seam.prompts


def inform(parent: QWidget | None, text: str, advice: str = "") -> None:
    """Tell something that went well or is good to know."""
    _present().tell(parent, "inform", text, advice)


def warn(parent: QWidget | None, text: str, advice: str = "") -> None:
    """Tell something that needs attention; ``advice`` says what to do."""
    _present().tell(parent, "warn", text, advice)


def error(parent: QWidget | None, text: str, advice: str = "") -> None:
    """Tell that something did not work, what was saved and what to do."""
    _present().tell(parent, "error", text, advice)


def question(
    parent: QWidget | None,
    text: str,
    advice: str = "",
    *,
    yes: str = "是",
    no: str = "",
    danger: bool = False,
) -> bool:
    """Return whether the person agreed; a dangerous question has the other as its usual answer.

    是 is answered by 否, an act that is named by 取消, unless ``no`` says it better.
    """
    answers = {"yes": yes, "no": no or ("否" if yes == "是" else "取消")}
    usual = "no" if danger else "yes"
    return _present().choose(parent, text, advice, answers, usual, "yes" if danger else "") == "yes"


def choose(parent: QWidget | None, text: str, answers: Mapping[str, str], advice: str = "") -> str:
    """Return the key of one of ``answers``; the first is the usual one, the last means giving up."""
    return _present().choose(parent, text, advice, answers, next(iter(answers)), "")


def ask_leaving(parent: QWidget | None, text: str, *, keeps: bool) -> Leaving:
    """Return what becomes of typed text that was not saved; ``keeps``: it can stay as a draft.

    Nothing here does the act itself: what is issued or voided has its own button.
    """
    answers = {"keep": "留作草稿"} if keeps else {}
    answers |= {"discard": "放弃", "cancel": "继续填写"}
    usual = "keep" if keeps else "cancel"
    chosen = _present().choose(parent, text, "", answers, usual, "")
    return "keep" if chosen == "keep" else "discard" if chosen == "discard" else "cancel"


def ask_text(
    parent: QWidget | None, title: str, caption: str, text: str = "", *, required: bool = True
) -> str | None:
    """Return trimmed text (never blank when ``required``), or None when given up."""
    return _present().ask_text(parent, title, caption, text, required)


def ask_reason(parent: QWidget | None, title: str, caption: str = "原因（必填）") -> str | None:
    """Return the reason for an act that needs one (作废, 退回, 改判), or None when given up."""
    return _present().ask_text(parent, title, caption, "", True)


def ask_password(parent: QWidget | None, title: str, caption: str = "密码") -> str | None:
    """Return the password as typed, or None when given up."""
    return _present().ask_password(parent, title, caption)


def open_file(parent: QWidget | None, title: str, kinds: str) -> Path | None:
    """Return one file to read; ``kinds`` is a Qt filter such as ``Excel 工作簿 (*.xlsx)``."""
    chosen = _present().open_files(parent, title, kinds, False)
    return chosen[0] if chosen else None


def open_files(parent: QWidget | None, title: str, kinds: str) -> Sequence[Path]:
    """Return files to read, none when given up."""
    return _present().open_files(parent, title, kinds, True)


def save_file(parent: QWidget | None, title: str, suggested: Path, kinds: str) -> Path | None:
    """Return where to save (replacing was agreed to, the ending is there), or None."""
    target = _present().save_file(parent, title, suggested, kinds)
    if target is None or target.suffix.lower() == suggested.suffix.lower():
        return target
    # What is called something else may be somebody's file, or the database itself.
    error(parent, f"文件名应以 {suggested.suffix} 结尾，没有保存。", f"所给的是：{target.name}")
    return None


def choose_folder(parent: QWidget | None, title: str, start: Path) -> Path | None:
    """Return a folder, or None when given up."""
    return _present().choose_folder(parent, title, start)


def run(dialog: QDialog) -> bool:
    """Show any dialog, wait for it, and return whether it was accepted."""
    return _present().run(dialog)
