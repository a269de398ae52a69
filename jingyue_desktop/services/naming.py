"""What a name may look like, of a person or an office, and a login; wherever it is first typed."""

from __future__ import annotations

from jingyue_desktop.paper.field import BadValue, Field
from jingyue_desktop.paper.kinds import KINDS

LOGIN = "登录名 2–30 个字，只用汉字、字母、数字、点、横线。"


def name_fault(text: str, title: str = "姓名") -> str:
    """Return what is wrong with a name (one line, at most 60 characters, none hidden), or nothing."""
    field = Field("name", title, "person")
    try:
        found = KINDS[field.kind].parse(field, text)
    except BadValue as bad:
        return str(bad)
    return "" if found else f"请填写{title}。"


def login_fault(login: str) -> str:
    """Return what is wrong with a login, or nothing."""
    plain = all(ch.isalnum() or ch in "._-·" for ch in login)
    return "" if plain and 2 <= len(login) <= 30 else LOGIN
