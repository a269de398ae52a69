"""The nine roles, and which of them one person may not hold together."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """A role; the first four follow from the post a person holds."""

    DIRECTOR = "director"
    DEPUTY = "deputy"
    CHIEF = "chief"
    CLERK = "clerk"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"
    SECURITY_ADMIN = "security_admin"
    SYSTEM_ADMIN = "system_admin"
    COMMISSION = "commission"

    @property
    def caption(self) -> str:
        return TITLES[self]


TITLES = {
    Role.DIRECTOR: "局长",
    Role.DEPUTY: "副局长",
    Role.CHIEF: "科长",
    Role.CLERK: "科员",
    Role.CUSTODIAN: "档案管理员",
    Role.AUDITOR: "审计员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.COMMISSION: "区纪工委查阅",
}

POST_ROLES = frozenset({Role.DIRECTOR, Role.DEPUTY, Role.CHIEF, Role.CLERK})
STAFF = frozenset(Role) - {Role.COMMISSION}
EVERYONE = frozenset(Role)

# Whoever could both act on the system and judge or keep its evidence would supervise himself.
INCOMPATIBLE = (
    (Role.SYSTEM_ADMIN, Role.AUDITOR),
    (Role.SECURITY_ADMIN, Role.AUDITOR),
    (Role.CUSTODIAN, Role.SYSTEM_ADMIN),
)
PRIVILEGED = frozenset({Role.CUSTODIAN, Role.AUDITOR, Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN})


def clash(roles: Iterable[Role]) -> tuple[Role, Role] | None:
    """Return the first pair of ``roles`` that may not meet in one person, or None."""
    held = set(roles)
    return next((pair for pair in INCOMPATIBLE if held.issuperset(pair)), None)
