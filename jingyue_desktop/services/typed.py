"""What is typed outside a form (reasons, notes, names, logins): kept as a form's text is, or refused."""

from __future__ import annotations

from jingyue_desktop.domain.errors import Invalid
from jingyue_desktop.paper.field import BadValue, Field
from jingyue_desktop.paper.kinds import KINDS

NAME = 60
LOGIN = "登录名 2–30 个字，只用汉字、字母、数字、点、横线。"


def words(key: str, title: str, raw: str, *, lines: bool = True, most: int | None = None) -> str:
    """Return ``raw`` without what has no meaning, empty where nothing is left.

    Raises Invalid under ``key`` for characters no paper can print, for too much, and for line
    breaks unless ``lines``.
    """
    field = Field(key, title, "long_text" if lines else "text", max=most)
    try:
        return KINDS[field.kind].parse(field, raw) or ""
    except BadValue as bad:
        raise Invalid({key: str(bad)}) from bad


def one_name(raw: str, key: str = "name", title: str = "姓名") -> str:
    """Return the name of a person or an office, empty where nothing is left. Raises Invalid."""
    return words(key, title, raw, lines=False, most=NAME)


def name_fault(raw: str, title: str = "姓名") -> str:
    """Return what is wrong with a name, or nothing."""
    try:
        return "" if one_name(raw, "name", title) else f"请填写{title}。"
    except Invalid as invalid:
        return invalid.faults["name"]


def login_fault(login: str) -> str:
    """Return what is wrong with a login, or nothing."""
    plain = all(ch.isalnum() or ch in "._-·" for ch in login)
    return "" if plain and 2 <= len(login) <= 30 else LOGIN
