"""Faults a user can act on; whatever else is raised is our own bug."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class UserError(Exception):
    """The world's fault, told in Chinese: what happened and what to do about it."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        # A Chinese sentence ends in its own space.
        space = "" if self.message.endswith(("。", "？", "！", "：")) else " "
        return f"{self.message}{space}{self.advice}".strip()


class NotAllowed(UserError):
    """An act refused by a rule; ``rule`` is the name a person can look up."""

    def __init__(self, message: str, rule: str, advice: str = "") -> None:
        super().__init__(message, advice)
        self.rule = rule


class Invalid(UserError):
    """Values refused field by field: ``faults`` maps a field key to one Chinese sentence."""

    def __init__(
        self, faults: Mapping[str, str], message: str = "填写有误，请按提示改正。"
    ) -> None:
        super().__init__(message)
        self.faults = dict(faults)


@dataclass(frozen=True)
class RowFault:
    """One fault of an imported sheet: 1-based sheet row, column title, Chinese sentence."""

    row: int
    column: str
    text: str


class InvalidRows(UserError):
    """An import refused as a whole; every faulty row is named."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(
            f"导入文件有 {len(faults)} 处错误，没有导入任何一行。", "请改正后重新导入。"
        )
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Difference:
    """One field two people changed: caption, mine, what stands now, what I started from."""

    key: str
    title: str
    mine: str
    theirs: str
    original: str


class Conflict(UserError):
    """Somebody else saved first; nothing was written and nothing typed is lost."""

    def __init__(self, message: str, differences: Sequence[Difference] = ()) -> None:
        super().__init__(message, "请核对后决定是否保留您的修改。")
        self.differences = tuple(differences)


class ReadOnly(UserError):
    """The workspace can be read but not written; the message names the reason."""


class DataFault(UserError):
    """A data file (TOML, calendar, form) that is wrong, with the file and the place named."""

    def __init__(self, file: str, place: str, text: str) -> None:
        super().__init__(f"数据文件有误：{file}，{place}：{text}")
        self.file = file
        self.place = place
        self.text = text
