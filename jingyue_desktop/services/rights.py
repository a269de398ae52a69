"""The role × act table, printed from the registry: on screen, in the tests, in the manual."""

from __future__ import annotations

from dataclasses import dataclass

from jingyue_desktop.domain.roles import EVERYONE, Role
from jingyue_desktop.services.acts import SCOPES, Act, Session, view
from jingyue_desktop.services.everything import registry

ACT, CONFIRM, NONE = "办理", "确认", "—"


@dataclass(frozen=True)
class RightsRow:
    """One act with what each role may do: ``cells`` maps a role to 办理, 提出, 确认, 查看 or —."""

    name: str
    title: str
    scope: str
    logged: bool
    cells: dict[Role, str]


def cell(entry: Act, role: Role) -> str:
    """Return what ``role`` may do with an act, in one word."""
    words = []
    if role in entry.roles:
        words.append("查看" if entry.kind == "view" else "提出" if entry.second else ACT)
    if role in entry.second:
        words.append(CONFIRM)
    return "、".join(words) or NONE


def table() -> list[RightsRow]:
    """Return the whole table, acts in the order of their names."""
    return [
        RightsRow(
            entry.name,
            entry.title,
            SCOPES[entry.scope],
            entry.kind == "act",
            {role: cell(entry, role) for role in Role},
        )
        for _, entry in sorted(registry().items())
    ]


@view("rights.table", "查看岗位权限表", EVERYONE)
def shown(session: Session) -> list[RightsRow]:
    """Return the table for the screen."""
    return table()
