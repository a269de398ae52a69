"""The numbers the office sets itself: proposed by a chief, confirmed by a leader, all versions kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from jingyue_desktop.domain.errors import Invalid
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import catalogue
from jingyue_desktop.services.acts import Work, act
from jingyue_desktop.services.catalogue_rows import newest
from jingyue_desktop.services.typed import words

MOST = 1000
TITLES = {"value": "数值"}
HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)–([01]?\d|2[0-3]):([0-5]\d)")
SHARE = re.compile(r"([1-9]\d?)/([1-9]\d?)")


def said(body: Mapping[str, Any], value: str | int | None = None) -> str:
    """Return a parameter's value with its unit, the one in force unless ``value`` is given."""
    return f"{body['value'] if value is None else value} {body['unit']}".strip()


def like(present: str | int, typed: str) -> str | int:
    """Return what was typed as a value of the same sort as the present one.

    A whole number 1–1000, hours ``22:00–06:00``, a share ``2/3``, or words. Raises Invalid.
    """
    text = unicodedata.normalize("NFKC", words("value", "数值", typed, lines=False, most=60))
    if isinstance(present, int):
        if not text.isdecimal() or not 1 <= int(text) <= MOST:
            raise Invalid({"value": f"请填写 1–{MOST} 的整数。"})
        return int(text)
    if HOURS.fullmatch(present):
        text = re.sub("[-—~至]", "–", text)
        if not HOURS.fullmatch(text):
            raise Invalid({"value": "请写成 22:00–06:00 这样的起止时间。"})
    elif SHARE.fullmatch(present):
        share = SHARE.fullmatch(text)
        if share is None or int(share[1]) > int(share[2]):
            raise Invalid({"value": "请写成 2/3 这样的比例。"})
    elif not text:
        raise Invalid({"value": "请填写数值。"})
    return text


@act(
    "parameters.set",
    "修改参数",
    {Role.CHIEF},
    second={Role.DIRECTOR, Role.DEPUTY},
    topics=("catalogue",),
)
def set_value(work: Work, code: str, version: int, value: str, note: str = "") -> int:
    """Give a parameter another value; returns its version.

    Raises Invalid under ``value``, Conflict when it was changed since ``version``.
    """
    row = newest("parameter", code)
    found = like(row.body["value"], value)
    why = words("note", "修改说明", note)
    if found == row.body["value"] and row.version == version:
        raise Invalid({"value": "与现在的数值相同。"})
    by = {"author": work.author, "since": work.today.isoformat()}
    made = catalogue.revise(work, "parameter", code, version, {"value": found}, TITLES, why, by)
    name = row.body["name"]
    work.detail["title"] = f"修改参数：{name}由{said(row.body)}改为{said(row.body, found)}"
    return int(made.version)
