"""Text for a worksheet's cells: never a formula, never cut, read back as it was."""

from __future__ import annotations

import re

from jingyue_desktop.domain.errors import UserError

MOST = 32_767  # characters in one cell (ECMA-376; Excel and WPS alike)
# What XML 1.0 cannot hold, and "_x0041_", which spreadsheets take for an escaped character.
_AWKWARD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_KEPT = {"\r": "_x000D_", "_x": "_x005F_x"}


def cell_text(text: str) -> str:
    """Return ``text`` as a cell can hold it: control characters dropped, escapes escaped.

    Raises UserError for a text longer than a cell can be; nothing is cut off unseen.
    """
    if _AWKWARD.search(text):
        text = _AWKWARD.sub(lambda found: _KEPT.get(found[0], ""), text)
    if len(text) > MOST:
        raise UserError(
            f"有一段文字长达 {len(text)} 个字，电子表格的一格最多 {MOST} 个字，文件没有保存。",
            "请导出为 PDF。",
        )
    return text


def plain_text(text: str) -> str:
    """Return what a cell's text says, its escapes undone; the inverse of ``cell_text``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
